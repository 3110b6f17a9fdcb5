import { describe, expect, test } from 'vitest';
import type { DistrictSettings } from '../../../shared/settings.ts';
import type { MemoryPlan } from '../../helpers/memory-store.ts';
import { actionsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, cls, enrollment, type Feed, feed, session, teacher, user } from '../../helpers/sis-feed.ts';

/** Tom teaches three classes of Algebra with a student each, Pat one. */
const four = feed({
  classes: ['alg-1', 'alg-2', 'alg-3', 'alg-4'].map((sourcedId, i) => cls({ sourcedId, title: `Algebra ${i + 1}` })),
  users: [...['ann', 'ben', 'cy', 'dee'].map((sourcedId) => user({ sourcedId })), teacher(), teacher({ sourcedId: 'pat' })],
  enrollments: [
    ...['ann', 'ben', 'cy', 'dee'].map((who, i) => enrollment({ user: who, class: `alg-${i + 1}` })),
    ...['alg-1', 'alg-2', 'alg-3'].map((where) => enrollment({ user: 'tom', class: where, role: 'teacher' })),
    enrollment({ user: 'pat', class: 'alg-4', role: 'teacher' }),
  ],
});
const coming = changed(four, 'academicSessions', 's1', { startDate: '2026-12-01' });

function synced(from: Feed, settings: Partial<DistrictSettings> = {}): RosterDistrict {
  const district = new RosterDistrict({ courseModel: 'teacher', deleteFloor: 100, ...settings });
  district.sync(from);
  return district;
}

/** Section → course, by SIS id. */
function homes(district: RosterDistrict): Record<string, string> {
  const sections = [...district.canvas.base()].filter(({ entity }) => entity === 'section');
  return Object.fromEntries(sections.map(({ key, fields }) => [key, fields.course_id ?? '']).sort());
}

const made = (plan: MemoryPlan, entity: string) =>
  plan.changes
    .filter((one) => one.entity === entity)
    .map(({ key }) => key)
    .sort();

/** Gives a class to somebody else. */
function handOver(from: Feed, where: string, to: string): Feed {
  const gone = from.enrollments.filter((row) => row.class !== where || row.role !== 'teacher');
  return { ...from, enrollments: [...gone, enrollment({ user: to, class: where, role: 'teacher' })] };
}

describe('C4 a course for each teacher’s classes', () => {
  test('classes of one course, teacher, term and school are its sections', () => {
    const district = synced(four);
    expect(homes(district)).toEqual({ 'alg-1': 'c-alg-1', 'alg-2': 'c-alg-1', 'alg-3': 'c-alg-1', 'alg-4': 'c-alg-4' });
    expect(district.canvas.value('course', 'c-alg-1', 'long_name')).toBe('Algebra');
    expect(district.canvas.value('course', 'c-alg-1', 'short_name')).toBe('ALG');
    expect(district.canvas.value('section', 'alg-2', 'name')).toBe('Algebra 2');
    expect(district.plan(four).changes).toEqual([]);
  });

  test('a second term makes a course of its own', () => {
    const s2 = session({ sourcedId: 's2', title: 'Semester 2', startDate: '2027-01-04', endDate: '2027-06-11', parent: 'y' });
    const year = session({ sourcedId: 'y', type: 'schoolYear', startDate: '2026-08-24', endDate: '2027-06-11' });
    const two = {
      ...changed(four, 'classes', 'alg-2', { terms: ['s2'] }),
      academicSessions: [session({ parent: 'y' }), s2, year],
    };
    const district = synced(two);
    expect(homes(district)).toMatchObject({ 'alg-1': 'c-alg-1', 'alg-2': 'c-alg-2', 'alg-3': 'c-alg-1' });
    expect(district.canvas.value('course', 'c-alg-2', 'term')).not.toBe(district.canvas.value('course', 'c-alg-1', 'term'));
  });

  test('a homeroom has a course of its own, called as the class', () => {
    const district = synced(changed(four, 'classes', 'alg-2', { classType: 'homeroom' }));
    expect(homes(district)).toMatchObject({ 'alg-1': 'c-alg-1', 'alg-2': 'c-alg-2' });
    expect(district.canvas.value('course', 'c-alg-2', 'long_name')).toBe('Algebra 2');
  });

  test('the class that gave the course its id may go', () => {
    const district = synced(four);
    const gone = changed(four, 'classes', 'alg-1', { status: 'tobedeleted' });
    const plan = district.sync(gone);
    expect(plan.changes.filter(({ entity }) => entity !== 'enrollment')).toEqual([]);
    const more = added(gone, 'classes', cls({ sourcedId: 'alg-0', title: 'Algebra 0' }));
    district.sync(added(more, 'enrollments', enrollment({ user: 'tom', class: 'alg-0', role: 'teacher' })));
    expect(homes(district)).toMatchObject({ 'alg-0': 'c-alg-1', 'alg-2': 'c-alg-1' });
  });

  test('a student who changes the section within the course leaves the old one for good, after the new row is written', () => {
    const district = synced(four);
    const moved = changed(
      added(four, 'enrollments', enrollment({ user: 'ann', class: 'alg-2' })),
      'enrollments',
      'e-ann-alg-1',
      null,
    );
    expect(district.sync(moved).changes.map(({ key, action, how }) => [key.replaceAll('\u001f', ' '), action, how])).toEqual([
      ['alg-2 ann student', 'create', null],
      ['alg-1 ann student', 'delete', 'deleted'],
    ]);
  });

  test('also into a section that is only being made', () => {
    const district = synced(four);
    const five = added(
      added(four, 'classes', cls({ sourcedId: 'alg-5' })),
      'enrollments',
      enrollment({ user: 'tom', class: 'alg-5', role: 'teacher' }),
    );
    const moved = changed(
      added(five, 'enrollments', enrollment({ user: 'ann', class: 'alg-5' })),
      'enrollments',
      'e-ann-alg-1',
      null,
    );
    const [last] = district.sync(moved).changes.slice(-1);
    expect([last?.key, last?.how]).toEqual(['alg-1\u001fann\u001fstudent', 'deleted']);
  });
});

