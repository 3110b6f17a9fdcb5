import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPage, parsePage, parseRecord } from '../../../electron/sis/parse-page.ts';
import { LooseRow } from '../../../electron/sis/schema/loose-row.ts';
import { readRows } from '../../../electron/sis/schema/readers.ts';
import { rowSchemas } from '../../../electron/sis/schema/rows.ts';
import { type Collection, collections } from '../../../shared/entities.ts';

const ref = (sourcedId: string) => ({ sourcedId, type: 'org', href: `https://sis.example/x/${sourcedId}` });

/** One row per collection as the specification writes it. */
const tidy: Record<Collection, Record<string, unknown>> = {
  orgs: { sourcedId: 'o1', status: 'active', name: 'North', type: 'school', identifier: '12', parent: ref('d1') },
  academicSessions: {
    sourcedId: 't1',
    status: 'active',
    title: 'Fall',
    type: 'semester',
    startDate: '2026-08-10',
    endDate: '2026-12-18',
    schoolYear: '2027',
    parent: ref('y1'),
  },
  courses: { sourcedId: 'c1', status: 'active', title: 'Art', courseCode: 'ART', org: ref('o1') },
  classes: {
    sourcedId: 'k1',
    status: 'active',
    title: 'Art 1',
    classCode: 'A1',
    classType: 'scheduled',
    course: ref('c1'),
    school: ref('o1'),
    terms: [ref('t1'), ref('t2')],
    periods: ['3'],
    grades: ['09'],
  },
  users: {
    sourcedId: 'u1',
    status: 'active',
    username: 'ada',
    enabledUser: true,
    givenName: 'Ada',
    familyName: 'Byron',
    middleName: 'K',
    preferredFirstName: 'Countess',
    preferredLastName: '',
    identifier: '77',
    email: 'ada@x.example',
    role: 'student',
    orgs: [ref('o1')],
    agents: [ref('u2'), ref('u3')],
    userIds: [{ type: 'state', identifier: '9' }],
    grades: ['10'],
    metadata: { stateId: '5' },
    password: 'hunter2',
  },
  enrollments: {
    sourcedId: 'e1',
    status: 'active',
    user: ref('u1'),
    class: ref('k1'),
    school: ref('o1'),
    role: 'student',
    primary: false,
    beginDate: '2026-08-10',
    endDate: '2027-05-28',
  },
};

function one(collection: 'users', changes: Record<string, unknown>, without?: string[]): ReturnType<typeof readRows<'users'>>;
function one<C extends Collection>(
  collection: C,
  changes: Record<string, unknown>,
  without?: string[],
): ReturnType<typeof readRows<C>>;
function one<C extends Collection>(collection: C, changes: Record<string, unknown>, without: string[] = []) {
  const row: Record<string, unknown> = { ...tidy[collection], ...changes };
  for (const key of without) delete row[key];
  return readRows(collection, [row]);
}
const rules = (read: { findings: readonly { rule: string; level: string }[] }) =>
  read.findings.map((finding) => `${finding.rule} ${finding.level}`);

describe('tidy rows', () => {
  it.each(collections)('of %s read the same strictly and tolerantly, without a finding', (collection) => {
    const strict = readRows(collection, [tidy[collection]]);
    const odd = readRows(collection, [{ ...tidy[collection], SOURCEDID: tidy[collection].sourcedId }]);
    expect(strict.findings).toEqual([]);
    expect(strict.rows).toHaveLength(1);
    expect(odd).toEqual(strict);
    expect(rowSchemas[collection].parse(strict.rows[0])).toEqual(strict.rows[0]);
  });

  it('four spellings of "none" mean the same', () => {
    const spellings = [
      { identifier: null, parent: null },
      { identifier: '', parent: {} },
      { identifier: [], parent: [] },
    ].map((changes) => one('orgs', changes).rows[0]);
    const absent = one('orgs', {}, ['identifier', 'parent']).rows[0];
    for (const row of spellings) expect(row).toEqual(absent);
    expect(absent).toMatchObject({ identifier: '', parent: null });
  });
});

