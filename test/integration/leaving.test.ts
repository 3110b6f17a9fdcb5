import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { canvasDump, enrollmentState, refOf, type SisRow, sisRows } from '../helpers/practice-world.ts';

/** 24 November 2026 lies in the middle of the first semester. */
const TODAY = '2026-11-24';
const NOON = Date.parse('2026-11-24T17:00:00Z');

/** A student's enrollment in a class that runs, and its state in Canvas. */
async function somebody(world: PracticeEngine) {
  const sessions = await sisRows(world, 'academicSessions');
  const running = new Set(sessions.filter((one) => String(one.startDate) <= TODAY && TODAY <= String(one.endDate)).map(idOf));
  const classes = (await sisRows(world, 'classes', { status: 'active' })).filter((one) => {
    return z
      .array(z.object({ sourcedId: z.string() }))
      .parse(one.terms)
      .every((term) => running.has(term.sourcedId));
  });
  const inClasses = new Set(classes.map(idOf));
  const rows = await sisRows(world, 'enrollments', { role: 'student', status: 'active' });
  const dump = await canvasDump(world);
  const row = rows.find((one) => {
    return inClasses.has(refOf(one, 'class')) && enrollmentState(dump, refOf(one, 'class'), refOf(one, 'user')) === 'active';
  });
  if (row === undefined) throw new Error('No student is in a running class');
  const state = async () => enrollmentState(await canvasDump(world), refOf(row, 'class'), refOf(row, 'user'));
  return { row, state };
}

const idOf = ({ sourcedId }: SisRow) => sourcedId;

describe('D5, D7 leaving when nobody watches', () => {
  let world: PracticeEngine;
  beforeAll(async () => {
    world = await startPracticeEngine({ students: 150, today: TODAY, now: () => NOON });
    await world.plan();
    await world.apply();
  });
  afterAll(() => world.close());

  test('five scheduled runs remove nobody, absence needs two pulls, and a restart forgets nothing', async () => {
    const { row, state } = await somebody(world);
    expect(await state()).toBe('active');
    await world.control('DELETE', `/sis/enrollments/${row.sourcedId}`);
    for (let run = 1; run <= 5; run += 1) {
      const { plan, applied } = await world.night();
      expect(plan.holds).toMatchObject([
        { id: 'D7:enrollment:', count: 1, message: expect.stringContaining(`run ${run} of the first 5`) },
      ]);
      expect(plan.counts.enrollment).toMatchObject({ delete: 1, waiting: run === 1 ? 1 : 0 });
      // A first sighting alone is nothing to send, and so nothing to hold.
      if (run === 1) expect(applied).toBeNull();
      else expect(applied).toMatchObject({ state: 'held', scheduled: true });
    }
    expect(await state()).toBe('active');

    await world.control('PUT', `/sis/enrollments/${row.sourcedId}`, row);
    expect((await world.night()).plan.changes).toBe(0);
    await world.control('DELETE', `/sis/enrollments/${row.sourcedId}`);
    const first = await world.night();
    expect([first.plan.counts.enrollment.waiting, first.plan.holds, first.applied]).toEqual([1, [], null]);
    expect(await state()).toBe('active');
    await world.restart();
    const second = await world.night();
    expect(second.applied).toMatchObject({ state: 'done', counts: { enrollment: { sent: 1, confirmed: 1, held: 0 } } });
    expect(await state()).toBe('inactive');
    expect((await world.night()).plan.changes).toBe(0);
  });

  test('a person’s apply makes a first sighting at once; who released what is in the log', async () => {
    const { row, state } = await somebody(world);
    await world.control('DELETE', `/sis/enrollments/${row.sourcedId}`);
    const plan = await world.plan();
    expect(plan.counts.enrollment.waiting).toBe(1);
    await world.apply();
    expect(await state()).toBe('inactive');
  });

  test('another integration that imports in batch mode holds everything until a person says so (E12)', async () => {
    const { row } = await somebody(world);
    await world.control('POST', '/canvas/imports', { batch_mode: true, created_at: '2026-11-23T03:00:00Z' });
    await world.control('PATCH', `/sis/users/${refOf(row, 'user')}`, { givenName: 'Renamed' });
    const { plan, applied } = await world.night();
    expect(plan.holds).toMatchObject([{ id: 'E12', count: 1, everything: true }]);
    expect(applied).toMatchObject({ state: 'held', counts: { user: { sent: 0, held: 1 } } });
    await world.plan();
    const run = await world.apply([{ hold: 'E12', reason: 'It was a test of ours' }]);
    expect(run).toMatchObject({ state: 'done', counts: { user: { confirmed: 1 } } });
    const { events } = expectValue(await world.engine.calls.run({ district: world.district, run: run.id }));
    expect(events.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^Released hold E12, by .+: It was a test of ours$/),
    );
    const held = expectValue(await world.engine.calls.run({ district: world.district, run: applied?.id ?? '' }));
    expect(held.events.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^Waits \(1 change\): Another integration writes/),
    );
  });
});
