import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'vite';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openDistrictStore } from '../../electron/store/open.ts';
import type { DistrictStore } from '../../electron/store/store-api.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { finished } from '../helpers/roster-district.ts';
import { BATCH, takenPackage } from '../helpers/taken-package.ts';
import { key, PACKAGE_ROWS } from './store-rows.ts';

const root = join(import.meta.dirname, '../..');
const bundle = join(root, 'node_modules/.cache', `store-child-${process.pid}`);

beforeAll(async () => {
  await build({
    configFile: false,
    root,
    logLevel: 'silent',
    build: {
      ssr: join(import.meta.dirname, 'store-child.ts'),
      outDir: bundle,
      target: 'node20.18',
      rolldownOptions: { output: { format: 'es', entryFileNames: 'child.mjs' } },
    },
  });
});
afterAll(() => rmSync(bundle, { recursive: true, force: true }));

interface Child {
  readonly process: ChildProcess;
  /** Lines it has printed so far. */
  readonly lines: readonly string[];
  /** Once it is gone, killed or at the end of its work. */
  readonly gone: Promise<unknown>;
}

async function start(task: 'hold' | 'write' | 'plan' | 'book', dir: string): Promise<Child> {
  const child = spawn(process.execPath, [join(bundle, 'child.mjs'), task, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const gone = once(child, 'close');
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  await once(reader, 'line');
  return { process: child, lines, gone };
}

async function kill(child: Child): Promise<void> {
  child.process.kill('SIGKILL');
  await child.gone;
}

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'rb-processes-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

function open(dir: string, waitMs = 0): Outcome<DistrictStore> {
  return openDistrictStore({
    dir,
    key,
    holder: { title: 'test', pid: process.pid, host: hostname() },
    now: () => Date.now(),
    waitMs,
  });
}

function opened(dir: string): DistrictStore {
  const outcome = open(dir);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure));
  onTestFinished(() => outcome.value.close());
  return outcome.value;
}

test('a second process is told who has the district and since when; after a kill it is free at once', async () => {
  const dir = folder();
  const child = await start('hold', dir);
  expect(child.lines).toEqual(['open']);
  const second = open(dir);
  expect(second).toMatchObject({ ok: false, failure: { code: 'district.busy' } });
  if (!second.ok) {
    expect(second.failure.message).toContain(`store-child (process ${child.process.pid} on test) since 20`);
  }
  await kill(child);
  expect(open(dir)).toMatchObject({ ok: true });
});

test('a process that may wait gets the district when the other one ends', async () => {
  const dir = folder();
  const child = await start('hold', dir);
  // The wait blocks this process, so the other one is ended by a third.
  spawn(process.execPath, ['-e', `setTimeout(() => process.kill(${child.process.pid}, 'SIGKILL'), 700)`], { stdio: 'ignore' });
  const before = Date.now();
  const outcome = open(dir, 10_000);
  expect(outcome.ok).toBe(true);
  expect(Date.now() - before).toBeGreaterThan(200);
  if (outcome.ok) outcome.value.close();
});

test('of processes that start together exactly one gets the district', async () => {
  const dir = folder();
  const children = await Promise.all([start('hold', dir), start('hold', dir), start('hold', dir)]);
  const first = children.map((child) => child.lines[0] ?? '');
  expect(first.filter((line) => line === 'open')).toHaveLength(1);
  expect(first.filter((line) => line.includes('district.busy'))).toHaveLength(2);
});

test.each([60, 220, 400, 750])(
  'killed %i ms into writing, every commit that was told is there and none is half there',
  async (ms) => {
    const dir = folder();
    const child = await start('write', dir);
    await sleep(ms);
    await kill(child);
    const told = Number(child.lines.filter((line) => /^\d+$/.test(line)).at(-1) ?? 0);
    const store = opened(dir);
    const commits = store.identityCount('section');
    expect(commits).toBeGreaterThanOrEqual(told);
    expect(commits).toBeLessThanOrEqual(told + 50);
    const rows = [...store.ledgerRows('enrollment', 0)];
    expect(rows.length).toBe(commits * 100);
    expect(store.ledgerCount('enrollment')).toBe(commits * 100);
  },
);

test('killed while a plan is written, no plan is there and its remains are gone', async () => {
  const dir = folder();
  const child = await start('plan', dir);
  await sleep(600);
  await kill(child);
  const store = opened(dir);
  expect(store.plan(null)).toBeNull();
  expect([...store.packageChanges(1, [], 1, 5)]).toEqual([]);
  expect(store.beginPlan('').number).toBe(2);
});

test.each([50, 350, 700, 1100])(
  'killed %i ms into booking a package, whole batches are booked, the ledger agrees, and the rest follows',
  async (ms) => {
    const dir = folder();
    const child = await start('book', dir);
    while (!child.lines.includes('booking')) await sleep(5);
    await sleep(ms);
    await kill(child);
    const told = Number(child.lines.filter((line) => /^\d+$/.test(line)).at(-1) ?? 0);
    const store = opened(dir);
    const { run, booking } = takenPackage(store, PACKAGE_ROWS);
    const booked = store.booked(run, 1, PACKAGE_ROWS);
    expect(booked.rows).toBe(booked.lastSeq);
    expect(booked.rows).toBeGreaterThanOrEqual(told);
    expect(booked.rows === PACKAGE_ROWS || booked.rows % BATCH === 0, `${booked.rows} rows`).toBe(true);
    expect(store.ledgerCount('enrollment')).toBe(booked.rows);
    expect(store.packages(run)[0]?.state).toBe(booked.rows === PACKAGE_ROWS ? 'confirmed' : 'imported');
    expect(finished(booking())).toMatchObject({ confirmed: PACKAGE_ROWS, failed: 0 });
    expect(store.booked(run, 1, PACKAGE_ROWS)).toEqual({ lastSeq: PACKAGE_ROWS, rows: PACKAGE_ROWS, confirmed: PACKAGE_ROWS });
    expect(store.ledgerCount('enrollment')).toBe(PACKAGE_ROWS);
    expect(store.packages(run)[0]?.state).toBe('confirmed');
  },
);
