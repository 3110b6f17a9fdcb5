import { afterAll, beforeAll, expect, test } from 'vitest';
import { importAsOther } from '../helpers/canvas-acts.ts';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { actionsOf, canvasDump, enrollmentState, refOf, type SisRow, sisRows } from '../helpers/practice-world.ts';

/** ROSTER-RULES F7: what Canvas says shortly before writing beats what it said when the plan was made. */
const MINUTE = 60_000;
let world: PracticeEngine;
let ahead = 0;

beforeAll(async () => {
  world = await startPracticeEngine({ students: 60, now: () => Date.now() + ahead });
  await world.plan();
  expect((await world.apply()).state).toBe('done');
});
afterAll(() => world.close());

test('F7 rows that moved in Canvas since an old plan are left out, the rest is applied, and the next plan shows them', async () => {
  const [moved, dropped] = (await sisRows(world, 'classes')) as [SisRow, SisRow];
  const [enrollment] = await sisRows(world, 'enrollments', { role: 'student', status: 'active' });
  await world.control('PATCH', `/sis/classes/${moved.sourcedId}`, { title: 'Chemistry Honors' });
  await world.control('PATCH', `/sis/classes/${dropped.sourcedId}`, { title: 'Chemistry II' });
  await world.control('PATCH', `/sis/enrollments/${(enrollment as SisRow).sourcedId}`, { status: 'tobedeleted' });
  const plan = await world.plan();
  expect(actionsOf(plan)).toEqual({ 'course update': 2, 'section update': 2, 'enrollment delete': 1 });

  await world.control('POST', '/canvas/ui/edit-course', { course: `c-${moved.sourcedId}`, name: 'Room 12' });
  ahead += 31 * MINUTE;
  const run = await world.apply();
  expect(run.state).toBe('partial');
  const stale = expectValue(
    await world.engine.calls.receipts({
      district: world.district,
      query: { run: run.id, search: '', outcome: 'stale', from: 0, count: 10 },
    }),
  );
  expect(stale.receipts.map((receipt) => receipt.entity)).toEqual(['course']);
  const canvas = await canvasDump(world);
  expect(canvas.courses.find((c) => c.sis_source_id === `c-${moved.sourcedId}`)?.name).toBe('Room 12');
  expect(canvas.courses.find((c) => c.sis_source_id === `c-${dropped.sourcedId}`)?.name).toBe('Chemistry II');
  const student = refOf(enrollment as SisRow, 'user');
  expect(['inactive', 'deleted']).toContain(enrollmentState(canvas, refOf(enrollment as SisRow, 'class'), student));

  const next = await world.plan();
  expect(actionsOf(next)).toEqual({});
  expect(next.counts.course.kept).toBe(1);
});

test('F7 what a row would only echo is not taken back: an integration id, dates, a state that another integration has set', async () => {
  const [first, second] = (await sisRows(world, 'classes')).slice(-2) as [SisRow, SisRow];
  const [student] = await sisRows(world, 'users', { role: 'student', status: 'active' });
  for (const { sourcedId } of [first, second]) await world.control('PATCH', `/sis/classes/${sourcedId}`, { title: 'Botany' });
  await world.control('PATCH', `/sis/users/${(student as SisRow).sourcedId}`, { familyName: 'Married' });
  const plan = await world.plan();
  expect(actionsOf(plan)).toEqual({ 'course update': 2, 'section update': 2, 'user update': 1 });

  const before = await canvasDump(world);
  const nameOf = (id: string) => before.sections.find((row) => row.sis_source_id === id)?.name ?? '';
  const login = before.logins.find((row) => row.sis_user_id === (student as SisRow).sourcedId)?.unique_id ?? '';
  const dated = `${first.sourcedId},c-${first.sourcedId},${nameOf(first.sourcedId)},active,2026-08-20T04:00:00Z,int-1`;
  expect(await importAsOther(world, ['section_id,course_id,name,status,start_date,integration_id', dated])).toBe(true);
  expect(await importAsOther(world, ['user_id,login_id,status', `${student?.sourcedId},${login},suspended`])).toBe(true);
  ahead += 31 * MINUTE;
  expect((await world.apply()).state).toBe('partial');

  const after = await canvasDump(world);
  const section = after.sections.find((row) => row.sis_source_id === first.sourcedId);
  expect(section).toMatchObject({ start_at: '2026-08-20T04:00:00Z', integration_id: 'int-1', name: nameOf(first.sourcedId) });
  expect(after.logins.find((row) => row.unique_id === login)?.workflow_state).toBe('suspended');
  expect(after.sections.find((row) => row.sis_source_id === second.sourcedId)?.name).toContain('Botany');
  // The next plan echoes what is there now.
  expect(actionsOf(await world.plan())).toEqual({ 'section update': 1, 'user update': 1 });
  expect((await world.apply()).state).toBe('done');
  const last = await canvasDump(world);
  expect(last.sections.find((row) => row.sis_source_id === first.sourcedId)).toMatchObject({
    integration_id: 'int-1',
    start_at: '2026-08-20T04:00:00Z',
  });
  expect(last.logins.find((row) => row.unique_id === login)?.workflow_state).toBe('suspended');
});

test('F7 a new person whose login somebody made by hand meanwhile is left out: Canvas would take that account for theirs', async () => {
  const [like] = await sisRows(world, 'users', { role: 'student', status: 'active' });
  for (const name of ['kim', 'lou'])
    await world.control('PUT', `/sis/users/${name}`, {
      ...like,
      sourcedId: name,
      username: `${name}.new`,
      email: `${name}@example.org`,
    });
  expect(actionsOf(await world.plan())).toEqual({ 'user create': 2 });
  await world.control('POST', '/canvas/ui/create-user', { name: 'Kim Older', login_id: 'KIM.new' });
  ahead += 31 * MINUTE;
  expect((await world.apply()).state).toBe('partial');
  const { logins } = await canvasDump(world);
  expect(logins.filter((row) => /^(kim|lou)\.new$/i.test(row.unique_id)).map((row) => [row.unique_id, row.sis_user_id])).toEqual([
    ['KIM.new', null],
    ['lou.new', 'lou'],
  ]);
  // From now on it is a question of its own (B2).
  const next = await world.plan();
  expect(next.holds.map(({ rule, count }) => [rule, count])).toEqual([['B2', 1]]);
});

test('F7 a plan older than 24 hours is refused', async () => {
  const [cls] = await sisRows(world, 'classes');
  await world.control('PATCH', `/sis/classes/${(cls as SisRow).sourcedId}`, { title: 'Late News' });
  const plan = await world.plan();
  ahead += 24 * 60 * MINUTE + 1000;
  const applied = await world.engine.apply(
    world.district,
    { plan: plan.number, releases: [] },
    { trigger: 'person', attended: true },
  );
  expect(applied).toMatchObject({ ok: false, failure: { code: 'plan.old' } });
});
