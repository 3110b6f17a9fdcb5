import { describe, expect, test } from 'vitest';
import { freeChanges, holdsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, cls, enrollment, type Feed, feed, session, teacher, user } from '../../helpers/sis-feed.ts';

const names = ['ann', 'ben', 'cy', 'dee', 'eve'];

/** Five students with number and e-mail address, and their teacher, in one class. */
const five = feed({
  users: [
    ...names.map((sourcedId, i) => user({ sourcedId, identifier: `${1001 + i}`, email: `${sourcedId}@example.org` })),
    teacher({ identifier: '7', email: 'tom@example.org' }),
  ],
  enrollments: [...names.map((who) => enrollment({ user: who })), enrollment({ user: 'tom', role: 'teacher' })],
});

/** The SIS calls somebody by another id; their enrollments follow, and everything else of them stays. */
function reissued(from: Feed, who: string, fresh = `new-${who}`): Feed {
  return {
    ...from,
    users: from.users.map((row) => (row.sourcedId === who ? { ...row, sourcedId: fresh } : row)),
    enrollments: from.enrollments.map((row) => (row.user === who ? { ...row, user: fresh } : row)),
  };
}

function reissuedClass(from: Feed, id: string, fresh = `new-${id}`): Feed {
  return {
    ...from,
    classes: from.classes.map((row) => (row.sourcedId === id ? { ...row, sourcedId: fresh } : row)),
    enrollments: from.enrollments.map((row) => (row.class === id ? { ...row, class: fresh } : row)),
  };
}

function synced(from: Feed = five, settings: ConstructorParameters<typeof RosterDistrict>[0] = {}): RosterDistrict {
  const district = new RosterDistrict(settings);
  district.sync(from);
  expect(district.plan(from).changes).toEqual([]);
  return district;
}

const everybodyNew = [...names, 'tom'].reduce((from, who) => reissued(from, who), five);

