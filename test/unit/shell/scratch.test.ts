import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { makeScratch } from '../../../electron/shell/scratch.ts';

test('a headless start removes the scratch folders of ended processes and of nobody else', () => {
  const temporary = mkdtempSync(join(tmpdir(), 'rosterbridge-scratch-'));
  for (const name of ['rosterbridge-headless-11-abc', 'rosterbridge-headless-22-abc', 'someone-else-11-abc'])
    mkdirSync(join(temporary, name));
  const made = makeScratch(temporary, 33, (pid) => pid === 22);
  expect(readdirSync(temporary).sort()).toEqual(['rosterbridge-headless-22-abc', basename(made), 'someone-else-11-abc'].sort());
  expect(basename(made)).toMatch(/^rosterbridge-headless-33-/);
  rmSync(temporary, { recursive: true, force: true });
});
