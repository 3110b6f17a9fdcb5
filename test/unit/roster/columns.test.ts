import { describe, expect, test } from 'vitest';
import { importColumns } from '../../../electron/canvas/columns.ts';
import { importRow } from '../../../electron/roster/columns.ts';
import type { Fields } from '../../../shared/entities.ts';
import { RosterDistrict } from '../../helpers/roster-district.ts';
import { changed, feed, user } from '../../helpers/sis-feed.ts';

const enrollmentKey = 'alg-1\u001fann\u001fstudent';
const present: Readonly<Record<string, Fields>> = {
  account: { account_id: 'north', parent_account_id: 'schools', name: 'North', status: 'active', integration_id: 'i1' },
  term: { term_id: 's1', name: 'S1', start_date: '2026-08-24T04:00:00Z', end_date: '2026-12-19T04:59:59Z', status: 'active' },
  course: {
    course_id: 'c-alg-1',
    short_name: 'ALG1',
    long_name: 'Algebra',
    account_id: 'north',
    term_id: 's1',
    status: 'published',
    integration_id: 'i2',
  },
  section: {
    section_id: 'alg-1',
    course_id: 'c-alg-1',
    name: 'Algebra',
    status: 'active',
    integration_id: 'i3',
    start_date: '2026-09-01T04:00:00Z',
    end_date: '2027-01-15T04:59:59Z',
  },
  user: {
    user_id: 'ann',
    integration_id: 'i4',
    login_id: 'ann.miller',
    authentication_provider_id: '7',
    full_name: 'Ann Miller',
    sortable_name: 'Miller, Ann',
    email: 'ann@example.org',
    status: 'active',
  },
};
const keys = { account: 'north', term: 's1', course: 'c-alg-1', section: 'alg-1', user: 'ann' } as const;
const names = { account: 'name', term: 'name', course: 'long_name', section: 'name', user: 'full_name' } as const;
const row = (entity: keyof typeof keys, set: Fields, has: Fields | null = present[entity] ?? null) =>
  importRow(entity, keys[entity], set, has, 'saml');

describe('F1 a row that changes one name echoes everything else as Canvas has it', () => {
  const cases = (Object.keys(keys) as (keyof typeof keys)[]).flatMap((entity) =>
    importColumns[entity]
      .filter((column) => !['status', 'email', 'date_override_enrollment_type', names[entity] as string].includes(column))
      .map((column) => [entity, column] as const),
  );

  test.each(cases)('%s: %s', (entity, column) => {
    expect(row(entity, { [names[entity]]: 'New' })[column]).toBe(present[entity]?.[column] ?? keys[entity]);
  });

  test.each(Object.keys(keys) as (keyof typeof keys)[])('%s: the name is the new one', (entity) => {
    expect(row(entity, { [names[entity]]: 'New' })[names[entity]]).toBe('New');
  });

  test.each(Object.keys(keys) as (keyof typeof keys)[])('%s: every cell is a column of the import file', (entity) => {
    const columns: readonly string[] = importColumns[entity];
    expect(Object.keys(row(entity, {})).filter((name) => !columns.includes(name))).toEqual([]);
  });
});

describe('F1 an e-mail', () => {
  test('that the plan does not change is left blank: blank keeps, an echo would replace ours by one the person added', () => {
    expect(row('user', { full_name: 'New' }).email).toBe('');
  });

  test('that the plan changes is sent', () => {
    expect(row('user', { email: 'new@example.org' }).email).toBe('new@example.org');
  });
});

describe('F1 state', () => {
  test.each([
    ['unpublished', 'active'],
    ['published', 'active'],
    ['completed', 'completed'],
    ['deleted', 'active'],
  ])('a course that is %s is sent %s', (status, sent) => {
    expect(row('course', {}, { ...present.course, status }).status).toBe(sent);
  });

  test.each([
    ['active', 'active'],
    ['suspended', 'suspended'],
    ['deleted', 'active'],
  ])('a user who is %s is sent %s', (status, sent) => {
    expect(row('user', {}, { ...present.user, status }).status).toBe(sent);
  });

  test('new courses are made unpublished, never published', () => {
    expect(row('course', { long_name: 'A' }, null).status).toBe('active');
  });
});

