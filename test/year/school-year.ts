import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../../electron/engine/engine.ts';
import { runHeadless } from '../../electron/headless/run-headless.ts';
import { realEdge } from '../../electron/net/edge.ts';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { environmentVault } from '../../electron/vault/environment-vault.ts';
import { callControl } from '../helpers/practice-engine.ts';
import { CanvasDump } from '../judge/canvas-dump.ts';
import { Judge } from '../judge/judge.ts';
import { JudgedPlan, JudgedRun, JudgedSettings, type Night, type Violation } from '../judge/night.ts';
import { SisDump } from '../judge/sis-dump.ts';

export const TIME_ZONE = 'America/New_York';
const STORE_KEY = '7a'.repeat(32);

export interface SchoolYearOptions {
  readonly students: number;
  readonly seed: number;
  readonly clean: boolean;
  /** The day the practice census is laid around, and on which the year begins. */
  readonly from: string;
  /** The built district worker; a campaign gives another (mutations). */
  readonly workerFile?: string;
}

/** What a person does on a night: watches, and releases holds. */
export interface Evening {
  readonly attended?: boolean;
  /** Rules whose holds a person lets go after the run stopped at them. */
  readonly release?: readonly string[];
  /** The feed cannot be read completely tonight. */
  readonly broken?: boolean;
  /** The ids that a person remapped before this night: new SIS id → the one it replaces (B4). */
  readonly remapped?: ReadonlyMap<string, string>;
}

/** How a night went, for tests and for the table of the year. */
export interface NightRecord {
  readonly day: string;
  readonly state: string;
  readonly sent: string;
  readonly holds: readonly string[];
  readonly violations: readonly Violation[];
}

/** What a headless command said. */
interface Said {
  readonly code: number;
  readonly json: Record<string, unknown>;
}

/**
 * A school year with the real practice servers and the real headless commands, in this process, because only here the
 * clock of both sides can be set: a district's year passes in a minute, and every night is put before the judge.
 */
export class SchoolYear {
  readonly #practice: Awaited<ReturnType<typeof startPracticeDistrict>>;
  readonly #options: SchoolYearOptions;
  readonly #clock: Clock;
  readonly #dataDir: string;
  readonly #judge = new Judge();
  readonly #chosen: Record<string, unknown> = {};
  readonly nights: NightRecord[] = [];

  private constructor(practice: Awaited<ReturnType<typeof startPracticeDistrict>>, options: SchoolYearOptions, clock: Clock) {
    this.#practice = practice;
    this.#options = options;
    this.#clock = clock;
    this.#dataDir = mkdtempSync(join(tmpdir(), 'rosterbridge-year-'));
  }

  static async begin(options: SchoolYearOptions): Promise<SchoolYear> {
    const clock = new Clock(options.from);
    const { students, seed, clean, from: today } = options;
    const practice = await startPracticeDistrict({ students, seed, clean, today, clock: () => new Date(clock.now()) });
    const year = new SchoolYear(practice, options, clock);
    await year.control('PUT', '/canvas/settings', { durations: { createdMs: 1, importingMs: 1, reportMs: 0 } });
    return year;
  }

  async close(): Promise<void> {
    await this.#practice.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  get today(): string {
    return this.#clock.day;
  }

