import { afterEach, describe, expect, test } from 'vitest';
import type { Change, PlanSummary } from '../../shared/plan.ts';
import type { Receipt, Run } from '../../shared/run.ts';
import { canvasCounters } from '../helpers/judge-canvas.ts';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { changesOf, sisRows } from '../helpers/practice-world.ts';

/**
 * ROSTER-RULES F5: Canvas counts rows as taken and does not apply them, without a word. The run names exactly those, of every kind,
 * and the next plan contains exactly those; whether they are read back one by one or, beyond 500 rows, by a report.
 */
const files: Readonly<Record<string, string>> = {
  account: '1-accounts.csv',
  term: '2-terms.csv',
  course: '3-courses.csv',
  section: '4-sections.csv',
  user: '5-users.csv',
  enrollment: '6-enrollments.csv',
};
/** Beyond so many rows a package is read back by a report. */
const SINGLE_READS = 500;

let world: PracticeEngine;
afterEach(() => world.close());

async function syncedDistrict(students: number): Promise<void> {
  world = await startPracticeEngine({ students, seed: 12, hurry: true });
  await world.control('PUT', '/canvas/settings', { durations: { createdMs: 0, importingMs: 0, reportMs: 0 } });
  await world.plan();
  expect((await world.apply()).state).toBe('done');
}

/** Applies the newest plan while Canvas loses the first row of each file and a share of all others; what it lost, by its own list. */
async function applyLosing(plan: PlanSummary, share: number): Promise<{ readonly run: Run; readonly lost: readonly Change[] }> {
  const planned = await changesOf(world, plan);
  await world.control('PUT', '/canvas/settings', { dropSilently: { share, seed: 3, firstRows: true } });
  const run = await world.apply(plan.holds.map(({ id }) => ({ hold: id, reason: 'a test' })));
  await world.control('PUT', '/canvas/settings', { dropSilently: { share: 0, firstRows: false } });
  const { imports, dropped } = await canvasCounters(world.practice);
  const newest = imports.at(-1)?.id;
  const lost = dropped.filter((row) => row.import === newest).map((row) => lostChange(planned, row));
  return { run, lost };
}

/** The change a lost row stands for: the header is row 1, rows come in the order of the plan, but a term may have several (C3). */
function lostChange(planned: readonly Change[], { file, row, raw }: { file: string; row: number; raw: string }): Change {
  const ofFile = planned.filter(({ entity }) => files[entity] === file);
  const change = file === files.term ? ofFile.find(({ key }) => raw.startsWith(`${key},`)) : ofFile[row - 2];
  if (change === undefined) throw new Error(`No change stands in row ${row} of ${file}`);
  return change;
}

async function receiptsOf(run: Run, outcome: Receipt['outcome']): Promise<Receipt[]> {
  const query = { run: run.id, search: '', outcome, from: 0, count: 200 };
  return expectValue(await world.engine.calls.receipts({ district: world.district, query })).receipts;
}

const keysOf = (changes: readonly Change[]) => [...new Set(changes.map(({ entity, key }) => `${entity} ${key}`))].sort();

/** Changes of every kind, none of which hangs on another: made, renamed, ended. */
async function changeEverything(most: number): Promise<void> {
  const { control } = world;
  const some = async (collection: string, filter: Record<string, string> = {}) =>
    (await sisRows(world, collection, { status: 'active', ...filter })).slice(0, most);
  const [school, ...schools] = await some('orgs', { type: 'school' });
  await control('PUT', '/sis/orgs/new-school', { ...school, name: 'New School' });
  for (const org of schools) await control('PATCH', `/sis/orgs/${org.sourcedId}`, { name: `${String(org.name)} Academy` });
  for (const one of await some('academicSessions'))
    await control('PATCH', `/sis/academicSessions/${one.sourcedId}`, { title: `${one.title} (renamed)` });
  for (const cls of await some('classes')) await control('PATCH', `/sis/classes/${cls.sourcedId}`, { title: `${cls.title} X` });
  const students = await some('users', { role: 'student' });
  for (const user of students)
    await control('PATCH', `/sis/users/${user.sourcedId}`, { familyName: `Of-${user.sourcedId.slice(0, 5)}` });
  for (let n = 0; n < 3; n += 1)
    await control('PUT', `/sis/users/new-${n}`, {
      ...students[0],
      sourcedId: `new-${n}`,
      username: `new.${n}`,
      email: `new.${n}@example.org`,
    });
  const [first, ...places] = (await sisRows(world, 'enrollments', { status: 'active', role: 'student' })).slice(0, 9);
  for (const row of places) await control('PATCH', `/sis/enrollments/${row.sourcedId}`, { status: 'tobedeleted' });
  for (const user of students.slice(0, 3)) {
    const row = { ...first, sourcedId: `joins-${user.sourcedId}`, user: { sourcedId: user.sourcedId, type: 'user' } };
    await control('PUT', `/sis/enrollments/${row.sourcedId}`, row);
  }
}

