import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectArgs, type Ended, type Installation, newInstallation, type Running } from '../helpers/headless-process.ts';
import { canvasCounters, listImports, repeatedRows, timelessState } from '../helpers/judge-canvas.ts';
import { seededRandom } from '../helpers/judge-random.ts';
import { type PracticeProcess, startPracticeProcess } from '../helpers/practice-process.ts';

/**
 * Promise 4: pull the plug at any moment, and on restart nothing is lost, repeated or half-believed. Each kind of moment has
 * a practice district that outlives the kills; the same changes happen in another one, where nobody kills anything. After
 * every kill both Canvases must be equal in everything but instants, the list of imports included.
 *
 * Most kills are aimed at the three moments in which something may be written, repeated or lost: upload, polling and confirm.
 * `ROSTERBRIDGE_KILLS=200` kills that often in those, `ROSTERBRIDGE_KILL_SEED` repeats a campaign.
 */
const KILLS = Number(process.env.ROSTERBRIDGE_KILLS ?? 25);
const SEED = Number(process.env.ROSTERBRIDGE_KILL_SEED ?? Date.now() % 1_000_000);
const STUDENTS = 40;
const DISTRICT_SEED = 11;

interface World {
  readonly practice: PracticeProcess;
  readonly app: Installation;
}

/** A kind of moment: how the servers are slowed so that it lasts, when it has come, and how long it is. */
interface Moment {
  readonly name: string;
  /** Whether a plan is stored by then, which a person may apply instead of making a new one. */
  readonly planned: boolean;
  slow(world: World, running: Running): Promise<unknown>;
  calm(world: World): Promise<void>;
  /** Resolves when the moment begins (or the command is over). */
  begins(world: World, running: Running, before: number): Promise<unknown>;
  readonly lastsMs: number;
  /** What matters most happens in the first milliseconds: every other kill falls into these. */
  readonly startsWithinMs?: number;
}

const moments: readonly Moment[] = [
  {
    name: 'pull',
    planned: false,
    slow: ({ practice }) => practice.habits({ delayMs: 120 }),
    calm: ({ practice }) => practice.habits({ delayMs: 0 }),
    begins: (_world, running) => running.shows('Reading '),
    lastsMs: 900,
  },
  {
    name: 'upload',
    planned: true,
    slow: async ({ practice }, running) => {
      await running.shows('Reading people and courses in Canvas');
      await practice.canvasSettings({ latencyMs: 350 });
    },
    calm: ({ practice }) => practice.canvasSettings({ latencyMs: 0 }),
    begins: (_world, running) => running.shows('Sending changes'),
    lastsMs: 800,
    startsWithinMs: 60,
  },
  {
    name: 'polling',
    planned: true,
    slow: ({ practice }) => practice.canvasSettings({ durations: { createdMs: 500, importingMs: 500 } }),
    calm: ({ practice }) => practice.canvasSettings({ durations: quick }),
    begins: (world, running, before) => importIs(world, running, before, () => true),
    lastsMs: 1000,
  },
  {
    name: 'confirm',
    planned: true,
    slow: ({ practice }) => practice.canvasSettings({ latencyMs: 60, durations: { reportMs: 150 } }),
    calm: ({ practice }) => practice.canvasSettings({ latencyMs: 0, durations: quick }),
    begins: (world, running, before) => importIs(world, running, before, (state) => state.startsWith('imported')),
    lastsMs: 1400,
  },
];

const quick = { createdMs: 20, importingMs: 20, reportMs: 5 };

