import { describe, expect, test } from 'vitest';
import { atPlace, counted, nothingLeftText, rowHoldText, tooManyText } from '../../../electron/roster/holds/hold-words.ts';
import { isSafetyHold } from '../../../electron/roster/holds/row-holds.ts';
import { freeChanges, holdsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, cls, enrollment, type Feed, feed, org, session, user } from '../../helpers/sis-feed.ts';

/** A school with one class of so many students, each also in a second one. */
function school(id: string, students: number, over = {}): Feed {
  const people = Array.from({ length: students }, (_, i) => user({ sourcedId: `${id}-${i}`, orgs: [id] }));
  const classes = ['x', 'y'].map((name) => cls({ sourcedId: `${id}-${name}`, school: id, ...over }));
  const rows = people.flatMap((one) => classes.map((c) => enrollment({ user: one.sourcedId, class: c.sourcedId })));
  return feed({ orgs: [org({ sourcedId: id, name: `${id} High` })], users: people, classes, enrollments: rows });
}

function both(a: Feed, b: Feed): Feed {
  const orgs = [...a.orgs, ...b.orgs];
  return {
    ...a,
    orgs,
    users: [...a.users, ...b.users],
    classes: [...a.classes, ...b.classes],
    enrollments: [...a.enrollments, ...b.enrollments],
  };
}

/** Without the first `count` enrollments of a school. */
function without(from: Feed, id: string, count: number): Feed {
  const gone = new Set(from.enrollments.filter((row) => row.class.startsWith(id)).slice(0, count));
  return { ...from, enrollments: from.enrollments.filter((row) => !gone.has(row)) };
}

/** So that only the school is judged, not each of its two classes (E5). */
const bySchool = { classFloor: 1000 };

describe('E2 a school that would lose too much at once', () => {
  const district = both(school('north', 60), school('south', 60));

  test.each([
    [10, []],
    [12, []],
    [13, ['E2:enrollment:north']],
  ])('%d of 120: %j', (count, holds) => {
    const roster = new RosterDistrict();
    roster.sync(district);
    const plan = roster.plan(without(district, 'north', count));
    expect(holdsOf(plan)).toEqual(holds);
    expect(plan.result.counts.enrollment).toMatchObject({ delete: count, held: holds.length === 0 ? 0 : count });
  });

  test('holds that school only, and says how much', () => {
    const roster = new RosterDistrict();
    roster.sync(district);
    const plan = roster.plan(without(without(district, 'north', 30), 'south', 5));
    expect(freeChanges(plan).map(({ school: at }) => at)).toEqual(Array(5).fill('south'));
    expect(plan.result.holds).toMatchObject([
      {
        id: 'E2:enrollment:north',
        count: 30,
        schoolName: 'north High',
        releasable: true,
        message: '30 of 120 enrollments at north High would be removed (25 %). That is more than the 10 % you allow at once.',
      },
    ]);
    expect(plan.result.holds.every(isSafetyHold)).toBe(true);
  });

  test('percentage and floor are settings', () => {
    const roster = new RosterDistrict({ ...bySchool, deletePercent: 50, deleteFloor: 2 });
    roster.sync(district);
    expect(holdsOf(roster.plan(without(district, 'north', 60)))).toEqual([]);
    expect(holdsOf(roster.plan(without(district, 'north', 61)))).toEqual(['E2:enrollment:north']);
  });

  test('classes that have not started may lose half', () => {
    const s2 = session({ sourcedId: 's2', title: 'Semester 2', startDate: '2027-01-04', endDate: '2027-06-11' });
    const coming = { ...school('north', 60, { terms: ['s2'] }), academicSessions: [session(), s2] };
    const roster = new RosterDistrict({ studentLeadDays: 45 });
    roster.sync(coming);
    expect(holdsOf(roster.plan(without(coming, 'north', 60)))).toEqual([]);
    expect(holdsOf(roster.plan(without(coming, 'north', 61)))).toEqual(['E2:enrollment:north']);
  });

  test('a whole school that vanishes is held, not emptied', () => {
    const roster = new RosterDistrict(bySchool);
    roster.sync(district);
    const plan = roster.plan(school('south', 60));
    expect(freeChanges(plan)).toEqual([]);
    expect(holdsOf(plan)).toEqual(['E2:enrollment:north', 'E4:enrollment:north:student', 'E8:enrollment:north']);
  });

  test('held once under two holds counts once, and goes when both are released', () => {
    const roster = new RosterDistrict();
    roster.sync(district);
    const plan = roster.plan(school('south', 60));
    expect(plan.result.counts.enrollment).toMatchObject({ delete: 120, held: 120 });
    roster.apply(plan, ['E2:enrollment:north']);
    expect(roster.canvas.membership('north-x', 'north-0', 'student')).toBe('active');
    roster.apply(plan, holdsOf(plan));
    expect(roster.canvas.membership('north-x', 'north-0', 'student')).toBe('inactive');
  });
});

