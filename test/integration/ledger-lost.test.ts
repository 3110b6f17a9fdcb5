import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { actionsOf, type CanvasDump, canvasDump, changesOf, refOf, type SisRow, sisRows } from '../helpers/practice-world.ts';

const NOON = Date.parse('2026-11-24T17:00:00Z');
let world: PracticeEngine;

beforeAll(async () => {
  world = await startPracticeEngine({ students: 60, today: '2026-11-24', now: () => NOON });
  await world.set({ probationRuns: 0 });
  await world.plan();
  await world.apply();
}, 60_000);
afterAll(() => world.close());

test('D6: after the ledger is lost nothing is made twice and nothing removed, which the plan says; adopted, all is as before', async () => {
  const before = await canvasDump(world);
  await world.forget();
  const enrollments = await sisRows(world, 'enrollments', { role: 'student', status: 'active' });
  const [gone] = enrollments;
  await world.control('DELETE', `/sis/enrollments/${gone?.sourcedId}`);

  const plan = await world.plan();
  expect(actionsOf(plan)).toEqual({});
  expect(plan.notes).toEqual([expect.stringMatching(/^Canvas holds \d+ records under ids that this program gives/)]);
  expect(await canvasDump(world)).toEqual(before);

  await world.set({ adoptExisting: true });
  const adopting = await world.plan();
  expect(Object.keys(actionsOf(adopting)).every((action) => action.endsWith(' adopt'))).toBe(true);
  expect(adopting.notes).toEqual([]);
  expect(await world.apply()).toMatchObject({ state: 'done', counts: { enrollment: { failed: 0 } } });
  const after = await canvasDump(world);
  expect(after.imports).toHaveLength(before.imports.length);
  expect(after.enrollments).toEqual(before.enrollments);
  expect(await world.plan()).toMatchObject({ changes: 0, notes: [] });

  // Now it is ours again: what the SIS drops leaves. The one that was gone before the adoption stays: nobody adopts by removal.
  const [, dropped] = enrollments;
  await world.control('PATCH', `/sis/enrollments/${dropped?.sourcedId}`, { status: 'tobedeleted' });
  await world.plan();
  expect(await world.apply()).toMatchObject({ state: 'done', counts: { enrollment: { sent: 1, confirmed: 1 } } });
});

/** Whom only the ledger knows: their Canvas id is none that the SIS names, or not the one the settings ask for. */
async function peopleOfTheLedger(world: PracticeEngine): Promise<SisRow[]> {
  await world.set({ probationRuns: 0, samePerson: 'identifier', classFloor: 500 });
  await world.plan();
  await world.apply();
  // B3: a second record, then only the second; the user keeps the id of the first.
  const [first] = await sisRows(world, 'users', { role: 'student', status: 'active' });
  if (first === undefined) throw new Error('There is no student');
  await world.control('PUT', '/sis/users/second', { ...first, sourcedId: 'second', username: 'second.record' });
  await world.plan();
  const user = { sourcedId: 'second', type: 'user' };
  for (const row of await sisRows(world, 'enrollments'))
    if (refOf(row, 'user') === first.sourcedId) await world.control('PATCH', `/sis/enrollments/${row.sourcedId}`, { user });
  await world.control('DELETE', `/sis/users/${first.sourcedId}`);
  await world.plan();
  await world.apply();
  // B4: remapped.
  const reissued = (await world.control('POST', '/scenario/id-change', { share: 0.1 })) as { users: Record<string, string> };
  expectValue(await world.engine.planRemap(world.district, 'person'));
  await world.apply();
  // B: a setting that somebody chose for a while.
  await world.set({ studentUserId: 'identifier' });
  const names = { givenName: 'Third', familyName: 'Person', email: 'third@pinecounty.example' };
  await world.control('PUT', '/sis/users/third', {
    ...first,
    ...names,
    sourcedId: 'third',
    username: 'third',
    identifier: '777777',
  });
  await world.plan();
  await world.apply();
  const moved = new Set(['second', 'third', ...Object.values(reissued.users)]);
  const { logins } = await canvasDump(world);
  const here = (await sisRows(world, 'users', { status: 'active' })).filter(({ sourcedId, username }) => {
    // Staff of the district alone belong to no chosen school.
    return moved.has(sourcedId) && logins.some(({ unique_id }) => unique_id === username);
  });
  const ids = new Set(logins.map((login) => login.sis_user_id));
  expect(here.filter(({ sourcedId }) => ids.has(sourcedId))).toEqual([]);
  expect(here.length).toBeGreaterThan(8);
  return here;
}

const userOf = ({ logins }: CanvasDump, login: unknown) => logins.find(({ unique_id }) => unique_id === login)?.user_id;

test('D6, B: whose id only the ledger knew comes to Canvas no second time, and the first contact gives them theirs again', async () => {
  const lost = await startPracticeEngine({ students: 60, seed: 11, today: '2026-11-24', now: () => NOON });
  try {
    const people = await peopleOfTheLedger(lost);
    const before = await canvasDump(lost);
    await lost.forget();
    // One of them has another login by now: only address and name tell (B3).
    const [renamed] = people.slice(-1);
    const known = userOf(before, renamed?.username);
    await lost.control('PATCH', `/sis/users/${renamed?.sourcedId}`, { username: 'another.login' });

    const plan = await lost.plan();
    const made = (await changesOf(lost, plan)).filter(({ entity, action }) => entity === 'user' && action === 'create');
    expect(made.map(({ source }) => source?.sourcedId).sort()).toEqual(people.map(({ sourcedId }) => sourcedId).sort());
    const holdOf = (sourcedId?: string) =>
      made.find(({ source }) => source?.sourcedId === sourcedId)?.holds.map((id) => id.split(':')[0]);
    expect(people.map(({ sourcedId }) => holdOf(sourcedId))).toEqual(people.map((one) => [one === renamed ? 'B3' : 'B2']));
    expect(plan.notes.at(-1)).toMatch(/“First contact” links them/);
    expect((await lost.apply()).counts.user).toMatchObject({ sent: 0 });
    expect(await canvasDump(lost)).toEqual(before);

    const { number, counts } = expectValue(await lost.engine.evaluate(lost.district, 'person'));
    expect(counts.user.exact + counts.user.likely).toBe(people.length);
    for (const grade of ['exact', 'likely'] as const)
      await lost.engine.choose(lost.district, { kind: 'all', evaluation: number, entity: null, grade, decide: 'adopt' });
    expectValue(await lost.engine.finishReview(lost.district, number, 'Ada Admin'));
    expect((await lost.apply()).counts.user).toMatchObject({ confirmed: people.length, failed: 0 });
    await lost.plan();
    await lost.apply();
    const after = await canvasDump(lost);
    expect(after.users).toHaveLength(before.users.length);
    for (const { sourcedId, username } of people) {
      const login = after.logins.find(({ sis_user_id }) => sis_user_id === sourcedId);
      expect(login?.user_id, sourcedId).toBe(sourcedId === renamed?.sourcedId ? known : userOf(before, username));
    }
    expect(actionsOf(await lost.plan())).toEqual({});
  } finally {
    await lost.close();
  }
}, 120_000);
