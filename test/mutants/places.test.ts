import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mutants } from './mutants.ts';

const roster = join(import.meta.dirname, '../../electron/roster');

describe('the mistakes that `npm run mutants` makes', () => {
  test('are twelve at least, each with a name of its own', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
    expect(mutants.length).toBeGreaterThanOrEqual(12);
  });

  test.each(mutants)('$rule: $name', ({ file, find, replace }) => {
    expect(readFileSync(join(roster, file), 'utf8').split(find)).toHaveLength(2);
    expect(replace).not.toBe(find);
  });
});
