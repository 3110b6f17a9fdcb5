import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { canvasDump, sisRows } from '../helpers/practice-world.ts';

let now = Date.parse('2026-11-24T17:00:00Z');
let world: PracticeEngine;

beforeAll(async () => {
  world = await startPracticeEngine({ students: 40, today: '2026-11-24', now: () => now });
  await world.plan();
  await world.apply();
}, 60_000);
afterAll(() => world.close());

const sync = (attended: boolean) => world.engine.sync(world.district, { trigger: 'schedule', attended });

test('D7: after the last session the schedule plans nothing and says why; a person may still look and write', async () => {
  const sessions = await sisRows(world, 'academicSessions', { status: 'active' });
  const last =
    sessions
      .map(({ endDate }) => String(endDate))
      .sort()
      .at(-1) ?? '';
  now = Date.parse(`${last}T17:00:00Z`) + 2 * 24 * 60 * 60 * 1000;
  const [student] = await sisRows(world, 'users', { role: 'student', status: 'active' });
  await world.control('PATCH', `/sis/users/${student?.sourcedId}`, { givenName: 'Renamed' });
  const before = await canvasDump(world);

  for (const _night of [1, 2]) {
    now += 24 * 60 * 60 * 1000;
    const { run, plan, applied, pause } = expectValue(await sync(false));
    expect([run.state, run.kind, run.plan, plan, applied]).toEqual(['paused', 'plan', null, null, null]);
    expect(pause).toBe('The school year is over, and the SIS has no next one yet. The schedule pauses until it does.');
    const { events } = expectValue(await world.engine.calls.run({ district: world.district, run: run.id }));
    expect(events.at(-1)).toMatchObject({ level: 'info', text: pause });
    expect(expectValue(await world.engine.calls.overview({ district: world.district })).pause).toBe(pause);
  }
  expect(await canvasDump(world)).toEqual(before);

  const plan = await world.plan();
  expect(plan.counts.user.update).toBe(1);
  expect(expectValue(await world.engine.calls.overview({ district: world.district })).pause).toBeNull();
  now += 60_000;
  const { applied } = expectValue(await sync(true));
  expect(applied).toMatchObject({ state: 'done', counts: { user: { sent: 1, confirmed: 1 } } });
});