describe('F1 the authentication provider', () => {
  test('new users take the one chosen in set-up', () => {
    expect(row('user', {}, null).authentication_provider_id).toBe('saml');
  });

  test.each(['7', ''])('known users keep theirs: "%s"', (authentication_provider_id) => {
    expect(row('user', {}, { ...present.user, authentication_provider_id }).authentication_provider_id).toBe(
      authentication_provider_id,
    );
  });
});

describe('F1 never sent', () => {
  test.each([
    ['course', ['start_date', 'end_date', 'course_format', 'grade_passback_setting', 'blueprint_course_id', 'name']],
    ['user', ['password', 'ssha_password', 'pronouns', 'short_name']],
  ] as const)('%s: %j', (entity, columns) => {
    const file: readonly string[] = importColumns[entity];
    for (const column of columns) {
      expect(file).not.toContain(column);
      expect(row(entity, {})[column]).toBeUndefined();
    }
  });
});

test('F2, C7 an enrollment row names its section, never a course, and no dates', () => {
  expect(importRow('enrollment', enrollmentKey, { status: 'inactive' }, null, '')).toEqual({
    section_id: 'alg-1',
    user_id: 'ann',
    role: 'student',
    status: 'inactive',
  });
});

describe('F1 only changed rows, F3 kept fields', () => {
  test('an e-mail the SIS does not have stays as it is', () => {
    const district = new RosterDistrict();
    const people = (email: string) => feed({ users: [user({ email })], enrollments: [] });
    district.sync(people('ann@example.org'));
    expect(district.plan(people('')).changes).toEqual([]);
    expect(district.sync(people('new@example.org')).changes.map(({ after }) => after)).toEqual([{ email: 'new@example.org' }]);
  });

  test('a field edited in Canvas is kept, and its neighbour follows the SIS', () => {
    const district = new RosterDistrict();
    district.sync(feed());
    district.canvas.edit('course', 'c-alg-1', { long_name: 'Ms. Rivera’s Algebra' });
    const renamed = changed(feed(), 'classes', 'alg-1', { title: 'Algebra One', classCode: 'A1' });
    const plan = district.sync(renamed);
    expect(plan.changes.filter(({ entity }) => entity === 'course').map(({ after }) => after)).toEqual([{ short_name: 'A1' }]);
    expect(district.canvas.value('course', 'c-alg-1', 'long_name')).toBe('Ms. Rivera’s Algebra');
    const again = district.plan(renamed);
    expect(again.changes).toEqual([]);
    expect(again.result.counts.course.kept).toBe(1);
  });

  test('a course of a term the SIS moved follows it; one moved by hand stays', () => {
    const district = new RosterDistrict();
    district.sync(feed());
    district.canvas.edit('course', 'c-alg-1', { term: 'default' });
    expect(district.plan(feed()).changes).toEqual([]);
  });

  test('a deleted course of ours stays deleted, one that was deleted before we came is restored and says so', () => {
    const district = new RosterDistrict();
    district.canvas.take('course', { course_id: 'c-alg-1', short_name: 'old', long_name: 'Old', status: 'active' });
    district.canvas.edit('course', 'c-alg-1', { state: 'deleted' });
    const restored = district.plan(feed()).changes.find(({ entity }) => entity === 'course');
    expect(restored).toMatchObject({
      action: 'restore',
      reason: { rule: 'C6', text: 'The SIS lists it, but in Canvas it is deleted.' },
      before: { status: 'deleted', long_name: 'Old' },
      after: { status: 'active', long_name: 'Algebra 1' },
    });
    expect(restored?.changed).toContain('status');
    const ours = new RosterDistrict();
    ours.sync(feed());
    ours.canvas.edit('course', 'c-alg-1', { state: 'deleted' });
    expect(ours.plan(feed()).changes).toEqual([]);
  });
});
