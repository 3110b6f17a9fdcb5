import { describe, expect, test } from 'vitest';
import { actionsOf, freeChanges, holdsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, cls, enrollment, type Feed, feed, session, teacher, user } from '../../helpers/sis-feed.ts';

/** A second class in which Ann and Tom are as well, so that no hold about an emptied school interferes. */
const two = added(
  added(feed(), 'classes', cls({ sourcedId: 'bio', title: 'Biology' })),
  'enrollments',
  enrollment({ class: 'bio' }),
  enrollment({ user: 'tom', class: 'bio', role: 'teacher' }),
);

function synced(from: Feed, settings = {}): RosterDistrict {
  const district = new RosterDistrict(settings);
  district.sync(from);
  return district;
}

const removals = (district: RosterDistrict, from: Feed) =>
  freeChanges(district.plan(from)).map(({ key, how }) => [key.replaceAll('\u001f', ' '), how]);
const drop = (from: Feed, id: string, over = {}) => changed(from, 'enrollments', id, { status: 'tobedeleted', ...over });

describe('D1 what belongs to a class that is over counts in no hold', () => {
  const late = drop(two, 'e-ann-bio');
  const afterTerm = () => {
    const district = synced(two);
    district.moveTo('2026-12-21');
    return district;
  };

  test('the only drop after the last day leaves nothing of the school, and nobody is asked (E4)', () => {
    const plan = afterTerm().plan(late);
    expect(plan.changes.map(({ key, how }) => [key.replaceAll('\u001f', ' '), how])).toEqual([['bio ann student', 'inactive']]);
    expect(holdsOf(plan)).toEqual([]);
  });

  test('in the first scheduled runs it waits like every removal (D7)', () => {
    const district = afterTerm();
    expect(district.night(late).result.holds).toMatchObject([{ id: 'D7:enrollment:', count: 1 }]);
    expect(district.canvas.membership('bio', 'ann', 'student')).toBe('active');
  });
});