describe('B4, E10 ids that the SIS issued again', () => {
  test('more than 2 % of the people: nothing of them is made or removed, and one hold says so with numbers and a pair', () => {
    const district = synced();
    const plan = district.plan(everybodyNew);
    expect(plan.changes).toEqual([]);
    expect(plan.result.holds).toMatchObject([{ id: 'B4:user:', rule: 'B4', releasable: false, remap: true }]);
    const [hold] = plan.result.holds;
    expect(hold?.message).toMatch(/^6 of 6 people have new ids in the SIS \(100 %, more than 2 %\)/);
    expect(hold?.message).toContain('Ann Miller: ann is now new-ann');
    const night = district.night(everybodyNew);
    expect(holdsOf(night)).toEqual(['B4:user:']);
  });

  test('whatever else changes of them waits with it, and no release lets it go', () => {
    const district = synced();
    const dropped = changed(everybodyNew, 'enrollments', 'e-ann-alg-1', { status: 'tobedeleted' });
    const more = added(
      added(
        changed(dropped, 'users', 'new-ben', { familyName: 'Other' }),
        'classes',
        cls({ sourcedId: 'bio-1', classCode: 'BIO' }),
      ),
      'enrollments',
      enrollment({ user: 'new-cy', class: 'bio-1' }),
    );
    const plan = district.plan(more);
    const theirs = plan.changes.filter(({ entity }) => entity === 'user' || entity === 'enrollment');
    expect(theirs.map(({ entity, action, holds }) => [entity, action, holds])).toEqual([
      ['user', 'update', ['B4:user:']],
      ['enrollment', 'delete', ['B4:user:']],
      ['enrollment', 'create', ['B4:user:']],
    ]);
    expect(plan.result.holds.find(({ id }) => id === 'B4:user:')).toMatchObject({ count: 3, releasable: false });
    expect(freeChanges(plan).map(({ entity }) => entity)).toEqual(['course', 'section']);
    district.apply(plan);
    expect(district.canvas.membership('alg-1', 'ann', 'student')).toBe('active');
    expect(district.canvas.value('login', 'ben', 'full_name')).toBe('Ben Miller');
  });

  test('a remap plan lists every pair, and changes nothing but whose the ids are', () => {
    const district = synced();
    const before = district.canvas.dump();
    const plan = district.remap(everybodyNew);
    expect(plan.result.holds).toEqual([]);
    expect(plan.result.counts.user.remap).toBe(6);
    expect(plan.changes.find(({ key }) => key === 'ann')).toMatchObject({
      ...{ entity: 'user', action: 'remap', label: 'Ann Miller', schoolName: 'North High' },
      ...{ before: { sourcedId: 'ann' }, after: { sourcedId: 'new-ann' } },
    });
    expect(district.canvas.dump()).toEqual(before);
    expect(district.store.allIdentities('user').get('new-ann')).toBe('ann');
    expect(district.store.allIdentities('user').has('ann')).toBe(false);
    expect(district.store.ledger('user').find(({ key }) => key === 'ann')?.source).toBe('users/new-ann');
    const next = district.plan(everybodyNew);
    expect(next.changes).toEqual([]);
    expect(next.result.holds).toEqual([]);
  });

  test('after it the person is who they were: a drop is a drop, a new class is a new class', () => {
    const district = synced(five, { deleteFloor: 100, classFloor: 100 });
    district.remap(everybodyNew);
    district.sync(changed(everybodyNew, 'enrollments', 'e-ann-alg-1', { status: 'tobedeleted' }));
    expect(district.canvas.membership('alg-1', 'ann', 'student')).toBe('inactive');
    expect([...district.canvas.base()].filter(({ entity }) => entity === 'user')).toHaveLength(6);
  });

  test('issued again and again: the id in Canvas stays', () => {
    const district = synced();
    district.remap(reissued(five, 'ann', 'a2'));
    district.remap(reissued(five, 'ann', 'a3'));
    expect(district.store.allIdentities('user').get('a3')).toBe('ann');
    expect(district.plan(reissued(five, 'ann', 'a3')).changes).toEqual([]);
    // And back to the first one, as when the SIS mends its mistake.
    expect(district.remap(five).changes).toHaveLength(1);
    expect(district.plan(five).result.holds).toEqual([]);
  });

  test('a remap plan whose ids belong to somebody else by now leaves them there, and says so', () => {
    const district = synced();
    const plan = district.remap(everybodyNew);
    district.applyRemap(plan);
    expect(district.store.receipts.slice(-12).map(({ outcome }) => outcome)).toEqual([
      ...Array(6).fill('confirmed'),
      ...Array(6).fill('stale'),
    ]);
    expect(district.plan(everybodyNew).changes).toEqual([]);
  });

  test('ids from the identifier: the new record keeps the id its identifier made', () => {
    const district = synced(five, { studentUserId: 'identifier' });
    expect(holdsOf(district.plan(everybodyNew))).toEqual(['B4:user:']);
    district.remap(everybodyNew);
    expect(district.store.allIdentities('user').get('new-ann')).toBe('1001');
    expect(district.plan(everybodyNew).changes).toEqual([]);
  });

  test('the percentage is a setting; at or below it single ids are held alone (B2), which no schedule stops at', () => {
    const district = synced(five, { reissuePercent: 20 });
    const plan = district.plan(reissued(five, 'ann'));
    expect(plan.result.holds).toMatchObject([{ id: 'B2:user::reissued', rule: 'B2', releasable: false, remap: true }]);
    expect(plan.result.holds[0]?.message).toContain('1 of 6 people has a new id in the SIS with the number');
    expect(holdsOf(district.plan(reissued(reissued(five, 'ann'), 'ben')))).toEqual(['B4:user:']);
  });

  test('the old record may still be there, marked as dropped', () => {
    const district = synced();
    const fresh = reissued(five, 'ann');
    const both = added(fresh, 'users', user({ sourcedId: 'ann', identifier: '1001', status: 'tobedeleted' }));
    const rows = added(both, 'enrollments', enrollment({ sourcedId: 'old', user: 'ann', status: 'tobedeleted' }));
    expect(district.plan(rows).changes).toEqual([]);
    district.remap(rows);
    expect(district.plan(rows).changes).toEqual([]);
    expect(district.canvas.membership('alg-1', 'ann', 'student')).toBe('active');
  });

  test('login and name without a number, or e-mail and name, are the same person', () => {
    const plain = feed();
    const byLogin = synced(plain);
    expect(holdsOf(byLogin.plan(reissued(plain, 'ann')))).toEqual(['B4:user:']);
    const withMail = changed(plain, 'users', 'ann', { email: 'ann@example.org' });
    const byMail = synced(withMail);
    const other = changed(reissued(withMail, 'ann'), 'users', 'new-ann', { username: 'amiller2' });
    expect(holdsOf(byMail.plan(other))).toEqual(['B4:user:']);
  });
});

