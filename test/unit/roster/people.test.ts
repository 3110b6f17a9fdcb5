import { describe, expect, test } from 'vitest';
import { actionsOf, freeChanges, holdsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, cls, enrollment, type Feed, feed, org, session, teacher, user } from '../../helpers/sis-feed.ts';

const people = (...users: Feed['users']) => feed({ users, enrollments: [] });
const logins = (district: RosterDistrict) =>
  new Map([...district.canvas.base()].filter((row) => row.entity === 'user').map((row) => [row.key, row.fields.login_id]));

describe('B user ids are minted once', () => {
  test.each([
    ['sourcedId', 'ann'],
    ['identifier', '4711'],
  ] as const)('from the %s', (studentUserId, id) => {
    const district = new RosterDistrict({ studentUserId });
    district.sync(people(user({ identifier: ' 4711 ' })));
    expect([...logins(district).keys()]).toEqual([id]);
  });

  test('a student who becomes staff stays the same user, whatever the settings say of staff', () => {
    const district = new RosterDistrict({ staffUserId: 'identifier' });
    district.sync(people(user({ identifier: '4711' })));
    const plan = district.plan(people(user({ identifier: '4711', role: 'aide' })));
    expect(plan.changes).toEqual([]);
  });

  test('a changed identifier does not make a second user', () => {
    const district = new RosterDistrict({ studentUserId: 'identifier' });
    district.sync(people(user({ identifier: '1' })));
    expect(district.plan(people(user({ identifier: '2' }))).changes).toEqual([]);
  });

  test('the identifier of somebody who is gone does not pass to a new person', () => {
    const district = new RosterDistrict({ studentUserId: 'identifier' });
    district.sync(people(user({ identifier: '1' })));
    const plan = district.sync(people(user({ sourcedId: 'bob', identifier: '1' })));
    expect(holdsOf(plan)).toEqual(['B:user:north']);
    expect(freeChanges(plan)).toEqual([]);
    expect(district.canvas.value('login', '1', 'full_name')).toBe('Ann Miller');
  });

  test('not even when it was only ever given in a preview', () => {
    const district = new RosterDistrict({ studentUserId: 'identifier' });
    district.plan(people(user({ identifier: '1' })));
    expect(holdsOf(district.plan(people(user({ sourcedId: 'bob', identifier: '1' }))))).toEqual(['B:user:north']);
    const back = district.plan(people(user({ identifier: '1' }), user({ sourcedId: 'bob', identifier: '1' })));
    expect(
      freeChanges(back)
        .filter(({ entity }) => entity === 'user')
        .map(({ label }) => label),
    ).toEqual(['Ann Miller']);
  });

  test('a sourcedId that equals somebody’s identifier: whoever is in Canvas keeps it, the other waits', () => {
    const district = new RosterDistrict({ staffUserId: 'identifier' });
    const both = people(user({ sourcedId: '7' }), teacher({ identifier: '7' }));
    const plan = district.sync(both);
    expect(actionsOf(plan).filter((action) => action === 'user create')).toHaveLength(2);
    expect(holdsOf(plan)).toEqual(['B:user:north']);
    expect(holdsOf(district.plan(both))).toEqual(['B:user:north']);
    expect(logins(district).get('7')).toBe('7.miller');
  });

  test.each([
    ['no identifier', { identifier: '' }, 'Ann Miller has no identifier in the SIS, which the settings use as the Canvas id.'],
    ['an id with a line break', { identifier: '1\n2' }, 'Ann Miller has an id in the SIS that Canvas cannot keep as it is.'],
  ])('%s: the person waits and is listed', (_name, over, message) => {
    const plan = new RosterDistrict({ studentUserId: 'identifier' }).plan(people(user(over)));
    expect(plan.result.holds.map((hold) => [hold.message, hold.releasable])).toEqual([[message, false]]);
  });
});

