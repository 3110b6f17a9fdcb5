import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** How many rules each chapter of the roster rules has. */
const chapters: Readonly<Record<string, number>> = { A: 2, B: 4, C: 9, D: 7, E: 13, F: 7, G: 4 };
const root = join(import.meta.dirname, '../..');

/** Tests of the rules themselves: what the judge and the practice servers prove is about those. */
const rooms = ['unit/roster', 'unit/canvas', 'integration'];

/** Titles of tests, as they are written. */
function titlesOf(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  const called = /(?:\)|\b(?:test|it|describe)(?:\.\w+)*)\(\s*(['`])((?:(?!\1).)*)\1,/g;
  return [...source.matchAll(called)].map(([, , title = '']) => title);
}

const titles = rooms.flatMap((room) =>
  readdirSync(join(root, room))
    .filter((name) => name.endsWith('.test.ts') && !name.startsWith('practice-'))
    .flatMap((name) => titlesOf(join(root, room, name))),
);

const rules = Object.entries(chapters).flatMap(([chapter, count]) =>
  Array.from({ length: count }, (_, at) => `${chapter}${at + 1}`),
);

test('every roster rule is named by a test of its own', () => {
  expect(titles.length).toBeGreaterThan(1000);
  expect(rules.filter((rule) => !titles.some((title) => new RegExp(`\\b${rule}\\b`).test(title)))).toEqual([]);
});
