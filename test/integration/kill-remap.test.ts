import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectArgs, type Ended, type Installation, newInstallation, type Running } from '../helpers/headless-process.ts';
import { listImports, timelessState } from '../helpers/judge-canvas.ts';
import { seededRandom } from '../helpers/judge-random.ts';
import { type PracticeProcess, startPracticeProcess } from '../helpers/practice-process.ts';

/**
 * B4 and promise 4: a remap plan lives in the ledger alone, so nobody sees in Canvas whether it came to its end. Ids are issued again
 * in two equal districts; in one of them the plan or its apply is killed. Either all of it is done then or nothing, and once it
 * was said again both know everybody by the same ids. `ROSTERBRIDGE_REMAP_KILLS=60` kills more, `ROSTERBRIDGE_KILL_SEED` repeats.
 */
const KILLS = Number(process.env.ROSTERBRIDGE_REMAP_KILLS ?? 6);
const SEED = Number(process.env.ROSTERBRIDGE_KILL_SEED ?? Date.now() % 1_000_000);
const STUDENTS = 40;

interface World {
  readonly practice: PracticeProcess;
  readonly app: Installation;
}

/** When a command dies: up to so many milliseconds after it showed, or did, something that can be seen from outside. */
interface Point {
  readonly command: 'plan' | 'apply';
  /** What a plan shows; an apply puts a copy of the ledger aside, right before anything is changed. */
  readonly shows: string;
  readonly withinMs: number;
}

const points: readonly Point[] = [
  { command: 'plan', shows: 'Reading ', withinMs: 150 },
  { command: 'apply', shows: 'backup', withinMs: 20 },
  { command: 'plan', shows: 'Reading enrollments', withinMs: 250 },
  { command: 'apply', shows: 'backup', withinMs: 60 },
];

describe(`a remap killed from outside, seed ${SEED}`, { sequential: true, timeout: 120_000 + KILLS * 20_000 }, () => {
  let killed: World;
  let twin: World;
  const said: string[] = [];
  const random = seededRandom(SEED);

  beforeAll(async () => {
    [killed, twin] = await Promise.all([newWorld(), newWorld()]);
  }, 120_000);
  afterAll(async () => {
    console.log(`kills of a remap, seed ${SEED}:\n  ${said.join('\n  ')}`);
    for (const world of [killed, twin]) {
      await world?.practice.stop();
      world?.app.remove();
    }
  });

  test.for(Array.from({ length: KILLS }, (_, step) => step))(
    '%i: all of it is done, or nothing; then the ids are those of a twin nobody killed',
    async (step) => {
      const point = points[step % points.length];
      if (point === undefined) throw new Error('There is no such point');
      await Promise.all([reissue(killed, step), reissue(twin, step)]);
      const untouched = (await listImports(killed.practice)).length;
      const total = await remap(twin);
      expect(total).toBeGreaterThan(10);
      if (point.command === 'apply') expect(changesOf(await killed.app.run('plan', '--remap'))).toBe(total);
      const how = await kill(killed, point, random());
      const left = await leftToRemap(killed, random(), total);
      said.push(`${point.command} ${how}: ${left} of ${total} left to remap`);
      // What was read anew is planned anew; what was taken up is done.
      expect([0, total]).toContain(left);
      if (left > 0) expect(await remap(killed)).toBe(total);
      expect((await listImports(killed.practice)).length).toBe(untouched);
      await judge(killed, twin);
      await tellIdsApart(step, killed, twin);
    },
  );

  test('whatever was interrupted has its end', async () => {
    const { runs } = (await killed.app.run('runs')).json as { runs: { id: string; state: string; endedAt: string | null }[] };
    for (const run of runs) {
      expect(run.endedAt, run.id).not.toBeNull();
      expect(['planned', 'done', 'held', 'interrupted', 'failed'], run.id).toContain(run.state);
    }
  });
});

async function newWorld(): Promise<World> {
  const practice = await startPracticeProcess({ students: STUDENTS, seed: 17 });
  await practice.canvasSettings({ durations: { createdMs: 10, importingMs: 10, reportMs: 0 } });
  const app = newInstallation(practice);
  expect((await app.run(...connectArgs(practice))).code).toBe(0);
  const synced = await app.run('sync', '--attended');
  expect(synced.code, synced.stdout).toBe(0);
  return { practice, app };
}

/** A quarter of the people and one class come under new ids, the same in both worlds. */
async function reissue({ practice }: World, step: number): Promise<void> {
  const rows = async (path: string) => ((await practice.ask('GET', `/sis/${path}`)) as { rows: SisRow[] }).rows;
  const { sections } = (await practice.ask('GET', '/state/canvas')) as { sections: { sis_source_id: string | null }[] };
  const there = new Set(sections.map((section) => section.sis_source_id));
  const classes = (await rows('classes?limit=10000&status=active')).filter(({ sourcedId }) => there.has(sourcedId));
  const old = classes[(step * 7) % classes.length];
  if (old === undefined) throw new Error('The practice SIS has no classes');
  const fresh = `again-${step}-${old.sourcedId}`.slice(0, 60);
  const enrolled = (await rows('enrollments?limit=10000')).filter((row) => row.class?.sourcedId === old.sourcedId);
  await practice.ask('PUT', `/sis/classes/${fresh}`, { ...old, sourcedId: fresh });
  for (const row of enrolled)
    await practice.ask('PATCH', `/sis/enrollments/${row.sourcedId}`, { class: { sourcedId: fresh, type: 'class' } });
  await practice.ask('DELETE', `/sis/classes/${old.sourcedId}`);
  await practice.ask('POST', '/scenario/id-change', { share: 0.25 });
}