describe('B1 one login source per role, a fallback only by choice', () => {
  const ann = user({ username: '', email: 'ann@example.org', identifier: '4711' });

  test.each([
    [{}, undefined],
    [{ studentLogin: 'email' as const }, 'ann@example.org'],
    [{ studentLogin: 'identifier' as const }, '4711'],
    [{ loginFallback: 'email' as const }, 'ann@example.org'],
    [{ staffLogin: 'email' as const }, undefined],
  ])('%o gives %s', (settings, login) => {
    const district = new RosterDistrict(settings);
    const plan = district.sync(people(ann));
    expect(logins(district).get('ann')).toBe(login);
    expect(holdsOf(plan)).toEqual(login === undefined ? ['B1:user:north'] : []);
  });

  test('logins that differ in case only are the same: one has it, the other waits with the enrollments', () => {
    const district = new RosterDistrict();
    const both = feed({
      users: [user({ sourcedId: 'zoe', username: 'ANN' }), user({ username: 'ann' })],
      enrollments: [enrollment(), enrollment({ user: 'zoe' })],
    });
    const plan = district.sync(both);
    expect(logins(district).get('ann')).toBe('ann');
    expect(logins(district).has('zoe')).toBe(false);
    expect(holdsOf(plan)).toEqual(['B1:user:north', 'E13:enrollment:north']);
    expect(plan.result.holds.map(({ message }) => message)).toEqual([
      'Zoe Miller has the same login as somebody else in the SIS. Give each person one of their own.',
      'Zoe Miller has the same login as somebody else in the SIS. Give each person one of their own.',
    ]);
    expect(district.canvas.membership('alg-1', 'ann', 'student')).toBe('active');
  });

  test('whoever has the login in Canvas keeps it against somebody who sorts first', () => {
    const district = new RosterDistrict();
    district.sync(people(user({ sourcedId: 'zoe', username: 'am' })));
    const plan = district.sync(people(user({ sourcedId: 'zoe', username: 'am' }), user({ username: 'am' })));
    expect(plan.result.holds.map(({ message }) => message)[0]).toContain('Ann Miller');
    expect(logins(district).get('zoe')).toBe('am');
  });

  test.each(['x'.repeat(101), 'a\u0007b'])('a login Canvas cannot take (%j) waits', (username) => {
    expect(holdsOf(new RosterDistrict().plan(people(user({ username }))))).toEqual(['B1:user:north']);
  });

  test('losing the login does not take it away in Canvas', () => {
    const district = new RosterDistrict();
    district.sync(people(user()));
    const plan = district.sync(people(user({ username: '', givenName: 'Anna' })));
    expect(freeChanges(plan)).toEqual([]);
    expect(logins(district).get('ann')).toBe('ann.miller');
  });
});

describe('B2 a login never passes from one person to another by itself', () => {
  const [ann, bob] = [user({ username: 'a' }), user({ sourcedId: 'bob', username: 'b' })];

  test('two people who swap logins both wait', () => {
    const district = new RosterDistrict();
    district.sync(people(ann, bob));
    const plan = district.sync(people({ ...ann, username: 'b' }, { ...bob, username: 'a' }));
    expect(plan.result.holds).toMatchObject([{ id: 'B2:user:north', count: 2, releasable: true }]);
    expect(freeChanges(plan)).toEqual([]);
  });

  test('a login given up in one sync is not taken in the next without a person’s word', () => {
    const district = new RosterDistrict();
    district.sync(people(ann, bob));
    district.sync(people({ ...ann, username: 'c' }, bob));
    const wanted = people({ ...ann, username: 'c' }, { ...bob, username: 'A' });
    const plan = district.plan(wanted);
    expect(holdsOf(plan)).toEqual(['B2:user:north']);
    district.apply(plan, ['B2:user:north']);
    expect(logins(district).get('bob')).toBe('A');
    expect(district.plan(wanted).changes).toEqual([]);
  });

  test('its former owner may have it back, unless somebody took it meanwhile', () => {
    const district = new RosterDistrict();
    district.sync(people(ann));
    district.sync(people({ ...ann, username: 'c' }));
    expect(holdsOf(district.plan(people(ann)))).toEqual([]);
    district.canvas.addLogin('', 'A');
    expect(holdsOf(district.plan(people(ann)))).toEqual(['B2:user:north']);
  });

  test('a new person does not adopt an account made by hand, nor the login of a deleted one', () => {
    const district = new RosterDistrict();
    district.sync(people(ann));
    district.canvas.addLogin('', 'Bob');
    district.canvas.edit('login', 'ann', { state: 'deleted' });
    const plan = district.plan(people(user({ sourcedId: 'new1', username: 'bob' }), user({ sourcedId: 'new2', username: 'a' })));
    expect(plan.result.holds).toMatchObject([{ id: 'B2:user:north', count: 2 }]);
  });
});

describe('C6 who is provisioned', () => {
  test.each([
    ['student', true],
    ['teacher', true],
    ['aide', true],
    ['administrator', true],
    ['proctor', true],
    ['guardian', false],
    ['relative', false],
    ['counselor', false],
    ['', false],
  ])('role "%s": %s', (role, provisioned) => {
    const district = new RosterDistrict();
    district.sync(people(user({ role })));
    expect(logins(district).has('ann')).toBe(provisioned);
  });

  test('somebody of no chosen school comes when a class of one needs them, and not before', () => {
    const district = new RosterDistrict({ schools: ['north'] });
    const visitor = teacher({ orgs: ['district'] });
    const without = feed({ users: [visitor], enrollments: [] });
    district.sync(without);
    expect(logins(district).has('tom')).toBe(false);
    district.sync(feed({ users: [visitor], enrollments: [enrollment({ user: 'tom', role: 'teacher' })] }));
    expect(logins(district).get('tom')).toBe('tom.miller');
    expect(district.canvas.membership('alg-1', 'tom', 'teacher')).toBe('active');
  });

  test('and is held like anybody else when there is no login', () => {
    const plan = new RosterDistrict().plan(
      feed({ users: [teacher({ orgs: [], username: '' })], enrollments: [enrollment({ user: 'tom', role: 'teacher' })] }),
    );
    expect(holdsOf(plan)).toEqual(['B1:user:north', 'E13:enrollment:north']);
  });

  test('a person who moves to a school that was not chosen keeps the classes the SIS still lists', () => {
    const district = new RosterDistrict({ schools: ['north'] });
    const orgs = [org(), org({ sourcedId: 'south' })];
    district.sync(feed({ orgs }));
    const plan = district.plan(changed(feed({ orgs }), 'users', 'ann', { orgs: ['south'] }));
    expect(plan.changes).toEqual([]);
  });

  test('a role that nobody knows takes nobody out of a class', () => {
    const district = new RosterDistrict();
    district.sync(feed());
    const plan = district.plan(changed(changed(feed(), 'users', 'tom', { role: 'counselor' }), 'users', 'ann', { role: '' }));
    expect(plan.changes).toEqual([]);
    expect(plan.result.counts.enrollment.unchanged).toBe(2);
  });
});

