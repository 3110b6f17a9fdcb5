import { describe, expect, it } from 'vitest';
import { adminsCheck, filterCheck, readFilterAnswer } from '../../../electron/sis/doctor/filter-rule.ts';
import { type GradebookSeen, gradebookChecks } from '../../../electron/sis/doctor/gradebook-rules.ts';
import type { Look } from '../../../electron/sis/doctor/look.ts';
import { pageSizeCheck, pagingCheck, sortCheck, totalsCheck } from '../../../electron/sis/doctor/paging-rules.ts';
import { enrollmentDatesCheck, loginsCheck, qualityCheck, repeatsCheck } from '../../../electron/sis/doctor/record-rules.ts';
import { lastDayCheck } from '../../../electron/sis/doctor/session-rule.ts';
import { clockCheck, tokenCheck } from '../../../electron/sis/doctor/sign-in-rules.ts';
import { openPage } from '../../../electron/sis/parse-page.ts';
import { profileFor } from '../../../electron/sis/profiles/profiles.ts';
import type { SisAcademicSession } from '../../../electron/sis/schema/rows.ts';
import type { SisPage, SisProbe } from '../../../electron/sis/sis-client.ts';
import type { Collection } from '../../../shared/entities.ts';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).buffer as ArrayBuffer;
const focus = profileFor('focus', '');
const generic = profileFor('generic', '');
const none = { kind: 'none' } as const;

function look<C extends Collection>(
  collection: C,
  rows: readonly object[],
  part: Partial<SisPage> & { asked?: number } = {},
): Look<C> {
  const body = bytes({ [collection]: rows });
  const opened = openPage(collection, body);
  if (!opened.ok) throw new Error(opened.failure.message);
  const { asked = 100, ...rest } = part;
  const page: SisPage = {
    status: 200,
    url: `https://sis.example/ims/oneroster/v1p1/${collection}?limit=${asked}&offset=0`,
    body,
    total: rows.length,
    counted: null,
    revision: null,
    lastOffset: null,
    nextLink: null,
    foreignLink: null,
    strangeLink: null,
    serverDate: null,
    sorted: true,
    limit: asked,
    ...rest,
  };
  const whole = page.total !== null && rows.length >= page.total;
  return { collection, asked, page, opened: opened.value, ...opened.value.rows(), whole };
}

const person = (n: number, part: object = {}) => ({
  sourcedId: `u${n}`,
  status: 'active',
  enabledUser: true,
  givenName: 'A',
  familyName: 'B',
  username: `user${n}`,
  role: 'student',
  orgs: [{ sourcedId: 'o1' }],
  ...part,
});
const enrollment = (n: number, part: object = {}) => ({
  sourcedId: `e${n}`,
  status: 'active',
  user: { sourcedId: `u${n}` },
  class: { sourcedId: 'c1' },
  school: { sourcedId: 'o1' },
  role: 'student',
  beginDate: '2026-08-10',
  endDate: '2026-12-19',
  ...part,
});
const people = [1, 2, 3, 4].map((n) => person(n));

describe('paging', () => {
  const base = 'https://sis.example/ims/oneroster/v1p1/users';
  it('is honest when the third record asked for is the third', () => {
    expect(pagingCheck(look('users', people), { third: ['u3', 'u4'], bodyLink: none }).level).toBe('ok');
  });
  it('is a problem when the first page comes whatever is asked for', () => {
    const check = pagingCheck(look('users', people, { total: 40 }), { third: ['u1', 'u2'], bodyLink: none });
    expect([check.level, check.ask]).toEqual(['problem', 'The OneRoster API ignores the "offset" parameter of /users.']);
  });
  it('that ignores offsets does not matter when all records fit into one answer', () => {
    expect(pagingCheck(look('users', people), { third: ['u1', 'u2'], bodyLink: none }).level).toBe('ok');
  });
  it('deserves a look when the same place holds another record', () => {
    expect(pagingCheck(look('users', people), { third: ['u7'], bodyLink: none }).level).toBe('warning');
  });
  it('is a problem when the next page is on another server, or is the first one again', () => {
    const foreign = pagingCheck(look('users', people, { foreignLink: 'evil.example' }), { third: null, bodyLink: none });
    expect([foreign.level, foreign.message]).toEqual(['problem', expect.stringContaining('evil.example')]);
    const loop = look('users', people, { total: 40, nextLink: `${base}?limit=4&offset=0` });
    expect(pagingCheck(loop, { third: null, bodyLink: none }).level).toBe('problem');
  });
  it('only deserves a look when links elsewhere name an offset', () => {
    const strange = pagingCheck(look('users', people, { strangeLink: 'old.example' }), { third: ['u3'], bodyLink: none });
    expect([strange.level, strange.message]).toEqual(['warning', expect.stringContaining('old.example')]);
  });
});

