import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { actionsOf, canvasDump, refOf, type SisRow, sisRows } from '../helpers/practice-world.ts';

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

describe('records that lost what they hang on (DESIGN promise 2)', () => {
  let world: PracticeEngine;
  beforeAll(async () => {
    world = await syncedDistrict({ students: 60, clean: true });
  });
  afterAll(() => world.close());

  test.each([
    ['a class without its school', 'classes', { school: null }],
    ['a class of a school nobody sent', 'classes', { school: { sourcedId: 'no-such-school', type: 'org' } }],
    ['an enrollment without its class', 'enrollments', { class: null }],
    ['an enrollment without its person', 'enrollments', { user: null }],
    ['a school without its name', 'orgs', { name: '' }],
    ['a session without its title', 'academicSessions', { title: '' }],
    ['a class without its title', 'classes', { title: '' }],
  ])('%s removes nobody and renames nothing', async (_name, collection, flaw) => {
    const rows = await sisRows(world, collection);
    const row = rows.find((one) => collection !== 'orgs' || one.type === 'school') as SisRow;
    await world.control('PATCH', `/sis/${collection}/${row.sourcedId}`, flaw);
    expect(actionsOf(await world.plan())).toEqual({});
    await world.control('PUT', `/sis/${collection}/${row.sourcedId}`, row);
    expect(actionsOf(await world.plan())).toEqual({});
  });
});

describe('a Canvas people have lived in for years', () => {
  let world: PracticeEngine;
  beforeAll(async () => {
    world = await syncedDistrict({ students: 500, clean: false });
  });
  afterAll(() => world.close());

  test('a section Canvas already has keeps its home: its class gets no second, empty course (C4)', async () => {
    const { courses, sections } = await canvasDump(world);
    const lived = new Set(sections.flatMap((section) => [section.course_id, section.nonxlist_course_id]));
    const ours = courses.filter((course) => course.sis_source_id?.startsWith('c-'));
    expect(ours.filter((course) => !lived.has(course.id)).map((course) => course.name)).toEqual([]);
    const plan = await world.plan();
    expect(actionsOf(plan)).not.toHaveProperty('course create');
    expect(plan.counts.course.alreadyThere).toBeGreaterThan(0);
    expect(plan.counts.course.alreadyThere).toBe(plan.counts.section.alreadyThere);
    const taught = new Set((await sisRows(world, 'enrollments', { status: 'active' })).map((row) => refOf(row, 'class')));
    expect(ours.some((course) => taught.has(course.sis_source_id?.slice(2) ?? ''))).toBe(true);
  });
});
