import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { actionsOf } from '../helpers/practice-world.ts';

/** 24 November 2026 lies in the middle of the first semester. */
const TODAY = '2026-11-24';
const NOON = Date.parse('2026-11-24T17:00:00Z');

async function syncedDistrict(options: { readonly students: number; readonly clean: boolean }): Promise<PracticeEngine> {
  const world = await startPracticeEngine({ ...options, today: TODAY, now: () => NOON });
  await world.plan();
  await world.apply();
  return world;
}

describe('a SIS that since the last preview ended a semester yesterday and sends nothing of it any more', () => {
  let world: PracticeEngine;
  beforeAll(async () => {
    world = await syncedDistrict({ students: 120, clean: true });
  });
  afterAll(() => world.close());

  test('only the term gets its new end: nobody leaves a class of it (D1)', async () => {
    const before = (await world.plan()).counts.enrollment.unchanged;
    await world.control('POST', '/scenario/term-ended');
    const plan = await world.plan();
    expect(actionsOf(plan)).toEqual({ 'term update': 1 });
    expect(plan.holds).toEqual([]);
    expect(plan.counts.enrollment.frozen).toBeGreaterThan(0);
    expect(plan.counts.enrollment.frozen + plan.counts.enrollment.unchanged).toBe(before);
  });

  test('a run or a change that is not in the log is called by what it is', async () => {
    const { calls } = world.engine;
    const run = await calls.run({ district: world.district, run: 'never' });
    expect(run).toMatchObject({ ok: false, failure: { code: 'run.unknown', message: expect.stringContaining('never') } });
    const change = await calls.change({ district: world.district, plan: 1, seq: 9_999_999 });
    expect(change).toMatchObject({ ok: false, failure: { code: 'change.unknown' } });
  });
});
