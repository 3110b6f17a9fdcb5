import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeDistrict } from '../../electron/practice/census.ts';
import { noHabits, setHabits } from '../../electron/practice/sis/habits.ts';
import type { PracticeSis } from '../../electron/practice/sis/server.ts';
import { startPracticeSis } from '../../electron/practice/sis/server.ts';
import { SisStore } from '../../electron/practice/sis/store.ts';

/** Raw requests only: what is checked here is the server, against reference/oneroster-1.1.md, not our client. */
type Json = Record<string, unknown>;
interface Answer {
  status: number;
  headers: Headers;
  body: Json;
}

const data = makeDistrict({ students: 300, seed: 5, clean: false, today: '2026-11-23' });
let sis: PracticeSis;
let token = '';
let now = Date.parse('2026-11-23T12:00:00Z');

beforeAll(async () => {
  sis = await startPracticeSis({
    store: new SisStore(data),
    key: 'the key+',
    secret: 'the/secret %',
    clock: () => new Date(now),
  });
  token = String((await askToken({})).body.access_token);
});
afterAll(() => sis.close());
afterEach(() => {
  setHabits(sis.habits, { ...noHabits() });
});

async function answer(res: Response): Promise<Answer> {
  const text = await res.text();
  return { status: res.status, headers: res.headers, body: text === '' ? {} : (JSON.parse(text) as Json) };
}

async function get(path: string, bearer: string | null = token): Promise<Answer> {
  const headers: Record<string, string> = bearer === null ? {} : { Authorization: `Bearer ${bearer}` };
  return answer(await fetch(sis.url + path, { headers }));
}

async function askToken(change: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
  const form = { grant_type: 'client_credentials', client_id: sis.key, client_secret: sis.secret, ...change };
  return answer(await fetch(`${sis.url}/token`, { method: 'POST', headers, body: new URLSearchParams(form) }));
}

function rows(page: Answer, wrapper: string): Json[] {
  expect(page.status).toBe(200);
  return page.body[wrapper] as Json[];
}

