import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const tests = join(import.meta.dirname, '../..');

/** reference/oneroster-1.1.md §9: what concerns connecting, paging, parsing, and a pull as a whole. */
const cases = [...Array.from({ length: 39 }, (_, n) => n + 1), 48, 50];

it('each case of the reference that concerns the SIS client is the name of exactly one test', () => {
  const files = readdirSync(tests, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  const names = files.flatMap((file) => [...readFileSync(join(tests, file), 'utf8').matchAll(/['"`]OR-(\d\d): /g)]);
  const found = names.map(([, number]) => Number(number));
  expect(found.filter((number) => cases.includes(number)).sort((a, b) => a - b)).toEqual(cases);
});
