import type { Engine } from '../../../electron/engine/engine-api.ts';
import type { HeadlessDeps } from '../../../electron/headless/deps.ts';
import { runHeadless } from '../../../electron/headless/run-headless.ts';
import { environmentVault } from '../../../electron/vault/environment-vault.ts';
import type { Evaluation } from '../../../shared/conversion.ts';
import type { District } from '../../../shared/district.ts';
import type { Explanation } from '../../../shared/explain.ts';
import { succeed } from '../../../shared/outcome.ts';
import type { Change, EntityCounts, PlanSummary } from '../../../shared/plan.ts';
import type { Run } from '../../../shared/run.ts';
import { DistrictSettings } from '../../../shared/settings.ts';

const settings = DistrictSettings.parse({ timeZone: 'America/Chicago' });

export const noCounts: EntityCounts = {
  create: 0,
  update: 0,
  delete: 0,
  restore: 0,
  unchanged: 0,
  frozen: 0,
  pinned: 0,
  adopt: 0,
  remap: 0,
  alreadyThere: 0,
  held: 0,
  stale: 0,
  kept: 0,
  waiting: 0,
  early: 0,
  filtered: 0,
  notOurs: 0,
};

export const springfield: District = {
  id: 'springfield-1a2b',
  name: 'Springfield',
  practice: true,
  connection: {
    sisUrl: 'http://127.0.0.1:4001/ims/oneroster/v1p1',
    sisKey: 'key',
    sisAuth: 'oauth2',
    sisTokenUrl: 'http://127.0.0.1:4001/token',
    canvasUrl: 'http://127.0.0.1:4002',
  },
  createdAt: '2026-08-01T08:00:00.000Z',
};

export const rename: Change = {
  seq: 1,
  entity: 'course',
  action: 'update',
  how: null,
  key: 'class-1',
  label: 'Algebra I',
  school: 'org-1',
  schoolName: 'North High',
  changed: ['long_name'],
  before: { long_name: 'Algebra' },
  after: { long_name: 'Algebra I' },
  reason: { rule: 'C4', text: 'The SIS renamed the class.' },
  source: { collection: 'classes', sourcedId: 'class-1' },
  holds: [],
  waiting: false,
};

export function planOf(part: Partial<PlanSummary> = {}): PlanSummary {
  return {
    id: 'plan-abc',
    number: 4,
    createdAt: '2026-08-10T06:00:00.000Z',
    complete: true,
    counts: { course: noCounts, user: noCounts } as PlanSummary['counts'],
    changes: 0,
    holds: [],
    findings: { dropped: 0, warned: 0 },
    notes: [],
    firstChanges: [],
    ...part,
  };
}

export function runOf(part: Partial<Run> = {}): Run {
  return {
    id: 'run-1',
    kind: 'apply',
    trigger: 'headless',
    scheduled: false,
    state: 'done',
    plan: 'plan-abc',
    planNumber: 4,
    counts: {} as Run['counts'],
    holds: [],
    startedAt: '2026-08-10T06:00:00.000Z',
    endedAt: '2026-08-10T06:00:09.000Z',
    seconds: 9,
    failure: null,
    ...part,
  };
}

export function explanationOf(): Explanation {
  return {
    record: { collection: 'users', sourcedId: 'u-1', label: 'Ann Miller' },
    state: 'settled',
    reasons: [{ rule: 'F1', text: 'Canvas has what the SIS says; nothing has to change.' }],
    inSis: { givenName: 'Ann' },
    sisTrouble: null,
    inCanvas: [
      { entity: 'user', sisId: 'u-1', lastSynced: { full_name: 'Ann Miller' }, confirmed: true, owned: true, run: 'run-1' },
    ],
    changes: [],
    findings: [],
    plan: 'plan-abc',
  };
}

export function evaluationOf(): Evaluation {
  const none = { byId: 0, exact: 0, likely: 0, ambiguous: 0, collision: 0, new: 0, canvasOnly: 0, undecided: 0, adopt: 0 };
  const counts = { account: none, term: none, course: none, section: none, user: { ...none, exact: 3, undecided: 3 } };
  return { number: 1, at: '2026-08-10T06:00:00.000Z', counts, schemes: [], reviewed: null };
}