describe('page size and totals', () => {
  it('a small cap is named, a large one only told', () => {
    const capped = (n: number) =>
      look(
        'users',
        Array.from({ length: n }, (_, at) => person(at)),
        { total: 9000, asked: 500 },
      );
    expect(pageSizeCheck([capped(30)])).toMatchObject({ level: 'warning', message: expect.stringContaining('at most 30') });
    expect(pageSizeCheck([capped(250)])).toMatchObject({ level: 'ok', message: expect.stringContaining('at most 250') });
    expect(pageSizeCheck([look('users', people)])).toMatchObject({ level: 'ok' });
  });
  it('a cap is seen without totals, when there is a next page', () => {
    const next = 'https://sis.example/ims/oneroster/v1p1/users?offset=4';
    expect(pageSizeCheck([look('users', people, { total: null, nextLink: next })]).level).toBe('warning');
  });
  it('a total that is too high or too low is a problem; none at all is not', () => {
    const long = look('users', people, { total: 40 });
    expect(totalsCheck([long], new Map([[long, 'fewer']])).message).toContain('announces 40 people, but sends fewer');
    expect(totalsCheck([long], new Map([[long, 'more']])).level).toBe('problem');
    expect(totalsCheck([long], new Map([[long, 'fits']])).level).toBe('ok');
    expect(totalsCheck([look('users', people, { total: 3 })], new Map()).level).toBe('problem');
    expect(totalsCheck([look('users', people, { total: null })], new Map()).level).toBe('warning');
  });
});

describe('order and filter', () => {
  it.each([
    ['by code', ['a1', 'a2', 'b1']],
    ['regardless of case', ['a1', 'B1', 'c1']],
    ['as numbers', ['9', '10', '11']],
  ])('records sorted %s are sorted', (_name, ids) => {
    expect(
      sortCheck([
        look(
          'users',
          ids.map((sourcedId) => person(1, { sourcedId })),
        ),
      ]).level,
    ).toBe('ok');
  });
  it('another order, or a refusal, deserves a look', () => {
    const mixed = ['b', 'a', 'c'].map((sourcedId) => person(1, { sourcedId }));
    expect(sortCheck([look('users', mixed)]).level).toBe('warning');
    expect(sortCheck([look('users', people, { sorted: false })]).level).toBe('warning');
  });

  const probe = (rows: object[], part: Partial<SisProbe> = {}): SisProbe => ({
    status: 200,
    body: bytes({ users: rows }),
    total: null,
    allow: null,
    ...part,
  });
  it('a filter is honoured, ignored or refused', () => {
    const admin = person(1, { role: 'administrator' });
    expect(readFilterAnswer(probe([admin], { total: 7 }))).toEqual({ kind: 'honoured', admins: 7 });
    expect(filterCheck(readFilterAnswer(probe(people)))).toMatchObject({ level: 'warning' });
    expect(filterCheck(readFilterAnswer(probe([], { status: 400 })))).toMatchObject({ level: 'ok' });
    expect(readFilterAnswer(null).kind).toBe('unknown');
  });
  it('Focus sends administrators only when they are ticked, and the doctor says where', () => {
    const check = adminsCheck({ kind: 'honoured', admins: 0 }, look('users', people), focus);
    expect([check.level, check.remedy]).toEqual(['warning', expect.stringContaining('Setup › Third Party Systems')]);
    expect(adminsCheck({ kind: 'ignored', admins: null }, look('users', people), generic).level).toBe('warning');
    expect(adminsCheck({ kind: 'ignored', admins: null }, look('users', people, { total: 900 }), generic).level).toBe('ok');
    expect(adminsCheck({ kind: 'honoured', admins: 3 }, null, generic).message).toContain('3 administrators');
  });
});

