import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeDistrict } from '../../electron/practice/census.ts';
import { noHabits, setHabits } from '../../electron/practice/sis/habits.ts';
import { type PracticeSis, startPracticeSis } from '../../electron/practice/sis/server.ts';
import { SisStore } from '../../electron/practice/sis/store.ts';

/** Raw requests only: what is checked here is the server, against reference/oneroster-1.1.md, not our client. */
type Json = Record<string, unknown>;

const data = makeDistrict({ students: 60, seed: 5, clean: true, today: '2026-11-23' });
let sis: PracticeSis;
let token = '';
const now = Date.parse('2026-11-23T12:00:00Z');

beforeAll(async () => {
  sis = await startPracticeSis({
    store: new SisStore(data),
    key: 'the key+',
    secret: 'the/secret %',
    clock: () => new Date(now),
  });
  token = String((await askToken()).body.access_token);
});
afterAll(() => sis.close());
afterEach(() => {
  Object.assign(sis.habits, noHabits());
});

function habit(wishes: Json): void {
  expect(setHabits(sis.habits, wishes)).toEqual([]);
}

async function read(res: Response) {
  const text = (await res.text()).replace(/^\uFEFF/, '');
  return { status: res.status, headers: res.headers, body: text === '' ? {} : (JSON.parse(text) as Json) };
}

async function get(path: string, headers: Record<string, string> = { Authorization: `Bearer ${token}` }) {
  return read(await fetch(sis.url + path, { headers, redirect: 'manual' }));
}

async function askToken(form: Record<string, string> = {}, headers: Record<string, string> = {}) {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...form });
  if (headers.Authorization === undefined) {
    body.set('client_id', sis.key);
    body.set('client_secret', sis.secret);
  }
  return read(await fetch(`${sis.url}/token`, { method: 'POST', headers, body }));
}

const list = async (path: string, wrapper: string) => {
  const page = await get(path);
  expect(page.status).toBe(200);
  return page.body[wrapper] as Json[];
};
const ids = (rows: readonly { sourcedId?: unknown }[]) => rows.map((row) => String(row.sourcedId)).sort();

