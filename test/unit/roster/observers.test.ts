import { describe, expect, test } from 'vitest';
import { actionsOf, findingsOf, freeChanges, holdsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, changed, enrollment, type Feed, feed, org, teacher, user } from '../../helpers/sis-feed.ts';

const pat = user({ sourcedId: 'pat', role: 'parent', agents: [] });
const ann = user({ agents: ['pat'] });
/** Ann, whose record names Pat, and their teacher. */
const family = feed({ users: [ann, teacher(), pat] });
const on = { observers: true };

const linksOf = (plan: { readonly changes: readonly { entity: string; action: string; key: string }[] }) =>
  plan.changes
    .filter(({ entity }) => entity === 'observer')
    .map(({ action, key }) => `${action} ${key.replace('\u001f', ' > ')}`)
    .sort();
const usersOf = (district: RosterDistrict) =>
  [...district.canvas.base()].filter(({ entity }) => entity === 'user').map(({ key }) => key);

describe('C6 guardians observe their students, where the district wants that', () => {
  test('off: nobody is made, no link is known', () => {
    const district = new RosterDistrict();
    const plan = district.sync(family);
    expect(linksOf(plan)).toEqual([]);
    expect(plan.result.counts.observer).toEqual(new RosterDistrict().plan(feed()).result.counts.observer);
    expect(usersOf(district)).toEqual(['ann', 'tom']);
  });

  test('on: the guardian becomes a person of Canvas, linked after everything else; the second run is empty', () => {
    const district = new RosterDistrict(on);
    const plan = district.sync(family);
    expect(linksOf(plan)).toEqual(['create pat > ann']);
    expect(plan.changes.at(-1)).toMatchObject({
      entity: 'observer',
      label: 'Pat Miller observes Ann Miller',
      school: 'north',
      reason: { rule: 'C6' },
      source: { collection: 'users', sourcedId: 'pat' },
      row: { observer_id: 'pat', student_id: 'ann', status: 'active' },
    });
    expect(district.canvas.link('pat', 'ann')).toBe('active');
    const again = district.plan(family);
    expect(again.changes).toEqual([]);
    expect(again.result.counts.observer.unchanged).toBe(1);
  });

  test.each(['guardian', 'parent', 'relative'])('a %s observes; either record may name the other', (role) => {
    const named = feed({ users: [user(), teacher(), user({ sourcedId: 'pat', role, agents: ['ann'] })] });
    expect(linksOf(new RosterDistrict(on).plan(named))).toEqual(['create pat > ann']);
    const both = feed({ users: [ann, teacher(), user({ sourcedId: 'pat', role, agents: ['ann'] })] });
    expect(linksOf(new RosterDistrict(on).plan(both))).toEqual(['create pat > ann']);
  });

  test.each([
    ['is of no chosen school', user({ orgs: ['south'], agents: ['pat'] }), {}],
    ['is gone', user({ status: 'tobedeleted', agents: ['pat'] }), {}],
    ['names a teacher, a fellow student and themself', user({ agents: ['tom', 'ben', 'ann'] }), {}],
  ])('a student who %s brings no guardian', (_what, student, over) => {
    const district = new RosterDistrict({ ...on, schools: ['north'], ...over });
    const plan = district.sync(
      feed({
        users: [student, teacher(), pat, user({ sourcedId: 'ben' })],
        enrollments: [],
        orgs: [org(), org({ sourcedId: 'south' })],
      }),
    );
    expect(linksOf(plan)).toEqual([]);
    expect(usersOf(district)).not.toContain('pat');
  });

  test('a guardian who is staff in the SIS is told, not linked', () => {
    const plan = new RosterDistrict(on).plan(feed({ users: [user({ agents: ['tom'] }), teacher()] }));
    expect(findingsOf(plan)).toEqual(['C6  1 guardian is staff in the SIS, so the person is not linked to the student.']);
  });

  test('a student of another school whom a class here wants is observed as well', () => {
    const visiting = feed({
      orgs: [org(), org({ sourcedId: 'south' })],
      users: [user({ orgs: ['south'], agents: ['pat'] }), teacher(), user({ ...pat, orgs: ['south'] })],
    });
    const district = new RosterDistrict({ ...on, schools: ['north'] });
    expect(linksOf(district.sync(visiting))).toEqual(['create pat > ann']);
    expect(district.plan(visiting).changes).toEqual([]);
  });

  test('B1 guardians have a login source of their own; without a login they wait, and the link with them', () => {
    const parent = user({ ...pat, username: '', email: 'pat@home.example' });
    const feedOf = feed({ users: [ann, teacher(), parent] });
    expect(holdsOf(new RosterDistrict(on).plan(feedOf))).toEqual(['B1:user:north', 'E13:observer:north']);
    const district = new RosterDistrict({ ...on, observerLogin: 'email' });
    district.sync(feedOf);
    expect(district.canvas.value('login', 'pat', 'login_id')).toBe('pat@home.example');
    expect(district.canvas.value('login', 'ann', 'login_id')).toBe('ann.miller');
  });

  test('B1 of a guardian and a student who claim the same login, the student gets it', () => {
    const plan = new RosterDistrict(on).plan(feed({ users: [ann, teacher(), user({ ...pat, username: 'ANN.miller' })] }));
    expect(plan.result.holds.map(({ id, message }) => [id, message])).toEqual([
      ['B1:user:north', 'Pat Miller has the same login as somebody else in the SIS. Give each person one of their own.'],
      ['E13:observer:north', 'Pat Miller has the same login as somebody else in the SIS. Give each person one of their own.'],
    ]);
  });

  test('E6 the first guardians and links are a first load, even of a district that runs', () => {
    const students = Array.from({ length: 40 }, (_, n) => user({ sourcedId: `s${n}`, agents: [`p${n}`] }));
    const parents = students.map((_, n) => user({ sourcedId: `p${n}`, role: 'parent' }));
    const all = feed({
      users: [...students, teacher(), ...parents],
      enrollments: students.map(({ sourcedId }) => enrollment({ user: sourcedId })),
    });
    const district = new RosterDistrict();
    district.sync(all);
    district.settings = { ...district.settings, observers: true };
    const plan = district.plan(all);
    expect(holdsOf(plan)).toEqual([]);
    expect(actionsOf(plan).filter((one) => one === 'observer create')).toHaveLength(40);
  });

  test('a link somebody made by hand is there already: neither sent nor ours', () => {
    const district = new RosterDistrict(on);
    district.sync(changed(family, 'users', 'ann', { agents: [] }));
    district.sync(
      added(feed(), 'users', user({ sourcedId: 'pat', role: 'parent', agents: ['ben'] }), user({ sourcedId: 'ben' })),
    );
    district.canvas.editLink('pat', 'ann', 'active');
    const plan = district.plan(family);
    expect(linksOf(plan)).toEqual([]);
    expect(plan.result.counts.observer.alreadyThere).toBe(1);
    const without = changed(family, 'users', 'ann', { agents: [] });
    district.plan(without);
    expect(linksOf(district.plan(without))).toEqual([]);
    district.settings = { ...district.settings, adoptExisting: true };
    expect(linksOf(district.sync(family))).toContain('adopt pat > ann');
    expect(district.plan(family).result.counts.observer.unchanged).toBe(1);
    expect(linksOf(district.plan(without))).toEqual(['delete pat > ann']);
  });

  test('F3 a link somebody ended in Canvas stays ended', () => {
    const district = new RosterDistrict(on);
    district.sync(family);
    district.canvas.editLink('pat', 'ann', 'deleted');
    const plan = district.sync(family);
    expect(plan.changes).toEqual([]);
    expect(plan.result.counts.observer.kept).toBe(1);
    expect(district.canvas.link('pat', 'ann')).toBe('deleted');
    district.overwrite(plan, [1]);
    expect(district.canvas.link('pat', 'ann')).toBe('active');
  });

  test('switched off again, links stay and nothing is compared', () => {
    const district = new RosterDistrict(on);
    district.sync(family);
    district.settings = { ...district.settings, observers: false };
    const plan = district.plan(changed(family, 'users', 'ann', { agents: [] }));
    expect(plan.changes).toEqual([]);
    expect(Object.values(plan.result.counts.observer).every((count) => count === 0)).toBe(true);
    expect(plan.result.counts.user.frozen).toBe(1);
  });
});

