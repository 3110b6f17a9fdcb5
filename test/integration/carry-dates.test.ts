import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startPracticeEngine } from '../helpers/practice-engine.ts';
import { refOf, sisRows } from '../helpers/practice-world.ts';

const Dump = z.object({
  enrollments: z.array(
    z.looseObject({
      of_user: z.string().nullable(),
      of_section: z.string().nullable(),
      type: z.string(),
      start_at: z.string().nullable(),
      end_at: z.string().nullable(),
    }),
  ),
});

test('C7: students carry both dates of their enrollment into Canvas, teachers none; switched off, they are cleared', async () => {
  const world = await startPracticeEngine({ students: 40, today: '2026-11-24', now: () => Date.parse('2026-11-24T17:00:00Z') });
  onTestFinished(() => world.close());
  const canvas = async () => Dump.parse(await world.control('GET', '/state/canvas')).enrollments;
  await world.set({ carryDates: true });
  await world.plan();
  expect(await world.apply()).toMatchObject({ state: 'done' });
  const all = await canvas();
  const students = all.filter(({ type }) => type === 'StudentEnrollment');
  expect(students.filter(({ start_at }) => start_at !== null).length).toBeGreaterThan(0);
  expect(students.every(({ start_at, end_at }) => (start_at === null) === (end_at === null))).toBe(true);
  expect(all.filter(({ type, start_at }) => type !== 'StudentEnrollment' && start_at !== null)).toEqual([]);
  const one = students.find(({ start_at }) => start_at !== null);
  const rows = await sisRows(world, 'enrollments', { role: 'student', status: 'active' });
  const row = rows.find((each) => refOf(each, 'user') === one?.of_user && refOf(each, 'class') === one.of_section);
  // The practice SIS ends enrollments the day after the last one (A2), the district lies in New York (A1).
  expect(one?.start_at).toMatch(new RegExp(`^${String(row?.beginDate)}T0[45]:00:00Z`));
  expect(one?.end_at).toMatch(new RegExp(`^${String(row?.endDate)}T0[34]:59:59Z`));
  expect((await world.plan()).changes).toBe(0);

  await world.set({ carryDates: false });
  const plan = await world.plan();
  expect(plan.counts.enrollment.update).toBe(students.filter(({ start_at }) => start_at !== null).length);
  await world.apply(plan.holds.map(({ id }) => ({ hold: id, reason: 'We changed our mind' })));
  expect((await canvas()).filter(({ start_at, end_at }) => start_at !== null || end_at !== null)).toEqual([]);
  expect((await world.plan()).changes).toBe(0);
});
