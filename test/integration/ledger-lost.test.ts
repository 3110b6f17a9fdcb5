import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { actionsOf, canvasDump, sisRows } from '../helpers/practice-world.ts';

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