interface SisRow {
  readonly sourcedId: string;
  readonly class?: { readonly sourcedId: string };
}

/** A person makes a remap plan and applies it; how many records it was about. */
async function remap({ app }: World): Promise<number> {
  const changes = changesOf(await app.run('plan', '--remap'));
  const applied = await app.run('apply');
  expect(applied.code, applied.stdout).toBe(0);
  return changes;
}

function changesOf({ json, stdout }: Ended): number {
  const plan = json as { changes?: number; error?: { code: string } };
  if (plan.error?.code === 'plan.nothing-to-remap') return 0;
  if (plan.changes === undefined) throw new Error(`No plan: ${stdout}`);
  return plan.changes;
}

async function kill({ app, practice }: World, { command, shows, withinMs }: Point, chance: number): Promise<string> {
  if (command === 'plan') await practice.habits({ delayMs: 20 });
  const known = backups(app);
  const running = command === 'plan' ? app.start('plan', '--remap') : app.start('apply');
  if (command === 'plan') await running.shows(shows);
  else await putsAside(app, running, known);
  const delay = Math.round(chance * withinMs);
  await sleep(delay);
  running.kill();
  const { signal } = await running.ended;
  await practice.habits({ delayMs: 0 });
  return `${signal === 'SIGKILL' ? 'killed' : 'over already'}, +${delay} ms behind “${shows.trim()}”`;
}

function backups({ dataDir }: Installation): ReadonlySet<string> {
  const districts = join(dataDir, 'districts');
  const folders = readdirSync(districts).map((district) => join(districts, district, 'backups'));
  return new Set(folders.filter(existsSync).flatMap((folder) => readdirSync(folder)));
}

/** Resolves when a copy of the ledger appears that was not there before, or the command is over. */
async function putsAside(app: Installation, running: Running, known: ReadonlySet<string>): Promise<void> {
  let over = false;
  void running.ended.then(() => {
    over = true;
  });
  while (!over && [...backups(app)].every((name) => known.has(name))) await sleep(1);
}

/** Starts the program again the way a schedule or a person would, and answers how many records still wait for a remap plan. */
async function leftToRemap({ app }: World, way: number, total: number): Promise<number> {
  if (way < 0.4) {
    // Nobody watches: what is open is held, and named in full.
    const { code, json, stdout } = await app.run('sync');
    expect([0, 3], stdout).toContain(code);
    const { run } = json as { run: { holds: { id: string; count: number }[] } };
    return code === 3 && run.holds.some(({ id }) => id.startsWith('B4:user')) ? total : 0;
  }
  if (way < 0.7) {
    const applied = await app.run('apply');
    const ended = (applied.json as { run?: { counts: Record<string, { confirmed: number }> } }).run;
    if (ended !== undefined) expect((ended.counts.user?.confirmed ?? 0) + (ended.counts.section?.confirmed ?? 0)).toBe(total);
  }
  return changesOf(await app.run('plan', '--remap'));
}

/** Nothing is left to do in either, and both have the same in Canvas. */
async function judge(killed: World, twin: World): Promise<void> {
  const [one, other] = await Promise.all([killed, twin].map(({ app }) => app.run('plan')));
  for (const ended of [one, other]) {
    expect(ended?.code, ended?.stdout).toBe(0);
    expect(ended?.json).toMatchObject({ complete: true, changes: 0, holds: [] });
  }
  expect(one?.json).toMatchObject({ counts: (other?.json as { readonly counts: object } | undefined)?.counts });
}

/** Ids are told by what a change goes to: some of those who came again marry, their class is renamed, and Canvas must be equal. */
async function tellIdsApart(step: number, ...worlds: readonly World[]): Promise<void> {
  const states = await Promise.all(
    worlds.map(async ({ practice, app }) => {
      const { rows } = (await practice.ask('GET', '/sis/users?limit=10000&status=active')) as { rows: SisRow[] };
      const { rows: classes } = (await practice.ask('GET', '/sis/classes?limit=10000&status=active')) as { rows: SisRow[] };
      for (const [index, row] of rows.entries())
        if (index % 6 === step % 6)
          await practice.ask('PATCH', `/sis/users/${row.sourcedId}`, { familyName: `Step-${step}-${index}` });
      for (const row of classes.filter(({ sourcedId }) => sourcedId.startsWith(`again-${step}-`)))
        await practice.ask('PATCH', `/sis/classes/${row.sourcedId}`, { title: `Class of step ${step}` });
      const synced = await app.run('sync', '--attended');
      expect(synced.code, synced.stdout).toBe(0);
      return timelessState(practice);
    }),
  );
  const [one = {}, other = {}] = states;
  for (const [name, rows] of Object.entries(other)) expect(one[name], name).toEqual(rows);
}
