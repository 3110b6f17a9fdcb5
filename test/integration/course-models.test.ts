import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { actionsOf, canvasDump, changesOf, refOf, type SisRow, sisRows } from '../helpers/practice-world.ts';

/** C4 over real HTTP: a teacher's classes as sections of one course, and what happens when one changes hands. */
let world: PracticeEngine;
const NOON = Date.parse('2026-11-24T17:00:00Z');

beforeAll(async () => {
  world = await startPracticeEngine({ students: 500, today: '2026-11-24', now: () => NOON });
  await world.set({ courseModel: 'teacher' });
});
afterAll(() => world.close());

const Limits = z.object({
  enrollments: z.array(
    z.looseObject({
      of_user: z.string().nullable(),
      of_section: z.string().nullable(),
      type: z.string(),
      workflow_state: z.string(),
      limit_privileges_to_course_section: z.boolean(),
    }),
  ),
});

async function limits(): Promise<Record<string, boolean>> {
  const { enrollments } = Limits.parse(await world.control('GET', '/state/canvas'));
  const staff = enrollments.filter((one) => one.type !== 'StudentEnrollment' && one.workflow_state === 'active');
  return Object.fromEntries(staff.map((one) => [`${one.of_section} ${one.of_user}`, one.limit_privileges_to_course_section]));
}

/** Sections by course, of courses that have several. */
async function sharedCourses(): Promise<string[][]> {
  const { sections } = await canvasDump(world);
  const courses = new Map<number, string[]>();
  for (const { course_id, sis_source_id } of sections) {
    if (sis_source_id !== null) courses.set(course_id, [...(courses.get(course_id) ?? []), sis_source_id]);
  }
  return [...courses.values()].filter((ids) => ids.length > 1);
}

async function teacherOf(cls: string): Promise<SisRow> {
  const rows = await sisRows(world, 'enrollments', { role: 'teacher', status: 'active' });
  return rows.find((row) => refOf(row, 'class') === cls) as SisRow;
}

describe('C4 a course for each teacher’s classes', () => {
  let pair: string[] = [];

  test('is made with all its sections, every row confirmed, and nobody is limited', async () => {
    const plan = await world.plan();
    expect(plan.counts.course.create).toBeLessThan(plan.counts.section.create);
    const run = await world.apply();
    expect(run.state).toBe('done');
    expect(actionsOf(await world.plan())).toEqual({});
    expect(Object.values(await limits())).not.toContain(true);
    pair = (await sharedCourses())[0] ?? [];
    expect(pair.length).toBeGreaterThan(1);
    for (const cls of pair) expect(refOf(await teacherOf(cls), 'user')).toBe(refOf(await teacherOf(pair[0] ?? ''), 'user'));
  });

  test('a class that changes hands stays in it; the plan names the colleague, and each then sees only their own sections', async () => {
    const [first = '', second = ''] = pair;
    const before = await teacherOf(second);
    const users = await sisRows(world, 'users', { role: 'teacher', status: 'active' });
    const other = users.find(({ sourcedId }) => sourcedId !== refOf(before, 'user')) as SisRow;
    await world.control('PATCH', `/sis/enrollments/${before.sourcedId}`, { user: { sourcedId: other.sourcedId } });
    const plan = await world.plan();
    const joined = (await changesOf(world, plan)).find(({ key }) => key.startsWith(`${second}\u001f${other.sourcedId}`));
    expect(joined?.reason.rule).toBe('C4');
    expect(actionsOf(plan)['section update']).toBeUndefined();
    const run = await world.apply();
    expect(run.counts.enrollment.failed).toBe(0);
    const now = await limits();
    expect(now[`${second} ${other.sourcedId}`]).toBe(true);
    expect(now[`${first} ${refOf(before, 'user')}`]).toBe(true);
    expect(actionsOf(await world.plan())).toEqual({});
    expect((await canvasDump(world)).violations).toEqual([]);
  });
});