describe(`killed from outside, seed ${SEED}`, () => {
  const peaceful: Promise<Record<string, unknown>>[] = [];
  let undisturbed: World;

  beforeAll(async () => {
    undisturbed = await newWorld();
    let last: Promise<unknown> = Promise.resolve();
    const most = Math.max(...moments.map((_, index) => killsOf(index)));
    for (let step = 0; step < most; step += 1) {
      const state = last.then(() => peacefulStep(undisturbed, step));
      state.catch(() => undefined);
      last = state;
      peaceful.push(state);
    }
  });
  afterAll(() => endWorld(undisturbed));

  test.concurrent.for(moments.map((moment, index) => ({ name: moment.name, moment, index })))(
    'during $name: nothing is lost, repeated or half-believed',
    { timeout: 120_000 + KILLS * 20_000 },
    async ({ moment, index }, { signal }) => {
      const random = seededRandom(SEED + index);
      const world = await newWorld();
      const said: string[] = [];
      try {
        for (let step = 0; step < killsOf(index) && !signal.aborted; step += 1) {
          const delay = Math.round(random() * (step % 2 === 1 ? (moment.startsWithinMs ?? moment.lastsMs) : moment.lastsMs));
          const way = random();
          const before = (await listImports(world.practice)).length;
          await change(world.practice, step);
          const where = await killedRun(world, moment, delay, before);
          const recovered = await recover(world, moment, way);
          said.push(`+${delay} ms: ${where}, then ${recovered.how}`);
          await judge(
            world,
            recovered.second ?? (await world.app.run('plan')),
            await (peaceful[step] ?? Promise.reject(new Error('no such step'))),
          );
        }
        await judgeLog(world);
      } finally {
        console.log(`kills during ${moment.name}, seed ${SEED}:\n  ${said.join('\n  ')}`);
        await endWorld(world);
      }
    },
  );
});

/** Kills in all are shared by the moments that write; a pull, which only reads, gets an eighth as many more. */
function killsOf(index: number): number {
  if (moments[index]?.planned === false) return Math.ceil(KILLS / 8);
  const writing = moments.filter((moment) => moment.planned);
  const place = writing.indexOf(moments[index] as Moment);
  return Math.floor(KILLS / writing.length) + (place < KILLS % writing.length ? 1 : 0);
}

async function newWorld(): Promise<World> {
  const practice = await startPracticeProcess({ students: STUDENTS, seed: DISTRICT_SEED });
  await practice.canvasSettings({ durations: quick });
  const app = newInstallation(practice);
  expect((await app.run(...connectArgs(practice))).code).toBe(0);
  return { practice, app };
}

async function endWorld(world: World | undefined): Promise<void> {
  await world?.practice.stop();
  world?.app.remove();
}

async function peacefulStep(world: World, step: number): Promise<Record<string, unknown>> {
  await change(world.practice, step);
  const synced = await world.app.run('sync', '--attended');
  if (synced.code !== 0) throw new Error(`Unkilled, it ends with ${synced.code}: ${synced.stdout} ${synced.stderr}`);
  return timelessState(world.practice);
}

/** What happens in the SIS between two syncs, the same in every world; the first sync finds the district as it is. */
async function change(practice: PracticeProcess, step: number): Promise<void> {
  if (step === 0) return;
  const pick = async (collection: string, query = '', nth = step): Promise<Record<string, unknown> & { sourcedId: string }> => {
    const { rows } = await sisRows(practice, `${collection}?limit=10000&status=active${query}`);
    const row = rows[(nth * 31) % rows.length];
    if (row === undefined) throw new Error(`The practice SIS has no ${collection}`);
    return row;
  };
  const renamed = await pick('classes');
  await practice.ask('PATCH', `/sis/classes/${renamed.sourcedId}`, { title: `Class of step ${step}` });
  const married = await pick('users', '&role=teacher');
  await practice.ask('PATCH', `/sis/users/${married.sourcedId}`, { familyName: `Step-${step}` });
  const leaving = await pick('enrollments', '&role=student');
  await practice.ask('PATCH', `/sis/enrollments/${leaving.sourcedId}`, { status: 'tobedeleted' });
  const like = await pick('enrollments', '&role=student', step + 1);
  const user = {
    ...(await pick('users', '&role=student')),
    sourcedId: `new-${step}`,
    username: `new.${step}`,
    familyName: 'New',
  };
  await practice.ask('PUT', `/sis/users/${user.sourcedId}`, user);
  const enrollment = { ...like, sourcedId: `new-enrollment-${step}`, user: { sourcedId: user.sourcedId, type: 'user' } };
  await practice.ask('PUT', `/sis/enrollments/${enrollment.sourcedId}`, enrollment);
}