describe('OAuth 1.0a, verified strictly (§4.1)', () => {
  interface Change {
    timestamp?: number;
    nonce?: string;
    algorithm?: 'sha1' | 'sha256';
    secret?: string;
    key?: string;
    /** Signs this query instead of the one sent. */
    signed?: string;
  }
  const enc = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (s) => `%${s.charCodeAt(0).toString(16).toUpperCase()}`);

  /** Written for this test alone, so that neither our client nor the server vouches for itself. */
  function sign(path: string, change: Change = {}): Record<string, string> {
    const { algorithm = 'sha1', secret = sis.secret, timestamp = now / 1000, nonce = randomBytes(8).toString('hex') } = change;
    const oauth: Record<string, string> = {
      oauth_consumer_key: change.key ?? sis.key,
      oauth_nonce: nonce,
      oauth_signature_method: algorithm === 'sha1' ? 'HMAC-SHA1' : 'HMAC-SHA256',
      oauth_timestamp: String(timestamp),
      oauth_version: '1.0',
    };
    const [route = '', query = ''] = path.split(/\?(.*)/s);
    const pairs = (change.signed ?? query)
      .split('&')
      .filter(Boolean)
      .map((pair) => pair.split('=').map((part) => enc(decodeURIComponent(part))));
    for (const [name, value] of Object.entries(oauth)) pairs.push([enc(name), enc(value)]);
    const parameters = pairs
      .map((pair) => pair.join('='))
      .sort()
      .join('&');
    const base = `GET&${enc(sis.url + route)}&${enc(parameters)}`;
    const signature = createHmac(algorithm, `${enc(secret)}&`)
      .update(base)
      .digest('base64');
    const header = Object.entries({ ...oauth, oauth_signature: signature }).map(([name, value]) => `${name}="${enc(value)}"`);
    return { Authorization: `OAuth ${header.join(', ')}` };
  }
  const statusOf = async (path: string, change?: Change) => (await get(path, sign(path, change))).status;
  const reasonOf = async (path: string, headers: Record<string, string>) => {
    const reply = await get(path, headers);
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toMatch(/^OAuth/);
    return String((reply.body.statusInfoSet as Json[])[0]?.imsx_description);
  };

  it('there is no token address, and a bearer token reads nothing', async () => {
    habit({ auth: 'oauth1' });
    expect((await askToken()).status).toBe(404);
    expect((await get('/orgs')).status).toBe(401);
  });

  it('SHA1 and SHA256 are taken where both are, else only the one', async () => {
    habit({ auth: 'oauth1' });
    expect([await statusOf('/orgs?limit=1'), await statusOf('/orgs?limit=1', { algorithm: 'sha256' })]).toEqual([200, 200]);
    habit({ auth: 'oauth1-sha1' });
    expect([await statusOf('/orgs'), await statusOf('/orgs', { algorithm: 'sha256' })]).toEqual([200, 401]);
    habit({ auth: 'oauth1-sha256' });
    expect([await statusOf('/orgs'), await statusOf('/orgs', { algorithm: 'sha256' })]).toEqual([401, 200]);
    habit({ auth: 'either' });
    expect([await statusOf('/orgs'), (await get('/orgs')).status]).toEqual([200, 200]);
  });

  it('a filter with space, quote and >, and an id with percent signs, verify', async () => {
    habit({ auth: 'oauth1', oddIds: true });
    expect(await statusOf(`/users?limit=2&filter=${enc("familyName='O Neil' AND dateLastModified>'2026-01-01'")}`)).toBe(200);
    const [org] = data.orgs;
    const path = `/orgs/${enc(`s+12/3 %${org?.sourcedId}`)}`;
    const reply = await get(path, sign(path));
    expect(reply.body).toMatchObject({ org: { sourcedId: `s+12/3 %${org?.sourcedId}` } });
  });

  it('a used nonce, a clock more than five minutes off, another key, another secret, an unsigned parameter are refused', async () => {
    habit({ auth: 'oauth1' });
    expect(await statusOf('/orgs', { nonce: 'once' })).toBe(200);
    expect(await reasonOf('/orgs', sign('/orgs', { nonce: 'once' }))).toBe('nonce_used');
    expect(await statusOf('/orgs', { nonce: 'once', timestamp: now / 1000 + 1 })).toBe(200);
    for (const seconds of [-301, 301]) {
      expect(await reasonOf('/orgs', sign('/orgs', { timestamp: now / 1000 + seconds }))).toBe('timestamp_refused');
    }
    expect(await statusOf('/orgs', { timestamp: now / 1000 - 290 })).toBe(200);
    expect(await reasonOf('/orgs', sign('/orgs', { key: 'another' }))).toBe('consumer_key_unknown');
    expect(await reasonOf('/orgs', sign('/orgs', { secret: 'another' }))).toBe('signature_invalid');
    expect(await reasonOf('/orgs?limit=5', sign('/orgs?limit=5', { signed: '' }))).toBe('signature_invalid');
  });

  it('what is not encoded as RFC 3986 demands is refused, however it was signed', async () => {
    habit({ auth: 'oauth1' });
    // Of the signs that must be encoded, fetch itself only leaves these alone.
    const quoted = '/orgs?filter=status%3D%27active!%27';
    expect(await reasonOf(quoted, sign(quoted))).toContain('RFC 3986');
    const plus = '/orgs?filter=a%3D%27b+c%27';
    expect(await reasonOf(plus, sign(plus))).toContain('RFC 3986');
    const header = sign('/orgs').Authorization?.replace(/oauth_consumer_key="[^"]*"/, 'oauth_consumer_key="the key+"') ?? '';
    expect(await reasonOf('/orgs', { Authorization: header })).toContain('RFC 3986');
  });

  it('a clock twelve minutes ahead refuses our time and says its own', async () => {
    habit({ auth: 'oauth1', clockAheadSeconds: 720 });
    const reply = await get('/orgs', sign('/orgs'));
    expect(reply.status).toBe(401);
    expect(Date.parse(reply.headers.get('date') ?? '')).toBe(now + 720_000);
    expect(await statusOf('/orgs', { timestamp: now / 1000 + 720 })).toBe(200);
  });
});

