import { describe, expect, test } from 'vitest';
import { actionsOf, holdsOf, RosterDistrict } from '../../helpers/roster-district.ts';
import { added, cls, enrollment, type Feed, feed, org, session, user } from '../../helpers/sis-feed.ts';

const s2 = session({ sourcedId: 's2', title: 'Semester 2', startDate: '2027-01-04', endDate: '2027-06-11' });

/** A school of so many students, all of them in one class. */
function school(students: number, id = 'north'): Feed {
  const users = Array.from({ length: students }, (_, i) => user({ sourcedId: `${id}-${i}`, orgs: [id] }));
  return feed({
    orgs: [org({ sourcedId: id, name: `${id} High` })],
    academicSessions: [session(), s2],
    classes: [cls({ sourcedId: `${id}-x`, school: id })],
    users,
    enrollments: users.map(({ sourcedId }) => enrollment({ user: sourcedId, class: `${id}-x` })),
  });
}

function started(from: Feed, settings = {}): RosterDistrict {
  const district = new RosterDistrict(settings);
  district.sync(from);
  return district;
}

describe('E6 a school that would grow too much at once', () => {
  test.each([
    [200, 225, []],
    [200, 226, []],
    [200, 231, ['E6:user:north']],
    [100, 126, ['E6:user:north']],
    [100, 125, []],
  ])('from %d to %d students: %j', (before, after, holds) => {
    expect(holdsOf(started(school(before)).plan(school(after)))).toEqual(holds);
  });

  test('the first sync of the district, and of a school that joins later, is no growth', () => {
    expect(holdsOf(new RosterDistrict().plan(school(300)))).toEqual([]);
    const both = (a: Feed, b: Feed): Feed => ({
      ...a,
      orgs: [...a.orgs, ...b.orgs],
      classes: [...a.classes, ...b.classes],
      users: [...a.users, ...b.users],
      enrollments: [...a.enrollments, ...b.enrollments],
    });
    expect(holdsOf(started(school(100)).plan(both(school(100), school(80, 'south'))))).toEqual([]);
  });

  test('says how much, holds the new ones, and what belongs to them waits too (E13)', () => {
    const district = started(school(100), { createPercent: 40 });
    const more = school(141);
    const plan = district.plan({ ...more, enrollments: more.enrollments.slice(0, 130) });
    expect(plan.result.holds).toMatchObject([
      {
        id: 'E6:user:north',
        count: 71,
        releasable: true,
        message:
          '41 new people would be added at north High, where there are 100 now (41 % more). That is more than the 40 % you allow at once. 30 changes that belong to them wait with them.',
      },
    ]);
    expect(plan.result.counts).toMatchObject({ user: { held: 41 }, enrollment: { held: 30 } });
    district.apply(plan);
    expect(district.plan(more).result.counts.user.create).toBe(41);
    district.apply(plan, ['E6:user:north']);
    const after = district.plan({ ...more, enrollments: more.enrollments.slice(0, 130) });
    expect([after.changes, after.result.holds]).toEqual([[], []]);
  });

  test('courses, their sections and all who are in them are one question', () => {
    const many = (count: number): Feed => {
      const ids = Array.from({ length: count }, (_, i) => `c${i}`);
      const people = school(100);
      return {
        ...people,
        classes: ids.map((sourcedId) => cls({ sourcedId })),
        enrollments: people.users.map(({ sourcedId }, i) => enrollment({ user: sourcedId, class: ids[i] ?? 'c0' })),
      };
    };
    const district = started(many(60));
    const plan = district.plan({ ...many(100), enrollments: [...many(60).enrollments, ...many(100).enrollments.slice(60)] });
    expect(holdsOf(plan)).toEqual(['E6:course:north']);
    expect(plan.result.holds[0]).toMatchObject({
      count: 120,
      message: expect.stringMatching(/80 changes that belong to them wait with them\.$/),
    });
    district.apply(plan, ['E6:course:north']);
    expect(district.canvas.membership('c99', 'north-99', 'student')).toBe('active');
  });

  test('the first rows of coming classes are a first load; then they may grow by half', () => {
    const base = school(100);
    const coming = (count: number): Feed => {
      const rows = base.users.slice(0, count).map(({ sourcedId }) => enrollment({ user: sourcedId, class: 'north-y' }));
      return added(added(base, 'classes', cls({ sourcedId: 'north-y', terms: ['s2'] })), 'enrollments', ...rows);
    };
    const district = started(base);
    expect(holdsOf(district.plan(coming(60)))).toEqual([]);
    district.sync(coming(60));
    expect(holdsOf(district.plan(coming(90)))).toEqual([]);
    expect(holdsOf(district.plan(coming(91)))).toEqual(['E6:enrollment:north']);
  });

  test('share and floor are settings', () => {
    expect(holdsOf(started(school(100), { createFloor: 5, createPercent: 5 }).plan(school(106)))).toHaveLength(1);
    expect(holdsOf(started(school(100), { createFloor: 50 }).plan(school(150)))).toEqual([]);
  });
});

