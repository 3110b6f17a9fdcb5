import { execFile } from 'node:child_process';
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');
const bundle = join(root, 'node_modules/.cache', `save-child-${process.pid}`);
const child = join(bundle, 'child.mjs');
const run = promisify(execFile);
const MB = 1024 * 1024;

const Answer = z.object({
  saved: z
    .object({ ok: z.boolean(), value: z.unknown(), failure: z.object({ code: z.string() }).optional() })
    .partial({ value: true }),
  most: z.number(),
  progress: z.object({ told: z.number(), grows: z.boolean() }),
});

beforeAll(async () => {
  await build({
    configFile: false,
    root,
    logLevel: 'silent',
    build: {
      ssr: join(import.meta.dirname, 'save-child.ts'),
      outDir: bundle,
      target: 'node20.18',
      rolldownOptions: { output: { format: 'es', entryFileNames: 'child.mjs' } },
    },
  });
});
afterAll(() => rmSync(bundle, { recursive: true, force: true }));

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rosterbridge-save-'));
  file = join(folder, 'changes.csv');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('200,000 changes go into a file with flat memory, whole and for its owner only', async () => {
  const { stdout } = await run(process.execPath, ['--expose-gc', child, file]);
  const { saved, most, progress } = Answer.parse(JSON.parse(stdout));
  expect(saved).toEqual({ ok: true, value: { file, records: 200_000 } });
  expect(progress).toEqual({ told: 999, grows: true });
  const { size, mode } = statSync(file);
  expect(size).toBeGreaterThan(50 * MB);
  expect(most).toBeLessThan(6 * MB);
  if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['changes.csv']);
  let rows = 0;
  for await (const row of createReadStream(file).pipe(parse({ columns: true, bom: true }))) {
    rows += 1;
    if (row.number !== String(rows)) throw new Error(`row ${rows} is number ${row.number}`);
  }
  expect(rows).toBe(200_000);
});

test.skipIf(process.platform === 'win32')(
  'a disk that fills up leaves nothing behind, and the older file as it was',
  async () => {
    writeFileSync(file, 'older');
    // A limit of the process on the size of a file: the system refuses to write on, as a full disk does.
    const { stdout } = await run('sh', ['-c', 'ulimit -f 4096; exec "$0" "$1" "$2"', process.execPath, child, file]);
    expect(Answer.parse(JSON.parse(stdout)).saved).toMatchObject({ ok: false, failure: { code: 'full' } });
    expect(readdirSync(folder)).toEqual(['changes.csv']);
    expect(readFileSync(file, 'utf8')).toBe('older');
  },
);

test('a program that is closed meanwhile leaves nothing behind', async () => {
  await run(process.execPath, [child, file, 'quit']);
  expect(readdirSync(folder)).toEqual([]);
});
