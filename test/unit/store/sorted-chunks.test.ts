import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { openConnection } from '../../../electron/store/driver.ts';
import { compareKeys } from '../../../electron/store/key-order.ts';
import { SortedChunks } from '../../../electron/store/work/sorted-chunks.ts';

const dir = mkdtempSync(join(tmpdir(), 'chunks-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

let files = 0;
function chunksOf(batches: readonly (readonly (readonly [key: string, bucket: number])[])[]): SortedChunks {
  files += 1;
  const chunks = new SortedChunks(openConnection(join(dir, `${files}.db`), 'a'.repeat(64), 'work'), 'wanted');
  for (const batch of batches) {
    chunks.append(batch.map(([key, bucket]) => ({ key, bucket, fields: `{"of":${JSON.stringify(key)}}`, extra: `of ${key}` })));
  }
  return chunks;
}

test('rows come back by key, whatever the order of the chunks, each with what it holds', () => {
  const chunks = chunksOf([
    [
      ['m', 3],
      ['c', 3],
    ],
    [
      ['a', 3],
      ['d', 3],
      ['x', 4],
    ],
    [['b', 3]],
  ]);
  expect([...chunks.rows(3)].map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd', 'm']);
  expect([...chunks.rows(4)]).toEqual([{ key: 'x', fields: '{"of":"x"}', extra: 'of x' }]);
  expect([...chunks.rows(5)]).toEqual([]);
  expect(chunks.get(3, 'd')).toEqual({ key: 'd', fields: '{"of":"d"}', extra: 'of d' });
  expect(chunks.get(3, 'e')).toBeNull();
});

test('the same key twice is a bug that shows, in one chunk or in two', () => {
  expect(() => [
    ...chunksOf([
      [
        ['a', 0],
        ['a', 0],
      ],
    ]).rows(0),
  ]).toThrow(/one key/);
  expect(() => [...chunksOf([[['a', 0]], [['a', 0]]]).rows(0)]).toThrow(/one key/);
});

test('any keys, with line breaks and signs beyond the first plane too, in any batches', () => {
  const key = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[ab\n]{1,3}$/), fc.constantFrom('\u{1f600}', '\uffee'));
  const keys = fc.uniqueArray(
    key.filter((text) => text !== '' && !text.includes('\u0000')),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(keys, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 }), (all, sizes) => {
      const batches: (readonly [string, number])[][] = [];
      for (let at = 0; at < all.length; ) {
        const size = sizes[batches.length % sizes.length] ?? 1;
        batches.push(all.slice(at, at + size).map((one) => [one, 7]));
        at += size;
      }
      const rows = [...chunksOf(batches).rows(7)];
      expect(rows.map((row) => row.key)).toEqual([...all].sort(compareKeys));
      for (const row of rows) expect(row.extra).toBe(`of ${row.key}`);
    }),
    { numRuns: 40 },
  );
});