describe('D2 how somebody leaves a running class', () => {
  test('a student after it started: inactive, so that work and grades stay', () => {
    expect(removals(synced(two), drop(two, 'e-ann-bio'))).toEqual([['bio ann student', 'inactive']]);
  });

  test.each(['deleted', 'completed'] as const)('a student after it started, as the district chose: %s', (dropStatus) => {
    const district = synced(two, { dropStatus });
    expect(removals(district, drop(two, 'e-ann-bio'))).toEqual([['bio ann student', dropStatus]]);
    district.sync(drop(two, 'e-ann-bio'));
    expect(district.canvas.membership('bio', 'ann', 'student')).toBe(dropStatus);
    expect(district.plan(drop(two, 'e-ann-bio')).changes).toEqual([]);
  });

  test('a student before it starts: deleted', () => {
    const s2 = session({ sourcedId: 's2', title: 'Semester 2', startDate: '2027-01-04', endDate: '2027-06-11' });
    const later = { ...two, academicSessions: [session(), s2], classes: [cls(), cls({ sourcedId: 'bio', terms: ['s2'] })] };
    expect(removals(synced(later), drop(later, 'e-ann-bio'))).toEqual([['bio ann student', 'deleted']]);
  });

  test.each([
    ['dropped', drop(two, 'e-ann-bio'), 'The SIS dropped this enrollment.'],
    [
      'over',
      changed(two, 'enrollments', 'e-ann-bio', { endDate: '2026-11-20' }),
      'The enrollment ended on 2026-11-20 in the SIS.',
    ],
    ['missing', changed(two, 'enrollments', 'e-ann-bio', null), 'The SIS no longer lists this enrollment.'],
  ])('%s: the reason says so and names the record', (_name, after, text) => {
    const [change] = synced(two).plan(after).changes;
    expect(change).toMatchObject({
      label: 'Ann Miller in Biology (student)',
      reason: { rule: 'D2', text },
      source: { collection: 'enrollments', sourcedId: 'e-ann-bio' },
      before: { status: 'active' },
      after: { status: 'inactive' },
    });
  });

  test('the only teacher waits for a replacement, or for a person’s word', () => {
    const district = synced(two);
    const plan = district.plan(drop(two, 'e-tom-bio'));
    expect(plan.result.holds).toMatchObject([
      {
        id: 'E5:enrollment:north:bio',
        releasable: true,
        message:
          'Removing Tom Miller in Biology (teacher) would leave the class without a teacher. It waits for a new teacher, or until you release it.',
      },
    ]);
    district.apply(plan, ['E5:enrollment:north:bio']);
    expect(district.canvas.membership('bio', 'tom', 'teacher')).toBe('deleted');
  });

  const una = teacher({ sourcedId: 'una' });
  const replaced = (over = {}) =>
    added(added(drop(two, 'e-tom-bio'), 'users', { ...una, ...over }), 'enrollments', {
      ...enrollment({ user: 'una', class: 'bio' }),
      role: 'teacher',
    });

  test('a new teacher is written first, then the old one leaves', () => {
    const plan = synced(two).plan(replaced());
    expect(holdsOf(plan)).toEqual([]);
    expect(actionsOf(plan)).toEqual(['user create', 'enrollment create', 'enrollment delete']);
  });

  test('a new teacher who waits for a login replaces nobody', () => {
    const plan = synced(two).plan(replaced({ username: '' }));
    expect(holdsOf(plan)).toEqual(['E5:enrollment:north:bio', 'B1:user:north', 'E13:enrollment:north']);
    expect(freeChanges(plan)).toEqual([]);
  });

  test('a teacher who was taken out in Canvas by hand replaces nobody', () => {
    const district = synced(replacedBefore());
    district.canvas.editMembership('bio', 'una', 'teacher', 'deleted');
    expect(holdsOf(district.plan(drop(replacedBefore(), 'e-tom-bio')))).toEqual(['E5:enrollment:north:bio']);
  });

  function replacedBefore(): Feed {
    return added(added(two, 'users', una), 'enrollments', { ...enrollment({ user: 'una', class: 'bio' }), role: 'teacher' });
  }

  test('a co-teacher stays, so the other one may leave', () => {
    expect(removals(synced(replacedBefore()), drop(replacedBefore(), 'e-tom-bio'))).toEqual([['bio tom teacher', 'deleted']]);
  });

  test('an aide leaves a class that has a teacher; the last grown-up waits', () => {
    const aide = added(two, 'enrollments', ...['bio', 'alg-1'].map((id) => enrollment({ user: 'una', class: id, role: 'aide' })));
    const withAide = added(aide, 'users', una);
    expect(removals(synced(withAide), drop(withAide, 'e-una-bio'))).toEqual([['bio una ta', 'deleted']]);
    const both = drop(drop(withAide, 'e-una-bio'), 'e-tom-bio');
    expect(synced(withAide).plan(both).result.holds).toMatchObject([{ id: 'E5:enrollment:north:bio', count: 2 }]);
  });
});

describe('D2 moving between sections of one Canvas course', () => {
  const moved = added(drop(two, 'e-ann-alg-1'), 'enrollments', enrollment({ sourcedId: 'e-new', user: 'bob', class: 'alg-1' }));

  test('the old row is deleted, after all new ones are written, in whatever bucket they are', () => {
    const before = changed(two, 'enrollments', 'e-ann-bio', null);
    const district = synced(before);
    district.canvas.crossList('bio', 'c-alg-1');
    const plan = district.plan(drop(two, 'e-ann-alg-1'));
    expect(plan.changes.map(({ key, action, how, reason }) => [key.replaceAll('\u001f', ' '), action, how, reason.text])).toEqual(
      [
        ['bio ann student', 'create', null, 'The SIS lists this person in a class that has not ended.'],
        [
          'alg-1 ann student',
          'delete',
          'deleted',
          'The SIS dropped this enrollment. The person stays in the same course, in another section.',
        ],
      ],
    );
  });

  test('whoever leaves the course altogether is inactive as ever', () => {
    const district = synced(two);
    district.canvas.crossList('bio', 'c-alg-1');
    const gone = drop(drop(two, 'e-ann-alg-1'), 'e-ann-bio');
    expect(removals(district, gone).map(([, how]) => how)).toEqual([]);
    expect(district.plan(gone).changes.map(({ how }) => how)).toEqual(['inactive', 'inactive']);
    expect(moved.users).toHaveLength(2);
  });
});

