import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { actionsOf } from '../helpers/practice-world.ts';
import { cls, feed, org, session } from '../helpers/sis-feed.ts';
import { writeFeed } from '../helpers/wire-feed.ts';

/** C2 with the real store and Canvas: two schools share a term, and one of them moves. */
let world: PracticeEngine;
const NOON = Date.parse('2026-11-24T17:00:00Z');

beforeAll(async () => {
  world = await startPracticeEngine({ students: 1, today: '2026-11-24', now: () => NOON });
  await writeFeed(
    world,
    feed({
      orgs: [org(), org({ sourcedId: 'south', name: 'South' })],
      academicSessions: [session({ sourcedId: 'n1' }), session({ sourcedId: 's1' })],
      classes: [cls({ terms: ['n1'] }), cls({ sourcedId: 'bio', school: 'south', terms: ['s1'] })],
    }),
  );
  await world.plan();
  await world.apply();
}, 120_000);
afterAll(() => world.close());

const Terms = z.object({
  terms: z.array(z.looseObject({ sis_source_id: z.string().nullable(), end_at: z.string().nullable() })),
});

async function lastDay(): Promise<string | null | undefined> {
  const { terms } = Terms.parse(await world.control('GET', '/state/canvas'));
  return terms.find(({ sis_source_id }) => sis_source_id === 'n1')?.end_at;
}

test('every preview asks, the term keeps its dates, and a person’s answer moves it once', async () => {
  await world.control('PATCH', '/sis/academicSessions/s1', { endDate: '2027-01-15' });
  for (let preview = 1; preview <= 2; preview += 1) {
    const plan = await world.plan();
    expect(plan.notes).toEqual([expect.stringMatching(/^1 of the 2 sessions behind “Semester 1 2026–27” has other dates now/)]);
    expect([actionsOf(plan), plan.holds]).toEqual([{}, []]);
  }
  expect(await lastDay()).toBe('2026-12-19T04:59:59Z');
  await world.set({ followedSessions: ['s1'] });
  const plan = await world.plan();
  expect([actionsOf(plan), plan.notes]).toEqual([{ 'term update': 1 }, []]);
  expect((await world.apply()).state).toBe('done');
  expect(await lastDay()).toBe('2027-01-16T04:59:59Z');
  expect(actionsOf(await world.plan())).toEqual({});
});
