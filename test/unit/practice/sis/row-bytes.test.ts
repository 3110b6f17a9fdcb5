import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RowBytes } from '../../../../electron/practice/sis/row-bytes.ts';

function text(pieces: readonly Buffer[]): string {
  return pieces.map((piece) => piece.toString('utf8')).join(',');
}

it('any range of any table reads as its rows joined by commas, before and after changes', () => {
  const change = fc.record({ at: fc.nat(2000), kind: fc.constantFrom('set', 'insert', 'remove') });
  fc.assert(
    fc.property(fc.nat(1800), fc.array(change, { maxLength: 8 }), fc.nat(2000), fc.nat(2000), (size, changes, a, b) => {
      const rows = Array.from({ length: size }, (_, i) => `{"n":"é${i}"}`);
      const bytes = new RowBytes(
        () => rows.length,
        (i) => rows[i] ?? 'null',
      );
      const check = (): void => {
        const [from, to] = [Math.min(a, b, rows.length), Math.min(Math.max(a, b), rows.length)];
        expect(text(bytes.range(from, to))).toBe(rows.slice(from, to).join(','));
      };
      check();
      for (const { at, kind } of changes) {
        const index = Math.min(at, rows.length);
        if (kind === 'set' && index < rows.length) rows[index] = `{"changed":${at}}`;
        else if (kind === 'insert') rows.splice(index, 0, `{"new":${at}}`);
        else if (kind === 'remove') rows.splice(index, 1);
        bytes.forget(index, kind !== 'set');
        check();
      }
    }),
    { numRuns: 40, seed: 1 },
  );
});

it('sealed, it serves what was serialised and nothing else', () => {
  const bytes = new RowBytes(
    () => 1200,
    (i) => String(i),
  );
  expect(text(bytes.range(0, 3))).toBe('0,1,2');
  bytes.seal();
  expect(text(bytes.range(498, 500))).toBe('498,499');
  expect(() => bytes.range(500, 501)).toThrow('sealed');
});