describe('C4 a class changes hands', () => {
  test('after it started it stays, everybody sees only their own sections, and the plan names whom the new one joins', () => {
    const district = synced(four);
    const swapped = handOver(four, 'alg-2', 'pat');
    const plan = district.sync(swapped);
    const lines = plan.changes.map(({ key, action, changed: what }) => [key.replaceAll('\u001f', ' '), action, ...what]);
    expect(lines.sort()).toEqual([
      ['alg-1 tom teacher', 'update', 'limit_section_privileges'],
      ['alg-2 pat teacher', 'create', 'limit_section_privileges', 'status'],
      ['alg-2 tom teacher', 'delete', 'status'],
      ['alg-3 tom teacher', 'update', 'limit_section_privileges'],
    ]);
    const joined = plan.changes.find(({ key }) => key === 'alg-2\u001fpat\u001fteacher');
    expect(joined?.reason).toEqual({
      rule: 'C4',
      text: 'Joins a course in which Tom Miller teaches as well; each sees only their own sections.',
    });
    expect(homes(district)['alg-2']).toBe('c-alg-1');
    expect(district.canvas.limit('alg-2', 'pat')).toBe('true');
    expect(district.canvas.limit('alg-1', 'tom')).toBe('true');
    expect(district.plan(swapped).changes).toEqual([]);
  });

  test('when the colleague leaves again, everybody sees the whole course', () => {
    const district = synced(four);
    district.sync(handOver(four, 'alg-2', 'pat'));
    district.sync(four);
    expect([district.canvas.limit('alg-1', 'tom'), district.canvas.limit('alg-2', 'tom')]).toEqual(['false', 'false']);
    expect(district.plan(four).changes).toEqual([]);
  });

  test('who may see more by hand keeps that', () => {
    const district = synced(four);
    const swapped = handOver(four, 'alg-2', 'pat');
    district.sync(swapped);
    district.canvas.setLimit('alg-1', 'tom', 'false');
    const plan = district.plan(swapped);
    expect(plan.changes).toEqual([]);
    expect(plan.result.counts.enrollment.kept).toBe(1);
  });

  test('before it starts the section moves to the new teacher’s course', () => {
    const district = synced(coming);
    const plan = district.sync(handOver(coming, 'alg-2', 'pat'));
    expect(made(plan, 'course')).toEqual([]);
    expect(plan.changes.find(({ entity }) => entity === 'section')).toMatchObject({
      key: 'alg-2',
      action: 'update',
      changed: ['course_id'],
      after: { course_id: 'c-alg-4' },
    });
    expect(homes(district)).toEqual({ 'alg-1': 'c-alg-1', 'alg-2': 'c-alg-4', 'alg-3': 'c-alg-1', 'alg-4': 'c-alg-4' });
    expect(district.plan(handOver(coming, 'alg-2', 'pat')).changes).toEqual([]);
  });

  test.each([
    ['published', (one: RosterDistrict) => one.canvas.edit('course', 'c-alg-1', { state: 'published' })],
    ['renamed', (one: RosterDistrict) => one.canvas.edit('course', 'c-alg-1', { long_name: 'Tom’s' })],
  ])('not out of a course that somebody %s', (_what, edit) => {
    const district = synced(coming);
    edit(district);
    const plan = district.sync(handOver(coming, 'alg-2', 'pat'));
    expect(plan.changes.filter(({ entity }) => entity === 'section' || entity === 'course')).toEqual([]);
    expect(homes(district)['alg-2']).toBe('c-alg-1');
    expect([district.canvas.limit('alg-1', 'tom'), district.canvas.limit('alg-2', 'pat')]).toEqual(['true', 'true']);
    expect(district.plan(handOver(coming, 'alg-2', 'pat')).changes).toEqual([]);
  });

  test('a section that somebody moved stays where it is', () => {
    const district = synced(coming);
    district.canvas.edit('section', 'alg-2', { course: district.canvas.addCourse('s1') });
    const plan = district.plan(handOver(coming, 'alg-2', 'pat'));
    expect(plan.changes.filter(({ entity }) => entity === 'section' || entity === 'course')).toEqual([]);
  });
});