describe('deviations', () => {
  it('enabledUser "true", true, "False", absent', () => {
    expect(one('users', { enabledUser: 'true' }).rows[0]?.enabledUser).toBe(true);
    expect(one('users', { enabledUser: true }).rows[0]?.enabledUser).toBe(true);
    expect(one('users', { enabledUser: 'False' }).rows[0]?.enabledUser).toBe(false);
    expect(one('users', { enabledUser: 0 }).rows[0]?.enabledUser).toBe(false);
    const absent = one('users', {}, ['enabledUser']);
    expect(absent.rows[0]?.enabledUser).toBe(true);
    expect(rules(absent)).toEqual(['enabledUser-unknown warned']);
  });

  it.each([
    ['teachers', 'users'],
    ['students', 'users'],
    ['schools', 'orgs'],
    ['terms', 'academicSessions'],
    ['gradingPeriods', 'academicSessions'],
    ['Users', 'users'],
  ] as const)('the wrapper %s is read as %s', (wrapper, collection) => {
    const page = parsePage(collection, bytes({ [wrapper]: [tidy[collection]] }));
    expect(page.ok && page.value.rows).toHaveLength(1);
  });

  it('a by-id read wrapped in a list gives its first element, also without a wrapper or as a lone object', () => {
    for (const body of [{ user: [tidy.users] }, { user: tidy.users }, tidy.users]) {
      const read = parseRecord('users', bytes(body));
      expect(read.ok && read.value.rows[0]?.sourcedId).toBe('u1');
    }
  });

  it.each([
    [{ preferredFirstName: 'Addie', preferredLastName: 'King' }, ['Addie', 'King']],
    [{ preferredFirstName: null, metadata: { preferredFirstName: 'Addie' } }, ['Addie', '']],
    [{ preferredFirstName: '', metadata: { preferred_given_name: 'Addie', 'Preferred Family Name': 'King' } }, ['Addie', 'King']],
    [{ preferredFirstName: undefined, metadata: { nickname: 'Addie' } }, ['', '']],
  ])('C9 preferred names from fields of their own or from the metadata: %j', (changes, names) => {
    const [row] = one('users', changes).rows;
    expect([row?.preferredFirstName, row?.preferredLastName]).toEqual(names);
  });

  it.each([
    [
      [{ sourcedId: 'g1', type: 'user' }, { sourcedId: 'g2' }],
      ['g1', 'g2'],
    ],
    [{ sourcedId: 'g1' }, ['g1']],
    [['g1', { sourcedId: '' }, null], ['g1']],
    [null, []],
  ])('C6 agents %j', (agents, ids) => {
    expect(one('users', { agents }).rows[0]?.agents).toEqual(ids);
    expect(one('users', {}, ['agents']).rows[0]?.agents).toEqual([]);
  });

  it('parent null, {}, absent: no parent', () => {
    expect(one('orgs', { parent: null }).rows[0]?.parent).toBeNull();
    expect(one('orgs', { parent: {} }).rows[0]?.parent).toBeNull();
    expect(one('orgs', {}, ['parent']).rows[0]?.parent).toBeNull();
  });

  it('periods "3" and ["3","4"] both become a list', () => {
    expect(one('classes', { periods: '3' }).rows[0]?.periods).toEqual(['3']);
    expect(one('classes', { periods: ['3', '4'] }).rows[0]?.periods).toEqual(['3', '4']);
  });

  it('an unknown role keeps the user and warns', () => {
    const read = one('users', { role: 'counselor' });
    expect(read.rows[0]?.role).toBe('counselor');
    expect(rules(read)).toEqual(['role-unknown warned']);
    expect(one('users', { role: 'Teacher' })).toMatchObject({ rows: [{ role: 'teacher' }], findings: [] });
  });

  it('status inactive is tobedeleted; a missing status is active with a warning', () => {
    expect(one('users', { status: 'inactive' })).toMatchObject({ rows: [{ status: 'tobedeleted' }], findings: [] });
    expect(one('users', { status: 'ToBeDeleted' }).rows[0]?.status).toBe('tobedeleted');
    const missing = one('users', {}, ['status']);
    expect(missing.rows[0]?.status).toBe('active');
    expect(rules(missing)).toEqual(['status-missing warned']);
  });

  it('a dateTime is the day as written; what is no day is left out with a warning', () => {
    expect(one('enrollments', { beginDate: '2026-08-10T00:00:00-04:00' })).toMatchObject({
      rows: [{ beginDate: '2026-08-10' }],
      findings: [],
    });
    const odd = one('enrollments', { endDate: '31.02.2027' });
    expect(odd.rows[0]?.endDate).toBe('');
    expect(rules(odd)).toEqual(['date-unreadable warned']);
    expect(rules(one('enrollments', { endDate: '2027-02-30' }))).toEqual(['date-unreadable warned']);
  });

  it('roles[] without role: the primary role and every org, the primary one first', () => {
    const roles = [
      { roleType: 'secondary', role: 'aide', org: ref('o2') },
      { roleType: 'primary', role: 'teacher', org: ref('o1') },
    ];
    expect(one('users', { roles }, ['role', 'orgs'])).toMatchObject({
      rows: [{ role: 'teacher', orgs: ['o1', 'o2'] }],
      findings: [],
    });
  });

  it('grade codes K, 1, KG, 01 become equal; unknown ones stay', () => {
    expect(one('users', { grades: ['K', 'KG', '1', '01', 'Tenth grade', '-1'] }).rows[0]?.grades).toEqual([
      'KG',
      'KG',
      '01',
      '01',
      'Tenth grade',
      '-1',
    ]);
  });

  it('a password is nowhere in what is read', () => {
    const read = readRows('users', [
      { ...tidy.users, metadata: { Password: 'hunter2', passwd: 'hunter2', stateId: '5', nested: { a: 1 }, year: 2027 } },
      { ...tidy.users, enabledUser: 'yes' },
    ]);
    expect(JSON.stringify(read)).not.toContain('hunter2');
    expect(read.rows[0]?.metadata).toEqual({ stateId: '5', year: '2027' });
  });

  it('OR-40 at the door: an enrollment without class or user is dropped and named', () => {
    const read = one('enrollments', { class: null });
    expect(read.rows).toEqual([]);
    expect(read.findings[0]).toMatchObject({ rule: 'enrollment-class-missing', sourcedId: 'e1', level: 'dropped' });
    expect(read.findings[0]?.remedy).not.toBe('');
  });

  it('keys in another case, bare references and numbers as ids are understood', () => {
    const read = readRows('enrollments', [
      { SourcedID: 5, status: 'active', user: 'u1', class: { SourcedId: 'k1' }, school: ['o1'], role: 'Student' },
    ]);
    expect(read.rows[0]).toMatchObject({ sourcedId: '5', user: 'u1', class: 'k1', school: 'o1', role: 'student' });
  });

  it('an optional key in another case is found although the rest is tidy', () => {
    expect(readRows('courses', [{ sourcedId: 'c', status: 'active', title: 'Art', coursecode: 'A' }]).rows[0]?.courseCode).toBe(
      'A',
    );
  });

  it('records that are no records are dropped and counted', () => {
    const read = readRows('orgs', [null, 'x', 7, [], tidy.orgs]);
    expect(read.rows).toHaveLength(1);
    expect(read.findings).toHaveLength(4);
  });

  it('whatever stands in a row, reading it neither throws nor yields a row of another shape', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('active', 'student', '2026-08-10', { sourcedId: 'x' }, [{ sourcedId: 'y' }]),
    );
    for (const collection of collections) {
      const keys = [...Object.keys(tidy[collection]), 'roles', '__proto__'];
      fc.assert(
        fc.property(fc.dictionary(fc.constantFrom(...keys), value), (row) => {
          const read = readRows(collection, [row]);
          expect(read.rows.length + read.findings.filter((finding) => finding.level === 'dropped').length).toBe(1);
          for (const made of read.rows) expect(rowSchemas[collection].safeParse(made).success).toBe(true);
        }),
        { numRuns: 200, seed: 1102 },
      );
    }
  });

  it('tolerant reading of any strictly readable row changes nothing', () => {
    const text = fc.string({ minLength: 1 }).filter((word) => word.trim() !== '');
    const enrollment = fc.record({
      sourcedId: text,
      status: fc.constantFrom('active', 'tobedeleted'),
      user: text.map(ref),
      class: text.map(ref),
      school: text.map(ref),
      role: fc.constantFrom('student', 'teacher'),
      primary: fc.boolean(),
      beginDate: fc.constantFrom('2026-08-10', '2028-02-29'),
    });
    fc.assert(
      fc.property(enrollment, (row) => {
        const strict = readRows('enrollments', [row]);
        const loose = new LooseRow('enrollments', row);
        expect(strict.findings).toEqual([]);
        expect(loose.sourcedId).toBe(strict.rows[0]?.sourcedId);
        expect(readRows('enrollments', [{ ...row, Primary: row.primary }])).toEqual(strict);
      }),
      { seed: 1102 },
    );
  });
});

