import type { Bridge } from '../../shared/bridge.ts';
import type { EventName, Payload, ShellState } from '../../shared/contract.ts';
import type { Check, ConnectResult, District } from '../../shared/district.ts';
import { EntityKind } from '../../shared/entities.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import type { Change, ChangeQuery } from '../../shared/plan.ts';
import type { RehearsalName } from '../../shared/rehearsals.ts';
import type { Progress, Run, RunState } from '../../shared/run.ts';
import { type Schedule, type ScheduleView, usualSchedule } from '../../shared/schedule.ts';
import { DistrictSettings } from '../../shared/settings.ts';
import { sampleCounts } from './sample-counts.ts';
import { sampleEvaluation, sampleMatches } from './sample-evaluation.ts';
import { findingsOf } from './sample-findings.ts';
import { SampleKept } from './sample-kept.ts';
import { sampleHolds, samplePlan } from './sample-plan.ts';
import { sampleDetail, sampleReceipt, sampleRun, sisDown } from './sample-runs.ts';
import type { Scenario } from './scenarios.ts';

const district = (id: string, name: string, practice: boolean): District => ({
  id,
  name,
  practice,
  connection: {
    sisUrl: 'https://focus.example.edu/ims/oneroster/v1p1',
    sisKey: 'key',
    sisAuth: 'auto',
    sisTokenUrl: '',
    canvasUrl: 'https://springfield.instructure.com',
  },
  createdAt: '2026-08-01T08:00:00Z',
});
const practice = district('practice', 'Practice district', true);
const springfield = district('springfield', 'Springfield Unified School District', false);

let schedule: Schedule = usualSchedule;
let background = { closeToTray: true, tray: true, startAtLogin: { on: false, note: '' } };

/** Five nights from a day that does not move. */
function scheduleView(made: Schedule): ScheduleView {
  const nights = made.on && made.paused === null ? [1, 2, 3, 4, 5] : [];
  return {
    district: 'springfield',
    schedule: made,
    timeZone: 'America/Denver',
    coming: nights.map((day) => ({ at: `2026-09-0${day}T08:00:00.000Z`, local: `2026-09-0${day}T02:00`, clocks: 'usual' })),
    blackout: null,
    missed: null,
    caughtUp: null,
  };
}

const check = (side: Check['side'], name: string, message: string, level = 'ok', remedy = ''): Check =>
  ({ side, name, ok: level !== 'problem', level, message, remedy }) as Check;

const goodChecks: readonly Check[] = [
  check('sis', 'Address', 'The SIS answers.'),
  check('sis', 'Sign-in', 'Key and secret were accepted.'),
  check('sis', 'Records', 'Schools, sessions, courses, classes, people and enrollments can be read.'),
  check('sis', 'Speed', 'The SIS answers slowly.', 'warning', 'Let large reads run outside school hours.'),
  check('canvas', 'Address', 'Canvas answers.'),
  check('canvas', 'Token', 'The token belongs to “Rosterbridge service”.'),
];
const badChecks: readonly Check[] = [
  check('sis', 'Address', 'The SIS answers.'),
  check(
    'sis',
    'Sign-in',
    'The SIS refused the key or the secret.',
    'problem',
    'Copy both again from Setup › Third Party Systems. A blank at the end is enough to break them.',
  ),
  check('canvas', 'Address', 'Canvas answers.'),
  check(
    'canvas',
    'Token',
    'Canvas does not know this token.',
    'problem',
    'Make a new token under Account › Settings and paste it whole.',
  ),
];

const cancelled = {
  code: 'run.cancelled',
  message: 'The work was cancelled.',
  consequence: 'Nothing was written.',
  remedy: 'Start again when you are ready.',
};

