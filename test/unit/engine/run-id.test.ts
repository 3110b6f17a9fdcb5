import { expect, test } from 'vitest';
import { runIdAt } from '../../../electron/engine/run-book.ts';

const at = Date.parse('2026-11-23T20:59:01.400Z');

test('a run is called by its second and three hexadecimal digits of chance', () => {
  expect(runIdAt(at, 0.5, () => false)).toBe('20261123-205901-800');
});

test('runs of one second have different ids, even if chance repeats itself', () => {
  const taken = new Set<string>();
  for (let n = 0; n < 5; n += 1) taken.add(runIdAt(at, 0.9999, (id) => taken.has(id)));
  expect([...taken]).toEqual(['fff', '000', '001', '002', '003'].map((tail) => `20261123-205901-${tail}`));
});
