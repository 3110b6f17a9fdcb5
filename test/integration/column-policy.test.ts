import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importAsOther } from '../helpers/canvas-acts.ts';
import { listImports, uploadedHeaders } from '../helpers/judge-canvas.ts';
import { type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { changed, cls, enrollment, feed, org, session, teacher, user } from '../helpers/sis-feed.ts';
import { writeFeed } from '../helpers/wire-feed.ts';
import { byId, bySisId, partOf, type RawDump, type Row, readDump } from '../judge/raw-dump.ts';

/**
 * ROSTER-RULES F1, one test a column, on both Canvases: other people and another integration set every column of an object of each
 * kind, then the SIS renames them all. What follows the SIS has the new value; everything else is as it was.
 */
const before = feed({
  orgs: [org(), org({ sourcedId: 'south', name: 'South High' })],
  academicSessions: [
    session(),
    session({ sourcedId: 's2', title: 'Semester 2', startDate: '2027-01-04', endDate: '2027-06-11' }),
  ],
  classes: [cls(), cls({ sourcedId: 'bio-1', title: 'Biology', terms: ['s2'] }), cls({ sourcedId: 'art-1', title: 'Art' })],
  users: [user({ email: 'ann@sis.example' }), user({ sourcedId: 'ben' }), user({ sourcedId: 'cy' }), teacher()],
  enrollments: [
    enrollment(),
    enrollment({ user: 'ben' }),
    enrollment({ user: 'cy' }),
    enrollment({ user: 'tom', role: 'teacher' }),
    enrollment({ class: 'bio-1' }),
    enrollment({ class: 'art-1' }),
  ],
});

/** Every object gets another name, Ann also another login and address; Ben and Cy leave algebra. */
const after = [
  ['orgs', 'north', { name: 'North Academy' }],
  ['academicSessions', 's1', { title: 'Autumn Semester' }],
  ['classes', 'alg-1', { title: 'Algebra One', classCode: 'A1' }],
  ['classes', 'bio-1', { title: 'Biology One' }],
  ['classes', 'art-1', { title: 'Art One' }],
  ['users', 'ann', { givenName: 'Anna', username: 'anna.miller', email: 'anna@sis.example' }],
  ['users', 'cy', { givenName: 'Cyrus' }],
  ['enrollments', 'e-ben-alg-1', { status: 'tobedeleted' }],
  ['enrollments', 'e-cy-alg-1', { status: 'tobedeleted' }],
] as const;

/** What others do in between: [ui action, body] or the lines of an import. */
const hands: readonly (readonly [string, object])[] = [
  ['create-account', { name: 'Region', sis_account_id: 'region' }],
  ['edit-account', { account: 'north', integration_id: 'int-north' }],
  ['edit-account', { account: 'north', elementary: true }],
  ['publish-course', { course: 'c-alg-1' }],
  ['create-course', { name: 'Blueprint', sis_course_id: 'bp', blueprint: true, account: 'north' }],
  ['edit-course', { course: 'c-alg-1', blueprint_course: 'bp' }],
  ['edit-user', { user: 'ann', short_name: 'Annie', pronouns: 'she/her' }],
  ['edit-login', { login: 'ann', authentication_provider: 'google', integration_id: 'int-ann' }],
  ['edit-section', { section: 'bio-1', start_at: '2027-01-10T05:00:00Z', restrict: true }],
];
const imports: readonly (readonly string[])[] = [
  ['account_id,parent_account_id,name,status,integration_id', 'north,region,North High,active,int-north'],
  [
    'course_id,short_name,long_name,status,start_date,end_date,course_format,grade_passback_setting,integration_id,homeroom_course,friendly_name',
    'c-alg-1,ALG1,Algebra 1,active,2026-08-20T04:00:00Z,2027-01-20T05:00:00Z,online,nightly_sync,int-alg,true,Numbers',
  ],
  [
    'section_id,course_id,name,status,start_date,end_date,integration_id',
    'alg-1,c-alg-1,Algebra 1,active,2026-08-21T04:00:00Z,2027-01-21T05:00:00Z,int-alg',
  ],
  [
    'user_id,login_id,status,declared_user_type,authentication_provider_id,integration_id',
    'ann,ann.miller,active,student,google,int-ann',
  ],
  ['course_id,short_name,long_name,status,term_id,account_id', 'c-bio-1,ALG1,Biology,active,s1,south'],
  ['course_id,short_name,long_name,status', 'c-art-1,ALG1,Art,completed'],
  ['user_id,login_id,status', 'cy,cy.miller,suspended'],
  [
    'section_id,user_id,role,status,start_date,end_date,limit_section_privileges',
    'alg-1,ben,student,active,2026-08-20T04:00:00Z,2027-01-20T05:00:00Z,true',
  ],
  ['term_id,name,status,start_date,end_date,date_override_enrollment_type', 's1,,active,,2027-02-01T05:00:00Z,TeacherEnrollment'],
];

interface Snapshot {
  readonly was: RawDump;
  readonly is: RawDump;
}

/** Finds a row of the dump by its SIS id; of people the person or the login, of memberships Ben's or Cy's in algebra. */
const find: Readonly<Record<string, (dump: RawDump, key: string) => Row | undefined>> = {
  account: (dump, key) => bySisId(dump, 'accounts', key),
  term: (dump, key) => bySisId(dump, 'terms', key),
  course: (dump, key) => bySisId(dump, 'courses', key),
  section: (dump, key) => bySisId(dump, 'sections', key),
  login: (dump, key) => bySisId(dump, 'logins', key),
  user: (dump, key) => byId(dump, 'users', bySisId(dump, 'logins', key)?.user_id),
  enrollment: (dump, key) =>
    partOf(dump, 'enrollments').find(
      (row) =>
        row.user_id === bySisId(dump, 'logins', key)?.user_id && row.course_section_id === bySisId(dump, 'sections', 'alg-1')?.id,
    ),
};

/** Column, the object whose row was sent, where the value is found, and what became of it. */
type Fate = readonly [column: string, kind: string, key: string, place: string];

const echoed: readonly Fate[] = [
  ['accounts parent_account_id', 'account', 'north', 'parent_account_id'],
  ['accounts status', 'account', 'north', 'workflow_state'],
  ['accounts integration_id', 'account', 'north', 'integration_id'],
  ['terms status', 'term', 's1', 'workflow_state'],
  ['terms start_date', 'term', 's1', 'start_at'],
  ['terms end_date', 'term', 's1', 'end_at'],
  ['courses account_id', 'course', 'c-bio-1', 'account_id'],
  ['courses term_id', 'course', 'c-bio-1', 'enrollment_term_id'],
  ['courses status of a published course', 'course', 'c-alg-1', 'workflow_state'],
  ['courses status of an unpublished course', 'course', 'c-bio-1', 'workflow_state'],
  ['courses status of a concluded course', 'course', 'c-art-1', 'workflow_state'],
  ['courses integration_id', 'course', 'c-alg-1', 'integration_id'],
  ['sections course_id', 'section', 'alg-1', 'course_id'],
  ['sections status', 'section', 'alg-1', 'workflow_state'],
  ['sections integration_id', 'section', 'alg-1', 'integration_id'],
  ['sections start_date', 'section', 'alg-1', 'start_at'],
  ['sections end_date', 'section', 'alg-1', 'end_at'],
  ['sections start_date that a person set', 'section', 'bio-1', 'start_at'],
  ['sections restriction', 'section', 'alg-1', 'restrict_enrollments_to_section_dates'],
  ['users authentication_provider_id', 'login', 'ann', 'authentication_provider_id'],
  ['users integration_id', 'login', 'ann', 'integration_id'],
  ['users status of an active person', 'login', 'ann', 'workflow_state'],
  ['users status of a suspended person', 'login', 'cy', 'workflow_state'],
];

const neverSent: readonly Fate[] = [
  ['terms date_override_enrollment_type that somebody else changed', 'term', 's1', 'overrides'],
  ['courses start_date', 'course', 'c-alg-1', 'start_at'],
  ['courses end_date', 'course', 'c-alg-1', 'conclude_at'],
  ['courses restriction to dates', 'course', 'c-alg-1', 'restrict_enrollments_to_course_dates'],
  ['courses course_format', 'course', 'c-alg-1', 'course_format'],
  ['courses grade_passback_setting', 'course', 'c-alg-1', 'grade_passback_setting'],
  ['courses blueprint_course_id', 'course', 'c-alg-1', 'blueprint_course_id'],
  ['courses homeroom_course', 'course', 'c-alg-1', 'homeroom_course'],
  ['courses friendly_name', 'course', 'c-alg-1', 'friendly_name'],
  ['users short_name', 'user', 'ann', 'short_name'],
  ['users pronouns', 'user', 'ann', 'pronouns'],
  ['users declared_user_type', 'login', 'ann', 'declared_user_type'],
  ['users email that did not change', 'user', 'tom', 'email'],
  ['enrollments limit_section_privileges', 'enrollment', 'ben', 'limit_privileges_to_course_section'],
  ['enrollments associated_user_id', 'enrollment', 'ben', 'associated_user_id'],
  ['enrollments role', 'enrollment', 'ben', 'role_id'],
];

const follows: readonly (readonly [...Fate, value: unknown])[] = [
  ['accounts name', 'account', 'north', 'name', 'North Academy'],
  ['terms name', 'term', 's1', 'name', 'Autumn Semester 2026–27'],
  ['courses short_name', 'course', 'c-alg-1', 'course_code', 'A1'],
  ['courses long_name', 'course', 'c-alg-1', 'name', 'Algebra One'],
  ['sections name', 'section', 'alg-1', 'name', 'Algebra One'],
  ['users login_id', 'login', 'ann', 'unique_id', 'anna.miller'],
  ['users full_name', 'user', 'ann', 'name', 'Anna Miller'],
  ['users sortable_name', 'user', 'ann', 'sortable_name', 'Miller, Anna'],
  ['users email', 'user', 'ann', 'email', 'anna@sis.example'],
  ['enrollments status', 'enrollment', 'ben', 'workflow_state', 'inactive'],
  // C7: an enrollment row carries no dates; blank ones clear those of an import, while a person's stay.
  ['enrollments start_date of an import', 'enrollment', 'ben', 'start_at', null],
  ['enrollments end_date of an import', 'enrollment', 'ben', 'end_at', null],
];

describe.each(['2026', '2022'] as const)('F1 on the Canvas of %s', (profile) => {
  let world: PracticeEngine;
  let seen: Snapshot;
  let headers: readonly string[];
  let ended: string;

  beforeAll(async () => {
    const now = Date.parse('2026-11-24T17:00:00Z');
    world = await startPracticeEngine({ students: 0, now: () => now, hurry: true });
    const { control, practice } = world;
    await control('PUT', '/canvas/settings', { profile, durations: { createdMs: 0, importingMs: 0, reportMs: 0 } });
    await control('POST', '/canvas/ui/create-provider', { auth_type: 'google' });
    await writeFeed(world, before);
    await world.plan();
    expect((await world.apply()).state).toBe('done');
    for (const [action, body] of hands) await control('POST', `/canvas/ui/${action}`, body);
    for (const lines of imports) expect(await importAsOther(world, lines), lines.join('\n')).toBe(true);
    await control('POST', '/canvas/ui/edit-enrollment', { user: 'cy', section: 'alg-1', end_at: '2026-12-01T05:00:00Z' });
    const was = await readDump(practice.control.url);
    await writeFeed(
      world,
      after.reduce((from, [collection, sourcedId, row]) => changed(from, collection, sourcedId, row), before),
    );
    await world.plan();
    ended = (await world.apply()).state;
    seen = { was, is: await readDump(practice.control.url) };
    headers = (await Promise.all((await listImports(practice)).map(uploadedHeaders))).flat();
  });
  afterAll(() => world.close());

  const valueIn = (dump: RawDump, kind: string, key: string, place: string) => {
    const row = find[kind]?.(dump, key);
    expect(row, `${kind} ${key}`).toBeDefined();
    return row?.[place];
  };
  /** A row of ours was sent of this object, so nothing stayed as it was for want of trying. */
  const wasSent = (kind: string, key: string) =>
    expect(valueIn(seen.is, kind, key, 'sis_batch_id')).not.toBe(valueIn(seen.was, kind, key, 'sis_batch_id'));

  test('every row is taken and confirmed', () => expect(ended).toBe('done'));

  test.each(echoed)('%s is echoed', (_column, kind, key, place) => {
    wasSent(kind, key);
    const value = valueIn(seen.was, kind, key, place);
    expect(value, 'a value worth an echo').not.toBeNull();
    expect(valueIn(seen.is, kind, key, place)).toEqual(value);
  });

  test.each(neverSent)('%s is never sent', (_column, kind, key, place) => {
    if (key !== 'tom') wasSent(kind, key);
    expect(valueIn(seen.is, kind, key, place)).toEqual(valueIn(seen.was, kind, key, place));
  });

  test.each(follows)('%s follows the SIS', (_column, kind, key, place, value) => {
    wasSent(kind, key);
    expect(valueIn(seen.was, kind, key, place)).not.toEqual(value);
    expect(valueIn(seen.is, kind, key, place)).toEqual(value);
  });

  test('terms integration_id: no read tells it, so only the newer Canvas keeps it', async () => {
    await importAsOther(world, [
      'term_id,name,status,integration_id,end_date',
      's2,Semester 2 2026–27,active,int-s2,2027-06-12T03:59:59Z',
    ]);
    await world.control('PATCH', '/sis/academicSessions/s2', { title: 'Spring Semester' });
    await world.plan();
    expect((await world.apply()).state).toBe('done');
    const term = bySisId(await readDump(world.practice.control.url), 'terms', 's2');
    expect(term).toMatchObject({ name: 'Spring Semester 2026–27', integration_id: profile === '2026' ? 'int-s2' : null });
  });

  test('enrollments end_date that a person set stays', () => {
    wasSent('enrollment', 'cy');
    expect(valueIn(seen.is, 'enrollment', 'cy', 'end_at')).toBe('2026-12-01T05:00:00Z');
  });

  test('the files name no column but these, passwords and course dates never among them', () => {
    expect([...new Set(headers)].sort()).toEqual([
      '1-accounts.csv: account_id,parent_account_id,name,status,integration_id',
      '2-terms.csv: term_id,name,status,start_date,end_date,date_override_enrollment_type',
      '3-courses.csv: course_id,short_name,long_name,account_id,term_id,status,integration_id',
      '4-sections.csv: section_id,course_id,name,status,integration_id,start_date,end_date',
      '5-users.csv: user_id,integration_id,login_id,authentication_provider_id,full_name,sortable_name,email,status',
      '6-enrollments.csv: section_id,user_id,role,status,start_date,end_date,limit_section_privileges',
    ]);
  });
});