describe('C6 a link that is gone', () => {
  const without = changed(family, 'users', 'ann', { agents: [] });

  test('D5 waits until a second complete pull agrees; a person may take it out at once', () => {
    const district = new RosterDistrict({ ...on, probationRuns: 0 });
    district.sync(family);
    const first = district.night(without);
    expect(first.result.counts.observer).toMatchObject({ delete: 1, waiting: 1 });
    expect(district.canvas.link('pat', 'ann')).toBe('active');
    // E4 holds it then: it is the only one of the school.
    const second = district.plan(without, true);
    expect(second.result.counts.observer).toMatchObject({ delete: 1, waiting: 0 });
    expect(holdsOf(second)).toEqual(['E4:observer:north']);
    district.apply(second, ['E4:observer:north'], false);
    expect(district.canvas.link('pat', 'ann')).toBe('deleted');
    expect(district.plan(without).changes).toEqual([]);
  });

  test('D7 the first scheduled runs hold it', () => {
    const district = new RosterDistrict(on);
    district.sync(family);
    district.night(without);
    expect(holdsOf(district.night(without))).toContain('D7:observer:');
    expect(district.canvas.link('pat', 'ann')).toBe('active');
  });

  test('E2 many at once are held', () => {
    const students = Array.from({ length: 40 }, (_, n) => user({ sourcedId: `s${n}`, agents: [`p${n}`] }));
    const parents = students.map((_, n) => user({ sourcedId: `p${n}`, role: 'parent' }));
    const all = feed({ users: [...students, teacher(), ...parents], enrollments: [] });
    const district = new RosterDistrict(on);
    district.sync(all);
    const fewer = { ...all, users: all.users.map((one) => (Number(one.sourcedId.slice(1)) < 11 ? { ...one, agents: [] } : one)) };
    const plan = district.plan(fewer);
    expect(holdsOf(plan)).toEqual(['E2:observer:north']);
    expect(plan.result.holds[0]?.message).toContain('11 of 40 guardian links');
  });

  test.each([
    ['a student who left', changed(family, 'users', 'ann', { status: 'tobedeleted', agents: [] })],
    ['a student the SIS does not send any more', changed(family, 'users', 'ann', null)],
  ])('of %s stays', (_what, after) => {
    const district = new RosterDistrict(on);
    district.sync(family);
    for (const plan of [district.plan(after), district.plan(after)]) {
      expect(linksOf(plan)).toEqual([]);
      expect(plan.result.counts.observer.frozen).toBe(1);
    }
  });

  test.each([
    ['whom the SIS did not send this time', changed(family, 'users', 'pat', null)],
    ['who is sent as staff now', changed(family, 'users', 'pat', { role: 'teacher' })],
    ['whose role cannot be read', changed(family, 'users', 'pat', { role: 'counselor' })],
  ])('is not gone while the student still names a guardian %s', (_what, after) => {
    const district = new RosterDistrict(on);
    district.sync(family);
    district.plan(after);
    expect(linksOf(district.plan(after))).toEqual([]);
  });

  test('a guardian the SIS drops loses the link at once', () => {
    const district = new RosterDistrict(on);
    district.sync(family);
    const plan = district.plan(changed(family, 'users', 'pat', { status: 'tobedeleted' }));
    expect(plan.changes.map(({ action, reason, waiting }) => [action, reason.text, waiting])).toEqual([
      ['delete', 'The SIS dropped this guardian.', false],
    ]);
  });
});

