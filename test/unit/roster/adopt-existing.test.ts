import { describe, expect, test } from 'vitest';
import { actionsOf, holdsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, cls, enrollment, feed, teacher, user } from '../../helpers/sis-feed.ts';

const full = feed({
  classes: [cls(), cls({ sourcedId: 'bio', title: 'Biology' })],
  users: [user(), user({ sourcedId: 'ben' }), teacher()],
  enrollments: ['alg-1', 'bio'].flatMap((id) => [
    enrollment({ class: id }),
    enrollment({ user: 'ben', class: id }),
    enrollment({ user: 'tom', class: id, role: 'teacher' }),
  ]),
});
const dropped = changed(full, 'enrollments', 'e-ann-bio', { status: 'tobedeleted' });

/** A Canvas that somebody filled with the same ids: another computer, or we before the data folder was lost. */
function filled(settings = {}): RosterDistrict {
  const before = new RosterDistrict();
  before.sync(full);
  const district = new RosterDistrict(settings);
  district.canvas = before.canvas;
  district.store.scheduledRuns = 5;
  return district;
}

describe('D6 what is in Canvas already', () => {
  test('is neither sent nor owned: it is counted, and leaves with nobody', () => {
    const district = filled();
    const plan = district.plan(full);
    expect(plan.changes).toEqual([]);
    expect(plan.result.counts.enrollment).toMatchObject({ alreadyThere: 6, adopt: 0 });
    district.apply(plan);
    expect(district.plan(dropped).changes).toEqual([]);
  });

  test('with the setting on it is shown as adoption, becomes ours without a row to Canvas, and then follows the SIS', () => {
    const district = filled({ adoptExisting: true });
    const before = district.canvas.dump();
    const plan = district.plan(full);
    expect(new Set(actionsOf(plan))).toEqual(
      new Set(['account adopt', 'term adopt', 'course adopt', 'section adopt', 'user adopt', 'enrollment adopt']),
    );
    expect(plan.result.counts.enrollment).toMatchObject({ alreadyThere: 0, adopt: 6, delete: 0 });
    expect(plan.changes.find(({ entity }) => entity === 'enrollment')).toMatchObject({
      label: 'Ann Miller in Biology (student)',
      reason: { rule: 'D6' },
      source: { collection: 'enrollments', sourcedId: 'e-ann-bio' },
      row: {},
      holds: [],
    });
    district.apply(plan);
    expect(district.canvas.dump()).toEqual(before);
    expect(district.plan(full).changes).toEqual([]);
    district.sync(dropped);
    expect(district.canvas.membership('bio', 'ann', 'student')).toBe('inactive');
  });

  test('what differs there shows as a change of its own afterwards', () => {
    const district = filled({ adoptExisting: true });
    const renamed = changed(full, 'users', 'ann', { familyName: 'Smith' });
    district.sync(renamed);
    expect(district.canvas.value('login', 'ann', 'full_name')).toBe('Ann Miller');
    const next = district.plan(renamed);
    expect(next.changes).toMatchObject([{ entity: 'user', action: 'update', changed: ['full_name', 'sortable_name'] }]);
  });

  test('new rows beside it are made, and booked with it', () => {
    const district = filled({ adoptExisting: true });
    const more = added(added(full, 'users', user({ sourcedId: 'cy' })), 'enrollments', enrollment({ user: 'cy' }));
    district.sync(more);
    expect(district.canvas.membership('alg-1', 'cy', 'student')).toBe('active');
    expect(district.plan(more).changes).toEqual([]);
    expect(district.store.ledger('enrollment')).toHaveLength(7);
  });

  test('nobody is adopted by removal: what the SIS does not want stays not ours', () => {
    const district = filled({ adoptExisting: true });
    const plan = district.plan(dropped);
    expect(plan.result.counts.enrollment).toMatchObject({ adopt: 5, delete: 0, notOurs: 1 });
    district.apply(plan);
    expect(district.plan(dropped).changes).toEqual([]);
    expect(district.canvas.membership('bio', 'ann', 'student')).toBe('active');
  });

  test('never unattended (G2): the schedule leaves it to a person and does the rest', () => {
    const district = filled({ adoptExisting: true });
    const more = added(added(full, 'users', user({ sourcedId: 'cy' })), 'enrollments', enrollment({ user: 'cy' }));
    const plan = district.night(more);
    expect(plan.result.holds).toMatchObject([
      {
        id: 'G2',
        releasable: true,
        message: '15 records that are in Canvas already wait to be adopted: only a person does that, by applying a preview.',
      },
    ]);
    expect(district.store.ledger('enrollment')).toHaveLength(1);
    expect(holdsOf(district.plan(more))).toEqual([]);
    district.sync(more);
    expect(district.night(more).changes).toEqual([]);
  });
});