describe('C9 names', () => {
  test.each([
    [{ givenName: 'Ann', familyName: 'Miller' }, 'Ann Miller', 'Miller, Ann'],
    [{ givenName: ' Ann\n', familyName: '' }, 'Ann', 'Ann'],
    [{ givenName: '', familyName: 'Miller' }, 'Miller', 'Miller'],
  ])('%o', (over, full, sortable) => {
    const district = new RosterDistrict();
    district.sync(people(user(over)));
    expect(district.canvas.value('login', 'ann', 'full_name')).toBe(full);
    expect(district.canvas.value('login', 'ann', 'sortable_name')).toBe(sortable);
  });

  test('a person without a name gets the login as name, as Canvas does it, and the name as soon as there is one', () => {
    const district = new RosterDistrict();
    const nameless = people(user({ givenName: '', familyName: '' }));
    district.sync(nameless);
    expect(district.canvas.value('login', 'ann', 'full_name')).toBe('ann.miller');
    expect(district.plan(nameless).changes).toEqual([]);
    district.sync(people(user()));
    expect(district.canvas.value('login', 'ann', 'full_name')).toBe('Ann Miller');
  });

  const robert = user({ givenName: 'Robert', preferredFirstName: 'Rob\u00a0', preferredLastName: '' });
  const namesOf = (district: RosterDistrict) => [
    district.canvas.value('login', 'ann', 'full_name'),
    district.canvas.value('login', 'ann', 'sortable_name'),
  ];

  test('legal ones, unless the district chose preferred ones; a part without a preferred one stays legal', () => {
    const legal = new RosterDistrict();
    legal.sync(people(robert));
    expect(namesOf(legal)).toEqual(['Robert Miller', 'Miller, Robert']);
    const preferred = new RosterDistrict({ preferredNames: true });
    preferred.sync(people(robert));
    expect(namesOf(preferred)).toEqual(['Rob Miller', 'Miller, Rob']);
  });

  test('choosing preferred ones later renames visibly and once, a person of another school too', () => {
    const district = new RosterDistrict({ schools: ['north'] });
    const visiting = feed({
      users: [user({ ...robert, orgs: ['south'] }), teacher()],
      orgs: [org(), org({ sourcedId: 'south' })],
    });
    district.sync(visiting);
    district.settings = { ...district.settings, preferredNames: true };
    const plan = district.sync(visiting);
    expect(plan.changes.map(({ action, label, after }) => [action, label, after])).toEqual([
      ['update', 'Rob Miller', { full_name: 'Rob Miller', sortable_name: 'Miller, Rob' }],
    ]);
    expect(district.plan(visiting).changes).toEqual([]);
  });

  test('a feed without names renames nobody', () => {
    const district = new RosterDistrict();
    district.sync(people(user()));
    expect(district.plan(people(user({ givenName: '', familyName: '' }))).changes).toEqual([]);
  });
});

describe('D3 a person who is gone', () => {
  test('stays in Canvas, counted as frozen', () => {
    const district = new RosterDistrict();
    district.sync(people(user()));
    for (const gone of [people(user({ status: 'tobedeleted' })), people(user({ sourcedId: 'bob' }))]) {
      const plan = district.plan(gone);
      expect(plan.changes.filter(({ key }) => key === 'ann')).toEqual([]);
      expect(plan.result.counts.user.frozen).toBe(1);
    }
  });

  test('and whoever was deleted in Canvas by hand stays deleted, with the enrollments', () => {
    const district = new RosterDistrict();
    district.sync(feed());
    district.canvas.edit('login', 'ann', { state: 'deleted' });
    const classes = [cls(), cls({ sourcedId: 'bio' })];
    const plan = district.plan(
      added(feed({ classes, academicSessions: [session()] }), 'enrollments', enrollment({ class: 'bio' })),
    );
    expect(plan.changes.filter(({ entity }) => entity === 'user' || entity === 'enrollment')).toEqual([]);
    expect(plan.result.counts.user.kept).toBe(1);
    expect(plan.result.counts.enrollment.kept).toBe(2);
  });
});
