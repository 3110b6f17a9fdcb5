import { describe, expect, test } from 'vitest';
import { actionsOf, holdsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, cls, enrollment, feed, user } from '../../helpers/sis-feed.ts';

describe('a class, its teacher and its student', () => {
  test('the first plan makes them in Canvas’ order, every row is confirmed, the second plan is empty', () => {
    const district = new RosterDistrict();
    const plan = district.plan(feed());
    expect(actionsOf(plan)).toEqual([
      'account create',
      'term create',
      'course create',
      'section create',
      'user create',
      'user create',
      'enrollment create',
      'enrollment create',
    ]);
    expect(district.apply(plan)).toEqual([]);
    expect(district.store.receipts.every(({ outcome }) => outcome === 'confirmed')).toBe(true);
    const again = district.plan(feed());
    expect(actionsOf(again)).toEqual([]);
    expect(again.result.counts.enrollment.unchanged).toBe(2);
    expect(holdsOf(again)).toEqual([]);
  });

  test('a second student arrives, and only the person and the enrollment are new', () => {
    const district = new RosterDistrict();
    district.sync(feed());
    const more = added(added(feed(), 'users', user({ sourcedId: 'bob' })), 'enrollments', enrollment({ user: 'bob' }));
    expect(actionsOf(district.sync(more))).toEqual(['user create', 'enrollment create']);
    expect(district.canvas.membership('alg-1', 'bob', 'student')).toBe('active');
  });

  test('a renamed class is an updated course and section, and nothing else', () => {
    const district = new RosterDistrict();
    district.sync(feed());
    const renamed = changed(feed(), 'classes', 'alg-1', { title: 'Algebra One' });
    expect(actionsOf(district.sync(renamed))).toEqual(['course update', 'section update']);
    expect(actionsOf(district.plan(renamed))).toEqual([]);
    expect(cls().title).toBe('Algebra 1');
  });
});
