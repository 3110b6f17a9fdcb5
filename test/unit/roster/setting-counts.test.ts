import { describe, expect, test } from 'vitest';
import { countSettings } from '../../../electron/roster/headcount/setting-counts.ts';
import type { SettingCounts } from '../../../shared/setting-counts.ts';
import type { SettingKey } from '../../../shared/setting-words.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import { RosterDistrict } from '../../helpers/roster-district.ts';
import {
  added,
  cls,
  course,
  enrollment,
  type Feed,
  feed,
  org,
  session,
  settingsOf,
  TODAY,
  teacher,
  user,
} from '../../helpers/sis-feed.ts';

/** Live counts of the settings, from one pass over a small district; today is Tuesday, 24 November 2026. */
const defaults = settingsOf();

function counts(from: Feed, over: Partial<DistrictSettings> = {}, mappedWith: Partial<DistrictSettings> = {}): SettingCounts {
  const district = new RosterDistrict(mappedWith);
  district.plan(from);
  return countSettings(district.store.headcount, { ...defaults, ...mappedWith, ...over }, TODAY);
}

const now = (counted: SettingCounts, key: SettingKey) => counted.counts[key]?.now;
const option = (counted: SettingCounts, key: SettingKey, value: string) => counted.counts[key]?.options[value];

test('before the first read there is nothing to count, and that is what it says', () => {
  expect(countSettings(null, defaults, TODAY)).toEqual({ takenAt: null, schoolsUnread: false, counts: {}, schools: [] });
});

test('A2 asks with a real example: the next semester to end, read both ways', () => {
  const year = session({ sourcedId: 'y', title: 'Year', type: 'schoolYear', endDate: '2027-06-11' });
  const old = session({ sourcedId: 's0', title: 'Semester 0', startDate: '2026-01-01', endDate: '2026-06-01' });
  const counted = counts(
    added(feed({ classes: [cls(), cls({ sourcedId: 'all', terms: ['y'] })] }), 'academicSessions', year, old),
  );
  expect(now(counted, 'sessionEndDate')?.text).toBe('Semester 1 ends Friday, 18 December 2026.');
  expect(option(counted, 'sessionEndDate', 'day-after')?.text).toBe('Semester 1 ends Thursday, 17 December 2026.');
  expect(now(counted, 'staffDaysAfterTerm')?.text).toBe('Those of Semester 1 until Sunday, 17 January 2027.');
});

test('A2: a last day at a weekend is worth a look', () => {
  const monday = feed({ academicSessions: [session({ endDate: '2026-12-21' })] });
  expect(now(counts(monday), 'sessionEndDate')?.warn).toBe(false);
  expect(option(counts(monday), 'sessionEndDate', 'day-after')).toMatchObject({
    warn: true,
    text: expect.stringMatching(/Sunday.*no school day/),
  });
});

test('A2 for enrollments: which way most of them end with their class', () => {
  const ends = ['2026-12-18', '2026-12-19', '2026-12-19', '2026-12-01', ''];
  const users = ends.map((_, n) => user({ sourcedId: `u${n}` }));
  const enrollments = ends.map((endDate, n) => enrollment({ user: `u${n}`, endDate }));
  const counted = counts(feed({ users, enrollments }));
  expect(option(counted, 'enrollmentEndDate', 'day-after')).toMatchObject({
    numbers: { withClass: 2, dated: 4, undated: 1 },
    warn: false,
  });
  expect(option(counted, 'enrollmentEndDate', 'last-day')).toMatchObject({ numbers: { withClass: 1 }, warn: true });
});

describe('C1 schools', () => {
  const two = feed({
    orgs: [org(), org({ sourcedId: 'south', name: 'South High' }), org({ sourcedId: 'd', name: 'District', type: 'district' })],
    classes: [
      cls(),
      cls({ sourcedId: 's-1', school: 'south' }),
      cls({ sourcedId: 's-2', school: 'south', status: 'tobedeleted' }),
    ],
    users: [
      user(),
      teacher(),
      user({ sourcedId: 'bo', orgs: ['south'] }),
      teacher({ sourcedId: 'both', orgs: ['south', 'north'] }),
    ],
  });

  test('each with its classes and people; somebody of two schools counts in both, and once in all', () => {
    const counted = counts(two);
    expect(option(counted, 'schools', 'north')?.numbers).toEqual({ classes: 1, students: 1, staff: 2 });
    expect(option(counted, 'schools', 'south')?.numbers).toEqual({ classes: 1, students: 1, staff: 1 });
    expect(now(counted, 'schools')).toMatchObject({
      numbers: { schools: 2, classes: 2, students: 2, staff: 2, unknown: 0 },
      warn: false,
    });
    expect(counted.schools.map(({ name }) => name)).toEqual(['North High', 'South High']);
  });

  test('a choice nobody has previewed yet is counted as far as it can be, and said to be', () => {
    const counted = counts(two, { schools: ['south'] }, { schools: ['north'] });
    expect(now(counted, 'schools')?.numbers).toMatchObject({ schools: 1, classes: 1, students: 1, staff: 1 });
    expect(counted.schoolsUnread).toBe(true);
    expect(counts(two, { schools: ['south'] }).schoolsUnread).toBe(false);
  });

  test('a chosen school the SIS does not name is worth a look', () => {
    expect(now(counts(two, { schools: ['north', 'gone'] }), 'schools')).toMatchObject({ numbers: { unknown: 1 }, warn: true });
  });
});

