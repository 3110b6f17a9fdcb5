import { describe, expect, test } from 'vitest';
import { RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, cls, enrollment, feed, teacher, user } from '../../helpers/sis-feed.ts';

/** Forty students in two classes, each of which a few may leave without a hold of E. */
const people = Array.from({ length: 40 }, (_, i) => user({ sourcedId: `u${i}` }));
const classes = [cls(), cls({ sourcedId: 'bio', title: 'Biology' })];
const teachers = classes.map(({ sourcedId }) => enrollment({ user: 'tom', class: sourcedId, role: 'teacher' }));
const students = people.flatMap(({ sourcedId }) => classes.map((one) => enrollment({ user: sourcedId, class: one.sourcedId })));
const full = feed({ classes, users: [...people, teacher()], enrollments: [...teachers, ...students] });
const gone = (...ids: readonly string[]) => ids.reduce((from, id) => changed(from, 'enrollments', id, null), full);
const without = gone('e-u1-bio');

function started(): RosterDistrict {
  const district = new RosterDistrict();
  district.sync(full);
  district.store.scheduledRuns = 5;
  return district;
}

const state = (district: RosterDistrict, who = 'u1') => district.canvas.membership('bio', who, 'student');

describe('D5 absence is seen twice', () => {
  test('the first sighting is a pending change that an unwatched run does not send; the second pull that agrees removes', () => {
    const district = started();
    const first = district.night(without);
    expect(first.changes).toMatchObject([{ entity: 'enrollment', action: 'delete', how: 'inactive', waiting: true, holds: [] }]);
    expect(first.result.counts.enrollment).toMatchObject({ delete: 1, waiting: 1, held: 0 });
    expect(first.result.holds).toEqual([]);
    expect(state(district)).toBe('active');
    const second = district.night(without);
    expect(second.changes).toMatchObject([{ waiting: false }]);
    expect(second.result.counts.enrollment).toMatchObject({ delete: 1, waiting: 0 });
    expect(state(district)).toBe('inactive');
    expect(district.night(without).changes).toEqual([]);
  });

  test('a person who applies the first sighting has approved it', () => {
    const district = started();
    district.apply(district.plan(without));
    expect(state(district)).toBe('inactive');
  });

  test('a row that comes back is forgotten: its next absence is a first one', () => {
    const district = started();
    district.night(without);
    expect(district.night(full).changes).toEqual([]);
    expect(district.night(without).changes).toMatchObject([{ waiting: true }]);
    expect(state(district)).toBe('active');
  });

  test('each row is counted for itself', () => {
    const district = started();
    district.night(without);
    const plan = district.night(gone('e-u1-bio', 'e-u2-bio'));
    expect(plan.changes.map(({ key, waiting }) => [key.split('\u001f')[1], waiting])).toEqual([
      ['u1', false],
      ['u2', true],
    ]);
    expect([state(district), state(district, 'u2')]).toEqual(['inactive', 'active']);
  });

  test.each([
    ['tobedeleted', { status: 'tobedeleted' }],
    ['an end date', { endDate: '2026-11-20' }],
  ] as const)('%s is said explicitly, and needs no second pull', (_name, over) => {
    const district = started();
    district.night(changed(full, 'enrollments', 'e-u1-bio', over));
    expect(state(district)).toBe('inactive');
  });

  test('a pull that is refused agrees with nothing and forgets nothing', () => {
    const district = started();
    district.night(without);
    const orphans = { ...without, enrollments: [...teachers, ...students.map((row) => ({ ...row, user: 'nobody' }))] };
    expect(district.tryPlan(orphans)).toMatchObject({ code: 'pull.orphans' });
    district.night(without);
    expect(state(district)).toBe('inactive');
  });

  test('what only first sightings call for stops a person’s apply, but no run that leaves them alone anyway', () => {
    const district = started();
    const hidden = new Set(students.slice(0, 38));
    const glitch = { ...full, enrollments: full.enrollments.filter((row) => !hidden.has(row)) };
    const dropped = {
      ...glitch,
      users: full.users.map((one) => (one.sourcedId === 'u39' ? { ...one, email: 'new@x.org' } : one)),
    };
    const first = district.night(dropped);
    expect(first.result.holds).toMatchObject([{ rule: 'E2', firstSight: true }]);
    expect(first.result.counts.enrollment).toMatchObject({ delete: 38, waiting: 38, held: 38 });
    expect([state(district), district.plan(dropped).changes.filter(({ entity }) => entity === 'user')]).toEqual(['active', []]);
    district.apply(first);
    expect(state(district)).toBe('active');
    const second = district.night(dropped);
    expect(second.result.holds.map(({ rule, firstSight }) => [rule, firstSight])).toEqual([['E2', undefined]]);
    expect(state(district)).toBe('active');
  });

  test('what is dropped for certain is judged without first sightings', () => {
    const district = started();
    const less = people.slice(0, 12).reduce((from, one) => changed(from, 'enrollments', `e-${one.sourcedId}-bio`, null), full);
    const mixed = changed(less, 'enrollments', 'e-u20-bio', { status: 'tobedeleted' });
    expect(district.night(mixed).result.holds).toMatchObject([{ rule: 'E2', firstSight: true, count: 13 }]);
    expect([state(district, 'u20'), state(district, 'u1')]).toEqual(['inactive', 'active']);
  });

  test('the plan id names what would change, not how often it was seen', () => {
    const district = started();
    const [first, second] = [district.plan(without), district.plan(without)];
    expect(second.result.id).toBe(first.result.id);
    expect([first, second].map(({ changes }) => changes[0]?.waiting)).toEqual([true, false]);
  });

  test('who moves to another section of a shared course stays in the old one until the second pull', () => {
    const district = started();
    const moved = added(changed(full, 'enrollments', 'e-u1-bio', null), 'enrollments');
    district.canvas.crossList('bio', 'c-alg-1');
    expect(district.night(moved).changes).toMatchObject([{ how: 'deleted', waiting: true }]);
    expect(state(district)).toBe('active');
    district.night(moved);
    expect(state(district)).toBe('deleted');
  });
});
