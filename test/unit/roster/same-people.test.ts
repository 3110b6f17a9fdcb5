import { describe, expect, test } from 'vitest';
import { findingsOf, freeChanges, holdsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, cls, enrollment, type Feed, feed, org, teacher, user } from '../../helpers/sis-feed.ts';

/** Ann is in the SIS twice: once in each of two classes, by the same number and e-mail address. */
const ann = user({ identifier: '1001', email: 'ann@example.org' });
const again = user({ sourcedId: 'zann', givenName: 'Ann', username: 'ann2', identifier: '1001', email: 'ann@example.org' });
const twice = added(
  added(feed({ users: [ann, again, teacher()] }), 'classes', cls({ sourcedId: 'bio-1', title: 'Biology', classCode: 'BIO' })),
  'enrollments',
  enrollment({ user: 'zann', class: 'bio-1' }),
);
const users = (district: RosterDistrict) =>
  [...district.canvas.base()]
    .filter(({ entity }) => entity === 'user')
    .map(({ key }) => key)
    .sort();
const told = (plan: ReturnType<RosterDistrict['plan']>) => findingsOf(plan).filter((text) => text.startsWith('B3'));

describe('B3 the same human under several SIS ids', () => {
  test('is listed with both records, and nothing else, as long as no rule says more', () => {
    const district = new RosterDistrict();
    const plan = district.sync(twice);
    expect(told(plan)).toEqual([
      'B3 ann One person seems to have several records: Ann Miller (ann), Ann Miller (zann); they have the same number.',
    ]);
    expect(users(district)).toEqual(['ann', 'tom', 'zann']);
  });

  test.each(['identifier', 'email'] as const)('merged by %s: one user, one login, the classes of both', (samePerson) => {
    const district = new RosterDistrict({ samePerson });
    const plan = district.sync(twice);
    expect(users(district)).toEqual(['ann', 'tom']);
    expect(district.canvas.value('login', 'ann', 'login_id')).toBe('ann.miller');
    expect(district.canvas.membership('alg-1', 'ann', 'student')).toBe('active');
    expect(district.canvas.membership('bio-1', 'ann', 'student')).toBe('active');
    expect(told(plan).some((text) => text.includes('by your settings they are one person in Canvas'))).toBe(true);
    expect(district.plan(twice).changes).toEqual([]);
    expect(district.store.allIdentities('user').get('zann')).toBe('ann');
  });

  test('both in one class: one enrollment, which stays until both have left', () => {
    const both = added(twice, 'enrollments', enrollment({ user: 'zann' }));
    const district = new RosterDistrict({ samePerson: 'identifier', deleteFloor: 100, classFloor: 100 });
    const plan = district.sync(both);
    expect(plan.changes.filter(({ key }) => key.startsWith('alg-1\u001fann'))).toHaveLength(1);
    const one = changed(both, 'enrollments', 'e-ann-alg-1', { status: 'tobedeleted' });
    expect(district.plan(one).changes).toEqual([]);
    district.sync(changed(one, 'enrollments', 'e-zann-alg-1', { status: 'tobedeleted' }));
    expect(district.canvas.membership('alg-1', 'ann', 'student')).toBe('inactive');
  });

  test('a second record that comes later belongs to the user who is there', () => {
    const district = new RosterDistrict({ samePerson: 'email' });
    const once = {
      ...changed(twice, 'users', 'zann', null),
      enrollments: twice.enrollments.filter((row) => row.user !== 'zann'),
    };
    district.sync(once);
    district.sync(twice);
    expect(users(district)).toEqual(['ann', 'tom']);
    expect(district.canvas.membership('bio-1', 'ann', 'student')).toBe('active');
  });

  test('and the user stays when the first record goes: the id is theirs for good (B)', () => {
    const district = new RosterDistrict({ samePerson: 'identifier', deleteFloor: 100, classFloor: 100 });
    district.sync(twice);
    district.plan(twice);
    const rest = { ...changed(twice, 'users', 'ann', null), enrollments: twice.enrollments.filter((row) => row.user !== 'ann') };
    const plan = district.sync(rest);
    expect(users(district)).toEqual(['ann', 'tom']);
    expect(holdsOf(plan)).toEqual([]);
    expect(district.canvas.value('login', 'ann', 'login_id')).toBe('ann2');
    // Whatever the rule says by then.
    district.settings = { ...district.settings, samePerson: 'list' };
    expect(district.plan(twice).changes.filter(({ action }) => action === 'create')).toEqual([]);
  });

  test('two who are in Canvas already stay apart, listed; one who is not there yet waits for a person’s word', () => {
    const district = new RosterDistrict();
    district.sync(twice);
    district.settings = { ...district.settings, samePerson: 'identifier' };
    const plan = district.plan(twice);
    expect(plan.changes).toEqual([]);
    expect(told(plan)).toEqual([expect.stringContaining('each was given an id of its own for Canvas already')]);
    const preview = new RosterDistrict();
    const once = changed(twice, 'users', 'zann', null);
    preview.sync({ ...once, enrollments: once.enrollments.filter((row) => row.user !== 'zann') });
    preview.plan(twice);
    preview.settings = { ...preview.settings, samePerson: 'identifier' };
    const held = preview.plan(twice);
    expect(held.result.holds.find(({ rule }) => rule === 'B3')).toMatchObject({
      id: 'B3:user:north',
      releasable: true,
      count: 1,
    });
    expect(freeChanges(held).filter(({ entity, action }) => entity === 'user' && action === 'create')).toEqual([]);
  });

  test('a record whose id was issued again is remapped before anything is merged with it', () => {
    const district = new RosterDistrict({ samePerson: 'email', reissuePercent: 90 });
    const once = feed({ users: [ann, teacher()], enrollments: [] });
    district.sync(once);
    const fresh = { ...ann, sourcedId: 'a2' };
    const other = { ...again, identifier: '' };
    const two = feed({ users: [fresh, other, teacher()], enrollments: [] });
    const plan = district.plan(two);
    expect(freeChanges(plan)).toEqual([]);
    expect(plan.result.holds.map(({ id }) => id)).toEqual(['B2:user::reissued', 'B2:user:north']);
    expect([...district.store.allIdentities('user').keys()].sort()).toEqual(['ann', 'tom']);
  });

  test('siblings with one address, and strangers with one number, are never one', () => {
    const siblings = feed({
      users: [
        user({ email: 'family@example.org' }),
        user({ sourcedId: 'ben', email: 'family@example.org' }),
        user({ sourcedId: 'cy', identifier: '7' }),
        user({ sourcedId: 'dee', identifier: '7' }),
      ],
      enrollments: [],
    });
    for (const samePerson of ['identifier', 'email'] as const) {
      const district = new RosterDistrict({ samePerson });
      const plan = district.sync(siblings);
      expect(users(district)).toEqual(['ann', 'ben', 'cy', 'dee']);
      // A number that two share is worth a look, an address is not.
      expect(told(plan)).toEqual([expect.stringContaining('Cy Miller (cy), Dee Miller (dee); they have the same number')]);
    }
  });

  test('a record with a login, of a chosen school, speaks for a person', () => {
    const district = new RosterDistrict({ samePerson: 'email', schools: ['north'] });
    const elsewhere: Feed = added(changed(twice, 'users', 'ann', { orgs: ['south'] }), 'orgs', org({ sourcedId: 'south' }));
    district.sync(elsewhere);
    expect(users(district)).toEqual(['tom', 'zann']);
    expect(district.canvas.membership('alg-1', 'zann', 'student')).toBe('active');
    const noLogin = new RosterDistrict({ samePerson: 'email' });
    noLogin.sync(changed(twice, 'users', 'ann', { username: '' }));
    expect(users(noLogin)).toEqual(['tom', 'zann']);
  });

  test('somebody who studies and teaches is one person with both roles', () => {
    const both = changed(twice, 'users', 'zann', { role: 'teacher' });
    const rows = changed(both, 'enrollments', 'e-zann-bio-1', { role: 'teacher' });
    const district = new RosterDistrict({ samePerson: 'email' });
    district.sync(rows);
    expect(users(district)).toEqual(['ann', 'tom']);
    expect(district.canvas.membership('bio-1', 'ann', 'teacher')).toBe('active');
  });
});