describe('tokens with habits (§4.2)', () => {
  const basic = () => ({
    Authorization: `Basic ${Buffer.from(`${encodeURIComponent(sis.key)}:${encodeURIComponent(sis.secret)}`).toString('base64')}`,
  });

  it('credentials only in the body, or only as Basic', async () => {
    habit({ tokenPlace: 'basic' });
    expect([(await askToken()).status, (await askToken({}, basic())).status]).toEqual([401, 200]);
    habit({ tokenPlace: 'body' });
    expect([(await askToken()).status, (await askToken({}, basic())).status]).toEqual([200, 401]);
  });

  it('scopes unnamed, required, or readonly', async () => {
    habit({ scopes: 'unnamed' });
    expect((await askToken()).body).not.toHaveProperty('scope');
    habit({ scopes: 'required' });
    expect([(await askToken()).body.error, (await askToken({ scope: '*' })).status]).toEqual(['invalid_scope', 200]);
    habit({ scopes: 'readonly' });
    expect((await askToken()).body.scope).not.toContain('createput');
  });

  it('a token may be revoked on a page, and a cookie be needed with it', async () => {
    const mine = String((await askToken()).body.access_token);
    const with_ = { Authorization: `Bearer ${mine}` };
    habit({ revokeToken: { collection: 'users', page: 2, times: 1 } });
    expect((await get('/users?limit=10', with_)).status).toBe(200);
    expect((await get('/users?limit=10&offset=9', with_)).status).toBe(401);
    expect((await get('/orgs', with_)).status).toBe(401);
    habit({ revokeToken: null, cookies: true });
    const reply = await askToken();
    const bearer = { Authorization: `Bearer ${String(reply.body.access_token)}` };
    const cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await get('/orgs', bearer)).status).toBe(401);
    expect((await get('/orgs', { ...bearer, Cookie: `a=b; ${cookie}` })).status).toBe(200);
  });

  it('a redirect names another place', async () => {
    habit({ redirectTo: 'https://elsewhere.example' });
    const reply = await fetch(`${sis.url}/orgs`, { redirect: 'manual' });
    expect([reply.status, reply.headers.get('location')]).toEqual([
      302,
      `https://elsewhere.example${new URL(sis.url).pathname}/orgs`,
    ]);
  });
});

