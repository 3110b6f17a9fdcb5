import { describe, expect, test } from 'vitest';
import { isSafetyHold } from '../../../electron/roster/holds/row-holds.ts';
import { holdsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, cls, enrollment, type Feed, feed, session, teacher, user } from '../../helpers/sis-feed.ts';

/** A school of so many classes, each of its own eight students and with Tom as teacher. */
function school(count: number, over: { terms?: string[] } = {}): Feed {
  const classes = Array.from({ length: count }, (_, i) => cls({ sourcedId: `c${i}`, title: `Class ${i}`, ...over }));
  const users = classes.flatMap(({ sourcedId }) => Array.from({ length: 8 }, (_, i) => user({ sourcedId: `${sourcedId}-${i}` })));
  const students = users.map(({ sourcedId }) => enrollment({ user: sourcedId, class: sourcedId.split('-')[0] ?? '' }));
  const teachers = classes.map(({ sourcedId }) => enrollment({ user: 'tom', class: sourcedId, role: 'teacher' }));
  const s2 = session({ sourcedId: 's2', title: 'Semester 2', startDate: '2027-01-04', endDate: '2027-06-11' });
  return feed({
    academicSessions: [session(), s2],
    classes,
    users: [...users, teacher()],
    enrollments: [...students, ...teachers],
  });
}

/** Without the first `lost` students of each of the first `classes`. */
function without(from: Feed, classes: number, lost: number): Feed {
  const gone = new Set(Array.from({ length: classes * lost }, (_, i) => `c${Math.floor(i / lost)}-${i % lost}`));
  return { ...from, enrollments: from.enrollments.filter((row) => !gone.has(row.user)) };
}

const large = school(100);

function holdsAfter(from: Feed, after: Feed, settings = {}): string[] {
  const district = new RosterDistrict(settings);
  district.sync(from);
  return holdsOf(district.plan(after));
}

describe('E5 a running class that is hurt', () => {
  test.each([
    ['3 of 8 students', without(large, 1, 3), []],
    ['4 of 8', without(large, 1, 4), ['E5:enrollment:north:c0']],
    ['its only teacher', changed(large, 'enrollments', 'e-tom-c0', { status: 'tobedeleted' }), ['E5:enrollment:north:c0']],
  ])('%s: %j', (_name, after, holds) => {
    expect(holdsAfter(large, after)).toEqual(holds);
  });

  test('the sentence tells the class and the numbers, and only that class waits', () => {
    const district = new RosterDistrict();
    district.sync(large);
    const plan = district.plan(without(without(large, 1, 6), 2, 2));
    expect(plan.result.holds).toMatchObject([
      { rule: 'E5', count: 6, releasable: true, message: '6 of 8 students in Class 0 at North High would be removed (75 %).' },
    ]);
    expect(plan.result.holds.every(isSafetyHold)).toBe(true);
    expect(plan.result.counts.enrollment).toMatchObject({ delete: 8, held: 6 });
    district.apply(plan);
    const there = (id: string) => district.canvas.membership(id.split('-')[0] ?? '', id, 'student');
    expect([there('c0-0'), there('c1-0')]).toEqual(['active', 'inactive']);
  });

  test('a class that loses everybody and its teacher says both', () => {
    const gone = changed(without(large, 1, 8), 'enrollments', 'e-tom-c0', { status: 'tobedeleted' });
    const district = new RosterDistrict({ deleteFloor: 100 });
    district.sync(large);
    expect(district.plan(gone).result.holds).toMatchObject([
      {
        id: 'E5:enrollment:north:c0',
        count: 9,
        message:
          'All 8 students in Class 0 at North High would be removed (100 %). Removing Tom Miller in Class 0 (teacher) would leave the class without a teacher. It waits for a new teacher, or until you release it.',
      },
    ]);
  });

  test('a class of four may end', () => {
    const few = school(100);
    const small = { ...few, enrollments: few.enrollments.filter(({ user: who }) => !/^c0-[4-7]$/.test(who)) };
    expect(holdsAfter(small, without(small, 1, 4))).toEqual([]);
  });

  test('who moves to another section of the same course is not lost', () => {
    const district = new RosterDistrict();
    district.sync(large);
    for (const section of ['c0', 'c1']) district.canvas.crossList(section, 'c-c0');
    district.plan(large);
    const moved = {
      ...large,
      enrollments: large.enrollments.map((row) => (/^c0-[0-4]$/.test(row.user) ? { ...row, class: 'c1' } : row)),
    };
    const plan = district.plan(moved);
    expect(plan.result.counts.enrollment).toMatchObject({ create: 5, delete: 5 });
    expect(holdsOf(plan)).toEqual([]);
  });

  test.each([
    [3, ['E5:enrollment:north:c0', 'E5:enrollment:north:c1', 'E5:enrollment:north:c2']],
    [5, [0, 1, 2, 3, 4].map((i) => `E5:enrollment:north:c${i}`)],
    [6, ['E5:enrollment:north']],
  ])('%d of 100 classes: %j', (count, holds) => {
    expect(holdsAfter(large, without(large, count, 5))).toEqual(holds);
  });

  test('more than 3 such classes and more than 5 % stop all removals at the school', () => {
    const few = school(10);
    const district = new RosterDistrict({ deleteFloor: 1000 });
    district.sync(few);
    const plan = district.plan(without(without(few, 4, 4), 5, 1));
    expect(plan.result.holds).toMatchObject([
      {
        id: 'E5:enrollment:north',
        count: 17,
        message:
          '4 of 10 running classes at North High would lose half of their students, or their only teacher. Removals there wait until you release them.',
      },
    ]);
  });

  test('classes that have not started wait only when half of them are hurt', () => {
    // One class that runs: the school year has begun, so nothing waits for it (C8).
    const coming = added(school(10, { terms: ['s2'] }), 'classes', cls({ sourcedId: 'now' }));
    const settings = { deleteFloor: 1000 };
    expect(holdsAfter(coming, without(coming, 5, 8), settings)).toEqual([]);
    expect(holdsAfter(coming, without(coming, 6, 8), settings)).toEqual(['E5:enrollment:north']);
  });

  test('students and share are settings', () => {
    expect(holdsAfter(large, without(large, 1, 4), { classPercent: 60 })).toEqual([]);
    expect(holdsAfter(large, without(large, 1, 4), { classFloor: 9 })).toEqual([]);
    expect(holdsAfter(large, without(large, 5, 4), { classesFloor: 2, classesPercent: 4 })).toEqual(['E5:enrollment:north']);
  });

  test('a class that has ended is frozen: an explicit drop in it hurts nobody', () => {
    const district = new RosterDistrict({ deleteFloor: 1000 });
    district.sync(large);
    district.moveTo('2026-12-19');
    const dropped = {
      ...large,
      enrollments: large.enrollments.map((row) =>
        /^c0-[0-5]$/.test(row.user) ? { ...row, status: 'tobedeleted' as const } : row,
      ),
    };
    expect(holdsOf(district.plan(dropped)).filter((id) => id.startsWith('E5'))).toEqual([]);
  });
});
