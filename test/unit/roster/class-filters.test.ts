import { describe, expect, test } from 'vitest';
import { kindsOf } from '../../../electron/roster/map/class-filters.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import { actionsOf, findingsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, cls, course, enrollment, type Feed, feed, session, user } from '../../helpers/sis-feed.ts';

const made = (from: Feed, settings: Partial<DistrictSettings> = {}) => {
  const plan = new RosterDistrict(settings).plan(from);
  return plan.changes
    .filter(({ entity }) => entity === 'section')
    .map(({ key }) => key)
    .sort();
};
const withBio = (over: Parameters<typeof cls>[0], ...enrollments: Feed['enrollments']) =>
  added(added(feed(), 'classes', cls({ sourcedId: 'bio', title: 'Biology', ...over })), 'enrollments', ...enrollments);
const inBio = [enrollment({ class: 'bio' }), enrollment({ class: 'bio', user: 'tom', role: 'teacher' })];

describe('C5 what kind of class it is', () => {
  const members = { students: 20, teachers: 1 };
  test.each([
    ['classType homeroom', cls({ classType: 'homeroom' }), null, ['homeroom']],
    ['title Homeroom', cls({ title: 'Grade 9 Home Room' }), null, ['homeroom']],
    ['lunch', cls({ title: 'B Lunch' }), null, ['lunch']],
    ['study hall', cls({ title: 'Study Hall 3' }), null, ['study-hall']],
    ['studyhall in one word, told by the course', cls(), course({ title: 'STUDYHALL' }), ['study-hall']],
    ['a luncheon is no lunch', cls({ title: 'Luncheon planning' }), null, []],
    ['an ordinary one', cls(), course(), []],
  ])('%s', (_name, one, its, kinds) => {
    expect(kindsOf(one, its, members)).toEqual(kinds);
  });

  test('without a teacher, without students', () => {
    expect(kindsOf(cls(), null, { students: 0, teachers: 0 })).toEqual(['no-teacher', 'no-students']);
  });
});

describe('C5 class filters', () => {
  test.each([
    ['homeroom' as const, { classType: 'homeroom' }, inBio],
    ['lunch' as const, { title: 'Lunch A' }, inBio],
    ['study-hall' as const, { title: 'Study Hall' }, inBio],
    ['no-teacher' as const, {}, inBio.slice(0, 1)],
  ])('%s is made, unless a preset leaves it out', (filter, over, enrollments) => {
    const district = withBio(over, ...enrollments);
    expect(made(district)).toEqual(['alg-1', 'bio']);
    expect(made(district, { classFilters: [filter] })).toEqual(['alg-1']);
    const { counts } = new RosterDistrict({ classFilters: [filter] }).plan(district).result;
    expect([counts.course.filtered, counts.section.filtered]).toEqual([1, 1]);
    expect(counts.enrollment).toMatchObject({ filtered: enrollments.length, create: 2 });
  });

  test('what a preset leaves out is told by school', () => {
    const lunches = added(withBio({ title: 'Lunch A' }, ...inBio), 'classes', cls({ sourcedId: 'lunch-b', title: 'Lunch B' }));
    expect(findingsOf(new RosterDistrict({ classFilters: ['lunch'] }).plan(lunches))).toEqual([
      'C5 north 2 classes at North High are left out: lunch.',
    ]);
  });

  test('a preset chosen later takes nothing away, and new students still come', () => {
    const before = withBio({ title: 'Lunch A' }, ...inBio);
    const district = new RosterDistrict();
    district.sync(before);
    district.settings = { ...district.settings, classFilters: ['lunch'] };
    const ben = added(
      added(before, 'users', user({ sourcedId: 'ben' })),
      'enrollments',
      enrollment({ user: 'ben', class: 'bio' }),
    );
    expect(actionsOf(district.sync(ben))).toEqual(['user create', 'enrollment create']);
  });
});

describe('C5 a class without students', () => {
  const s2 = session({ sourcedId: 's2', title: 'Semester 2', startDate: '2027-01-04', endDate: '2027-06-11', parent: 'y' });
  const year = session({ sourcedId: 'y', type: 'schoolYear', startDate: '2026-08-24', endDate: '2027-06-11' });
  const sessions = [session({ parent: 'y' }), s2, year];
  const teacherOnly = { ...withBio({ terms: ['s2'] }, ...inBio.slice(1)), academicSessions: sessions };

  test('is made 14 days before it starts, and listed until then', () => {
    const district = new RosterDistrict();
    district.moveTo('2026-12-20');
    const plan = district.plan(teacherOnly);
    expect(plan.result.counts.section.early).toBe(1);
    expect(plan.result.counts.enrollment.early).toBe(1);
    expect(findingsOf(plan)).toEqual([
      'C5 bio “Biology” has no students yet. Its course is made with the first one, or on 21 December 2026.',
    ]);
    district.moveTo('2026-12-21');
    expect(findingsOf(district.plan(teacherOnly))).toEqual([]);
    expect(district.plan(teacherOnly).result.counts.section).toMatchObject({ early: 0 });
    expect(actionsOf(district.plan(teacherOnly))).toContain('section create');
  });

  test('is made with its first student', () => {
    const district = new RosterDistrict();
    district.sync(teacherOnly);
    expect(actionsOf(district.sync(added(teacherOnly, 'enrollments', inBio[0] as Feed['enrollments'][number])))).toEqual([
      ...['course create', 'section create', 'enrollment create', 'enrollment create'],
    ]);
  });

  test('is made at once, or never, if the district wants that', () => {
    expect(made(teacherOnly, { emptyClasses: 'at-once' })).toEqual(['alg-1', 'bio']);
    expect(made(withBio({}, ...inBio.slice(1)), { emptyClasses: 'never' })).toEqual(['alg-1']);
    expect(made(withBio({}, ...inBio.slice(1)))).toEqual(['alg-1', 'bio']);
  });

  test('stays when its last student leaves', () => {
    const district = new RosterDistrict({ emptyClasses: 'never', deleteFloor: 100 });
    const full = withBio({}, ...inBio);
    district.sync(full);
    const plan = district.plan(changed(full, 'enrollments', 'e-ann-bio', null));
    expect(plan.result.counts.section).toMatchObject({ unchanged: 2, filtered: 0 });
    expect(plan.result.counts.enrollment.filtered).toBe(0);
  });
});