describe('pages with habits (§3.1)', () => {
  it('limits that time out or are refused', async () => {
    habit({ timeoutAbove: 500, refuseAbove: 800 });
    expect([(await get('/users?limit=500')).status, (await get('/users?limit=501')).status]).toEqual([200, 504]);
    expect((await get('/users?limit=801')).status).toBe(400);
  });

  it('offsets rounded to whole pages, or ignored', async () => {
    const all = ids(await list('/users?limit=5000', 'users'));
    habit({ offsets: 'whole pages' });
    expect(ids(await list('/users?limit=10&offset=19', 'users'))).toEqual(all.slice(10, 20));
    habit({ offsets: 'ignored' });
    expect(ids(await list('/users?limit=10&offset=19', 'users'))).toEqual(all.slice(0, 10));
  });

  it.each([
    ['object', 200, {}],
    ['204', 204, {}],
    ['404', 404, { statusInfoSet: [expect.anything()] }],
    ['400', 400, { statusInfoSet: [expect.anything()] }],
  ])('an empty page as %s', async (emptyPage, status, body) => {
    habit({ emptyPage });
    const page = await get('/users?offset=100000');
    expect([page.status, page.body]).toEqual([status, body]);
    expect((await get('/users?limit=1')).status).toBe(200);
  });

  it('totals of the page, or counted once and for all', async () => {
    habit({ totalOfPage: true });
    expect((await get('/users?limit=7')).headers.get('x-total-count')).toBe('7');
    habit({ totalOfPage: false, frozenTotal: true, drift: { collection: 'classes', kind: 'insert', times: 1 } });
    const before = (await get('/classes?limit=5')).headers.get('x-total-count');
    const after = await get('/classes?limit=5000');
    expect(after.headers.get('x-total-count')).toBe(before);
    expect((after.body.classes as Json[]).length).toBe(Number(before) + 1);
    sis.store.load(data);
  });

  it('links that skip, carry a cursor, or are not encoded', async () => {
    habit({ pageCap: 10, linkStyle: 'skipping' });
    expect((await get('/users?limit=30')).headers.get('link')).toContain('limit=30&offset=30>; rel="next"');
    habit({ linkStyle: 'cursor' });
    const link = (await get('/users?limit=30')).headers.get('link') ?? '';
    const next = /<([^>]+)>; rel="next"/.exec(link)?.[1] ?? '';
    expect(next).not.toContain('offset');
    expect(ids(await list(next.slice(sis.url.length), 'users'))).toEqual(ids(data.users).slice(10, 20));
    habit({ pageCap: null, linkStyle: 'unencoded' });
    const raw = (await get(`/users?limit=5&filter=${encodeURIComponent("role='student'")}`)).headers.get('link') ?? '';
    expect(raw).toMatch(/limit=5&filter=role='student'&offset=5>; rel="next",.*,$/);
  });

  it('only the next address, only the last one, or a next one also behind the end', async () => {
    const linkOf = async (path: string) => (await get(path)).headers.get('link') ?? '';
    habit({ linkRels: 'next' });
    expect(await linkOf('/users?limit=20')).toMatch(/^<[^>]+>; rel="next"$/);
    habit({ linkRels: 'last' });
    expect(await linkOf('/users?limit=20')).toMatch(/^<[^>]+>; rel="last"$/);
    habit({ linkRels: 'all', linkStyle: 'always' });
    expect(await linkOf('/users?limit=20&offset=100000')).toContain('rel="next"');
  });

  it('a page counted by X-Count, from which a row is missing; a revision that moves (ClassLink)', async () => {
    habit({
      pageCounts: true,
      lostRow: { collection: 'users', page: 1, times: 1 },
      revisionMoves: { collection: 'users', page: 2 },
    });
    const [first, again, second] = [
      await get('/users?limit=20'),
      await get('/users?limit=20'),
      await get('/users?limit=20&offset=20'),
    ];
    const told = (page: typeof first) => [
      page.headers.get('x-count'),
      (page.body.users as Json[]).length,
      page.headers.get('x-perm-rev'),
    ];
    expect([told(first), told(again), told(second)]).toEqual([
      ['20', 19, '1'],
      ['20', 20, '1'],
      ['20', 20, '2'],
    ]);
  });

  it('a list without its rows, though total and links speak of them', async () => {
    habit({ emptyList: { collection: 'users', page: 1, times: 1 } });
    const page = await get('/users?limit=20');
    expect([page.body.users, page.headers.get('x-total-count')]).toEqual([[], String(data.users.length)]);
    expect(page.headers.get('link')).toContain('rel="next"');
    expect(await list('/users?limit=20', 'users')).toHaveLength(20);
  });

  it('the first rows again at the end, or an order of its own', async () => {
    const all = ids(await list('/users?limit=5000', 'users'));
    habit({ duplicates: { collection: 'users', rows: 3 } });
    const page = await get('/users?limit=5000');
    expect(page.headers.get('x-total-count')).toBe(String(all.length + 3));
    expect((page.body.users as Json[]).slice(-3).map((row) => row.sourcedId)).toEqual(all.slice(0, 3));
    habit({ duplicates: null, ownOrder: true });
    const own = (await list('/users?limit=5000&sort=sourcedId', 'users')).map((row) => String(row.sourcedId));
    expect(own).not.toEqual(all);
    expect([...own].sort()).toEqual(all);
  });

  it('sort warned about, filters answered wrongly', async () => {
    habit({ warnSort: true, wrongFilter: true });
    expect((await get('/orgs?sort=name')).body.statusInfoSet).toMatchObject([{ imsx_codeMinor: 'invalid_sort_field' }]);
    const rows = await list(`/users?limit=5000&filter=${encodeURIComponent("role='student'")}`, 'users');
    expect(rows.some((row) => row.role === 'student')).toBe(false);
  });

  it('a storm of 429, a missing route, an error and a failure with status 200', async () => {
    habit({ throttleEvery: 2, absentCollection: 'courses' });
    const seen = [(await get('/orgs')).status, (await get('/orgs')).status, (await get('/orgs')).status].sort();
    expect(new Set(seen)).toEqual(new Set([200, 429]));
    habit({ throttleEvery: null, errorOn200: { collection: 'orgs', times: 1 }, failureOn200: { collection: 'orgs' } });
    expect((await get('/courses')).body.message).toBe('API route not found');
    expect((await get('/orgs')).body).toHaveProperty('error');
    expect((await get('/orgs')).body).toMatchObject({ orgs: [], statusInfoSet: [{ imsx_codeMajor: 'failure' }] });
  });
});