describe('C6 the no-contact list', () => {
  const both: Feed = feed({
    users: [user({ agents: ['pat', 'sam'] }), teacher(), pat, user({ sourcedId: 'sam', role: 'relative' })],
  });
  const known = changed(both, 'users', 'ann', { identifier: '4711', email: 'Ann@School.example' });

  test.each(['ann', '4711', 'ANN.MILLER', ' ann@school.example '])('a student named as %j has no observer', (name) => {
    const district = new RosterDistrict({ ...on, noContact: [name] });
    expect(linksOf(district.sync(known))).toEqual([]);
    expect(usersOf(district)).toEqual(['ann', 'tom']);
  });

  test('a student put on it later loses the links we made, at once and visibly', () => {
    const district = new RosterDistrict({ ...on, probationRuns: 0 });
    district.sync(both);
    district.settings = { ...district.settings, noContact: ['ann'] };
    const plan = district.plan(both, true);
    expect(linksOf(plan)).toEqual(['delete pat > ann', 'delete sam > ann']);
    expect(plan.changes.map(({ reason, waiting }) => [reason.rule, reason.text, waiting])).toEqual([
      ['C6', 'The student is on the no-contact list.', false],
      ['C6', 'The student is on the no-contact list.', false],
    ]);
    district.apply(plan, holdsOf(plan));
    expect([district.canvas.link('pat', 'ann'), district.canvas.link('sam', 'ann')]).toEqual(['deleted', 'deleted']);
    expect(district.plan(both).changes).toEqual([]);
  });

  test('also a link the SIS stopped naming on the same day', () => {
    const district = new RosterDistrict(on);
    district.sync(both);
    district.settings = { ...district.settings, noContact: ['ann'] };
    const plan = district.plan(changed(both, 'users', 'ann', { agents: ['pat'] }));
    expect(linksOf(plan)).toEqual(['delete pat > ann', 'delete sam > ann']);
    expect(plan.changes.some(({ waiting }) => waiting)).toBe(false);
  });

  test('a pair keeps these two apart, and nobody else', () => {
    const district = new RosterDistrict({ ...on, noContact: ['4711 + Sam.Miller'] });
    expect(linksOf(district.sync(known))).toEqual(['create pat > ann']);
    expect(usersOf(district)).toEqual(['ann', 'pat', 'tom']);
  });

  test('a link made by hand is not ours to remove, but it is told', () => {
    const district = new RosterDistrict({ ...on, noContact: ['ann'] });
    district.sync(added(both, 'users', user({ sourcedId: 'ben', agents: ['pat'] })));
    district.canvas.editLink('pat', 'ann', 'active');
    const plan = district.plan(both);
    expect(linksOf(plan)).toEqual([]);
    expect(findingsOf(plan).filter((text) => text.startsWith('C6'))).toEqual([
      'C6 ann Ann Miller is on the no-contact list, and somebody observes them in Canvas whom Rosterbridge did not link.',
    ]);
  });

  test('a name that fits nobody is told', () => {
    const plan = new RosterDistrict({ ...on, noContact: ['anne', 'ann + pat'] }).plan(both);
    expect(findingsOf(plan)).toEqual(['C6 anne “anne” on the no-contact list is no student or guardian the SIS names.']);
    expect(freeChanges(plan).filter(({ entity }) => entity === 'observer')).toHaveLength(1);
  });
});

