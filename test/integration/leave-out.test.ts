import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { actionsOf, changesOf, refOf, sisRows } from '../helpers/practice-world.ts';

/** One change is left out of what is applied; and one record's life over all runs, in order. */
let world: PracticeEngine;
beforeAll(async () => {
  world = await startPracticeEngine({ students: 60 });
  await world.plan();
  await world.apply();
}, 90_000);
afterAll(() => world.close());

const apply = (plan: number, changes: number[]) =>
  world.engine.apply(
    world.district,
    { plan, releases: [], leaveOut: [{ changes, reason: 'Ask Ms. Lee first' }] },
    { trigger: 'person', attended: true },
  );
const history = async (subject: Parameters<typeof world.engine.calls.history>[0]['subject']) =>
  expectValue(await world.engine.calls.history({ district: world.district, subject })).events;

test('a change that is left out is not written, says by whom and why, and shows again', async () => {
  const [one, other] = await sisRows(world, 'classes', { status: 'active' });
  for (const cls of [one, other])
    await world.control('PATCH', `/sis/classes/${cls?.sourcedId}`, { title: `New ${cls?.sourcedId}` });
  const plan = await world.plan();
  const changes = await changesOf(world, plan);
  expect(actionsOf(plan)).toEqual({ 'course update': 2, 'section update': 2 });
  const spared = changes.filter(({ source }) => source?.sourcedId === one?.sourcedId).map(({ seq }) => seq);
  const run = expectValue(await apply(plan.number, spared));
  expect(run).toMatchObject({ state: 'done', counts: { course: { sent: 1, confirmed: 1, held: 0 }, section: { sent: 1 } } });
  const detail = expectValue(await world.engine.calls.run({ district: world.district, run: run.id }));
  expect(detail.events.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(/^2 changes left out by .+: Ask Ms\. Lee first$/),
  );
  expect(detail.problems).toEqual([]);
  const query = { run: run.id, search: '', outcome: 'left-out' as const, from: 0, count: 10 };
  const page = expectValue(await world.engine.calls.receipts({ district: world.district, query }));
  expect(page.receipts.map(({ seq }) => seq)).toEqual(spared);
  expect(page.receipts[0]?.message).toMatch(/^Left out by .+: Ask Ms\. Lee first$/);

  const again = await world.plan();
  expect(actionsOf(again)).toEqual({ 'course update': 1, 'section update': 1 });
  expect((await history({ collection: 'classes', sourcedId: one?.sourcedId ?? '' })).map(({ outcome }) => outcome)).toEqual([
    'left-out',
    'left-out',
    'confirmed',
    'confirmed',
  ]);
  await world.apply();
});

test('what others hang on, and what is not in the plan, is not left out alone', async () => {
  const [like] = await sisRows(world, 'classes', { status: 'active' });
  await world.control('PUT', '/sis/classes/new-class', { ...like, sourcedId: 'new-class', title: 'Brand new' });
  const plan = await world.plan();
  const [course] = await changesOf(world, plan);
  expect(course).toMatchObject({ entity: 'course', action: 'create' });
  for (const seq of [course?.seq ?? 0, 999_999]) {
    expect(await apply(plan.number, [seq])).toMatchObject({ ok: false, failure: { code: 'plan.not-left-out' } });
  }
});

test('one person’s whole life: made, then every class they joined or left, newest first, and nobody else’s', async () => {
  const [enrollment] = await sisRows(world, 'enrollments', { role: 'student', status: 'active' });
  if (enrollment === undefined) throw new Error('Nobody is in a class.');
  const user = refOf(enrollment, 'user');
  await world.set({ dropStatus: 'deleted' });
  await world.control('PATCH', `/sis/users/${user}`, { familyName: 'Quetzal' });
  const plan = await world.plan();
  await world.apply(plan.holds.filter(({ releasable }) => releasable).map(({ id }) => ({ hold: id, reason: 'Yes' })));
  const events = await history({ collection: 'users', sourcedId: user });
  expect(events[0]).toMatchObject({ entity: 'user', action: 'update', outcome: 'confirmed', trigger: 'person' });
  expect(events[0]?.changed).toContain('full_name');
  expect(events.at(-1)?.action).toBe('create');
  expect(events.some(({ entity }) => entity === 'enrollment')).toBe(true);
  expect(events.every(({ at }, index) => index === 0 || at <= (events[index - 1]?.at ?? ''))).toBe(true);
  expect(new Set(events.filter(({ entity }) => entity === 'user').map(({ action }) => action))).toEqual(
    new Set(['create', 'update']),
  );
  expect(await history({ collection: 'users', sourcedId: 'nobody' })).toEqual([]);
});