describe('records', () => {
  const sources = { studentLogin: 'username', staffLogin: 'email' } as const;
  it('people without a login are counted by their own source', () => {
    const staff = person(9, { role: 'teacher', username: '', email: 'a@b.example' });
    const without = person(8, { username: '' });
    const check = loginsCheck(look('users', [...people, staff, without]), sources, generic);
    expect([check.level, check.message]).toEqual(['warning', expect.stringContaining('Of all 6 people, 1 has no login')]);
    expect(loginsCheck(look('users', [without]), sources, generic).level).toBe('problem');
    expect(loginsCheck(look('users', people), sources, generic).level).toBe('ok');
  });
  it('enrollments without dates are counted', () => {
    const rows = [enrollment(1), enrollment(2, { beginDate: null, endDate: null })];
    expect(enrollmentDatesCheck(look('enrollments', rows))).toMatchObject({
      level: 'warning',
      message: expect.stringContaining('1 have no dates'),
    });
    expect(enrollmentDatesCheck(look('enrollments', [enrollment(1)])).level).toBe('ok');
  });
  it('records that come twice are counted', () => {
    expect(repeatsCheck([look('users', [...people, person(1)])]).message).toContain('1 in the list of people');
  });
  it('records that would be left out are named with the reason, once per kind', () => {
    const broken = [1, 2, 3].map((n) => enrollment(n, { class: null }));
    const check = qualityCheck([look('enrollments', [...broken, enrollment(4)])]);
    expect(check.message).toContain('Of 4 records looked at, 3 would be left out');
    expect(check.message).toContain('(3 times)');
    expect(check.message.match(/names no class/g)).toHaveLength(1);
  });
});

describe('the gradebook is never written to', () => {
  const scope = 'https://purl.imsglobal.org/spec/or/v1p1/scope/gradebook.';
  const probe = (status: number, body: unknown = {}): SisProbe => ({ status, body: bytes(body), total: null, allow: null });
  const offering = (...allow: string[]): SisProbe => ({ ...probe(405), allow });
  const quizzes = probe(200, { categories: [{ title: 'Quizzes' }] });
  const seen = (part: Partial<GradebookSeen> = {}): GradebookSeen => ({
    categories: quizzes,
    ofClass: null,
    lineItems: probe(200, { lineItems: [] }),
    methods: offering('GET', 'PUT', 'DELETE'),
    ...part,
  });
  const write = (scopes: readonly string[] | null, part: Partial<GradebookSeen> = {}) => {
    const check = gradebookChecks(seen(part), scopes, focus).find(({ name }) => name === 'Writing grades');
    return [check?.level, check?.message];
  };
  const levels = (list: readonly { name: string; level: string }[]) => list.map(({ name, level }) => [name, level]);
  it('what may be done is told by the categories and the granted scopes', () => {
    expect(levels(gradebookChecks(seen(), [`${scope}readonly`, `${scope}createput`], focus))).toEqual([
      ['Reading the gradebook', 'ok'],
      ['Grade categories', 'ok'],
      ['Writing grades', 'ok'],
    ]);
    const none = seen({ categories: probe(200, { categories: [{ title: 'Old', status: 'tobedeleted' }] }) });
    expect(levels(gradebookChecks(none, [`${scope}readonly`], focus))).toEqual([
      ['Reading the gradebook', 'ok'],
      ['Grade categories', 'warning'],
      ['Writing grades', 'warning'],
    ]);
  });
  it('the right to write comes from the scopes; without them from what the address offers; else it is honestly not tested', () => {
    expect(write([`${scope}createput`, `${scope}delete`])).toEqual(['ok', expect.stringContaining('and to take them back')]);
    expect(write([`${scope}createput`])).toEqual(['ok', expect.stringContaining('not to delete them')]);
    expect(write([`${scope}readonly`])).toEqual(['warning', expect.stringContaining('grants no such right')]);
    expect(write(null)).toEqual(['ok', expect.stringMatching(/takes grades.*Not tested/)]);
    for (const methods of [null, probe(404)])
      expect(write(null, { methods })).toEqual(['ok', expect.stringMatching(/does not say.*Not tested/)]);
    for (const scopes of [null, [`${scope}createput`]])
      expect(write(scopes, { methods: offering('GET', 'HEAD') })).toEqual(['warning', expect.stringContaining('reading only')]);
  });
  it('categories may be kept class by class, be many, or not be there yet', () => {
    const found = (part: Partial<GradebookSeen>) =>
      gradebookChecks(seen(part), null, focus).find(({ name }) => name === 'Grade categories');
    const ofClass = { title: 'Biology - 01', probe: probe(200, { categories: [{ title: ' Labs ' }, { title: 'Tests' }] }) };
    for (const categories of [probe(404), probe(200, { categories: [] })])
      expect(found({ categories, ofClass })).toMatchObject({
        level: 'ok',
        message: expect.stringContaining('“Biology - 01” has 2, such as “Labs”'),
      });
    expect(found({ categories: { ...quizzes, total: 240 } })?.message).toContain('More than 1 category');
    expect(found({ categories: probe(200, { categories: [] }), ofClass: { ...ofClass, probe: probe(404) } })?.level).toBe(
      'warning',
    );
  });
  it('assignments that may not be read are the gradebook’s trouble too', () => {
    expect(levels(gradebookChecks(seen({ lineItems: probe(403) }), null, focus))).toEqual([['Reading the gradebook', 'warning']]);
  });
  it('OR-71: 401 on the gradebook is about the gradebook, and rostering is said to be unaffected', () => {
    const [check] = gradebookChecks(seen({ categories: probe(401) }), null, profileFor('infinite-campus', ''));
    expect([check?.level, check?.message, check?.remedy]).toEqual([
      'warning',
      expect.stringContaining('not affected'),
      expect.stringContaining('vendor key'),
    ]);
  });
  it.each([404, 405, 501, 503])('status %i: no gradebook here', (status) => {
    expect(levels(gradebookChecks(seen({ categories: probe(status) }), null, generic))).toEqual([
      ['Reading the gradebook', 'warning'],
    ]);
  });
});

