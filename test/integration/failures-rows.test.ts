import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { connectArgs, type Installation, newInstallation } from '../helpers/headless-process.ts';
import { canvasCounters, importMessages } from '../helpers/judge-canvas.ts';
import { type PracticeProcess, startPracticeProcess } from '../helpers/practice-process.ts';

/** Partial success: the run names exactly the rows that did not arrive, says why in plain words, and the next plan retries exactly those. */
const files = { account: '1-accounts.csv', term: '2-terms.csv', course: '3-courses.csv', section: '4-sections.csv' } as const;
const fileOf: Readonly<Record<string, string>> = { ...files, user: '5-users.csv', enrollment: '6-enrollments.csv' };

const Change = z.object({ seq: z.int(), entity: z.string(), action: z.string(), key: z.string(), label: z.string() });
type Change = z.infer<typeof Change>;
const Problem = z.object({ seq: z.int(), entity: z.string(), label: z.string(), outcome: z.string(), message: z.string() });

let practice: PracticeProcess;
let app: Installation;
afterEach(async () => {
  await practice.stop();
  app.remove();
});

async function connected(students: number, seed: number): Promise<void> {
  practice = await startPracticeProcess({ students, seed });
  await practice.canvasSettings({ durations: { createdMs: 10, importingMs: 10, reportMs: 0 } });
  app = newInstallation(practice);
  expect((await app.run(...connectArgs(practice))).code).toBe(0);
}

describe('Canvas takes rows without a word and drops 1 % of them', () => {
  test('on the first sync: the run names exactly those and what hangs on them, and the next plan retries exactly those', async () => {
    await connected(100, 8);
    const planned = await changes();
    await practice.canvasSettings({ dropSilently: { share: 0.01, seed: 4 } });
    const applied = await app.run('apply');
    await practice.canvasSettings({ dropSilently: { share: 0, seed: 4 } });
    expect(applied.code, applied.stdout).toBe(4);
    expect(applied.json).toMatchObject({ run: { state: 'partial' } });

    const { dropped } = await canvasCounters(practice);
    const silent = dropped.map(({ file, row }) => at(planned, file, row));
    expect(silent.length).toBeGreaterThan(3);
    const refused = (await importMessages(practice)).map(({ file, row }) => at(planned, file ?? '', row ?? 0));
    const problems = await problemsOf(applied.json);
    expect(problems.filter((p) => p.outcome === 'unconfirmed').map((p) => p.seq)).toEqual(seqs(silent));
    expect(problems.filter((p) => p.outcome === 'failed').map((p) => p.seq)).toEqual(seqs(refused));
    for (const problem of problems) expect(problem.message).toMatch(/^[A-Z].*\. /);

    const retried = await changes();
    expect(keys(retried)).toEqual(keys([...silent, ...refused]));
    expect((await app.run('apply')).code).toBe(0);
    expect((await app.run('plan')).code).toBe(0);
  });

  test('when things change later: renames and removals are sent once more as well', async () => {
    await connected(30, 9);
    expect((await app.run('sync', '--attended')).code).toBe(0);
    for (const row of await rows('classes?status=active&limit=12'))
      await practice.ask('PATCH', `/sis/classes/${row}`, { title: `Renamed ${row}` });
    for (const row of await rows('enrollments?status=active&role=student&limit=12'))
      await practice.ask('PATCH', `/sis/enrollments/${row}`, { status: 'tobedeleted' });
    const planned = await changes();
    await practice.canvasSettings({ dropSilently: { share: 0.2, seed: 2 } });
    const applied = await app.run('apply');
    await practice.canvasSettings({ dropSilently: { share: 0, seed: 2 } });
    expect(applied.code, applied.stdout).toBe(4);
    const { dropped } = await canvasCounters(practice);
    const silent = dropped.map(({ file, row }) => at(planned, file, row));
    expect(new Set(silent.map((change) => change.action))).toEqual(new Set(['update', 'delete']));
    expect((await problemsOf(applied.json)).map((p) => p.seq)).toEqual(seqs(silent));
    expect(keys(await changes())).toEqual(keys(silent));
    expect((await app.run('apply')).code).toBe(0);
    expect((await app.run('plan')).code).toBe(0);
  });
});

