import { describe, expect, test } from 'vitest';
import { actionsOf, holdsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, cls, course, enrollment, type Feed, feed, org, session } from '../../helpers/sis-feed.ts';

const oneClass = (over: Partial<Feed['classes'][number]>, more: Partial<Feed> = {}) =>
  feed({ classes: [cls(over)], enrollments: [], ...more });
const names = (district: RosterDistrict, id = 'alg-1') => ({
  course: district.canvas.value('course', `c-${id}`, 'long_name'),
  code: district.canvas.value('course', `c-${id}`, 'short_name'),
  section: district.canvas.value('section', id, 'name'),
});

describe('C4 one course with one section per class', () => {
  test('course c-<class>, section <class>, in the school’s sub-account', () => {
    const district = new RosterDistrict();
    const plan = district.sync(oneClass({}));
    expect(plan.changes.filter(({ entity }) => entity === 'course' || entity === 'section').map(({ key }) => key)).toEqual([
      'c-alg-1',
      'alg-1',
    ]);
    expect(names(district)).toEqual({ course: 'Algebra 1', code: 'ALG1', section: 'Algebra 1' });
  });

  test.each([
    ['class code', { classCode: 'A-1' }, course(), 'A-1'],
    ['course code', { classCode: '' }, course(), 'ALG'],
    ['title', { classCode: '' }, course({ courseCode: '' }), 'Algebra 1'],
    ['title, when the course is missing', { classCode: '', course: 'nowhere' }, course(), 'Algebra 1'],
  ])('short name from the %s', (_name, over, one, code) => {
    const district = new RosterDistrict();
    district.sync(oneClass(over, { courses: [one] }));
    expect(names(district).code).toBe(code);
  });

  test.each([
    [['2'], 'Algebra 1 – Period 2'],
    [['10', '2', '2'], 'Algebra 1 – Period 2, Period 10'],
    [['Red day', '3'], 'Algebra 1 – Period 3, Red day'],
    [[''], 'Algebra 1'],
    [['Algebra'], 'Algebra 1'],
    [[], 'Algebra 1'],
  ])('section name with periods %j', (periods, name) => {
    const district = new RosterDistrict();
    district.sync(oneClass({ periods }));
    expect(names(district).section).toBe(name);
    expect(district.plan(oneClass({ periods: [...periods].reverse() })).changes).toEqual([]);
  });

  test('a title of 300 characters is cut and never pending again', () => {
    const district = new RosterDistrict();
    const long = oneClass({ title: '🎸'.repeat(300), periods: ['2'] });
    district.sync(long);
    expect(Array.from(names(district).course ?? '')).toHaveLength(255);
    expect(district.plan(long).changes).toEqual([]);
  });

  test('a class without a title is called by its course', () => {
    const district = new RosterDistrict();
    district.sync(oneClass({ title: ' ' }));
    expect(names(district).section).toContain('Algebra');
  });

  test('a class whose id Canvas cannot keep is left out, and so are its enrollments', () => {
    const district = new RosterDistrict();
    const odd = 'a\u001fb';
    const plan = district.sync(feed({ classes: [cls(), cls({ sourcedId: odd })], enrollments: [enrollment({ class: odd })] }));
    expect(plan.changes.some(({ key }) => key.includes(odd))).toBe(false);
  });

  test('a class that moves to another school takes its course along, nobody leaves it, and later removals count there', () => {
    const district = new RosterDistrict({ deleteFloor: 0, deletePercent: 0 });
    const orgs = [org(), org({ sourcedId: 'south', name: 'South High' })];
    district.sync(feed({ orgs }));
    const moved = changed(feed({ orgs }), 'classes', 'alg-1', { school: 'south' });
    expect(actionsOf(district.sync(moved))).toEqual(['course update']);
    expect(district.canvas.value('course', 'c-alg-1', 'account')).not.toBe('');
    const gone = changed(moved, 'enrollments', 'e-ann-alg-1', null);
    expect(holdsOf(district.plan(gone))).toEqual(['E2:enrollment:south', 'E4:enrollment:south:student']);
  });

  test('a class of a school that was not chosen is none of our business', () => {
    const district = new RosterDistrict({ schools: ['south'] });
    expect(district.plan(feed({ orgs: [org(), org({ sourcedId: 'south' })] })).changes.map(({ key }) => key)).toEqual(['south']);
  });
});

