import { describe, expect, test } from 'vitest';
import { actionsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, cls, enrollment, type Feed, feed, session, user } from '../../helpers/sis-feed.ts';

const s2 = session({ sourcedId: 's2', title: 'Semester 2', startDate: '2026-09-01', endDate: '2027-06-11' });
const two: Feed = added(
  added(feed({ academicSessions: [session(), s2] }), 'classes', cls({ sourcedId: 'bio', title: 'Biology', terms: ['s2'] })),
  'enrollments',
  enrollment({ class: 'bio' }),
  enrollment({ user: 'tom', class: 'bio', role: 'teacher' }),
);

function synced(): RosterDistrict {
  const district = new RosterDistrict();
  district.sync(two);
  return district;
}

describe('F2 cross-listed sections', () => {
  test('a renamed one names its home, so that the row does not bring it home', () => {
    const district = synced();
    district.canvas.crossList('bio', 'c-alg-1');
    const lives = district.canvas.value('section', 'bio', 'course');
    const plan = district.sync(changed(two, 'classes', 'bio', { title: 'Marine Biology' }));
    expect(plan.changes.filter(({ entity }) => entity === 'section').map(({ row }) => row)).toMatchObject([
      { section_id: 'bio', course_id: 'c-bio', name: 'Marine Biology' },
    ]);
    expect(district.canvas.value('section', 'bio', 'course')).toBe(lives);
  });

  test.each([
    ['a course of another term', (district: RosterDistrict) => district.canvas.crossList('bio', 'c-alg-1')],
    [
      'a course somebody made, without SIS id',
      (district: RosterDistrict) => district.canvas.crossList('bio', district.canvas.addCourse('s1')),
    ],
    [
      'one in the default term',
      (district: RosterDistrict) => district.canvas.crossList('bio', district.canvas.addCourse('nowhere')),
    ],
  ])('F6 living in %s: its enrollments are read there, so nothing is pending', (_name, crossList) => {
    const district = synced();
    crossList(district);
    expect(district.plan(two).changes).toEqual([]);
    district.canvas.editMembership('bio', 'ann', 'student', 'deleted');
    const plan = district.plan(two);
    expect(plan.changes).toEqual([]);
    expect(plan.result.counts.enrollment.kept).toBe(1);
  });
});

describe('F6 people are grouped by their Canvas id', () => {
  test('a second SIS id of a person, under which Canvas reports the enrollments, makes no difference', () => {
    const district = synced();
    district.canvas.addLogin('0-other', 'ann.other', 'ann');
    expect(district.plan(two).changes).toEqual([]);
    const gone = changed(two, 'enrollments', 'e-ann-bio', { status: 'tobedeleted' });
    expect(actionsOf(district.sync(gone))).toEqual(['enrollment delete']);
    expect(district.canvas.membership('bio', 'ann', 'student')).toBe('inactive');
    expect(district.plan(gone).changes).toEqual([]);
  });

  test('a second login without SIS id is nobody else', () => {
    const district = synced();
    district.canvas.addLogin('', 'ann.private', 'ann');
    expect(district.plan(two).changes).toEqual([]);
  });

  test('any active login protects: a user of whom one login was deleted keeps the enrollments', () => {
    const district = synced();
    district.canvas.addLogin('', 'ann.private', 'ann');
    district.canvas.edit('login', 'ann', { state: 'deleted' });
    expect(district.canvas.membership('bio', 'ann', 'student')).toBe('active');
    expect(district.plan(two).changes).toEqual([]);
  });
});

test('F6 enrollments of terms that ended long ago are not read, and nothing is made of that', () => {
  const district = synced();
  district.moveTo('2027-02-01');
  const plan = district.plan(added(two, 'users', user({ sourcedId: 'bob' })));
  expect(actionsOf(plan)).toEqual(['user create']);
  expect(plan.result.counts.enrollment).toMatchObject({ unchanged: 2, frozen: 0 });
});