describe('a page', () => {
  it('counts its records before they are read', () => {
    const page = openPage('users', bytes({ users: [tidy.users, { sourcedId: 'u2' }], pagination: { next: '/users?offset=2' } }));
    expect(page.ok && [page.value.received, page.value.ids, page.value.next]).toEqual([2, ['u1', 'u2'], '/users?offset=2']);
  });

  it('may begin with a byte order mark, or be Windows-1252', () => {
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes({ orgs: [tidy.orgs] })]);
    expect(openPage('orgs', marked).ok).toBe(true);
    const latin = Buffer.from(JSON.stringify({ orgs: [{ ...tidy.orgs, name: 'Évora' }] }), 'latin1');
    const page = parsePage('orgs', latin);
    expect(page.ok && page.value.rows[0]?.name).toBe('Évora');
  });

  it.each([
    ['a login page', '<!DOCTYPE html><html>Log in</html>', 'sis.html'],
    ['JSON cut in the middle', '{"orgs":[{"sourcedId":"o1","na', 'sis.not-json'],
    ['plain text', 'Unauthorized', 'sis.not-json'],
    ['an error object', '{"error":"boom"}', 'sis.no-wrapper'],
    ['a bare list', '[]', 'sis.no-wrapper'],
    ['the word null', 'null', 'sis.no-wrapper'],
    ['another collection', '{"users":[]}', 'sis.no-wrapper'],
    ['a wrapper of text', '{"orgs":"none"}', 'sis.no-wrapper'],
    ['failure in a statusInfoSet', '{"orgs":[],"statusInfoSet":[{"imsx_codeMajor":"failure"}]}', 'sis.answered-failure'],
    ['failure at the top', '{"imsx_codeMajor":"failure","imsx_description":"no"}', 'sis.answered-failure'],
    ['failure without prefix', '{"CodeMajor":"Failure","orgs":[]}', 'sis.answered-failure'],
  ])('%s is refused', (_name, text, code) => {
    const page = openPage('orgs', Buffer.from(text));
    expect(page.ok ? 'opened' : page.failure.code).toBe(code);
  });

  it.each(['', '  \n', '{}', '{"orgs":null}'])('%j has no list: the pull decides, a lone parse refuses', (text) => {
    const page = openPage('orgs', Buffer.from(text));
    expect(page.ok && page.value).toMatchObject({ received: 0, empty: true });
    const alone = parsePage('orgs', Buffer.from(text));
    expect(alone.ok ? '' : alone.failure.code).toBe('sis.no-wrapper');
  });

  it('an honest empty list is no finding at all', () => {
    const page = openPage('orgs', bytes({ orgs: [] }));
    expect(page.ok && page.value).toMatchObject({ received: 0, empty: false });
  });

  it('data from a failure never shows up in its explanation', () => {
    const page = openPage('users', Buffer.from('{"users":[{"givenName":"Ada","familyName":"Byron"'));
    expect(JSON.stringify(page)).not.toContain('Byron');
  });
});

function bytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