/** A bridge that answers from sample data and behaves like the engine, slowly enough to watch. */
export function fakeBridge(scenario: Scenario): Bridge {
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const emit = <E extends EventName>(event: E, payload: Payload<E>) => {
    for (const listener of listeners.get(event) ?? []) (listener as (payload: Payload<E>) => void)(payload);
  };
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const never = new Promise<never>(() => {});
  const answer = async <T>(value: T): Promise<Outcome<T>> => {
    if (scenario.silent) return never;
    await wait(10);
    return succeed(value);
  };

  const shell: { -readonly [K in keyof ShellState]: ShellState[K] } = {
    version: '0.1.0',
    setupDraft: null,
    platform: 'linux',
    keyring: scenario.keyring
      ? { available: true, backend: 'gnome_libsecret', explanation: 'Secrets are sealed by this computer’s keyring.' }
      : {
          available: false,
          backend: 'basic_text',
          explanation: 'This desktop runs no keyring, so saved secrets would be readable for anybody who can read your files.',
        },
    districts: scenario.districts === 'none' ? [] : scenario.districts === 'practice' ? [practice] : [springfield, practice],
    theme: 'system',
  };
  let rehearsal: RehearsalName | null = null;
  let number = 41;
  let changes = scenario.planned;
  let applied = scenario.applied;
  let runs: Run[] = Array.from({ length: scenario.runs }, (_, index) => sampleRun(index));
  if (scenario.lastRun) runs = [sampleRun(0, scenario.lastRun), ...runs.slice(1)];
  let plan = samplePlan(number, changes ?? 0, scenario.held ? sampleHolds : []);
  const kept = new SampleKept(scenario.kept);
  for (const [entity, counts] of Object.entries(plan.summary.counts)) counts.kept = kept.count(EntityKind.parse(entity));
  let stored = {
    settings: DistrictSettings.parse({ timeZone: 'America/Chicago' }),
    version: 3,
    at: '2026-11-12T07:00:00Z',
    by: 'ada',
    setUp: null,
  };
  let stop = false;

  async function work(id: string, run: string, steps: readonly (readonly [RunState, string, number | null])[]): Promise<boolean> {
    stop = false;
    for (const [state, step, total] of steps) {
      const last = total ?? 1;
      for (let done = 0; done <= last; done += Math.max(1, Math.ceil(last / 4))) {
        const progress: Progress = {
          district: id,
          run,
          state,
          step,
          done,
          total,
          secondsLeft: total === null ? null : ((last - done) / last) * 40,
        };
        emit('progressed', progress);
        const until = Date.now() + scenario.pace;
        while (Date.now() < until && !stop) await wait(Math.min(20, scenario.pace));
        if (stop) return false;
      }
    }
    return true;
  }

  const matches = (change: Change, query: ChangeQuery): boolean =>
    (query.entity === null || change.entity === query.entity) &&
    (query.action === null || change.action === query.action) &&
    (query.school === null || change.school === query.school) &&
    (query.hold === null || change.holds.includes(query.hold)) &&
    change.label.toLowerCase().includes(query.search.toLowerCase());

  function find(query: ChangeQuery): { total: number; lines: Change[] } {
    const total = changes ?? 0;
    if (query.entity === null && query.action === null && query.school === null && query.hold === null && query.search === '') {
      const count = Math.max(0, Math.min(query.count, total - query.from));
      return { total, lines: Array.from({ length: count }, (_, index) => plan.changeAt(query.from + index)) };
    }
    const all = Array.from({ length: Math.min(total, 20_000) }, (_, seq) => plan.changeAt(seq)).filter((change) =>
      matches(change, query),
    );
    return { total: all.length, lines: all.slice(query.from, query.from + query.count) };
  }

  async function connect(added: District): Promise<Outcome<ConnectResult>> {
    await wait(scenario.pace * 5);
    if (scenario.checksFail) return succeed({ district: null, checks: [...badChecks] });
    if (!shell.districts.some(({ id }) => id === added.id)) shell.districts = [...shell.districts, added];
    emit('districtsChanged', { districts: shell.districts });
    return succeed({ district: added, checks: [...goodChecks] });
  }

  return {
    on(event, listener) {
      const own = listeners.get(event) ?? new Set();
      own.add(listener);
      listeners.set(event, own);
      return () => own.delete(listener);
    },
    shell: {
      state: async () => {
        await wait(10);
        return succeed({ ...shell });
      },
      setTheme: async ({ theme }) => {
        shell.theme = theme;
        return succeed({});
      },
      startPractice: () => (scenario.startFailure ? Promise.resolve(fail(scenario.startFailure)) : connect(practice)),
      testConnection: async () => {
        await wait(scenario.pace * 5);
        return succeed({ district: null, checks: [...(scenario.checksFail ? badChecks : goodChecks)] });
      },
      connect: ({ name }) => connect({ ...springfield, name }),
      testSide: async ({ side }) =>
        succeed({ checks: (scenario.checksFail ? badChecks : goodChecks).filter((check) => check.side === side) }),
      keepSetupDraft: async ({ draft }) => {
        shell.setupDraft = draft;
        return succeed({});
      },
      saveSettingsFile: async () => succeed({ file: 'rosterbridge-settings.json' }),
      openSettingsFile: async () => succeed({ file: null, settings: null }),
      signInToCanvas: async () => succeed({ grant: 'sample', user: 'Ada Admin' }),
      signInAgain: async () => succeed({ user: 'Ada Admin' }),
      cancelSignIn: async () => succeed({}),
      removeDistrict: async ({ district: id }) => {
        shell.districts = shell.districts.filter((one) => one.id !== id);
        emit('districtsChanged', { districts: shell.districts });
        return succeed({});
      },
      schedule: async () => succeed(scheduleView(schedule)),
      saveSchedule: async ({ schedule: saved }) => {
        schedule = saved;
        return succeed(scheduleView(schedule));
      },
      pauseSchedule: async ({ pause }) => {
        schedule = {
          ...schedule,
          paused: pause === 'none' ? null : { until: pause === 'until-resumed' ? null : '2026-09-02T12:00:00.000Z' },
        };
        return succeed(scheduleView(schedule));
      },
      background: async () => succeed({ ...background }),
      setBackground: async ({ closeToTray = background.closeToTray, startAtLogin = background.startAtLogin.on }) => {
        background = { ...background, closeToTray, startAtLogin: { on: startAtLogin, note: '' } };
        return succeed({ ...background });
      },
      loggedOut: async () =>
        succeed({ possible: false, why: 'macOS opens the keychain with your secrets only after you have signed in.', steps: [] }),
      saveLoggedOut: async () => succeed({ folder: null }),
      arrival: async () => succeed({ to: null }),
      quit: async () => succeed({}),
      rehearsal: async () => succeed({ available: true, current: rehearsal }),
      rehearse: async ({ name }) => {
        rehearsal = name;
        return succeed({});
      },
      endRehearsal: async () => {
        rehearsal = null;
        return succeed({});
      },
      saveChanges: async ({ query }) => succeed({ file: 'changes.csv', records: find({ ...query, from: 0, count: 1 }).total }),
      saveRun: async () => succeed({ file: 'run.csv', records: 908 }),
      saveFindings: async ({ level, collection }) =>
        succeed({ file: 'sis-records.csv', records: findingsOf({ plan: number, level, collection, from: 0, count: 1 }).total }),
    },
    engine: {
      overview: ({ district: id }) =>
        answer({
          district: shell.districts.find((one) => one.id === id) ?? practice,
          lastPlan:
            changes === null
              ? null
              : {
                  id: plan.summary.id,
                  number,
                  createdAt: plan.summary.createdAt,
                  changes,
                  held: Object.values(plan.summary.counts).reduce((sum, { held }) => sum + held, 0),
                  applied,
                  stays: { waiting: 4, savedUp: 0, frozen: 5210, kept: scenario.kept, early: 0, listed: 31 },
                },
          setUp: null,
          lastRun: runs[0] ?? null,
          pause: null,
          unpublished: null,
          running: null,
          history: runs
            .filter(({ kind, endedAt }) => kind === 'apply' && endedAt)
            .slice(0, 30)
            .reverse()
            .map((run, index) => ({
              run: run.id,
              endedAt: run.endedAt ?? '',
              create: 40 + ((index * 37) % 120),
              update: (index * 23) % 60,
              delete: (index * 11) % 25,
              failed: index % 4,
            })),
        }),
      makePlan: async ({ district: id }) => {
        const run = `run-${2000 + number}`;
        const whole = await work(id, run, [
          ['pulling', 'Reading schools and sessions', 40],
          ['pulling', 'Reading enrollments', 4200],
          ['reading', 'Waiting for the Canvas report', null],
          ['comparing', 'Comparing', 5100],
        ]);
        if (!whole) return fail(cancelled);
        if (scenario.planFailure) return fail(scenario.planFailure);
        number += 1;
        changes = applied ? 0 : (changes ?? 640);
        applied = false;
        plan = samplePlan(number, changes, scenario.held && changes > 0 ? sampleHolds : []);
        plan.summary.createdAt = new Date().toISOString();
        const made = sampleRun(1, { id: run, startedAt: new Date().toISOString(), endedAt: new Date().toISOString() });
        runs = [made, ...runs];
        emit('runEnded', { district: id, run: made });
        return succeed({ run: made, plan: plan.summary });
      },
      planRemap: async ({ district: id }) => {
        const run = `run-${2000 + number}`;
        const whole = await work(id, run, [['pulling', 'Reading people', 4200]]);
        if (!whole) return fail(cancelled);
        number += 1;
        changes = 12;
        applied = false;
        plan = samplePlan(number, changes, []);
        const made = sampleRun(1, { id: run, startedAt: new Date().toISOString(), endedAt: new Date().toISOString() });
        runs = [made, ...runs];
        emit('runEnded', { district: id, run: made });
        return succeed({ run: made, plan: plan.summary });
      },
      plan: () =>
        scenario.queryFailure ? Promise.resolve(fail(scenario.queryFailure)) : answer(changes === null ? null : plan.summary),
      changes: ({ query }) => answer(find(query)),
      change: ({ seq }) => answer(plan.changeAt(seq)),
      facets: () => answer({ schools: [], rules: [] }),
      history: () => answer({ record: { kind: 'users', id: 'u-1' }, events: [], more: false }),
      kept: ({ query }) => answer(kept.page(query)),
      keptNumbers: ({ filter }) => answer(kept.numbers(filter)),
      apply: async ({ district: id }) => {
        const run = `run-${3000 + number}`;
        const whole = await work(id, run, [
          ['sending', 'Sending package 1 of 2', 812],
          ['sending', 'Canvas is importing', null],
          ['confirming', 'Checking what arrived', 812],
        ]);
        if (scenario.applyFailure) return fail(scenario.applyFailure);
        const now = new Date().toISOString();
        const ended = sampleRun(0, {
          id: run,
          state: whole ? scenario.applyState : 'cancelled',
          startedAt: now,
          endedAt: now,
          seconds: 74,
        });
        applied = whole;
        runs = [ended, ...runs];
        emit('runEnded', { district: id, run: ended });
        return succeed(ended);
      },
      remove: async ({ district: id }) => {
        await work(id, 'run-removal', [['sending', 'Sending package 1 of 1', 1]]);
        return succeed(sampleRun(0));
      },
      cancel: async () => {
        stop = true;
        return succeed({});
      },
      runs: ({ from, count }) => answer({ total: runs.length, runs: runs.slice(from, from + count) }),
      run: async ({ run }) => {
        const found = runs.find(({ id }) => id === run);
        return found ? answer(sampleDetail(found, 908)) : fail(sisDown);
      },
      findings: ({ query }) => answer(findingsOf(query)),
      doctor: () =>
        answer({
          ok: !scenario.checksFail,
          checks: [...(scenario.checksFail ? badChecks : goodChecks)],
          letter: 'Dear support team,\n\nnothing was found that needs your help.',
          at: '2026-08-10T06:00:00.000Z',
        }),
      settings: () => answer(stored),
      canvasTokenEnd: async () => succeed({ endsAt: null }),
      settingCounts: ({ settings }) => answer(sampleCounts(settings)),
      saveSettings: ({ settings, by }) => {
        stored = { settings, version: stored.version + 1, at: new Date().toISOString(), by, setUp: null };
        return answer(stored);
      },
      lookUp: ({ text }) =>
        answer({
          records: ['Ada Example', 'Adam Sample', 'Adaline Model'].map((label, n) => ({
            ...{ collection: 'users' as const, sourcedId: `u-${n}`, label, entity: 'user' as const },
            ...{ detail: `${label.toLowerCase().replace(' ', '.')}.${text.length}`, schoolName: 'Springfield Elementary School' },
            from: n === 2 ? ('preview' as const) : ('synced' as const),
          })),
          more: false,
          sisTrouble: null,
        }),
      explain: ({ collection, sourcedId }) =>
        answer({
          ...{
            record: { collection, sourcedId, label: 'Ada Example' },
            state: 'settled',
            inSis: { givenName: 'Ada' },
            sisTrouble: null,
          },
          ...{
            reasons: [{ rule: 'F1', text: 'Canvas has what the SIS says.' }],
            inCanvas: [],
            changes: [],
            findings: [],
            plan: 'p',
          },
        }),
      evaluate: () => answer(sampleEvaluation()),
      evaluation: () => answer(scenario.evaluated ? sampleEvaluation() : null),
      matches: ({ query }) => answer(sampleMatches(query)),
      choose: () => answer({ decided: 1 }),
      finishReview: () => answer(plan.summary),
      receipts: ({ query }) => {
        const all = Array.from({ length: 908 }, (_, seq) => sampleReceipt(seq)).filter(
          ({ label, outcome }) =>
            label.toLowerCase().includes(query.search.toLowerCase()) && (query.outcome === null || outcome === query.outcome),
        );
        return answer({ total: all.length, receipts: all.slice(query.from, query.from + query.count) });
      },
    },
  };
}