describe('B1 logins', () => {
  const people = feed({
    users: [
      user({ sourcedId: 'a', username: 'ann', email: 'family@x' }),
      user({ sourcedId: 'b', username: 'BOB', email: 'family@x' }),
      user({ sourcedId: 'c', username: '', email: 'cy@x' }),
      user({ sourcedId: 'd', username: '', email: '', identifier: '77' }),
      teacher({ sourcedId: 't', username: 'bob', email: 't@x' }),
      user({ sourcedId: 'p', username: 'ann', role: 'parent' }),
      user({ sourcedId: 'x', username: 'ann', status: 'tobedeleted' }),
    ],
    enrollments: [],
  });

  test('how many have one, how many would wait and why, for each source', () => {
    const counted = counts(people);
    // One of the two bobs keeps it; which one is no matter of numbers, so it may be either of them.
    const students = now(counted, 'studentLogin')?.numbers;
    const staff = now(counted, 'staffLogin')?.numbers;
    expect(students).toMatchObject({ have: 2, missing: 2 });
    expect((students?.shared ?? 0) + (staff?.shared ?? 0)).toBe(1);
    expect(option(counted, 'studentLogin', 'email')?.numbers).toEqual({ have: 3, held: 2, missing: 1, shared: 1 });
    expect(option(counted, 'studentLogin', 'identifier')?.numbers).toEqual({ have: 1, held: 3, missing: 3, shared: 0 });
  });

  test('a fallback is counted for both roles together, with the doubles it brings', () => {
    const counted = counts(people);
    expect(option(counted, 'loginFallback', 'none')?.numbers).toMatchObject({ missing: 2, shared: 1 });
    expect(option(counted, 'loginFallback', 'email')?.numbers).toMatchObject({ missing: 1, shared: 1 });
    expect(option(counted, 'loginFallback', 'identifier')?.numbers).toMatchObject({ missing: 1, shared: 1 });
  });

  test('what it says is what the plan then holds, for every combination of sources', () => {
    for (const studentLogin of ['username', 'email', 'identifier'] as const)
      for (const staffLogin of ['username', 'email', 'identifier'] as const)
        for (const loginFallback of ['none', 'email', 'identifier'] as const) {
          const over = { studentLogin, staffLogin, loginFallback };
          const held = new RosterDistrict(over)
            .plan(people)
            .changes.filter(({ entity, hold }) => entity === 'user' && hold.startsWith('B1'));
          const counted = counts(people, over);
          const told = (now(counted, 'studentLogin')?.numbers.held ?? 0) + (now(counted, 'staffLogin')?.numbers.held ?? 0);
          expect(told, JSON.stringify(over)).toBe(held.length);
        }
  });

  test('identifiers as Canvas ids: missing and shared ones would wait', () => {
    const twins = feed({
      users: [user({ sourcedId: 'a', identifier: '7' }), user({ sourcedId: 'b', identifier: '7' }), user({ sourcedId: 'c' })],
    });
    expect(option(counts(twins), 'studentUserId', 'identifier')?.numbers).toEqual({ have: 2, held: 2, missing: 1, shared: 1 });
    expect(now(counts(twins), 'studentUserId')).toMatchObject({ numbers: { held: 0 }, warn: false });
  });
});

test('B: numbers of a type and fields of the SIS’ own are counted as they are found; two of one type are as good as none', () => {
  const two = [
    { type: 'FLEID', identifier: '1' },
    { type: 'fleid', identifier: '2' },
  ];
  const users = [
    user({ sourcedId: 'a', userIds: [{ type: 'FLEID', identifier: '9' }], metadata: { localId: 'x' } }),
    user({ sourcedId: 'b', userIds: two }),
    user({ sourcedId: 'c' }),
    teacher({ userIds: [{ type: 'staffId', identifier: '5' }] }),
  ];
  const counted = counts(feed({ users }));
  expect(option(counted, 'studentUserId', 'userIds:FLEID')?.numbers).toMatchObject({ have: 1, missing: 2 });
  expect(option(counted, 'studentUserId', 'metadata:localId')?.numbers).toMatchObject({ have: 1, missing: 2 });
  expect(option(counted, 'staffUserId', 'userIds:staffId')).toMatchObject({ numbers: { have: 1, missing: 0 }, warn: false });
  expect(option(counted, 'studentUserId', 'userIds:staffId')).toBeUndefined();
  expect(now(counts(feed({ users }), { studentUserId: 'userIds:fleid' }), 'studentUserId')?.numbers).toMatchObject({ have: 1 });
});

