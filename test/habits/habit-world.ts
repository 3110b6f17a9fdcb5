import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { createEngine } from '../../electron/engine/engine.ts';
import type { Engine } from '../../electron/engine/engine-api.ts';
import { type Edge, realEdge } from '../../electron/net/edge.ts';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { type Habits, noHabits, setHabits } from '../../electron/practice/sis/habits.ts';
import { EnrollmentBodies } from '../../electron/sis/stored-enrollment.ts';
import { type Collection, collections } from '../../shared/entities.ts';
import type { Failure } from '../../shared/failure.ts';
import { callControl, expectValue } from '../helpers/practice-engine.ts';
import { expectedRows, type HeldRow } from './expected-rows.ts';

/** How a sync ended: everything there, refused with the reason, or what must never be. */
export type Ending =
  | { readonly kind: 'complete'; readonly rows: number }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'wrong'; readonly what: string };

export interface HabitWorld {
  play(habits: Partial<Habits>): Promise<Ending>;
  close(): Promise<void>;
}

const STORE_KEY = '5f'.repeat(32);
const DISTRICT = 'habits';
/** A small district shows its paging only on small pages. */
const PAGE_CAP = 40;
/** Waits are this many times shorter than in life; the order of events stays. */
const HASTE = 50;

/** The real engine with the built worker (dist/ below `root`) against the practice district; one plan per habit, nothing is ever applied. */
export async function startHabitWorld(root: string, students = 40): Promise<HabitWorld> {
  const practice = await startPracticeDistrict({ students, seed: 7, clean: true });
  const dataDir = mkdtempSync(join(tmpdir(), 'rosterbridge-habits-'));
  const dir = join(dataDir, 'districts', DISTRICT);
  const seen = join(dir, 'rows.json');
  const real = realEdge(globalThis.fetch);
  const edge: Edge = {
    ...real,
    sleep: async (ms, signal) => {
      await wait(ms / HASTE, undefined, signal === undefined ? {} : { signal });
    },
  };
  const { sis, canvas, control } = practice;
  const engine = createEngine({
    dataDir,
    edge,
    secrets: async () => ({ ok: true, value: { storeKey: STORE_KEY, sisSecret: sis.secret, canvasToken: canvas.token } }),
    workerFile: join(root, 'test/habits/watched-worker.mjs'),
    emit: () => undefined,
    log: () => undefined,
  });
  const connection = { sisUrl: sis.url, sisKey: sis.key, sisAuth: 'auto' as const, sisTokenUrl: '', canvasUrl: canvas.url };
  const district = { id: DISTRICT, name: 'Habits', practice: true, connection, createdAt: '2026-08-01T00:00:00.000Z' };
  expectValue(await engine.saveDistrict(district, 'America/New_York', STORE_KEY));
  const ask = (method: string, path: string, body?: unknown) => callControl(control.url, method, path, body);

  return {
    async play(wishes) {
      rmSync(seen, { force: true });
      await ask('POST', '/scenario/reset');
      await markSome(ask);
      const habits = { ...noHabits(), pageCap: PAGE_CAP };
      setHabits(habits, wishes);
      await ask('POST', '/sis/habits', { pageCap: PAGE_CAP, ...wishes });
      const planBefore = await newestPlan(engine);
      const made = await engine.makePlan(DISTRICT, 'person');
      const left = readdirSync(dir).filter((name) => name.startsWith('work-'));
      if (left.length > 0) return { kind: 'wrong', what: `${left.join(', ')} was left behind` };
      if (!made.ok) {
        const plan = await newestPlan(engine);
        if (plan !== planBefore) return { kind: 'wrong', what: `refused (${made.failure.code}), but plan ${plan} was made` };
        return { kind: 'refused', failure: made.failure };
      }
      return compare(await heldRows(ask), habits, storedRows(seen));
    },
    async close() {
      await engine.close();
      await practice.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

type Ask = (method: string, path: string, body?: unknown) => Promise<unknown>;

const Held = z.object({ rows: z.array(z.looseObject({ sourcedId: z.string() })) });

async function heldRows(ask: Ask): Promise<Record<Collection, HeldRow[]>> {
  const lists = await Promise.all(
    collections.map(async (name) => Held.parse(await ask('GET', `/sis/${name}?limit=100000`)).rows),
  );
  return Object.fromEntries(collections.map((name, i) => [name, lists[i] ?? []])) as Record<Collection, HeldRow[]>;
}

/** A tidy district has nothing marked for deletion; a real one always has. */
async function markSome(ask: Ask): Promise<void> {
  for (const name of ['users', 'enrollments', 'classes']) {
    const { rows } = Held.parse(await ask('GET', `/sis/${name}?limit=3&offset=20`));
    for (const row of rows) await ask('PATCH', `/sis/${name}/${encodeURIComponent(row.sourcedId)}`, { status: 'tobedeleted' });
  }
}

async function newestPlan(engine: Engine): Promise<number | null> {
  return expectValue(await engine.calls.plan({ district: DISTRICT, number: null }))?.number ?? null;
}

const Written = z.record(z.string(), z.array(z.tuple([z.string(), z.string(), z.string(), z.string()])));

const bodies = new EnrollmentBodies();

/** What the watched worker wrote down. */
function storedRows(seen: string): Record<Collection, Map<string, unknown>> {
  const written = Written.parse(JSON.parse(readFileSync(seen, 'utf8')));
  const maps = collections.map((name) => {
    const rows = (written[name] ?? []).map(([id, part, user, body]) => {
      const row: unknown = name === 'enrollments' ? bodies.read({ id, class: part, user, body }) : JSON.parse(body);
      return [id, row] as const;
    });
    return [name, new Map(rows)] as const;
  });
  return Object.fromEntries(maps) as Record<Collection, Map<string, unknown>>;
}

/** Row by row: what the server holds, and what the engine stored. */
function compare(held: Record<Collection, HeldRow[]>, habits: Habits, stored: Record<Collection, Map<string, unknown>>): Ending {
  let rows = 0;
  for (const collection of collections) {
    const expected = expectedRows(collection, held[collection], habits);
    const got = stored[collection];
    if (got.size !== expected.size) return { kind: 'wrong', what: `${got.size} of ${expected.size} ${collection}` };
    for (const [id, row] of expected) {
      const [want, have] = [sorted(row), sorted(got.get(id))];
      if (want !== have) return { kind: 'wrong', what: `${collection} ${id}: ${have} instead of ${want}` };
    }
    rows += expected.size;
  }
  return { kind: 'complete', rows };
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
