import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../../electron/engine/engine.ts';
import type { Engine, LogLine } from '../../electron/engine/engine-api.ts';
import { type Edge, realEdge } from '../../electron/net/edge.ts';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import type { District } from '../../shared/district.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { PlanSummary } from '../../shared/plan.ts';
import type { Run } from '../../shared/run.ts';
import type { DistrictSettings } from '../../shared/settings.ts';

export type Practice = Awaited<ReturnType<typeof startPracticeDistrict>>;

/** A practice district, an engine in this process, and a district that connects them: the whole product without a window. */
export interface PracticeEngine {
  readonly practice: Practice;
  readonly engine: Engine;
  readonly district: string;
  readonly dataDir: string;
  readonly log: LogLine[];
  plan(): Promise<PlanSummary>;
  /** What the schedule does: nobody watches. The plan, and the run that applied it. */
  night(): Promise<{ readonly plan: PlanSummary; readonly applied: Run | null }>;
  apply(releases?: { hold: string; reason: string }[]): Promise<Run>;
  /** Changes settings of the district. */
  set(settings: Partial<DistrictSettings>): Promise<void>;
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  /** The data folder is lost, and the district connected anew: its settings are the defaults again. */
  forget(): Promise<void>;
  /** A new engine over the same data, as after a restart of the app. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface PracticeEngineOptions {
  readonly students?: number;
  readonly seed?: number;
  readonly clean?: boolean;
  readonly today?: string;
  /** What stands before the practice Canvas, as a real one would: without the proof that it is for practice. */
  readonly canvasUrl?: (practiceUrl: string) => Promise<string>;
  /** The engine's clock; the practice servers keep the real one. */
  readonly now?: () => number;
  /** The engine waits only a hundredth of what it means to between its polls: for servers that are done at once. */
  readonly hurry?: boolean;
}

const STORE_KEY = '5f'.repeat(32);

export async function startPracticeEngine(options: PracticeEngineOptions = {}): Promise<PracticeEngine> {
  const { students = 60, seed = 7, clean = true, today } = options;
  const practice = await startPracticeDistrict({ students, seed, clean, ...(today === undefined ? {} : { today }) });
  const dataDir = mkdtempSync(join(tmpdir(), 'rosterbridge-'));
  const log: LogLine[] = [];
  const real = realEdge(globalThis.fetch);
  const edge: Edge = {
    ...real,
    ...(options.now === undefined ? {} : { now: options.now }),
    ...(options.hurry === true ? { sleep: (ms, signal) => real.sleep(ms / 100, signal) } : {}),
  };
  const make = () =>
    createEngine({
      dataDir,
      edge,
      secrets: async () => ({
        ok: true,
        value: { storeKey: STORE_KEY, sisSecret: practice.sis.secret, canvasToken: practice.canvas.token },
      }),
      workerFile: join(import.meta.dirname, '../../dist/district-worker.js'),
      emit: () => undefined,
      log: (line) => log.push(line),
    });
  let engine = make();
  const id = 'practice';
  const district: District = {
    id,
    name: 'Practice',
    practice: true,
    connection: {
      sisUrl: practice.sis.url,
      sisKey: practice.sis.key,
      sisAuth: 'auto',
      sisTokenUrl: '',
      canvasUrl: (await options.canvasUrl?.(practice.canvas.url)) ?? practice.canvas.url,
    },
    createdAt: '2026-08-01T00:00:00.000Z',
  };
  expectValue(await engine.saveDistrict(district, 'America/New_York', STORE_KEY));
  return {
    practice,
    get engine() {
      return engine;
    },
    district: id,
    dataDir,
    log,
    plan: async () => expectValue(await engine.makePlan(id, 'person')).plan,
    async night() {
      const { plan, applied } = expectValue(await engine.sync(id, { trigger: 'schedule', attended: false }));
      if (plan === null) throw new Error('The schedule pauses');
      return { plan, applied };
    },
    async apply(releases = []) {
      const plan = expectValue(await engine.calls.plan({ district: id, number: null }));
      if (plan === null) throw new Error('There is no plan');
      return expectValue(await engine.apply(id, { plan: plan.number, releases }, { trigger: 'person', attended: true }));
    },
    async set(settings) {
      expectValue(await engine.saveSettings(id, { ...expectValue(await engine.settings(id)), ...settings }));
    },
    control: (method, path, body) => callControl(practice.control.url, method, path, body),
    async forget() {
      await engine.close();
      rmSync(join(dataDir, 'districts'), { recursive: true, force: true });
      engine = make();
      expectValue(await engine.saveDistrict(district, 'America/New_York', STORE_KEY));
    },
    async restart() {
      await engine.close();
      engine = make();
    },
    async close() {
      await engine.close();
      await practice.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The value of an outcome that must be good; the failure's own words otherwise. */
export function expectValue<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`${outcome.failure.code}: ${outcome.failure.message} ${outcome.failure.detail ?? ''}`);
}

export async function callControl(url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'X-Practice-Control': '1', 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}