describe('D4 a class that is gone', () => {
  const running = feed();

  test.each([
    ['dropped', changed(running, 'classes', 'alg-1', { status: 'tobedeleted' })],
    ['missing', { ...running, classes: [], enrollments: [] }],
  ])('%s: its section and course stay, and nothing is deleted there', (_name, gone) => {
    const district = new RosterDistrict();
    district.sync(running);
    const plan = district.sync(gone);
    expect(plan.changes.filter(({ entity }) => entity !== 'enrollment')).toEqual([]);
    expect(plan.result.counts.section.frozen).toBe(1);
    expect(plan.result.counts.course.frozen).toBe(1);
    expect(plan.findings.filter(({ rule }) => rule === 'D4')).toMatchObject([
      {
        level: 'noted',
        collection: 'classes',
        sourcedId: 'alg-1',
        message: 'The SIS no longer has “Algebra 1”, which runs until 18 December 2026. Its section and course stay in Canvas.',
      },
    ]);
    expect(district.canvas.value('section', 'alg-1', 'state')).toBe('active');
  });

  test('dropped and then active again: its students come back as they were', () => {
    const district = new RosterDistrict({ deleteFloor: 100 });
    const others = Array.from({ length: 3 }, (_, i) => cls({ sourcedId: `c${i}` }));
    const elsewhere = others.flatMap(({ sourcedId }) => [
      enrollment({ class: sourcedId }),
      enrollment({ user: 'tom', class: sourcedId, role: 'teacher' }),
    ]);
    const wide = added(added(running, 'classes', ...others), 'enrollments', ...elsewhere);
    district.sync(wide);
    const gone = district.sync(changed(wide, 'classes', 'alg-1', { status: 'tobedeleted' }));
    expect(gone.changes.map(({ key, how, holds }) => [key, how, holds])).toEqual([
      ['alg-1\u001fann\u001fstudent', 'inactive', ['E5:enrollment:north:alg-1']],
      ['alg-1\u001ftom\u001fteacher', 'deleted', ['E5:enrollment:north:alg-1']],
    ]);
    district.apply(gone, ['E5:enrollment:north:alg-1']);
    expect(district.canvas.membership('alg-1', 'ann', 'student')).toBe('inactive');
    expect(actionsOf(district.sync(wide))).toEqual(['enrollment restore', 'enrollment restore']);
    expect(district.canvas.membership('alg-1', 'ann', 'student')).toBe('active');
  });
});

describe('D1 when a class has ended', () => {
  test('nothing is made for a class that ended before we came', () => {
    const district = new RosterDistrict();
    district.moveTo('2026-12-19');
    expect(actionsOf(district.plan(feed()))).toEqual(['account create', 'user create', 'user create']);
  });

  test('on its last day it still runs', () => {
    const district = new RosterDistrict();
    district.moveTo('2026-12-18');
    expect(actionsOf(district.plan(feed()))).toContain('enrollment create');
  });

  test('renaming it later changes nothing', () => {
    const district = new RosterDistrict();
    district.sync(feed());
    district.moveTo('2026-12-19');
    const plan = district.plan(changed(feed(), 'classes', 'alg-1', { title: 'Old Algebra' }));
    expect(plan.changes).toEqual([]);
    expect(plan.result.counts.course.frozen).toBe(1);
    expect(plan.result.counts.section.frozen).toBe(1);
  });

  test('A2 the day after, where the SIS means that', () => {
    const district = new RosterDistrict({ sessionEndDate: 'day-after' });
    district.moveTo('2026-12-18');
    expect(actionsOf(district.plan(feed()))).not.toContain('enrollment create');
  });

  test('a class in two sessions ends with the later one', () => {
    const s2 = session({ sourcedId: 's2', title: 'Semester 2', startDate: '2027-01-04', endDate: '2027-06-11', parent: 'y' });
    const year = session({ sourcedId: 'y', title: 'Year', endDate: '2027-06-11' });
    const both = feed({ academicSessions: [session({ parent: 'y' }), s2, year], classes: [cls({ terms: ['s1', 's2'] })] });
    const district = new RosterDistrict();
    district.moveTo('2026-12-19');
    expect(actionsOf(district.plan(both))).toContain('enrollment create');
  });
});