describe('rows that Canvas loses without a word are named, exactly those, and planned again', () => {
  test.each([
    ['one by one', 30, 12, 0.2],
    ['by a report', 320, 1000, 0.01],
  ])('read back %s', async (_way, students, most, share) => {
    await syncedDistrict(students);
    await changeEverything(most);
    const plan = await world.plan();
    expect(plan.changes > SINGLE_READS).toBe(students > 200);
    const { run, lost } = await applyLosing(plan, share);
    expect(run.state).toBe('partial');
    expect(new Set(lost.map(({ entity }) => entity))).toEqual(new Set(Object.keys(files)));
    const named = await receiptsOf(run, 'unconfirmed');
    const seqs = [...new Set(lost.map(({ seq }) => seq))].sort((a, b) => a - b);
    expect(named.map(({ seq }) => seq)).toEqual(seqs);
    for (const { message } of named) expect(message).toMatch(/^Canvas took the row without a word/);
    expect(await receiptsOf(run, 'failed')).toEqual([]);
    const counts = Object.values(run.counts);
    expect(counts.reduce((sum, { failed }) => sum + failed, 0)).toBe(seqs.length);
    expect(counts.reduce((sum, { confirmed }) => sum + confirmed, 0)).toBe(plan.changes - seqs.length);

    const again = await world.plan();
    expect(keysOf(await changesOf(world, again))).toEqual(keysOf(lost));
    expect((await world.apply(again.holds.map(({ id }) => ({ hold: id, reason: 'a test' })))).state).toBe('done');
    expect((await world.plan()).changes).toBe(0);
  });
});

test('a term that was lost: its courses, which Canvas puts elsewhere without a word, are named and follow once it is there', async () => {
  await syncedDistrict(30);
  const [session] = await sisRows(world, 'academicSessions', { status: 'active', type: 'semester' });
  const moved = (await sisRows(world, 'classes', { status: 'active' })).slice(0, 2);
  await world.control('PUT', '/sis/academicSessions/extra', { ...session, sourcedId: 'extra', title: 'Extra Semester' });
  for (const { sourcedId } of moved)
    await world.control('PATCH', `/sis/classes/${sourcedId}`, { terms: [{ sourcedId: 'extra', type: 'academicSession' }] });
  const plan = await world.plan();
  expect(keysOf(await changesOf(world, plan))).toEqual(
    [...moved.map(({ sourcedId }) => `course c-${sourcedId}`), 'term extra'].sort(),
  );
  await world.control('PUT', '/canvas/settings', { dropSilently: { share: 0, firstRows: true, only: 'term' } });
  const run = await world.apply();
  await world.control('PUT', '/canvas/settings', { dropSilently: { firstRows: false, only: '' } });
  // Its dates for staff come in rows of their own, which Canvas then refuses in words.
  expect((await receiptsOf(run, 'failed')).map(({ entity }) => entity)).toEqual(['term']);
  expect((await receiptsOf(run, 'unconfirmed')).map(({ entity }) => entity)).toEqual(['course', 'course']);
  expect(keysOf(await changesOf(world, await world.plan()))).toEqual(keysOf(await changesOf(world, plan)));
  expect((await world.apply()).state).toBe('done');
  expect((await world.plan()).changes).toBe(0);
});