describe('Canvas refuses a row in words', () => {
  test('a login that somebody took by hand between plan and apply is named at that very person, in plain words', async () => {
    await connected(30, 10);
    expect((await app.run('sync', '--attended')).code).toBe(0);
    const [like] = await sisRows('users?role=student&status=active&limit=1');
    const newcomer = { ...like, sourcedId: 'newcomer', username: 'kim.new', email: 'kim.new@example.org', familyName: 'New' };
    await practice.ask('PUT', '/sis/users/newcomer', newcomer);
    const [place] = await sisRows('enrollments?role=student&status=active&limit=1');
    const enrollment = { ...place, sourcedId: 'newcomer-1', user: { sourcedId: 'newcomer', type: 'user' } };
    await practice.ask('PUT', '/sis/enrollments/newcomer-1', enrollment);
    const planned = await changes();
    expect(planned.map((change) => `${change.entity} ${change.action}`)).toEqual(['user create', 'enrollment create']);
    await practice.ask('POST', '/canvas/ui/create-user', { name: 'Kim Older', login_id: 'kim.new', sis_user_id: 'older' });

    const applied = await app.run('apply');
    expect(applied.code, applied.stdout).toBe(4);
    const [user, place2, ...others] = await problemsOf(applied.json);
    expect(others).toEqual([]);
    expect(user).toMatchObject({ entity: 'user', outcome: 'failed', seq: planned[0]?.seq });
    expect(user?.message).toMatch(/^Somebody else in Canvas already has this login name\. .*Rename its login/);
    expect(user?.message).toContain('Canvas: “An existing Canvas user');
    expect(place2).toMatchObject({ entity: 'enrollment', outcome: 'failed' });
    expect(place2?.message).toMatch(/^The person was not enrolled because their account does not exist in Canvas\./);

    // The taken login is known by now: the next plan holds what cannot be done instead of trying it again.
    const again = await app.run('plan');
    expect([2, 3], again.stdout).toContain(again.code);
    expect(JSON.stringify(again.json)).toContain('kim.new');
    await practice.ask('POST', '/canvas/ui/edit-login', { login: 'older', login_id: 'kim.older' });
    expect((await app.run('sync', '--attended')).code).toBe(0);
    expect((await app.run('plan')).code).toBe(0);
  });
});

/** All changes of a fresh plan, in order. */
async function changes(): Promise<Change[]> {
  const planned = await app.run('plan', '--changes');
  expect([2, 3], planned.stderr).toContain(planned.code);
  return planned.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Change.parse(JSON.parse(line)));
}

/** The change a row of an uploaded file stands for: the header is row 1, rows come in the order of the plan. */
function at(planned: readonly Change[], file: string, row: number): Change {
  const change = planned.filter(({ entity }) => fileOf[entity] === file)[row - 2];
  if (change === undefined) throw new Error(`No change stands in row ${row} of ${file}`);
  return change;
}

/** What the run says did not arrive. */
async function problemsOf(applied: unknown): Promise<z.infer<typeof Problem>[]> {
  const { run } = z.object({ run: z.object({ id: z.string() }) }).parse(applied);
  return z.object({ problems: z.array(Problem) }).parse((await app.run('run', run.id)).json).problems;
}

function seqs(list: readonly Change[]): number[] {
  return [...new Set(list.map((change) => change.seq))].sort((a, b) => a - b);
}

function keys(list: readonly Change[]): string[] {
  return [...new Set(list.map((change) => `${change.entity} ${change.key}`))].sort();
}

async function sisRows(query: string): Promise<Record<string, unknown>[]> {
  return ((await practice.ask('GET', `/sis/${query}`)) as { rows: Record<string, unknown>[] }).rows;
}

async function rows(query: string): Promise<string[]> {
  return (await sisRows(query)).map((row) => String(row.sourcedId));
}
