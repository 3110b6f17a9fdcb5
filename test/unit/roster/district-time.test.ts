import { afterEach, describe, expect, test } from 'vitest';
import { addDays, daysBetween, districtTime, lastDay } from '../../../electron/roster/district-time.ts';

const noon = Date.parse('2026-11-24T17:00:00Z');
const zoneOfThisComputer = process.env.TZ;

afterEach(() => {
  if (zoneOfThisComputer === undefined) delete process.env.TZ;
  else process.env.TZ = zoneOfThisComputer;
});

describe('A1 dates are the district’s, whatever computer the plan is made on', () => {
  test.each(['UTC', 'Pacific/Auckland', 'America/Los_Angeles'])('on a computer in %s', (zone) => {
    process.env.TZ = zone;
    const time = districtTime('America/New_York', noon);
    expect(time.today).toBe('2026-11-24');
    expect(time.startOf('2026-08-24')).toBe('2026-08-24T04:00:00Z');
    expect(time.endOf('2026-12-18')).toBe('2026-12-19T04:59:59Z');
  });

  test.each([
    ['the day clocks go back', 'America/New_York', '2026-11-01', '2026-11-01T04:00:00Z', '2026-11-02T04:59:59Z'],
    ['the day clocks go forward', 'America/New_York', '2026-03-08', '2026-03-08T05:00:00Z', '2026-03-09T03:59:59Z'],
    ['a midnight that does not exist', 'America/Havana', '2026-03-08', '2026-03-08T05:00:00Z', '2026-03-09T03:59:59Z'],
    ['half an hour off', 'Asia/Kolkata', '2026-06-01', '2026-05-31T18:30:00Z', '2026-06-01T18:29:59Z'],
    ['no summer time', 'America/Phoenix', '2026-07-01', '2026-07-01T07:00:00Z', '2026-07-02T06:59:59Z'],
  ])('%s: %s', (_name, zone, date, start, end) => {
    const time = districtTime(zone, noon);
    expect(time.startOf(date)).toBe(start);
    expect(time.endOf(date)).toBe(end);
  });

  test('today changes at the district’s midnight', () => {
    expect(districtTime('America/Los_Angeles', Date.parse('2026-08-10T06:59:59Z')).today).toBe('2026-08-09');
    expect(districtTime('America/Los_Angeles', Date.parse('2026-08-10T07:00:00Z')).today).toBe('2026-08-10');
  });

  test('no date stays no date; a zone that does not exist is a bug', () => {
    const time = districtTime('America/New_York', noon);
    expect([time.startOf(''), time.endOf('')]).toEqual(['', '']);
    expect(() => districtTime('Mars/Olympus', noon)).toThrow(/Mars/);
  });
});

describe('A2 the last day of an end date', () => {
  test.each([
    ['last-day', '2026-12-18', '2026-12-18'],
    ['day-after', '2026-12-18', '2026-12-17'],
    ['day-after', '2027-01-01', '2026-12-31'],
    ['day-after', '', ''],
    ['last-day', '', ''],
  ] as const)('%s of "%s" is "%s"', (meaning, date, last) => {
    expect(lastDay(date, meaning)).toBe(last);
  });
});

describe('counting days', () => {
  test.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-03-07', 2, '2026-03-09'],
    ['2026-01-01', -1, '2025-12-31'],
    ['9999-12-31', 14, '9999-12-31'],
    ['', 3, ''],
  ])('%s and %d days is %s', (date, days, result) => {
    expect(addDays(date, days)).toBe(result);
  });

  test('a week over the change of clocks has seven days', () => {
    expect(daysBetween('2026-03-05', '2026-03-12')).toBe(7);
    expect(daysBetween('2026-12-18', '2026-08-24')).toBe(-116);
  });
});