describe('rows with habits (§2.11)', () => {
  const first = async (path: string, wrapper: string) => (await list(`${path}?limit=1`, wrapper))[0] ?? {};

  it('wrappers by path or by another name, singles as lists, a byte order mark', async () => {
    habit({ wrappers: 'path', singleAsList: true, byteOrderMark: true });
    expect(Object.keys((await get('/teachers?limit=1')).body)).toEqual(['teachers']);
    expect(Object.keys((await get('/schools?limit=1')).body)).toEqual(['schools']);
    expect((await get(`/orgs/${data.orgs[0]?.sourcedId}`)).body.org).toHaveLength(1);
    const bytes = new Uint8Array(
      await (await fetch(`${sis.url}/orgs`, { headers: { Authorization: `Bearer ${token}` } })).arrayBuffer(),
    );
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    habit({ wrappers: 'other' });
    expect(Object.keys((await get('/users?limit=1')).body)).toEqual(['students']);
  });

  it.each([
    ['null', null],
    ['text', ''],
    ['list', []],
    ['object', {}],
  ])('what is not there as %s', async (noneAs, none) => {
    habit({ noneAs });
    expect(await first('/users', 'users')).toMatchObject({ sms: none, phone: none });
  });

  it('keys in other cases, roles as a list, periods as text, dates with time, short grades, passwords', async () => {
    habit({ rolesArray: true, passwords: true, shortGrades: true });
    const user = await first('/students', 'users');
    expect(user.role).toBeUndefined();
    expect(user.roles).toMatchObject([{ roleType: 'primary', role: 'student', org: { sourcedId: expect.any(String) } }]);
    expect(user.password).toBe('hunter2-practice');
    expect((user.grades as string[])[0]).toMatch(/^(?:K|[1-9]|1[0-2])$/);
    habit({ rolesArray: false, oddKeys: true, datesWithTime: true, periodsAsText: true });
    expect(await first('/enrollments', 'enrollments')).toMatchObject({
      sourcedID: expect.any(String),
      user: { sourcedID: expect.any(String) },
    });
    expect(String((await first('/academicSessions', 'academicSessions')).startdate)).toMatch(/^\d{4}-\d\d-\d\dT00:00:00-04:00$/);
    expect(await first('/classes', 'classes')).toMatchObject({ periods: expect.any(String) });
  });

  it('odd ids and names everywhere, found by id', async () => {
    habit({ oddIds: true, oddNames: true });
    const row = await first('/enrollments', 'enrollments');
    const user = row.user as Json;
    expect(user.sourcedId).toMatch(/^s\+12\/3 %/);
    expect(user.href).toContain('s%2B12%2F3%20%25');
    const single = await get(`/users/${encodeURIComponent(String(user.sourcedId))}`);
    expect(single.body.user).toMatchObject({
      sourcedId: user.sourcedId,
      familyName: expect.stringMatching(/, "the 2nd"\nO'Neil/),
    });
    expect((await get(`/users/${encodeURIComponent(String(user.sourcedId).slice(8))}`)).status).toBe(404);
  });

  it('null references, missing ids and statuses, unknown roles, on so many rows', async () => {
    habit({ nullRefs: { collection: 'enrollments', rows: 2 }, brokenRows: { collection: 'users', rows: 1 } });
    const rows = await list('/enrollments?limit=5', 'enrollments');
    expect(rows.map((row) => row.user === null && row.class === null)).toEqual([true, true, false, false, false]);
    expect((await list('/users?limit=2', 'users')).map((row) => 'sourcedId' in row)).toEqual([false, true]);
    habit({
      noStatus: { collection: 'orgs', rows: 1 },
      unknownRoles: { collection: 'users', rows: 2 },
      inactiveForDeleted: true,
    });
    expect((await list('/orgs?limit=2', 'orgs')).map((row) => row.status)).toEqual([undefined, 'active']);
    expect((await list('/users?limit=3', 'users')).filter((row) => row.role === 'counselor')).toHaveLength(2);
    const [row] = data.classes;
    if (row) sis.store.put('classes', { ...row, status: 'tobedeleted' });
    expect((await list('/classes?limit=5000', 'classes')).filter((r) => r.status === 'inactive')).toHaveLength(1);
    sis.store.load(data);
  });
});