describe('C4 and C5: courses and classes', () => {
  const sections = feed({
    courses: [course(), course({ sourcedId: 'bio', title: 'Biology' })],
    classes: [
      cls({ sourcedId: 'a1' }),
      cls({ sourcedId: 'a2' }),
      cls({ sourcedId: 'a3' }),
      cls({ sourcedId: 'h', classType: 'homeroom' }),
      cls({ sourcedId: 'b1', course: 'bio', title: 'Study Hall' }),
      cls({ sourcedId: 'old', terms: ['s0'] }),
    ],
    academicSessions: [session(), session({ sourcedId: 's0', startDate: '2026-01-05', endDate: '2026-06-01' })],
    users: [user(), teacher(), teacher({ sourcedId: 'pat' })],
    enrollments: [
      ...['a1', 'a2', 'h', 'b1', 'old'].map((where) => enrollment({ user: 'tom', class: where, role: 'teacher' })),
      enrollment({ user: 'pat', class: 'a3', role: 'teacher' }),
      ...['a1', 'a2', 'a3'].map((where) => enrollment({ class: where })),
    ],
  });

  test('the three numbers of the course model are what a plan then makes', () => {
    const counted = counts(sections);
    for (const courseModel of ['class', 'teacher', 'course'] as const) {
      const plan = new RosterDistrict({ courseModel, emptyClasses: 'at-once' }).plan(sections);
      const made = plan.changes.filter(({ entity, action }) => entity === 'course' && action === 'create').length;
      expect(option(counted, 'courseModel', courseModel)?.numbers, courseModel).toEqual({ courses: made, sections: 5 });
    }
    expect(option(counted, 'courseModel', 'class')?.numbers.courses).toBe(5);
    expect(option(counted, 'courseModel', 'teacher')?.numbers.courses).toBe(4);
    expect(option(counted, 'courseModel', 'course')?.numbers.courses).toBe(3);
  });

  test('each preset says how many classes it takes away; one that two presets take counts once', () => {
    const counted = counts(sections, { classFilters: ['homeroom', 'study-hall'] });
    expect(option(counted, 'classFilters', 'homeroom')?.numbers).toEqual({ classes: 1 });
    expect(option(counted, 'classFilters', 'study-hall')?.numbers).toEqual({ classes: 1 });
    expect(option(counted, 'classFilters', 'no-teacher')?.numbers).toEqual({ classes: 0 });
    expect(now(counted, 'classFilters')?.numbers).toEqual({ leftOut: 2, classes: 5 });
  });

  test('classes without students: a running one is made, a coming one waits, or none ever comes', () => {
    const coming = added(
      added(
        sections,
        'academicSessions',
        session({ sourcedId: 's2', title: 'Semester 2', startDate: '2027-01-11', endDate: '2027-05-28' }),
      ),
      'classes',
      cls({ sourcedId: 'next', terms: ['s2'] }),
    );
    const counted = counts(coming);
    expect(option(counted, 'emptyClasses', 'before-start')?.numbers).toEqual({ empty: 3, waiting: 1 });
    expect(option(counted, 'emptyClasses', 'at-once')?.numbers).toEqual({ empty: 3, waiting: 0 });
    expect(option(counted, 'emptyClasses', 'never')?.numbers).toEqual({ empty: 3, waiting: 3 });
    expect(now(counts(coming, { emptyClassLeadDays: 60 }), 'emptyClassLeadDays')?.numbers).toEqual({ empty: 3, waiting: 0 });
  });
});

test('C8 lead times: what would wait today for a coming year, and until when', () => {
  const summer = feed({ academicSessions: [session({ startDate: '2027-01-11', endDate: '2027-05-28' })] });
  const counted = counts(summer);
  expect(now(counted, 'courseLeadDays')).toMatchObject({
    numbers: { classes: 1 },
    text: expect.stringMatching(/until Friday, 27 November 2026/),
  });
  expect(now(counted, 'studentLeadDays')).toMatchObject({
    numbers: { students: 1 },
    text: expect.stringMatching(/until Monday, 4 January 2027/),
  });
  expect(now(counts(summer, { courseLeadDays: 60 }), 'courseLeadDays')?.numbers).toEqual({ classes: 0, students: 0 });
  expect(now(counts(feed()), 'courseLeadDays')?.text).toContain('Nothing waits today');
});

test('C9 preferred names: how many people have one', () => {
  const some = feed({
    users: [user({ preferredFirstName: 'Annie' }), teacher(), user({ sourcedId: 'p', role: 'parent', preferredFirstName: 'P' })],
  });
  expect(now(counts(some), 'preferredNames')?.numbers).toEqual({ preferred: 1, people: 2 });
});

test('numbers hold no person: neither a name nor a login nor an id of one', () => {
  const district = new RosterDistrict();
  district.plan(feed());
  expect(JSON.stringify(district.store.headcount)).not.toMatch(/Miller|miller|ann|tom/i);
});

test('the order of the records does not matter', () => {
  const rows = feed({
    users: [user(), teacher(), user({ sourcedId: 'bo', orgs: ['x', 'north'] })],
    orgs: [org(), org({ sourcedId: 'x', name: 'X' })],
  });
  const turned = Object.fromEntries(Object.entries(rows).map(([name, all]) => [name, [...all].reverse()])) as unknown as Feed;
  expect(counts(turned)).toEqual(counts(rows));
});