/** An engine that answers every question well; a test replaces what it is about. */
export function fakeEngine(part: Partial<Omit<Engine, 'calls'>> & { calls?: Partial<Engine['calls']> } = {}): Engine {
  const calls: Engine['calls'] = {
    overview: async () =>
      succeed({
        district: springfield,
        lastPlan: null,
        setUp: null,
        lastRun: null,
        pause: null,
        running: null,
        unpublished: null,
        history: [],
      }),
    makePlan: async () => succeed({ run: runOf({ kind: 'plan', state: 'planned' }), plan: planOf() }),
    planRemap: async () => succeed({ run: runOf({ kind: 'plan', state: 'planned' }), plan: planOf() }),
    plan: async () => succeed(planOf()),
    changes: async () => succeed({ total: 0, lines: [] }),
    change: async () => succeed(rename),
    facets: async () => succeed({ schools: [], rules: [] }),
    history: async () => succeed({ record: { kind: 'users', id: 'u-1' }, events: [], more: false }),
    kept: async () => succeed({ total: 0, rows: [] }),
    keptNumbers: async () => succeed({ total: 0, numbers: [] }),
    apply: async () => succeed(runOf()),
    remove: async () => succeed(runOf()),
    cancel: async () => succeed({}),
    runs: async () => succeed({ total: 1, runs: [runOf()] }),
    run: async () => succeed({ run: runOf(), events: [], packages: [], problems: [], receipts: { total: 0 } }),
    receipts: async () => succeed({ total: 0, receipts: [] }),
    findings: async () => succeed({ total: 0, findings: [] }),
    doctor: async () => succeed({ ok: true, checks: [], letter: '', at: '2026-08-10T06:00:00.000Z' }),
    canvasTokenEnd: async () => succeed({ endsAt: null }),
    explain: async () => succeed(explanationOf()),
    lookUp: async () => succeed({ records: [], more: false, sisTrouble: null }),
    settings: async () => succeed({ settings, version: 1, at: '2026-08-10T06:00:00.000Z', by: 'ada', setUp: null }),
    settingCounts: async () => succeed({ takenAt: null, schoolsUnread: false, counts: {}, schools: [] }),
    saveSettings: async () => succeed({ settings, version: 2, at: '2026-08-10T06:00:00.000Z', by: 'ada', setUp: null }),
    evaluate: async () => succeed(evaluationOf()),
    evaluation: async () => succeed(evaluationOf()),
    matches: async () => succeed({ total: 0, matches: [] }),
    choose: async () => succeed({ decided: 0 }),
    finishReview: async () => succeed(null),
    ...part.calls,
  };
  return {
    test: async () =>
      succeed({ checks: [], ok: true, connection: springfield.connection, practice: true, timeZone: 'America/Chicago' }),
    testSide: async () => succeed({ checks: [] }),
    saveDistrict: async (district) => succeed(district),
    districts: async () => succeed([springfield]),
    removeDistrict: async () => succeed(undefined),
    doctor: async () => succeed({ ok: true, checks: [], letter: '', at: '2026-08-10T06:00:00.000Z' }),
    makePlan: async () => succeed({ run: runOf({ kind: 'plan', state: 'planned' }), plan: planOf() }),
    planRemap: async () => succeed({ run: runOf({ kind: 'plan', state: 'planned' }), plan: planOf() }),
    apply: async () => succeed(runOf()),
    sync: async () => succeed({ run: runOf({ kind: 'plan', state: 'planned' }), plan: planOf(), applied: null, pause: null }),
    remove: async () => succeed(runOf()),
    evaluate: async () => succeed(evaluationOf()),
    explain: async () => succeed(explanationOf()),
    eachMatch: async () => succeed(undefined),
    choose: async () => succeed(0),
    finishReview: async () => succeed(null),
    planNumber: async (_district, id) => succeed(id === 'plan-abc' ? 4 : null),
    changesInFull: async () => succeed({ total: 0, changes: [] }),
    eachChange: async () => succeed(undefined),
    eachKept: async () => succeed(undefined),
    eachFinding: async () => succeed(undefined),
    settings: async () => succeed(settings),
    settingCounts: async () => succeed({ takenAt: null, schoolsUnread: false, counts: {}, schools: [] }),
    saveSettings: async () => succeed(undefined),
    resume: async () => succeed([]),
    tokenEnd: async () => succeed(null),
    close: async () => undefined,
    ...part,
    calls,
  };
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as the one document `--json` promises. */
  readonly json: unknown;
}

/** Runs a command line on a fake engine; `dataDir` must be a folder of the test. */
export async function command(
  line: readonly string[],
  dataDir: string,
  engine: Engine,
  part: Partial<HeadlessDeps> = {},
): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  const env = {
    ROSTERBRIDGE_SIS_SECRET: 'the-sis-secret',
    ROSTERBRIDGE_CANVAS_TOKEN: 'the-canvas-token',
    ROSTERBRIDGE_STORE_KEY: 'ab'.repeat(32),
  };
  const code = await runHeadless(line, {
    programName: 'rosterbridge --headless',
    version: '0.1.0',
    env,
    dataDir: () => dataDir,
    openVault: () => environmentVault(part.env ?? env),
    createEngine: () => engine,
    startPractice: () => Promise.reject(new Error('not in this test')),
    edge: { fetch, now: () => Date.parse('2026-08-10T06:00:00Z'), sleep: async () => undefined, random: () => 0.5 },
    workerFile: 'district-worker.js',
    printsToTerminal: false,
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    onStop: () => () => undefined,
    abort: () => undefined,
    ...part,
  });
  return {
    code,
    stdout,
    stderr,
    get json() {
      return JSON.parse(stdout) as unknown;
    },
  };
}
