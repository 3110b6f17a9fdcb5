import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { canvasDump } from '../helpers/practice-world.ts';

/** Case 48 of reference/oneroster-1.1.md §9, through the whole engine. */
let world: PracticeEngine;
beforeAll(async () => {
  world = await startPracticeEngine({ students: 40 });
});
afterAll(() => world.close());

it('OR-48: the enrollments list is empty where there were many: no plan, Canvas untouched, and the admin is told', async () => {
  const first = await world.plan();
  await world.apply(first.holds.map(({ id }) => ({ hold: id, reason: 'first sync' })));
  const before = await canvasDump(world);
  expect(before.enrollments.length).toBeGreaterThan(100);
  await world.control('POST', '/scenario/truncated-feed', { collection: 'enrollments', keep: 0, honest: true });
  const made = await world.engine.makePlan(world.district, 'schedule');
  if (made.ok) throw new Error('an empty list became a plan');
  expect(made.failure.code).toBe('pull.emptied');
  expect(made.failure.message).toContain('without any enrollments');
  expect(made.failure.consequence).toContain('nothing changes in Canvas');
  const after = await canvasDump(world);
  expect(after.enrollments).toEqual(before.enrollments);
  expect(after.imports).toEqual(before.imports);
});