describe('D1 from the end of a class on', () => {
  test.each([
    ['enrollments vanish', { ...two, enrollments: [] }],
    ['the class vanishes', { ...two, classes: [], enrollments: [] }],
    ['the class and its session vanish', { ...two, classes: [], enrollments: [], academicSessions: [] }],
    ['the session vanishes, and its classes name it still', { ...two, academicSessions: [], enrollments: [] }],
    ['the session loses its dates', changed({ ...two, enrollments: [] }, 'academicSessions', 's1', { endDate: '' })],
    ['the people vanish', { ...two, users: [] }],
  ])('%s: nobody leaves', (_name, after) => {
    const district = synced(two);
    district.moveTo('2026-12-19');
    const plan = district.plan(after);
    expect(plan.changes).toEqual([]);
    expect(plan.result.holds).toEqual([]);
    expect(plan.result.counts.enrollment.frozen).toBe(4);
  });

  test('the end counts that the SIS told last, not the one of the first day', () => {
    const shorter = changed(two, 'academicSessions', 's1', { endDate: '2026-11-25' });
    const district = synced(two);
    district.sync(shorter);
    district.moveTo('2026-11-26');
    expect(district.plan({ ...shorter, classes: [], academicSessions: [], enrollments: [] }).changes).toEqual([]);
    const longer = changed(two, 'academicSessions', 's1', { endDate: '2027-01-29' });
    const other = synced(two);
    other.sync(longer);
    other.moveTo('2027-01-04');
    expect(other.plan(changed(longer, 'enrollments', 'e-ann-bio', null)).changes).toHaveLength(1);
  });

  test.each([
    ['2027-01-01', 1],
    ['2027-01-02', 0],
  ])('an explicit drop still counts for 14 days: on %s %d', (day, count) => {
    const district = synced(two);
    district.moveTo(day);
    expect(district.plan(drop(two, 'e-ann-bio')).changes).toHaveLength(count);
  });

  test('an end date with the class is no drop, one long before it is', () => {
    const district = synced(two);
    district.moveTo('2026-12-19');
    expect(district.plan(changed(two, 'enrollments', 'e-ann-bio', { endDate: '2026-12-18' })).changes).toEqual([]);
    expect(district.plan(changed(two, 'enrollments', 'e-ann-bio', { endDate: '2026-12-12' })).changes).toHaveLength(1);
  });

  test('a flood of drops after the end is measured among what is left of these classes, and hurts no school', () => {
    const many = Array.from({ length: 100 }, (_, i) => user({ sourcedId: `u${i}` }));
    const full = added(
      added(two, 'users', ...many),
      'enrollments',
      ...many.map(({ sourcedId }) => enrollment({ user: sourcedId })),
    );
    const dropped = (count: number): Feed => ({
      ...full,
      enrollments: full.enrollments.map((row, i) => (i >= 4 && i < 4 + count ? { ...row, status: 'tobedeleted' as const } : row)),
    });
    const district = synced(full);
    district.moveTo('2026-12-19');
    expect(holdsOf(district.plan(dropped(10)))).toEqual([]);
    expect(district.plan(dropped(30)).result.holds).toMatchObject([
      {
        id: 'E2:enrollment:north',
        message:
          '30 of 104 enrollments at North High in classes that are over would be removed (29 %). That is more than the 10 % you allow at once.',
      },
    ]);
  });

  test('frozen rows count in no hold', () => {
    const bobs = Array.from({ length: 30 }, (_, i) => user({ sourcedId: `u${i}` }));
    const rows = bobs.map(({ sourcedId }) => enrollment({ user: sourcedId }));
    const full = added(added(two, 'users', ...bobs), 'enrollments', ...rows);
    const district = synced(full);
    district.moveTo('2026-12-19');
    expect(district.plan({ ...full, enrollments: [] }).result.holds).toEqual([]);
  });
});

