import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { canvasDump } from '../helpers/practice-world.ts';

let world: PracticeEngine;
beforeAll(async () => {
  world = await startPracticeEngine({ students: 60, today: '2026-11-24', now: () => Date.parse('2026-11-24T17:00:00Z') });
}, 60_000);
afterAll(() => world.close());

const overview = async () => expectValue(await world.engine.calls.overview({ district: world.district }));

test('the overview knows which courses students cannot see yet, by what Canvas says at each preview', async () => {
  expect((await overview()).unpublished).toBeNull();
  await world.plan();
  expect((await overview()).unpublished).toMatchObject({ total: 0 });
  await world.apply();
  await world.plan();
  const before = (await overview()).unpublished;
  const total = before?.total ?? 0;
  expect(total).toBeGreaterThan(5);
  expect(before?.schools.reduce((sum, { count }) => sum + count, 0)).toBe(total);
  const [first] = before?.courses ?? [];
  const course = (await canvasDump(world)).courses.find(({ name }) => name === first?.name);
  await world.control('POST', '/canvas/ui/publish-course', { course: course?.id });
  await world.plan();
  expect((await overview()).unpublished?.total).toBe(total - 1);
}, 90_000);

test('the end of the token comes from Canvas, and none from one that has none', async () => {
  const end = async () => expectValue(await world.engine.calls.canvasTokenEnd({ district: world.district })).endsAt;
  expect(await end()).toBeNull();
  await world.control('PUT', '/canvas/settings', { token: { expiresAt: '2030-01-02T03:04:05Z' } });
  expect(await end()).toBe('2030-01-02T03:04:05.000Z');
});
