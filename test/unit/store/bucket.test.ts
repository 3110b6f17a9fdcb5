import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketOf, fnv1a } from '../../../electron/store/bucket.ts';
import { actionCodes, entityCodes } from '../../../electron/store/codes.ts';
import { compareKeys } from '../../../electron/store/key-order.ts';

test('buckets and codes stand in files and never change', () => {
  expect(fnv1a('foobar')).toBe(0xbf9cf968);
  const keys = ['', 'a', 'class-1', '0f8fad5b-d9cb-469f-a165-70867728950e', 'Ünï', '北京'];
  expect(keys.map(bucketOf)).toEqual([5, 12, 5, 1, 0, 5]);
  expect(entityCodes).toEqual({ account: 1, term: 2, course: 3, section: 4, user: 5, enrollment: 6, observer: 7 });
  expect(actionCodes).toEqual({ create: 1, update: 2, delete: 3, restore: 4, adopt: 5, remap: 6 });
});

test('ids spread evenly over the buckets', () => {
  const counts = new Array<number>(16).fill(0);
  for (let i = 0; i < 16_000; i += 1) counts[bucketOf(`class-${i}`)] = (counts[bucketOf(`class-${i}`)] ?? 0) + 1;
  expect(Math.max(...counts)).toBeLessThan(1_200);
  expect(Math.min(...counts)).toBeGreaterThan(800);
});

test('keys compare as their UTF-8 bytes do (property)', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '\ud7ff', '\ue000', '\uffee', '😀', '𝒜'), maxLength: 6 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { numRuns: 500, seed: 1 },
  );
});