describe('D6 only what is ours leaves', () => {
  test('whoever was there before us is already there: not sent, not owned, never removed', () => {
    const district = synced(changed(two, 'enrollments', 'e-ann-bio', null));
    district.canvas.editMembership('bio', 'ann', 'student', 'active');
    const wanted = district.plan(two);
    expect(wanted.changes).toEqual([]);
    expect(wanted.result.counts.enrollment.alreadyThere).toBe(1);
    expect(district.plan(drop(two, 'e-ann-bio')).changes).toEqual([]);
  });

  test('a removal somebody undid in Canvas is theirs', () => {
    const district = synced(two);
    district.sync(drop(two, 'e-ann-bio'));
    district.canvas.editMembership('bio', 'ann', 'student', 'active');
    expect(district.plan(drop(two, 'e-ann-bio')).changes).toEqual([]);
  });

  test('a row Canvas never showed, made by hand meanwhile, is theirs', () => {
    const district = synced(changed(two, 'enrollments', 'e-ann-bio', null));
    const plan = district.plan(two);
    district.canvas.take = () => null;
    district.apply(plan);
    expect(district.store.ledger('enrollment').find(({ key }) => key.startsWith('bio\u001fann'))?.confirmed).toBe(false);
    district.canvas.editMembership('bio', 'ann', 'student', 'active');
    expect(district.plan(drop(two, 'e-ann-bio')).changes).toEqual([]);
  });

  test('a removal Canvas did not show is sent once more, then counts as kept', () => {
    const district = synced(two);
    const gone = drop(two, 'e-ann-bio');
    district.canvas.take = () => null;
    for (const round of [1, 2]) {
      const plan = district.plan(gone);
      expect(actionsOf(plan), `round ${round}`).toEqual(['enrollment delete']);
      district.apply(plan);
    }
    const plan = district.plan(gone);
    expect(plan.changes).toEqual([]);
    expect(plan.result.counts.enrollment.kept).toBe(1);
  });
});

describe('F3 what somebody ended in Canvas', () => {
  test.each(['deleted', 'inactive', 'completed'])('an enrollment made %s by hand is kept so', (state) => {
    const district = synced(two);
    district.canvas.editMembership('bio', 'ann', 'student', state);
    const plan = district.plan(two);
    expect(plan.changes).toEqual([]);
    expect(plan.result.counts.enrollment.kept).toBe(1);
  });

  test('an enrollment we ended comes back when the SIS lists it again', () => {
    const district = synced(two);
    district.sync(drop(two, 'e-ann-bio'));
    const [change] = district.plan(two).changes;
    expect(change).toMatchObject({
      action: 'restore',
      before: { status: 'inactive' },
      after: { status: 'active' },
      reason: { rule: 'C6', text: 'The SIS lists this person in the class again.' },
    });
  });

  test.each([
    ['section', 'bio'],
    ['course', 'c-bio'],
  ] as const)('nobody is enrolled in a class whose %s was deleted by hand', (kind, key) => {
    const district = synced(two);
    district.canvas.edit(kind, key, { state: 'deleted' });
    const more = added(added(two, 'users', user({ sourcedId: 'bob' })), 'enrollments', enrollment({ user: 'bob', class: 'bio' }));
    const plan = district.plan(more);
    expect(actionsOf(plan)).toEqual(['user create']);
    expect(plan.result.counts.enrollment.kept).toBe(3);
    expect(plan.result.counts.section.kept).toBe(1);
  });
});
