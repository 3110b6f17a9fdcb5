import { describe, expect, test } from 'vitest';
import { parseDate, zonedFormatter } from '../../../electron/practice/canvas/dates.ts';

describe('dates in imports (§1.13)', () => {
  test.each([
    ['2026-08-10T04:00:00Z', '2026-08-10T04:00:00Z'],
    ['2026-08-10T00:00:00-04:00', '2026-08-10T04:00:00Z'],
    ['2026-08-10 00:00:00', '2026-08-10T00:00:00Z'],
    ['2026-8-5', '2026-08-05T00:00:00Z'],
  ])('%s is %s', (text, value) => {
    expect(parseDate(text)).toEqual({ kind: 'date', value });
  });

  test.each(['2026-13-01', '2026-02-30T00:00:00Z', '2026-08-10T10:61:00Z'])('%s cannot be', (text) => {
    expect(parseDate(text)).toEqual({ kind: 'bad' });
  });

  test.each([undefined, 'soon', '<delete>'])('%s has no date in it', (text) => {
    expect(parseDate(text)).toEqual({ kind: 'blank' });
  });
});

test('report dates stand in the account’s zone, with its offset of that day (§6)', () => {
  const shown = zonedFormatter('America/New_York');
  expect([shown('2026-08-10T04:00:00Z'), shown('2026-12-19T04:59:59Z'), shown(null)]).toEqual([
    '2026-08-10T00:00:00-04:00',
    '2026-12-18T23:59:59-05:00',
    '',
  ]);
  expect(zonedFormatter('UTC')('2026-08-10T04:00:00Z')).toBe('2026-08-10T04:00:00Z');
});
