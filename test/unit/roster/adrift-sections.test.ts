import { describe, expect, test } from 'vitest';
import { actionsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, enrollment, feed, user } from '../../helpers/sis-feed.ts';

/** Sections of ours that somebody moved where their rows cannot follow (ROSTER-RULES F2, F3). */
const renamed = changed(feed(), 'classes', 'alg-1', { title: 'Algebra One' });

describe('F2 a section that somebody moved into a course without SIS id', () => {
  test('is kept: its row could not name the course, and Canvas would refuse it every night', () => {
    const district = new RosterDistrict();
    district.sync(feed());
    district.canvas.edit('section', 'alg-1', { course: district.canvas.addCourse('s1') });
    const plan = district.plan(renamed);
    expect(actionsOf(plan)).toEqual(['course update']);
    expect(district.apply(plan)).toEqual([]);
    expect(district.plan(renamed).changes).toEqual([]);
    expect(district.plan(renamed).result.counts.section.kept).toBe(1);
  });

  test('goes on taking students, whose rows name the section only', () => {
    const district = new RosterDistrict();
    district.sync(feed());
    district.canvas.edit('section', 'alg-1', { course: district.canvas.addCourse('s1') });
    const joined = added(added(feed(), 'users', user({ sourcedId: 'ben' })), 'enrollments', enrollment({ user: 'ben' }));
    expect(actionsOf(district.sync(joined))).toEqual(['user create', 'enrollment create']);
    expect(district.canvas.membership('alg-1', 'ben', 'student')).toBe('active');
  });
});

describe('F2 a section whose course somebody cross-listed it into and then deleted', () => {
  function cutOff(): RosterDistrict {
    const district = new RosterDistrict();
    district.sync(feed());
    const team = district.canvas.addCourse('s1');
    district.canvas.crossList('alg-1', team);
    district.canvas.deleteCourse(team);
    return district;
  }

  test('is kept: a row would bring it home behind everybody’s back', () => {
    const district = cutOff();
    expect(actionsOf(district.plan(renamed))).toEqual(['course update']);
  });

  test('takes nobody, as Canvas would refuse them', () => {
    const joined = added(added(feed(), 'users', user({ sourcedId: 'ben' })), 'enrollments', enrollment({ user: 'ben' }));
    expect(actionsOf(cutOff().plan(joined))).toEqual(['user create']);
  });
});