describe('A2: the last day of a session, asked with the district’s own', () => {
  const session = (title: string, startDate: string, endDate: string, type = 'semester'): SisAcademicSession => ({
    sourcedId: title,
    status: 'active',
    title,
    type,
    startDate,
    endDate,
    schoolYear: '2027',
    parent: null,
  });
  const first = session('Semester 1', '2026-08-10', '2026-12-18');
  const year = session('Year', '2026-08-10', '2027-05-28', 'schoolYear');
  it('is the session of today, in words', () => {
    const check = lastDayCheck([year, first, session('Semester 2', '2027-01-05', '2027-05-28')], 'last-day', '2026-09-15');
    expect([check.level, check.message]).toEqual(['ok', '“Semester 1” (2026–27) ends Friday, December 18, 2026; right?']);
    expect(check.remedy).toContain('Thursday, December 17, 2026');
  });
  it('follows the setting', () => {
    const check = lastDayCheck([session('Semester 1', '2026-08-10', '2026-12-19')], 'day-after', '2026-09-15');
    expect(check.message).toContain('ends Friday, December 18, 2026');
  });
  it('doubts when the next session begins on the same day, or school would end on a Saturday', () => {
    const touching = lastDayCheck([first, session('Semester 2', '2026-12-18', '2027-05-28')], 'last-day', '2026-09-15');
    expect([touching.level, touching.message]).toEqual(['warning', expect.stringContaining('begins on the same day')]);
    expect(lastDayCheck([session('S', '2026-08-10', '2026-12-19')], 'last-day', '2026-09-15').message).toContain('Saturday');
  });
  it('takes the next session in summer, the latest after the end, and none without dates', () => {
    expect(lastDayCheck([first], 'last-day', '2026-07-01').message).toContain('Semester 1');
    expect(lastDayCheck([first], 'last-day', '2028-07-01').message).toContain('Semester 1');
    expect(lastDayCheck([session('S', '', '')], 'last-day', '2026-07-01').level).toBe('ok');
  });
});

describe('sign-in', () => {
  it('short tokens and wrong clocks are named', () => {
    expect(tokenCheck('oauth2', 3600).message).toContain('60 minutes');
    expect(tokenCheck('oauth2', 21_600).message).toContain('6 hours');
    expect(tokenCheck('oauth2', 90)).toMatchObject({ level: 'warning', message: expect.stringContaining('90 seconds') });
    expect(tokenCheck('oauth2', null).level).toBe('ok');
    expect(tokenCheck('oauth1-sha1', null).message).toContain('signed');
    const now = Date.parse('2026-09-15T10:00:00Z');
    expect(clockCheck('Tue, 15 Sep 2026 10:12:00 GMT', now)).toMatchObject({
      level: 'warning',
      message: expect.stringContaining('12 minutes ahead'),
    });
    expect(clockCheck('Tue, 15 Sep 2026 10:01:00 GMT', now).level).toBe('ok');
    expect(clockCheck(null, now).level).toBe('ok');
  });
});