describe('E7 a feed that changes what people are called', () => {
  const renamed = (from: Feed, count: number, over = {}): Feed => ({
    ...from,
    users: from.users.map((one, i) => (i < count ? { ...one, familyName: 'Smith', ...over } : one)),
  });

  test.each([
    [20, []],
    [21, ['E7:user:north']],
  ])('%d of 100 names: %j', (count, holds) => {
    const district = started(school(100));
    expect(holdsOf(district.plan(renamed(school(100), count)))).toEqual(holds);
  });

  test('5 % of a large school may change', () => {
    const district = started(school(500));
    expect(holdsOf(district.plan(renamed(school(500), 25)))).toEqual([]);
    expect(holdsOf(district.plan(renamed(school(500), 26)))).toEqual(['E7:user:north']);
  });

  test('says how many, and holds no more than these', () => {
    const district = started(school(100));
    const plan = district.plan(renamed(school(101), 30));
    expect(plan.result.holds).toMatchObject([
      {
        id: 'E7:user:north',
        count: 30,
        message:
          '30 of 100 people at north High would get another name or login (30 %). That is more than the 5 % you allow at once.',
      },
    ]);
    district.apply(plan);
    expect(actionsOf(district.plan(renamed(school(101), 30)))).toEqual(Array(30).fill('user update'));
  });

  test('any field of more than 40 %', () => {
    const mailed = (count: number) => renamed(school(100), count, { familyName: 'Miller', email: 'new@example.org' });
    const district = started(school(100));
    expect(holdsOf(district.plan(mailed(40)))).toEqual([]);
    expect(district.plan(mailed(41)).result.holds).toMatchObject([
      {
        id: 'E7:user:north',
        message: '41 of 100 people at north High would change (41 %). That is more than the 40 % you allow at once.',
      },
    ]);
  });

  test('two of three rows are no flood', () => {
    const district = started(school(3));
    expect(holdsOf(district.plan(renamed(school(3), 2)))).toEqual([]);
  });
});

describe('E3 the district as a whole', () => {
  test('enrollments: more than 500 or 3 %, whichever is more, though each school stays below its own limit', () => {
    const settings = { districtFloor: 5, districtPercent: 3, deleteFloor: 1000, classFloor: 1000 };
    const district = started(school(300), settings);
    const less = (count: number): Feed => ({ ...school(300), enrollments: school(300).enrollments.slice(count) });
    expect(holdsOf(district.plan(less(9)))).toEqual([]);
    expect(district.plan(less(10)).result.holds).toMatchObject([
      {
        id: 'E3:enrollment:',
        rule: 'E3',
        school: '',
        schoolName: 'the district',
        count: 10,
        message: '10 of 300 enrollments in the district would be removed. That is more than the 9 you allow at once.',
      },
    ]);
  });

  test('people: more than 500, however large the district is', () => {
    const settings = { districtUsers: 5, deleteFloor: 1000, disabledPercent: 100 };
    const district = started(school(300), settings);
    const disabled = (count: number): Feed => ({
      ...school(300),
      users: school(300).users.map((row, i) => (i < count ? { ...row, enabledUser: false } : row)),
    });
    expect(holdsOf(district.plan(disabled(5)))).toEqual([]);
    const { holds } = district.plan(disabled(6)).result;
    expect(holds.map(({ id, count }) => [id, count])).toEqual([['E3:user:', 6]]);
    expect(holds[0]?.message).toMatch(
      /^6 of \d+ people in the district would be suspended\. That is more than the 5 you allow at once\.$/,
    );
  });
});

describe('D7 the first scheduled runs, and additions only', () => {
  const base = school(100);
  const more = added(base, 'users', user({ sourcedId: 'new' }));
  const dropped: Feed = {
    ...more,
    enrollments: base.enrollments.map((row, i) => (i === 0 ? { ...row, status: 'tobedeleted' as const } : row)),
  };
  const there = ({ canvas }: RosterDistrict) => canvas.membership('north-x', 'north-0', 'student');

  test('five runs nobody watches remove nobody, and do all the rest; the sixth does', () => {
    const district = started(base);
    const first = district.night(dropped);
    expect(first.result.holds).toMatchObject([
      {
        id: 'D7:enrollment:',
        rule: 'D7',
        count: 1,
        releasable: true,
        message:
          'Scheduled run 1 of the first 5, which remove nobody: 1 removal of enrollments waits for you to apply a preview.',
      },
    ]);
    expect(district.canvas.value('login', 'new', 'state')).toBe('active');
    for (let night = 2; night <= 5; night += 1) expect(holdsOf(district.night(dropped))).toEqual(['D7:enrollment:']);
    expect(there(district)).toBe('active');
    expect(holdsOf(district.night(dropped))).toEqual([]);
    expect(there(district)).toBe('inactive');
  });

  test('a person who watches is not on probation', () => {
    const district = started(base);
    expect(holdsOf(district.sync(dropped))).toEqual([]);
    expect(there(district)).toBe('inactive');
  });

  test('additions only: removals are saved up and counted, whoever watches', () => {
    const district = started(base, { additionsOnly: true });
    district.store.scheduledRuns = 99;
    const plan = district.sync(dropped);
    expect(plan.result.holds).toMatchObject([
      {
        id: 'D7:enrollment:',
        message: 'Additions only: 1 removal of enrollments saved up so far. Switch the mode off, or release it here.',
      },
    ]);
    expect([there(district), district.canvas.value('login', 'new', 'state')]).toEqual(['active', 'active']);
    district.settings = { ...district.settings, additionsOnly: false };
    district.sync(dropped);
    expect(there(district)).toBe('inactive');
  });
});