  control(method: string, path: string, body?: unknown): Promise<unknown> {
    return callControl(this.#practice.control.url, method, path, body);
  }

  /** Everything the SIS holds. */
  async sis(): Promise<SisDump> {
    return SisDump.parse(await this.control('GET', '/state/sis'));
  }

  async canvas(): Promise<CanvasDump> {
    return CanvasDump.parse(await this.control('GET', '/state/canvas'));
  }

  /** Connects the district the way an admin does. */
  async connect(): Promise<void> {
    const { sis, canvas } = this.#practice;
    const sides = ['--sis-url', sis.url, '--sis-key', sis.key, '--canvas-url', canvas.url];
    const said = await this.headless('connect', ...sides, '--time-zone', TIME_ZONE, '--name', 'Practice');
    if (said.code !== 0) throw new Error(JSON.stringify(said.json));
  }

  /** The admin reviews what lives in Canvas already, links what is surely the same, and keeps the rest apart (G1, G2). */
  async reviewFirstContact(): Promise<Violation[]> {
    const before = await this.canvas();
    for (const args of [
      ['convert', 'evaluate'],
      ['convert', 'review', '--by', 'Ada Admin', '--adopt', 'exact', '--separate-rest'],
      ['apply'],
    ]) {
      const said = await this.headless(...args);
      if (said.code === 1) throw new Error(JSON.stringify(said.json));
    }
    return this.#judge.linked(before, await this.canvas());
  }

  /** A person says that the ids which were issued again belong to whom they belonged; how many changes the plan had. */
  async remap(): Promise<number> {
    const planned = await this.headless('plan', '--remap');
    if (planned.json.error !== undefined) throw new Error(JSON.stringify(planned.json));
    const applied = await this.headless('apply');
    if (applied.code !== 0) throw new Error(JSON.stringify(applied.json));
    return JudgedPlan.parse(planned.json).changes;
  }

  /** One headless command, as typed. */
  async headless(...args: string[]): Promise<Said> {
    let stdout = '';
    const { sis, canvas } = this.#practice;
    const env = {
      ROSTERBRIDGE_SIS_SECRET: sis.secret,
      ROSTERBRIDGE_CANVAS_TOKEN: canvas.token,
      ROSTERBRIDGE_STORE_KEY: STORE_KEY,
    };
    const real = realEdge(globalThis.fetch);
    const code = await runHeadless(['--json', ...args], {
      programName: 'rosterbridge',
      version: '0.0.0',
      env,
      dataDir: () => this.#dataDir,
      openVault: () => environmentVault(env),
      createEngine,
      startPractice: () => Promise.reject(new Error('It runs already.')),
      edge: { ...real, now: this.#clock.now, sleep: (ms, signal) => real.sleep(ms < 15_000 ? Math.min(ms, 5) : ms, signal) },
      workerFile: this.#options.workerFile ?? join(import.meta.dirname, '../../dist/district-worker.js'),
      printsToTerminal: false,
      stdout: (text) => {
        stdout += text;
      },
      stderr: () => undefined,
      onStop: () => () => undefined,
      abort: () => undefined,
    });
    return { code, json: JSON.parse(stdout) as Record<string, unknown> };
  }

  /** Lets the nightly run of a day happen, and answers what the judge has to say. */
  async night(day: string, evening: Evening = {}): Promise<Violation[]> {
    this.#clock.set(day);
    const sis = await this.sis();
    const before = await this.canvas();
    const first = await this.headless('sync', ...(evening.attended === true ? ['--attended'] : []));
    const { said, released } = await this.#release(first, evening.release ?? []);
    const run = said.json.run === undefined ? null : JudgedRun.parse(said.json.run);
    const after = await this.canvas();
    // Where nothing was sent the next night tells the same.
    const wrote = Object.values(run?.counts ?? {}).some((count) => count.sent > 0);
    const second = wrote ? await this.headless('plan') : null;
    const night: Night = {
      today: day,
      sis,
      feed: evening.broken === true ? 'broken' : 'complete',
      before,
      after,
      settings: this.#settings(),
      run,
      failure: failureOf(said),
      attended: evening.attended === true || released.length > 0,
      released,
      second: second === null || second.json.error !== undefined ? null : JudgedPlan.parse(second.json),
      ...(evening.remapped === undefined ? {} : { remapped: evening.remapped }),
    };
    const violations = this.#judge.night(night);
    const counted = Object.entries(run?.counts ?? {}).filter(([, count]) => count.sent > 0);
    this.nights.push({
      day,
      state: night.failure?.code ?? run?.state ?? '',
      sent: counted.map(([entity, count]) => `${count.sent} ${entity}`).join(', '),
      holds: (run?.holds ?? []).map((hold) => hold.id),
      violations,
    });
    return violations;
  }

  /** A person looks at what was held and lets some of it go, by name and with a reason. */
  async #release(said: Said, rules: readonly string[]): Promise<{ said: Said; released: string[] }> {
    const held = said.json.run === undefined ? [] : JudgedRun.parse(said.json.run).holds;
    const released = held.filter((hold) => rules.includes(hold.rule)).map((hold) => hold.id);
    if (released.length === 0) return { said, released };
    const flags = released.flatMap((id) => ['--release', id, '--reason', 'The schools confirmed it.']);
    return { said: await this.headless('apply', ...flags), released };
  }

  /** Every night in a line: what was sent, what was held, which rules the judge saw broken. */
  table(): string {
    const lines = this.nights.map(({ day, state, sent, holds, violations }) => {
      const rules = [...new Set(violations.map(({ rule }) => rule))].join(' ');
      const held = [...new Set(holds.map((id) => id.split(':')[0]))].join(' ');
      return `${day}  ${state.padEnd(18)} ${sent.padEnd(52)} ${held.padEnd(20)} ${rules}`;
    });
    return [
      'day         ended              sent                                                 held by              judged',
      ...lines,
    ].join('\n');
  }

  /** An admin changes a setting. */
  async choose(key: string, value: unknown): Promise<void> {
    const said = await this.headless('settings', 'set', key, typeof value === 'string' ? value : JSON.stringify(value));
    if (said.code !== 0) throw new Error(JSON.stringify(said.json));
    this.#chosen[key] = value;
  }

  #settings(): JudgedSettings {
    return JudgedSettings.parse({ timeZone: TIME_ZONE, ...this.#chosen });
  }
}

function failureOf({ json }: Said): Night['failure'] {
  const error = json.error as { code: string; message: string } | undefined;
  return error === undefined ? null : { code: error.code, message: error.message };
}

/** The clock of both practice servers and of the engine: it stands at a night and runs on from there. */
class Clock {
  day: string;
  #base: number;
  #since = performance.now();

  constructor(day: string) {
    this.day = day;
    this.#base = Date.parse(`${day}T05:30:00Z`);
  }

  set(day: string): void {
    this.day = day;
    // Never back: two things of one night come one after the other.
    this.#base = Math.max(Date.parse(`${day}T05:30:00Z`), this.now() + 60_000);
    this.#since = performance.now();
  }

  readonly now = (): number => Math.round(this.#base + (performance.now() - this.#since));
}