describe('E4 nothing left of a role at a school', () => {
  const small = school('north', 3);

  test('six of six students are held, though fewer than the floor of E2', () => {
    const roster = new RosterDistrict();
    roster.sync(small);
    expect(holdsOf(roster.plan({ ...small, enrollments: [] }))).toEqual(['E4:enrollment:north:student']);
    expect(holdsOf(roster.plan(without(small, 'north', 5)))).toEqual([]);
  });

  test('new students who wait for a login do not count as left', () => {
    const roster = new RosterDistrict();
    roster.sync(small);
    const renamed = school('north', 0);
    const waiting = user({ sourcedId: 'new', username: '' });
    const swapped = added(added({ ...renamed, users: [...small.users] }, 'users', waiting), 'enrollments', {
      ...enrollment({ user: 'new', class: 'north-x' }),
    });
    expect(holdsOf(roster.plan(swapped))).toEqual(['E4:enrollment:north:student', 'B1:user:north', 'E13:enrollment:north']);
  });

  test('new students who come at once do', () => {
    const roster = new RosterDistrict();
    roster.sync(small);
    const fresh = added(added({ ...small, enrollments: [] }, 'users', user({ sourcedId: 'new' })), 'enrollments', {
      ...enrollment({ user: 'new', class: 'north-x' }),
    });
    expect(holdsOf(roster.plan(fresh))).toEqual([]);
  });
});

describe('E13 what belongs to something that waits, waits too', () => {
  test('several rows are told together, with one as the example', () => {
    const roster = new RosterDistrict();
    const three = ['p', 'q', 'r'].map((id) => user({ sourcedId: id, username: '' }));
    const plan = roster.plan(feed({ users: three, enrollments: three.map(({ sourcedId }) => enrollment({ user: sourcedId })) }));
    const example = 'One of them: [PQR] Miller has no login in the SIS. Fill in the field the settings name for logins.$';
    expect(plan.result.holds).toMatchObject([
      {
        id: 'B1:user:north',
        count: 3,
        message: expect.stringMatching(`^3 people at North High wait for a login of their own. ${example}`),
      },
      {
        id: 'E13:enrollment:north',
        count: 3,
        message: expect.stringMatching(`^3 enrollments at North High wait for the person or class they belong to. ${example}`),
      },
    ]);
    expect(plan.result.holds.some(isSafetyHold)).toBe(false);
    expect(plan.result.counts.enrollment.held).toBe(3);
  });
});

describe('sentences of holds', () => {
  test.each([
    [1, 'enrollment', '1 enrollment'],
    [2, 'enrollment', '2 enrollments'],
    [1, 'user', '1 person'],
    [0, 'user', '0 people'],
    [1, 'account', '1 school'],
  ] as const)('%d %s is "%s"', (count, entity, text) => {
    expect(counted(count, entity)).toBe(text);
  });

  test('places', () => {
    expect([atPlace('the district'), atPlace('Lincoln High')]).toEqual(['in the district', 'at Lincoln High']);
  });

  test.each([
    [13, 120, 10, '13 of 120 enrollments at X would be removed (11 %). That is more than the 10 % you allow at once.'],
    [103, 1000, 10, '103 of 1000 enrollments at X would be removed (10.3 %). That is more than the 10 % you allow at once.'],
    [1, 1, 10, '1 of 1 enrollment at X would be removed (100 %). That is more than the 10 % you allow at once.'],
  ])('E2: %d of %d against %d %%', (removed, base, limit, text) => {
    expect(tooManyText({ entity: 'enrollment', removed, base, phase: 'running' }, 'at X', limit)).toBe(text);
  });

  test.each([
    [
      12,
      'student',
      'All 12 student enrollments at X would be removed. Removals of enrollments there wait until you release them.',
    ],
    [
      1,
      'teacher',
      'The only teacher enrollment at X (1 of 1) would be removed. Removals of enrollments there wait until you release them.',
    ],
    [
      2,
      'ta',
      'All 2 teaching assistant enrollments at X would be removed. Removals of enrollments there wait until you release them.',
    ],
  ])('E4: %d of role %s', (base, role, text) => {
    expect(nothingLeftText('enrollment', role, base, 'at X')).toBe(text);
  });

  test.each(['B', 'B1', 'B2', 'C2', 'D2', 'E13'])('%s of several rows is whole sentences without our words', (rule) => {
    const text = rowHoldText(rule, 'user', 2, 'at X', 'Ann Miller waits.');
    expect(text).toMatch(/^2 people at X [a-z].*\. One of them: Ann Miller waits\.$/);
    expect(text).not.toMatch(/entity|ledger|null|undefined|row/);
    expect(rowHoldText(rule, 'user', 1, 'at X', 'Ann Miller waits.')).toBe('Ann Miller waits.');
  });
});
