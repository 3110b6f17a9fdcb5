import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';

/** B, G1 over the real servers: ids from a number of a type and from a field of the SIS' own come through pull and store. */
let world: PracticeEngine;
beforeAll(async () => {
  world = await startPracticeEngine({ students: 40, seed: 9, today: '2026-11-23', hurry: true });
});
afterAll(() => world.close());

interface States {
  readonly users: readonly {
    readonly sourcedId: string;
    readonly role: string;
    readonly userIds?: readonly { identifier: string }[];
  }[];
  readonly logins: readonly { readonly sis_user_id: string | null }[];
}

test('students by their state number, staff by a field: the Canvas ids are those', async () => {
  await world.set({ studentUserId: 'userIds:FLEID', staffUserId: 'metadata:stateId' });
  const plan = await world.plan();
  expect(plan.holds.filter(({ rule }) => rule === 'B')).toEqual([]);
  expect((await world.apply()).state).toBe('done');
  const sis = (await world.control('GET', '/state/sis')) as States;
  const canvas = (await world.control('GET', '/state/canvas')) as States;
  const ids = new Set(canvas.logins.map((login) => login.sis_user_id));
  const students = sis.users.filter(({ role }) => role === 'student');
  expect(students.length).toBeGreaterThan(30);
  expect(students.filter(({ userIds }) => !ids.has(userIds?.[0]?.identifier ?? ''))).toEqual([]);
  expect([...ids].some((id) => /^T2\d{6}$/.test(id ?? ''))).toBe(true);
  expect((await world.plan()).changes).toBe(0);
});

test('a first contact tells that Canvas knows people by them', async () => {
  const evaluation = expectValue(await world.engine.evaluate(world.district, 'person'));
  const known = evaluation.schemes.filter(({ found }) => found > 0).map(({ what, source, chosen }) => [what, source, chosen]);
  expect(known).toContainEqual(['student', 'userIds:FLEID', true]);
  expect(known).toContainEqual(['staff', 'metadata:stateId', true]);
});
