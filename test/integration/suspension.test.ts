import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { canvasDump, changesOf, refOf, type SisRow, sisRows } from '../helpers/practice-world.ts';

/** 24 November 2026 lies in the middle of the first semester. */
const TODAY = '2026-11-24';
let now = Date.parse(`${TODAY}T17:00:00Z`);

async function night(world: PracticeEngine, day: string) {
  now = Math.max(now + 60_000, Date.parse(`${day}T17:00:00Z`));
  const { plan, applied } = await world.night();
  return { plan, applied, changes: await changesOf(world, plan) };
}

async function signIn(world: PracticeEngine, id: string) {
  return (await canvasDump(world)).logins.find((login) => login.sis_user_id === id)?.workflow_state;
}

/** A student, and the rows the SIS has of them. */
async function somebody(world: PracticeEngine, n: number): Promise<{ readonly user: SisRow; readonly rows: readonly SisRow[] }> {
  const user = (await sisRows(world, 'users', { role: 'student', status: 'active' }))[n];
  if (user === undefined) throw new Error('There are too few students');
  const rows = (await sisRows(world, 'enrollments')).filter((row) => refOf(row, 'user') === user.sourcedId);
  return { user, rows };
}

describe('C9, D3 who may not sign in any more', () => {
  let world: PracticeEngine;
  beforeAll(async () => {
    world = await startPracticeEngine({ students: 80, today: TODAY, now: () => now });
    await world.set({ probationRuns: 0, suspendFromDay: 5 });
    await world.plan();
    await world.apply();
  });
  afterAll(() => world.close());

  test('somebody the SIS disables is suspended by one import row and let in again by another; a second run is empty', async () => {
    const { user } = await somebody(world, 3);
    await world.control('PATCH', `/sis/users/${user.sourcedId}`, { enabledUser: 'false' });
    const { applied, changes } = await night(world, '2026-11-25');
    expect(changes).toMatchObject([{ entity: 'user', action: 'delete', how: 'suspended', key: user.sourcedId }]);
    expect(applied).toMatchObject({ state: 'done', counts: { user: { sent: 1, confirmed: 1, failed: 0 } } });
    expect(await signIn(world, user.sourcedId)).toBe('suspended');
    expect((await night(world, '2026-11-26')).plan.changes).toBe(0);
    await world.control('PATCH', `/sis/users/${user.sourcedId}`, { enabledUser: 'true' });
    expect((await night(world, '2026-11-27')).applied).toMatchObject({ state: 'done', counts: { user: { confirmed: 1 } } });
    expect(await signIn(world, user.sourcedId)).toBe('active');
    expect((await night(world, '2026-11-28')).plan.changes).toBe(0);
  });

  test('many at once are a question, and nobody is suspended before it is answered', async () => {
    const students = (await sisRows(world, 'users', { role: 'student', status: 'active' })).slice(0, 12);
    for (const { sourcedId } of students) await world.control('PATCH', `/sis/users/${sourcedId}`, { enabledUser: 'false' });
    const { plan, applied } = await night(world, '2026-11-29');
    expect(plan.holds.map(({ rule }) => rule)).toContain('C9');
    expect(applied).toMatchObject({ state: 'held', counts: { user: { sent: 0, held: 12 } } });
    for (const { sourcedId } of students) await world.control('PATCH', `/sis/users/${sourcedId}`, { enabledUser: 'true' });
    expect((await night(world, '2026-11-30')).plan.changes).toBe(0);
  });

  test('a student who left is suspended 30 days later, though the app was restarted; whoever comes back finds everything again', async () => {
    const { user, rows } = await somebody(world, 7);
    for (const row of rows) await world.control('DELETE', `/sis/enrollments/${row.sourcedId}`);
    await world.control('DELETE', `/sis/users/${user.sourcedId}`);
    await night(world, '2026-12-01');
    await world.restart();
    await night(world, '2026-12-02');
    await world.restart();
    expect((await night(world, '2026-12-29')).plan.changes).toBe(0);
    const { changes, applied } = await night(world, '2026-12-30');
    expect(changes).toMatchObject([
      { how: 'suspended', reason: { rule: 'D3', text: 'They have had no class since 30 November 2026.' } },
    ]);
    expect(applied).toMatchObject({ state: 'done', counts: { user: { sent: 1, confirmed: 1 } } });
    expect(await signIn(world, user.sourcedId)).toBe('suspended');
    const asked = { collection: 'users', sourcedId: user.sourcedId } as const;
    const why = expectValue(await world.engine.explain(world.district, asked));
    expect(why.reasons).toMatchObject([{ rule: 'D3', text: expect.stringContaining('no class') }]);

    await world.control('PUT', `/sis/users/${user.sourcedId}`, user);
    for (const row of rows) await world.control('PUT', `/sis/enrollments/${row.sourcedId}`, row);
    const back = await night(world, '2026-12-31');
    expect(back.changes.find(({ entity }) => entity === 'user')).toMatchObject({ action: 'restore', key: user.sourcedId });
    expect(back.applied).toMatchObject({ state: 'done' });
    expect(await signIn(world, user.sourcedId)).toBe('active');
    expect((await night(world, '2027-01-01')).plan.changes).toBe(0);
  });
});