describe('C4 the model changes', () => {
  test('in the middle of the year nothing moves, and new classes follow the new model', () => {
    const district = synced(four, { courseModel: 'class' });
    district.settings = { ...district.settings, courseModel: 'teacher' };
    expect(district.plan(four).changes).toEqual([]);
    const more = added(four, 'classes', cls({ sourcedId: 'alg-8' }), cls({ sourcedId: 'alg-9' }));
    const taught = added(
      more,
      'enrollments',
      ...['alg-8', 'alg-9'].map((where) => enrollment({ user: 'tom', class: where, role: 'teacher' })),
    );
    district.sync(taught);
    expect(homes(district)).toMatchObject({ 'alg-1': 'c-alg-1', 'alg-8': 'c-alg-8', 'alg-9': 'c-alg-8' });
    district.settings = { ...district.settings, courseModel: 'class' };
    expect(district.plan(taught).changes).toEqual([]);
  });

  test('before the year the sections move together, and the courses they leave stay', () => {
    const district = synced(coming, { courseModel: 'class' });
    district.settings = { ...district.settings, courseModel: 'teacher' };
    const plan = district.sync(coming);
    expect(actionsOf(plan).sort()).toEqual(['course update', 'section update', 'section update']);
    expect(homes(district)).toEqual({ 'alg-1': 'c-alg-1', 'alg-2': 'c-alg-1', 'alg-3': 'c-alg-1', 'alg-4': 'c-alg-4' });
    expect(district.canvas.value('course', 'c-alg-2', 'state')).toBe('unpublished');
    expect(district.plan(coming).changes).toEqual([]);
  });
});

describe('C4 a course for all classes of a course in a term', () => {
  test('whoever teaches them; each sees only their own sections', () => {
    const district = synced(four, { courseModel: 'course' });
    expect(new Set(Object.values(homes(district)))).toEqual(new Set(['c-alg-1']));
    expect(district.canvas.limit('alg-1', 'tom')).toBe('true');
    expect(district.canvas.limit('alg-4', 'pat')).toBe('true');
    expect(district.canvas.limit('alg-1', 'ann')).toBe('false');
    expect(district.plan(four).changes).toEqual([]);
  });

  test('the shared course ends with its last class and waits for its first', () => {
    const district = new RosterDistrict({ courseModel: 'course' });
    district.moveTo('2026-07-01');
    const plan = district.plan(four);
    expect(plan.result.counts.course).toMatchObject({ early: 1, create: 0 });
    expect(plan.result.counts.section).toMatchObject({ early: 4, create: 0 });
    district.moveTo('2026-08-30');
    district.sync(four);
    district.moveTo('2026-12-19');
    expect(district.plan(four).result.counts.course).toMatchObject({ frozen: 1 });
  });

  test('class filters look at each class, and the course is made for the others', () => {
    const lunch = changed(four, 'classes', 'alg-1', { title: 'Lunch' });
    const district = synced(lunch, { courseModel: 'course', classFilters: ['lunch'] });
    expect(Object.keys(homes(district))).toEqual(['alg-2', 'alg-3', 'alg-4']);
    expect(district.canvas.value('course', 'c-alg-1', 'long_name')).toBe('Algebra');
  });
});