async function sisRows(practice: PracticeProcess, query: string): Promise<{ rows: { sourcedId: string }[] }> {
  return (await practice.ask('GET', `/sis/${query}`)) as { rows: { sourcedId: string }[] };
}

/** Starts a sync, waits for the moment, kills it `delay` ms later; gives what the store then says of the run. */
async function killedRun(world: World, moment: Moment, delay: number, before: number): Promise<string> {
  const running = world.app.start('sync', '--attended');
  await moment.slow(world, running);
  await moment.begins(world, running, before);
  await sleep(delay);
  running.kill();
  const { signal } = await running.ended;
  await moment.calm(world);
  const imports = (await listImports(world.practice)).slice(before).map((listed) => listed.workflow_state);
  return `${signal === 'SIGKILL' ? 'killed' : 'over already'}, Canvas has ${imports.length === 0 ? 'no import' : imports.join()}`;
}

/** Starts the program again in one of the ways a person or a schedule would; `second` is a plan made after all was done. */
async function recover({ app }: World, moment: Moment, way: number): Promise<{ how: string; second?: Ended }> {
  if (way < 0.4) {
    expectCode(await app.run('sync', '--attended'), [0]);
    return { how: 'sync' };
  }
  if (way < 0.7 && moment.planned) {
    const applied = await app.run('apply');
    // The killed run may have come to its end before the kill, and a plan is applied only once.
    if (applied.code !== 0) expect(applied.json).toMatchObject({ error: { code: 'plan.applied' } });
    return { how: 'apply' };
  }
  const planned = await app.run('plan');
  expectCode(planned, [0, 2]);
  if (planned.code === 0) return { how: 'plan', second: planned };
  expectCode(await app.run('apply'), [0]);
  return { how: 'plan and apply' };
}

async function judge({ practice }: World, second: Ended, peaceful: Record<string, unknown>): Promise<void> {
  expect(await repeatedRows(practice)).toEqual([]);
  const state = await timelessState(practice);
  for (const [name, rows] of Object.entries(peaceful)) expect(state[name], name).toEqual(rows);
  const { violations, max_imports_in_flight } = await canvasCounters(practice);
  expect(violations).toEqual([]);
  expect(max_imports_in_flight).toBe(1);
  expectCode(second, [0]);
  expect(second.json).toMatchObject({ complete: true, changes: 0, holds: [] });
}

/** Whatever was interrupted has its end, and none of them failed. */
async function judgeLog({ app }: World): Promise<void> {
  const { runs } = (await app.run('runs')).json as { runs: { id: string; state: string; endedAt: string | null }[] };
  for (const run of runs) {
    expect(run.endedAt, `${run.id} has an end`).not.toBeNull();
    expect(['planned', 'done', 'interrupted'], run.id).toContain(run.state);
  }
}

function expectCode(ended: Ended, codes: readonly number[]): void {
  expect(codes, `ended with ${ended.code}: ${ended.stdout}\n${ended.stderr}`).toContain(ended.code);
}

/** Waits until Canvas lists an import beyond the first `before` in such a state, as seen from outside. */
async function importIs(world: World, running: Running, before: number, wanted: (state: string) => boolean): Promise<void> {
  let over = false;
  void running.ended.then(() => {
    over = true;
  });
  while (!over) {
    const listed = (await listImports(world.practice)).at(before);
    if (listed !== undefined && wanted(listed.workflow_state)) return;
    await sleep(15);
  }
}
