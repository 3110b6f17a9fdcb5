import fc from 'fast-check';
import { expect, test } from 'vitest';
import { merge } from '../../../electron/roster/compare/merge.ts';

/** Keys around the place where UTF-16 units and code points sort differently: surrogates against U+E000 and above. */
const key = fc.string({ unit: fc.constantFrom('a', 'b', '\u001f', 'é', '\ud7ff', '\ue000', '\uffff', '𐀀', '🎸'), maxLength: 4 });
const side = fc.uniqueArray(key, { maxLength: 12 });

/** By code points, written a second time: through the bytes of UTF-8, which is what SQLite sorts by. */
function sorted(keys: readonly string[]): string[] {
  return [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

test('three sorted sides are joined as if they were looked up in maps, each key once, in code point order', () => {
  fc.assert(
    fc.property(side, side, side, (desired, canvas, ledger) => {
      const rows = (keys: readonly string[], name: string) => sorted(keys).map((one) => ({ key: one, name }));
      const merged = [...merge(rows(desired, 'd'), rows(canvas, 'c'), rows(ledger, 'l'))];
      const naive = sorted([...new Set([...desired, ...canvas, ...ledger])]).map((one) => ({
        key: one,
        desired: desired.includes(one) ? { key: one, name: 'd' } : null,
        canvas: canvas.includes(one) ? { key: one, name: 'c' } : null,
        ledger: ledger.includes(one) ? { key: one, name: 'l' } : null,
      }));
      expect(merged).toEqual(naive);
    }),
    { numRuns: 500 },
  );
});

test('empty sides give nothing', () => {
  expect([...merge([], [], [])]).toEqual([]);
});
