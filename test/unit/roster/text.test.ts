import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, canvasText, isUsableId, schoolYearName } from '../../../electron/roster/text.ts';

describe('names as Canvas keeps them', () => {
  test.each([
    ['  Algebra\t 1 \n', 'Algebra 1'],
    ['Se\u0000cret\u0007', 'Se cret'],
    ['no\u00a0break', 'no break'],
    ['half \ud83d a face', 'half \ufffd a face'],
    ['', ''],
    [' \u0000 ', ''],
  ])('%j becomes %j', (raw, kept) => {
    expect(canvasText(raw)).toBe(kept);
  });

  test('255 characters at most, and never half of one', () => {
    const long = `${'x'.repeat(254)}🎸🎸`;
    expect(canvasText(long)).toBe(`${'x'.repeat(254)}🎸`);
    expect(canvasText('🎸'.repeat(300))).toBe('🎸'.repeat(255));
    expect(canvasText(`${'x'.repeat(254)} y`)).toBe('x'.repeat(254));
  });

  test('a kept name is kept again, so that it is never pending for ever', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (raw) => {
        expect(canvasText(canvasText(raw))).toBe(canvasText(raw));
        expect(Buffer.from(canvasText(raw), 'utf8').toString('utf8')).toBe(canvasText(raw));
      }),
    );
  });
});

describe('B ids that Canvas keeps as they are', () => {
  test.each([
    ['8f14e45f-ceea-4671', true],
    ['s+12/3 %', true],
    ['x'.repeat(255), true],
    ['x'.repeat(256), false],
    [' 12', false],
    ['12 ', false],
    ['1\u001f2', false],
    ['1\n2', false],
    ['\ud800', false],
    ['', false],
  ])('%j: %s', (id, usable) => {
    expect(isUsableId(id)).toBe(usable);
  });
});

test('C2 the school year that ends in 2027 is called 2026–27', () => {
  expect(schoolYearName('2027')).toBe('2026–27');
  expect(schoolYearName('2000')).toBe('1999–00');
  expect([schoolYearName(''), schoolYearName('26-27')]).toEqual(['', '']);
});

test('equal fields are equal texts, whatever the order they were set in', () => {
  expect(canonical({ b: '2', a: '1' })).toBe(canonical({ a: '1', b: '2' }));
  expect(canonical({ a: '' })).not.toBe(canonical({}));
});