test('E9 a protected guardian is unlinked only by a person’s word', () => {
  const district = new RosterDistrict({ ...on, protectedPeople: ['pat'] });
  district.sync(family);
  const plan = district.plan(changed(family, 'users', 'pat', { status: 'tobedeleted' }));
  expect(holdsOf(plan)).toContain('E9:observer:north');
});

test('B3 two records of the same two people make one link, and whoever keeps them apart counts', () => {
  const twice = feed({ users: [user({ agents: ['pat', 'pat'] }), teacher(), user({ ...pat, agents: ['ann', 'ann'] })] });
  expect(linksOf(new RosterDistrict(on).plan(twice))).toEqual(['create pat > ann']);
});

describe('B3 a guardian in several records', () => {
  const mum = { role: 'parent', familyName: 'Miller', givenName: 'Pat', email: 'pat@home.example' };
  const [first, second] = [
    user({ ...mum, sourcedId: 'pat-1', username: 'pat.1', identifier: 'G7' }),
    user({ ...mum, sourcedId: 'pat-2', username: 'pat.2', identifier: 'G7' }),
  ];
  /** As many systems have it: a record of Pat for each child. */
  const siblings = feed({
    users: [user({ agents: ['pat-1'] }), user({ sourcedId: 'ben', agents: ['pat-2'] }), teacher(), first, second],
    enrollments: [enrollment(), enrollment({ user: 'ben' })],
  });
  const told = (plan: ReturnType<RosterDistrict['plan']>) => findingsOf(plan).filter((text) => text.startsWith('B3'));

  test('is listed, and two people, as long as no rule says more', () => {
    const district = new RosterDistrict(on);
    const plan = district.sync(siblings);
    expect(linksOf(plan)).toEqual(['create pat-1 > ann', 'create pat-2 > ben']);
    expect(told(plan)).toEqual([expect.stringContaining('Pat Miller (pat-1), Pat Miller (pat-2); they have the same number')]);
  });

  test.each(['identifier', 'email'] as const)('is one person by %s, who observes the students of all', (samePerson) => {
    const district = new RosterDistrict({ ...on, samePerson });
    const plan = district.sync(siblings);
    expect(linksOf(plan)).toEqual(['create pat-1 > ann', 'create pat-1 > ben']);
    expect(usersOf(district)).not.toContain('pat-2');
    expect(told(plan)).toEqual([expect.stringContaining('by your settings they are one person in Canvas')]);
    // The id is theirs for good from the first moment, whatever the rule says later (B).
    expect(district.store.allIdentities('user').get('pat-2')).toBe('pat-1');
    expect(district.plan(siblings).changes).toEqual([]);
    district.settings = { ...district.settings, samePerson: 'list' };
    expect(district.plan(siblings).changes).toEqual([]);
  });

  test('who is only in the record that speaks for nobody comes all the same', () => {
    const one = feed({ users: [user({ agents: ['pat-2'] }), teacher(), first, second] });
    const district = new RosterDistrict({ ...on, samePerson: 'email' });
    expect(linksOf(district.sync(one))).toEqual(['create pat-1 > ann']);
    expect(usersOf(district)).toContain('pat-1');
    expect(district.plan(one).changes).toEqual([]);
  });

  test('the no-contact list keeps the person apart, whichever record it names; so it does for a student', () => {
    const district = new RosterDistrict({ ...on, samePerson: 'email' });
    district.sync(siblings);
    for (const line of ['ben + pat-1', 'ben + pat-2', 'ben + pat.1'])
      expect([line, linksOf(new RosterDistrict({ ...on, samePerson: 'email', noContact: [line] }).plan(siblings))]).toEqual([
        line,
        ['create pat-1 > ann'],
      ]);
    district.settings = { ...district.settings, noContact: ['ben + pat-1'] };
    expect(linksOf(district.plan(siblings))).toEqual(['delete pat-1 > ben']);
    const twice = { ...siblings, users: [...siblings.users, user({ sourcedId: 'zben', givenName: 'Ben', agents: ['pat-1'] })] };
    const merged = changed(changed(twice, 'users', 'ben', { email: 'b@x.example' }), 'users', 'zben', { email: 'b@x.example' });
    const alone = new RosterDistrict({ ...on, samePerson: 'email', noContact: ['zben'] });
    expect(linksOf(alone.plan(merged))).toEqual(['create pat-1 > ann']);
  });

  test('a number of guardians is none of students, and a shared address makes nobody one with another name', () => {
    const feedOf = feed({
      users: [
        user({ identifier: 'G7', agents: ['pat-1', 'kim'] }),
        teacher(),
        first,
        user({ ...mum, sourcedId: 'kim', givenName: 'Kim', username: 'kim' }),
      ],
    });
    const plan = new RosterDistrict({ ...on, samePerson: 'identifier' }).plan(feedOf);
    expect(linksOf(plan)).toEqual(['create kim > ann', 'create pat-1 > ann']);
    expect(told(plan)).toEqual([]);
    expect(told(new RosterDistrict({ ...on, samePerson: 'email' }).plan(feedOf))).toEqual([]);
  });

  test('a teacher who is a guardian too stays two, with a login for each, and that is told', () => {
    const both = feed({
      users: [user({ agents: ['pat-1'] }), teacher({ givenName: 'Pat', familyName: 'Miller', email: 'pat@home.example' }), first],
    });
    const district = new RosterDistrict({ ...on, samePerson: 'email' });
    const plan = district.sync(both);
    expect(linksOf(plan)).toEqual(['create pat-1 > ann']);
    expect(usersOf(district)).toEqual(expect.arrayContaining(['pat-1', 'tom']));
    expect(told(plan)).toEqual([
      expect.stringContaining('who is a guardian beside being staff or a student has a login for each'),
    ]);
    // Two records of the guardian are one, though a teacher has the same name and address.
    const more = added(changed(both, 'users', 'ann', { agents: ['pat-1', 'pat-2'] }), 'users', second);
    const merged = new RosterDistrict({ ...on, samePerson: 'email' });
    expect(linksOf(merged.sync(more))).toEqual(['create pat-1 > ann']);
    expect(usersOf(merged)).not.toContain('pat-2');
  });
});
