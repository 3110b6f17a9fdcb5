import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';

/** B2, B4 over the real servers and the real store: ids are issued again, held, remapped by a person, and everything goes on. */
let world: PracticeEngine;
beforeAll(async () => {
  world = await startPracticeEngine({ students: 80, seed: 5, today: '2026-11-23', hurry: true });
  await world.plan();
  expect((await world.apply()).state).toBe('done');
});
afterAll(() => world.close());

interface CanvasState {
  readonly users: unknown[];
  readonly logins: unknown[];
  readonly enrollments: unknown[];
  readonly imports: unknown[];
}
const canvas = async (): Promise<CanvasState> => {
  const { users, logins, enrollments, imports } = (await world.control('GET', '/state/canvas')) as CanvasState;
  return { users, logins, enrollments, imports };
};
const reissue = async (share: number): Promise<Record<string, string>> =>
  ((await world.control('POST', '/scenario/id-change', { share })) as { users: Record<string, string> }).users;
const planRemap = async () => expectValue(await world.engine.planRemap(world.district, 'person')).plan;

test('while nothing was issued again there is no remap plan', async () => {
  const none = await world.engine.planRemap(world.district, 'person');
  expect(none.ok ? '' : none.failure.code).toBe('plan.nothing-to-remap');
});

test('a fifth of the people under new ids: held by B4, which no release opens', async () => {
  const before = await canvas();
  await reissue(0.2);
  const plan = await world.plan();
  expect([plan.changes, plan.holds.map(({ id, releasable, remap }) => [id, releasable, remap])]).toEqual([
    0,
    [['B4:user:', false, true]],
  ]);
  const decision = { plan: plan.number, releases: [{ hold: 'B4:user:', reason: 'They are the same.' }] };
  const refused = await world.engine.apply(world.district, decision, { trigger: 'person', attended: true });
  expect(refused.ok ? '' : refused.failure.code).toBe('plan.only-remap');
  // Nor does a schedule, which stops as a whole.
  const synced = expectValue(await world.engine.sync(world.district, { trigger: 'schedule', attended: false }));
  expect([synced.plan?.holds.length, synced.applied]).toEqual([1, null]);
  expect(await canvas()).toEqual(before);
});

test('the remap plan is a plan like any other: listed, searchable, applied with receipts; Canvas hears nothing of it', async () => {
  const before = await canvas();
  const old = await world.plan();
  const plan = await planRemap();
  expect(plan.changes).toBeGreaterThan(20);
  expect(plan.counts.user.remap).toBe(plan.changes);
  const query = {
    plan: plan.number,
    entity: null,
    action: 'remap',
    school: null,
    hold: null,
    search: '',
    from: 0,
    count: 200,
  } as const;
  const page = expectValue(await world.engine.calls.changes({ district: world.district, query }));
  expect(page.total).toBe(plan.changes);
  const run = await world.apply();
  expect([run.state, run.counts.user]).toEqual(['done', { sent: plan.changes, confirmed: plan.changes, failed: 0, held: 0 }]);
  expect(await canvas()).toEqual(before);
  // What was planned under the old ids is over.
  const late = await world.engine.apply(
    world.district,
    { plan: old.number, releases: [] },
    { trigger: 'person', attended: true },
  );
  expect(late.ok ? '' : late.failure.code).toBe('plan.applied');
  const next = await world.plan();
  expect([next.changes, next.holds]).toEqual([0, []]);
});

test('the SIS thinks again before anybody applies it: the next remap plan goes on from there', async () => {
  await reissue(0.1);
  const first = await planRemap();
  await reissue(1);
  await world.restart();
  const run = await world.apply();
  expect(run.counts.user.confirmed).toBe(first.changes);
  const second = await planRemap();
  expect(second.changes).toBeGreaterThan(first.changes);
  await world.apply();
  const next = await world.plan();
  expect([next.changes, next.holds]).toEqual([0, []]);
});