describe('B2, B3 never two people silently', () => {
  test('a sibling with the family’s e-mail address is somebody new', () => {
    const family = changed(five, 'users', 'ann', { email: 'family@example.org' });
    const district = synced(family);
    const young = user({ sourcedId: 'zoe', identifier: '2001', email: 'family@example.org' });
    const gone = changed(family, 'users', 'ann', null);
    const rows = gone.enrollments.filter((row) => row.user !== 'ann');
    const plan = district.plan(added({ ...gone, enrollments: rows }, 'users', young));
    expect(holdsOf(plan)).toEqual([]);
    expect(plan.changes.find(({ entity }) => entity === 'user')).toMatchObject({ action: 'create', key: 'zoe' });
  });

  test('the number of somebody who is gone under another name, login and address waits for a person’s word', () => {
    const district = synced(five, { deleteFloor: 100, classFloor: 100 });
    const gone = changed(five, 'users', 'ann', null);
    const stranger = added(gone, 'users', user({ sourcedId: 'zoe', identifier: '1001', email: 'zoe@example.org' }));
    const plan = district.plan(stranger);
    expect(plan.result.holds).toMatchObject([{ id: 'B2:user:north', releasable: true }]);
    expect(plan.result.holds[0]?.message).toContain('has the number, login or e-mail address of the record ann');
    expect(district.planRemap(stranger)).toBeNull();
    district.apply(plan, ['B2:user:north']);
    expect(district.canvas.value('login', 'zoe', 'state')).toBe('active');
    const next = district.plan(stranger);
    expect(next.changes.filter(({ entity }) => entity === 'user')).toEqual([]);
    expect(next.result.holds).toEqual([]);
  });

  test('two new records that both look like one who is gone: neither is taken for them', () => {
    const district = synced(feed());
    const two = added(
      reissued(feed(), 'ann', 'a1'),
      'users',
      user({ sourcedId: 'a2', givenName: 'Ann', username: 'ann.miller' }),
    );
    const plan = district.plan(two);
    expect(district.planRemap(two)).toBeNull();
    expect(freeChanges(plan).filter(({ entity }) => entity === 'user')).toEqual([]);
  });

  test('a person of the staff with the number of a student who is gone is somebody else', () => {
    const district = synced();
    const gone = changed(five, 'users', 'ann', null);
    const hired = added(gone, 'users', teacher({ sourcedId: 'pat', identifier: '1001' }));
    expect(district.plan(hired).changes.find(({ key }) => key === 'pat')).toMatchObject({ action: 'create', holds: [] });
  });

  test('a returning student under a new id is the one they were', () => {
    const district = synced(five, { deleteFloor: 100, classFloor: 100, reissuePercent: 20 });
    const gone = { ...changed(five, 'users', 'ann', null), enrollments: five.enrollments.filter((row) => row.user !== 'ann') };
    district.sync(gone);
    expect(district.canvas.membership('alg-1', 'ann', 'student')).toBe('inactive');
    const back = reissued(five, 'ann');
    const plan = district.plan(back);
    expect(plan.changes).toMatchObject([{ entity: 'enrollment', action: 'restore', holds: ['B2:user::reissued'] }]);
    district.remap(back);
    district.sync(back);
    expect(district.canvas.membership('alg-1', 'ann', 'student')).toBe('active');
  });
});

describe('B4 classes with the code, term and teacher of one that vanished', () => {
  const two = added(
    added(five, 'classes', cls({ sourcedId: 'bio-1', title: 'Biology', classCode: 'BIO1' })),
    'enrollments',
    enrollment({ user: 'tom', class: 'bio-1', role: 'teacher' }),
    enrollment({ user: 'ann', class: 'bio-1' }),
  );

  test.each(['class', 'teacher'] as const)('are held, remapped, and go on in their section and course (%s)', (courseModel) => {
    const district = synced(two, { courseModel });
    const before = district.canvas.dump();
    const fresh = reissuedClass(two, 'alg-1');
    const plan = district.plan(fresh);
    expect(plan.changes).toEqual([]);
    expect(plan.result.holds).toMatchObject([{ id: 'B4:section:', remap: true }]);
    expect(plan.result.holds[0]?.message).toContain('1 of 2 classes has a new id in the SIS');
    expect(plan.result.holds[0]?.message).toContain('“Algebra 1”: alg-1 is now new-alg-1');
    district.remap(fresh);
    expect(district.canvas.dump()).toEqual(before);
    const next = district.plan(fresh);
    expect(next.changes).toEqual([]);
    expect(next.result.holds).toEqual([]);
    expect(district.store.allIdentities('section').get('new-alg-1')).toBe('alg-1');
    const dropped = changed(fresh, 'enrollments', 'e-ben-alg-1', { status: 'tobedeleted' });
    district.sync(dropped);
    expect(district.canvas.membership('alg-1', 'ben', 'student')).toBe('inactive');
  });

  test('also when the ids of their teachers and students were issued again the same night', () => {
    const district = synced(two);
    const fresh = reissuedClass(
      [...names, 'tom'].reduce((from, who) => reissued(from, who), two),
      'alg-1',
    );
    expect(holdsOf(district.plan(fresh))).toEqual(['B4:section:', 'B4:user:']);
    expect(district.remap(fresh).changes.map(({ entity }) => entity)).toEqual(['section', ...Array(6).fill('user')]);
    expect(district.plan(fresh).changes).toEqual([]);
  });

  test('another term is another class', () => {
    const s2 = session({ sourcedId: 's2', title: 'Semester 2', startDate: '2027-01-04', endDate: '2027-06-11' });
    const district = synced(two, { deleteFloor: 100 });
    const next = changed(reissuedClass(two, 'alg-1'), 'classes', 'new-alg-1', { terms: ['s2'] });
    const plan = district.plan(added(next, 'academicSessions', s2));
    expect(holdsOf(plan).filter((id) => id.startsWith('B'))).toEqual([]);
  });

  test('one of several under one code, with another title: a person says whether it is new', () => {
    const district = synced(two, { deleteFloor: 100, classFloor: 100 });
    const other = changed(reissuedClass(two, 'alg-1'), 'classes', 'new-alg-1', { title: 'Algebra 9' });
    const plan = district.plan(other);
    const asked = plan.result.holds.filter(({ rule, releasable }) => rule === 'B2' && releasable).map(({ id }) => id);
    expect(asked).toEqual(['B2:course:north', 'B2:section:north']);
    expect(freeChanges(plan).filter(({ action }) => action === 'create')).toEqual([]);
    expect(district.planRemap(other)).toBeNull();
  });
});