describe('§1.1, §4.2 address and tokens, as Focus has them', () => {
  it('serves OneRoster below /focus/api/1.0/ims/oneroster/v1p1, on loopback', () => {
    expect(sis.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/focus\/api\/1\.0\/ims\/oneroster\/v1p1$/);
  });

  it('answers {base}/token with access_token, token_type, expires_in and scope; credentials in the body, scope omitted', async () => {
    const reply = await askToken({});
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, access_token: expect.any(String) });
    expect(reply.body.scope).toContain('https://purl.imsglobal.org/spec/or/v1p1/scope/roster-core.readonly');
  });

  it('accepts form-encoded Basic credentials, and the scope *', async () => {
    const basic = Buffer.from(`${encodeURIComponent(sis.key)}:${encodeURIComponent(sis.secret)}`).toString('base64');
    const body = new URLSearchParams({ grant_type: 'client_credentials', scope: '*' });
    const reply = await answer(
      await fetch(`${sis.url}/token`, { method: 'POST', headers: { Authorization: `Basic ${basic}` }, body }),
    );
    expect(reply.status).toBe(200);
  });

  it('a wrong secret is 401 invalid_client, another grant type 400, an unknown scope 400', async () => {
    const wrong = await askToken({ client_secret: 'no' });
    expect([wrong.status, wrong.body.error]).toEqual([401, 'invalid_client']);
    expect((await askToken({ grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
    expect((await askToken({ scope: 'roster' })).body.error).toBe('invalid_scope');
  });

  it('a token that covers no rostering reads is 403 there', async () => {
    const reply = await askToken({ scope: 'https://purl.imsglobal.org/spec/or/v1p1/scope/gradebook.readonly' });
    expect((await get('/orgs', String(reply.body.access_token))).status).toBe(403);
  });

  it('a missing, a made-up and an expired token are 401, with a challenge and an error body', async () => {
    const missing = await get('/orgs?limit=1', null);
    expect(missing.status).toBe(401);
    expect(missing.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(missing.body.statusInfoSet).toMatchObject([{ imsx_codeMajor: 'failure', imsx_codeMinor: 'unauthorized' }]);
    expect((await get('/orgs?limit=1', 'made-up')).status).toBe(401);
    setHabits(sis.habits, { tokenLifetimeSeconds: 10 });
    const short = String((await askToken({})).body.access_token);
    expect((await get('/orgs?limit=1', short)).status).toBe(200);
    now += 11_000;
    expect((await get('/orgs?limit=1', short)).status).toBe(401);
  });
});

describe('§1.2, §2.1 routes and wrappers', () => {
  it.each([
    ['orgs', 'orgs'],
    ['schools', 'orgs'],
    ['academicSessions', 'academicSessions'],
    ['terms', 'academicSessions'],
    ['gradingPeriods', 'academicSessions'],
    ['courses', 'courses'],
    ['classes', 'classes'],
    ['users', 'users'],
    ['students', 'users'],
    ['teachers', 'users'],
    ['enrollments', 'enrollments'],
  ])('GET /%s wraps its rows in "%s"', async (path, wrapper) => {
    const page = await get(`/${path}?limit=3`);
    expect(rows(page, wrapper).length).toBeGreaterThan(0);
    expect(Object.keys(page.body)).toEqual([wrapper]);
    expect(page.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('/schools, /terms, /gradingPeriods, /students and /teachers are subsets', async () => {
    const all = async (path: string, wrapper: string, key: string) =>
      new Set(rows(await get(`/${path}?limit=5000`), wrapper).map((row) => row[key]));
    expect(await all('schools', 'orgs', 'type')).toEqual(new Set(['school']));
    expect(await all('terms', 'academicSessions', 'type')).toEqual(new Set(['semester']));
    expect(await all('gradingPeriods', 'academicSessions', 'type')).toEqual(new Set(['gradingPeriod']));
    expect(await all('students', 'users', 'role')).toEqual(new Set(['student']));
    expect(await all('teachers', 'users', 'role')).toEqual(new Set(['teacher']));
  });

  it('a read by id wraps one row in the singular; an unknown id is 404 unknown_object', async () => {
    const [first] = rows(await get('/classes?limit=1'), 'classes');
    const single = await get(`/classes/${encodeURIComponent(String(first?.sourcedId))}`);
    expect(single.body).toEqual({ class: first });
    const unknown = await get('/classes/nobody');
    expect(unknown.status).toBe(404);
    expect(unknown.body.statusInfoSet).toMatchObject([{ imsx_codeMinor: 'unknown_object' }]);
    const teacher = rows(await get('/teachers?limit=1'), 'users')[0];
    expect((await get(`/students/${String(teacher?.sourcedId)}`)).status).toBe(404);
  });

  it('ids with + / % and spaces are decoded once', async () => {
    const org = data.orgs[0];
    if (!org) throw new Error('no org');
    sis.store.put('orgs', { ...org, sourcedId: 's+12/3 %' });
    expect((await get('/orgs/s%2B12%2F3%20%25')).body).toMatchObject({ org: { sourcedId: 's+12/3 %' } });
    sis.store.remove('orgs', 's+12/3 %');
  });

  it('an unknown route is 404 "API route not found", a write is 405', async () => {
    for (const path of ['/nothing', '/orgs/1/2', '/demographics']) {
      const reply = await get(path);
      expect([reply.status, reply.body.message]).toEqual([404, 'API route not found']);
    }
    const elsewhere = await fetch(`${new URL(sis.url).origin}/ims/oneroster/v1p1/orgs`);
    expect(elsewhere.status).toBe(404);
    const write = await fetch(`${sis.url}/orgs`, { method: 'POST', headers: { Authorization: `Bearer ${token}` } });
    expect([write.status, write.headers.get('allow')]).toEqual([405, 'GET']);
  });

  it('references carry href, sourcedId and type; an org that is a school lies below /schools/ (§8)', async () => {
    const [enrollment] = rows(await get('/enrollments?limit=1'), 'enrollments');
    for (const [key, path] of [
      ['user', 'users'],
      ['class', 'classes'],
      ['school', 'schools'],
    ] as const) {
      const ref = enrollment?.[key] as Json;
      expect(ref.href).toBe(`${sis.url}/${path}/${String(ref.sourcedId)}`);
    }
  });
});

describe('§3.1 paging', () => {
  it('the default limit is 100 and the default offset 0', async () => {
    const page = rows(await get('/enrollments'), 'enrollments');
    expect(page).toHaveLength(100);
    expect(rows(await get('/enrollments?limit=100&offset=0'), 'enrollments')).toEqual(page);
  });

  it('pages of any size give every row once, in the order of sourcedId, and an empty page beyond the end', async () => {
    const ids: string[] = [];
    for (let offset = 0; ; ) {
      const page = rows(await get(`/enrollments?limit=733&offset=${offset}`), 'enrollments');
      if (page.length === 0) break;
      ids.push(...page.map((row) => String(row.sourcedId)));
      offset += page.length;
    }
    expect(ids).toEqual(data.enrollments.map((row) => row.sourcedId).sort());
  });

  it('X-Total-Count names all rows of the list, filtered or not', async () => {
    expect((await get('/enrollments?limit=1')).headers.get('x-total-count')).toBe(String(data.enrollments.length));
    const students = data.users.filter((user) => user.role === 'student').length;
    expect((await get('/students?limit=1')).headers.get('x-total-count')).toBe(String(students));
  });

  it('Link names first, prev, next and last; no next on the last page', async () => {
    const total = data.users.length;
    const links = (await get('/users?limit=10&offset=10&sort=sourcedId')).headers.get('link') ?? '';
    for (const [rel, offset] of [
      ['first', 0],
      ['prev', 0],
      ['next', 20],
      ['last', Math.floor((total - 1) / 10) * 10],
    ] as const) {
      expect(links).toContain(`<${sis.url}/users?limit=10&offset=${offset}&sort=sourcedId>; rel="${rel}"`);
    }
    expect((await get(`/users?limit=10&offset=${total - 5}`)).headers.get('link')).not.toContain('rel="next"');
  });

  it('limits that are no positive number are 400', async () => {
    for (const query of ['limit=0', 'limit=abc', 'offset=-1']) expect((await get(`/users?${query}`)).status).toBe(400);
  });
});

describe('§3.2 filter, sort, fields', () => {
  const filtered = async (path: string, filter: string, wrapper: string): Promise<Json[]> =>
    rows(await get(`/${path}?limit=5000&filter=${encodeURIComponent(filter)}`), wrapper);

  it("field='value' keeps the equal rows", async () => {
    const teachers = await filtered('users', "role='teacher'", 'users');
    expect(teachers).toHaveLength(data.users.filter((user) => user.role === 'teacher').length);
  });

  it.each([
    ["startDate>='2027-01-01'", (s: string) => s >= '2027-01-01'],
    ["startDate>'2027-01-04'", (s: string) => s > '2027-01-04'],
    ["startDate<'2026-08-10'", (s: string) => s < '2026-08-10'],
    ["startDate<='2026-08-10'", (s: string) => s <= '2026-08-10'],
    ["startDate!='2026-08-10'", (s: string) => s !== '2026-08-10'],
    ["startDate~'-08-'", (s: string) => s.includes('-08-')],
  ] as const)('%s compares', async (filter, keep) => {
    const kept = await filtered('academicSessions', filter, 'academicSessions');
    expect(kept.length).toBe(data.academicSessions.filter((s) => keep(s.startDate)).length);
    expect(kept.length).toBeGreaterThan(0);
  });

  it('joins two clauses with AND or OR; Focus took three ANDed ones', async () => {
    const either = await filtered('users', "role='student' OR role='teacher'", 'users');
    expect(either).toHaveLength(data.users.filter((u) => u.role === 'student' || u.role === 'teacher').length);
    const three = await filtered('users', "role='student' AND status='active' AND enabledUser='false'", 'users');
    expect(three).toHaveLength(data.users.filter((u) => u.role === 'student' && !u.enabledUser).length);
  });

  it('a delta by dateLastModified includes tobedeleted rows (§3.3)', async () => {
    const row = data.enrollments[0];
    if (!row) throw new Error('no enrollment');
    sis.store.put('enrollments', { ...row, status: 'tobedeleted', dateLastModified: '2026-11-23T11:00:00.000Z' });
    const changed = await filtered('enrollments', "dateLastModified>'2026-11-23T00:00:00.000Z'", 'enrollments');
    expect(changed).toMatchObject([{ sourcedId: row.sourcedId, status: 'tobedeleted' }]);
    sis.store.put('enrollments', row);
  });

  it('an unknown field is 400 invalid_filter_field, without data', async () => {
    const reply = await get(`/users?filter=${encodeURIComponent("nosuch='x'")}`);
    expect(reply.status).toBe(400);
    expect(reply.body.statusInfoSet).toMatchObject([{ imsx_codeMinor: 'invalid_filter_field' }]);
    expect(reply.body.users).toBeUndefined();
  });

  it('sorts by a field, either way', async () => {
    const names = rows(await get('/orgs?sort=name&orderBy=desc'), 'orgs').map((org) => String(org.name));
    expect(names).toEqual(
      data.orgs
        .map((org) => org.name)
        .sort()
        .reverse(),
    );
  });

  it('an unknown sort field is 200 in the default order, with the warning invalid_sort_field', async () => {
    const page = await get('/orgs?sort=nosuch');
    expect(rows(page, 'orgs')).toEqual(rows(await get('/orgs'), 'orgs'));
    expect(page.body.statusInfoSet).toMatchObject([{ imsx_severity: 'warning', imsx_codeMinor: 'invalid_sort_field' }]);
  });

  it('fields selects; an unknown one is warned about, a blank list is 400 invalid_blank_selection_field', async () => {
    const page = await get('/users?limit=1&fields=sourcedId,role,nosuch');
    expect(Object.keys(rows(page, 'users')[0] ?? {}).sort()).toEqual(['role', 'sourcedId']);
    expect(page.body.statusInfoSet).toMatchObject([{ imsx_codeMinor: 'invalid_selection_field' }]);
    const blank = await get('/users?fields=');
    expect(blank.body.statusInfoSet).toMatchObject([{ imsx_codeMinor: 'invalid_blank_selection_field' }]);
  });
});

describe('habits: each deviation is one switch', () => {
  const habit = (wishes: Json): void => {
    expect(setHabits(sis.habits, wishes)).toEqual([]);
  };

  it('pageCap clamps what was asked', async () => {
    habit({ pageCap: 50 });
    expect(rows(await get('/users?limit=1000'), 'users')).toHaveLength(50);
    expect((await get('/users?limit=1000')).headers.get('link')).toContain('offset=50');
  });

  it('noTotals and noLink leave the headers out', async () => {
    habit({ noTotals: true, noLink: true });
    const { headers } = await get('/users?limit=5');
    expect([headers.get('x-total-count'), headers.get('link')]).toEqual([null, null]);
  });

  it('Link may be relative, foreign or a loop; the body may carry pagination.next, empty at the end', async () => {
    habit({ linkStyle: 'relative', bodyPagination: 'relative' });
    const page = await get('/users?limit=5');
    expect(page.headers.get('link')).toMatch(/^<\/focus\/api/);
    expect(page.body.pagination).toMatchObject({ next: expect.stringMatching(/^\/focus\/.*offset=5/) });
    expect((await get('/orgs?limit=50')).body.pagination).toMatchObject({ next: '' });
    habit({ linkStyle: 'foreign' });
    expect((await get('/users?limit=5')).headers.get('link')).toMatch(/^<https:\/\/oneroster\.elsewhere\.example\//);
    habit({ linkStyle: 'loop' });
    expect((await get('/users?limit=5&offset=5')).headers.get('link')).toContain('limit=5&offset=5>; rel="next"');
  });

  it('a lying total, a truncated feed (told or not)', async () => {
    habit({ lyingTotal: { collection: 'users', difference: 7 } });
    expect((await get('/users')).headers.get('x-total-count')).toBe(String(data.users.length + 7));
    habit({ truncatedFeed: { collection: 'enrollments', rows: 120, honest: false } });
    const second = await get('/enrollments?limit=100&offset=100');
    expect(rows(second, 'enrollments')).toHaveLength(20);
    expect(second.headers.get('x-total-count')).toBe(String(data.enrollments.length));
    habit({ truncatedFeed: { collection: 'enrollments', rows: 120, honest: true } });
    expect((await get('/enrollments?limit=100')).headers.get('x-total-count')).toBe('120');
  });

  it('503 with Retry-After on one page, twice, then well again; an outage everywhere covers the token too', async () => {
    habit({ status503: { collection: 'users', page: 2, times: 2 }, retryAfterSeconds: 5 });
    expect((await get('/users?limit=10')).status).toBe(200);
    const busy = await get('/users?limit=10&offset=10');
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await get('/users?limit=10&offset=10')).status).toBe(503);
    expect((await get('/users?limit=10&offset=10')).status).toBe(200);
    habit({ status503: true });
    expect((await get('/orgs')).status).toBe(503);
    expect((await askToken({})).status).toBe(503);
  });

  it('a login page with 200, a cut connection, cut JSON, a missing wrapper', async () => {
    habit({ html: true });
    const page = await fetch(`${sis.url}/orgs`, { headers: { Authorization: `Bearer ${token}` } });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    habit({ html: false, cutConnection: { collection: 'users', page: 1 } });
    await expect(get('/users?limit=100')).rejects.toThrow();
    habit({ cutConnection: null, truncateJson: { collection: 'users' } });
    await expect(get('/users?limit=100')).rejects.toThrow(SyntaxError);
    habit({ truncateJson: false, noWrapper: { collection: 'users' } });
    expect((await get('/users')).body).toEqual({});
  });

  it('403 on one collection only; errors in the other spellings (§5)', async () => {
    habit({ denyCollection: 'enrollments', errorShape: 'imsx' });
    const denied = await get('/enrollments');
    expect(denied.status).toBe(403);
    expect(denied.body).toMatchObject({ imsx_codeMajor: 'failure', imsx_CodeMinor: { imsx_codeMinorField: [{}] } });
    expect((await get('/users')).status).toBe(200);
    habit({ errorShape: 'plain' });
    expect((await get('/enrollments')).body).toMatchObject({ codeMajor: 'failure', codeMinor: 'forbidden' });
  });

  it('rows move between pages while the total stays', async () => {
    const first = sis.store.rows('classes')[0];
    habit({ drift: { collection: 'classes', kind: 'swap', times: 1 } });
    const before = await get('/classes?limit=10');
    const after = await get('/classes?limit=10&offset=10');
    expect(after.headers.get('x-total-count')).toBe(before.headers.get('x-total-count'));
    expect(rows(after, 'classes').length).toBe(10);
    expect(sis.store.get('classes', String(first?.sourcedId))).toBeUndefined();
    sis.store.load(data);
  });

  it('booleans as words (§2.2)', async () => {
    habit({ booleansAsText: true });
    expect(['true', 'false']).toContain(rows(await get('/users?limit=1'), 'users')[0]?.enabledUser);
  });

  it('names it does not know are answered, not swallowed', () => {
    expect(setHabits(sis.habits, { pageCapp: 5 })).toEqual(['pageCapp']);
  });
});

describe('changes', () => {
  it('a changed, an added and a removed row are served at once', async () => {
    await get('/classes?limit=5000');
    const [row, other] = data.classes;
    if (!row || !other) throw new Error('no class');
    sis.store.put('classes', { ...row, title: 'Renamed' });
    sis.store.put('classes', { ...row, sourcedId: '0-new' });
    sis.store.remove('classes', other.sourcedId);
    const page = await get('/classes?limit=5000');
    const titles = new Map(rows(page, 'classes').map((r) => [r.sourcedId, r.title]));
    expect(page.headers.get('x-total-count')).toBe(String(data.classes.length));
    expect(titles.get(row.sourcedId)).toBe('Renamed');
    expect(titles.has('0-new')).toBe(true);
    expect(titles.has(other.sourcedId)).toBe(false);
    sis.store.load(data);
    expect(rows(await get('/classes?limit=5000'), 'classes').some((r) => r.title === 'Renamed')).toBe(false);
  });
});
