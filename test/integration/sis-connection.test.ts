import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { oauth1Header } from '../../electron/sis/oauth1.ts';
import {
  type Answer,
  type Asked,
  closeServer,
  key,
  listen,
  type Script,
  type ScriptedSis,
  scriptedSis,
  secret,
} from './sis-server.ts';
import { clientFor, failureOf, pull, quickEdge, unwrap } from './sis-sink.ts';

const open: ScriptedSis[] = [];
async function sis(script: Script): Promise<ScriptedSis> {
  const server = await scriptedSis(script);
  open.push(server);
  return server;
}
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const school = { sourcedId: 'o1', status: 'active', name: 'North', type: 'school' };
const users = Array.from({ length: 800 }, (_, n) => ({
  sourcedId: `u${n}`,
  status: 'active',
  enabledUser: true,
  givenName: 'A',
  familyName: 'B',
  role: 'student',
  orgs: [{ sourcedId: 'o1' }],
}));
const secretIn = (asked: Asked) =>
  `${asked.rawUrl} ${asked.authorization} ${decodeURIComponent(asked.body.replaceAll('+', ' '))}`.includes(secret);

describe('signing in', () => {
  it('{base}/token gives a token, so OAuth 2 is chosen and no signature is tried', async () => {
    const server = await sis({ rows: { orgs: [school] }, prefix: '/focus/api/1.0' });
    const connection = unwrap(await clientFor(server.base).connect());
    expect(connection).toEqual({ auth: 'oauth2', tokenUrl: `${server.base}/token`, scopes: null });
    expect(server.asked.some((one) => one.authorization.startsWith('OAuth'))).toBe(false);
    // The look without credentials, the token, and one org to confirm it.
    expect(server.asked).toHaveLength(3);
  });

  it('invalid_client stops at once: key or secret wrong, no OAuth 1 attempt', async () => {
    const server = await sis({ rows: { orgs: [school] } });
    const failure = failureOf(await clientFor(server.base, { secret: 'wrong-secret' }).connect());
    expect(failure.code).toBe('sis.credentials');
    expect(failure.message).toContain('key or secret');
    expect(failure.remedy).toContain('Copy key and secret again');
    expect(JSON.stringify(failure)).not.toContain('wrong-secret');
    expect(server.asked.some((one) => one.authorization.startsWith('OAuth'))).toBe(false);
    expect(server.count('/token')).toBe(2);
  });

  it('no token anywhere, SHA256 refused, SHA1 accepted: OAuth 1 with SHA1', async () => {
    const server = await sis({ instead: oauth1Only('HMAC-SHA1') });
    const connection = unwrap(await clientFor(server.base).connect());
    expect(connection.auth).toBe('oauth1-sha1');
    expect(server.asked.length).toBeLessThanOrEqual(12);
    expect(server.asked.every((one) => !one.authorization.includes(secret))).toBe(true);
  });

  it('an OAuth 1 server that answers 401 to everything unsigned is still found', async () => {
    const signed = oauth1Only('HMAC-SHA256');
    const server = await sis({
      instead: (asked, address) => (asked.method === 'POST' ? { status: 401, body: 'Unauthorized' } : signed(asked, address)),
    });
    expect(unwrap(await clientFor(server.base).connect()).auth).toBe('oauth1-sha256');
  });

  it('a login page with status 200 is not a OneRoster API, and the secret is never sent to it', async () => {
    const server = await sis({
      instead: () => ({ headers: { 'Content-Type': 'text/html' }, body: '<!DOCTYPE html><title>Log in</title>' }),
    });
    const failure = failureOf(await clientFor(server.base).connect());
    expect(failure.code).toBe('sis.html');
    expect(failure.message).toContain('web page instead of OneRoster data');
    expect(server.asked.some(secretIn)).toBe(false);
  });

  it('granted scopes are reported when the reply names them', async () => {
    const scope = 'https://purl.imsglobal.org/spec/or/v1p1/scope/roster-core.readonly';
    const server = await sis({
      rows: { orgs: [school] },
      instead: (asked) => (asked.path === '/token' ? { body: { access_token: 'token-x', scope } } : undefined),
    });
    expect(unwrap(await clientFor(server.base).connect()).scopes).toEqual([scope]);
  });

  it('a token that expires on page 7 is renewed once, the page is asked again, no row comes twice', async () => {
    let pages = 0;
    let good = '';
    const server = await sis({
      rows: { orgs: [school], users },
      instead: (asked) => {
        if (asked.path !== '/users' || asked.query.get('limit') !== '100') return undefined;
        pages += 1;
        if (pages === 7) good = asked.authorization;
        return asked.authorization === good ? { status: 401, body: { message: 'expired' } } : undefined;
      },
    });
    const { outcome, sink } = await pull(clientFor(server.base, { tokenUrl: `${server.base}/token` }));
    expect(unwrap(outcome).collections.users).toMatchObject({ received: 800, duplicates: 0, restarts: 0 });
    expect(sink.ids('users')).toHaveLength(800);
    expect(server.count('/token')).toBe(2);
  });

  it('five calls at once with an expired token make one token request', async () => {
    const server = await sis({
      rows: { orgs: [school], users },
      instead: (asked) =>
        asked.path === '/token' ? { body: { access_token: `token-${Math.random()}`, expires_in: 120 } } : undefined,
    });
    const edge = quickEdge();
    const client = clientFor(server.base, { tokenUrl: `${server.base}/token`, edge });
    unwrap(await client.connect());
    edge.shift += 10 * 60_000;
    const before = server.count('/token');
    const pages = await Promise.all([0, 1, 2, 3, 4].map((n) => client.page('users', { offset: n, limit: 1 })));
    expect(pages.every((page) => page.ok)).toBe(true);
    expect(server.count('/token') - before).toBe(1);
  });

  it('a redirect to another host is refused and nothing arrives there', async () => {
    const visitors: string[] = [];
    const stranger = createServer((request, response) => {
      visitors.push(request.url ?? '');
      response.end('{}');
    });
    await listen(stranger);
    const elsewhere = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    const server = await sis({ instead: (asked) => ({ status: 307, headers: { Location: `${elsewhere}${asked.path}` } }) });
    expect(failureOf(await clientFor(server.base).connect()).code).toBe('sis.redirect');
    const later = await clientFor(server.base, { auth: 'oauth1-sha1' }).page('users', { offset: 0, limit: 1 });
    expect(failureOf(later).code).toBe('sis.redirect');
    expect(visitors).toEqual([]);
    await closeServer(stranger);
  });

  it('every signed request has its own nonce, and the server finds each signature right', async () => {
    const server = await sis({ instead: oauth1Only('HMAC-SHA1') });
    const client = clientFor(server.base, { auth: 'oauth1-sha1' });
    unwrap(await client.get('/users?limit=2&filter=familyName%3D%27O%27Neil%27%20AND%20dateLastModified%3E%272026-01-01%27'));
    unwrap(await client.get('/users?limit=2&offset=2'));
    const nonces = server.asked.map((one) => /oauth_nonce="(\w+)"/.exec(one.authorization)?.[1]);
    expect(new Set(nonces).size).toBe(2);
  });

  it('a server clock twelve minutes ahead is followed after one refusal', async () => {
    const ahead = 12 * 60;
    const server = await sis({
      instead: (asked, address) => {
        const stamp = Number(/oauth_timestamp="(\d+)"/.exec(asked.authorization)?.[1] ?? 0);
        const now = Math.floor(Date.now() / 1000) + ahead;
        const headers = { Date: new Date(now * 1000).toUTCString() };
        if (Math.abs(stamp - now) > 300) return { status: 401, headers, body: 'timestamp refused' };
        return oauth1Only('HMAC-SHA1')(asked, address);
      },
    });
    const client = clientFor(server.base, { auth: 'oauth1-sha1' });
    expect((await client.page('orgs', { offset: 0, limit: 1 })).ok).toBe(true);
    expect(server.asked).toHaveLength(2);
    expect((await client.page('orgs', { offset: 0, limit: 1 })).ok).toBe(true);
    expect(server.asked).toHaveLength(3);
  });

  it.each([
    ['credentials only in the Authorization header', (asked: Asked) => asked.authorization.startsWith('Basic ')],
    ['no scope', (asked: Asked) => !asked.body.includes('scope=')],
    ['scope *', (asked: Asked) => asked.body.includes('scope=%2A')],
  ])('a token endpoint that takes %s is understood, and asked that way from then on', async (_name, fits) => {
    const server = await sis({
      rows: { orgs: [school] },
      instead: (asked): Answer | undefined => {
        if (asked.path !== '/token') return undefined;
        return fits(asked)
          ? { body: { access_token: 'token-ok', expires_in: 1 } }
          : { status: 400, body: { error: 'invalid_scope' } };
      },
    });
    const edge = quickEdge();
    const client = clientFor(server.base, { edge });
    unwrap(await client.connect());
    const tries = server.count('/token');
    edge.shift += 60_000;
    unwrap(await client.page('orgs', { offset: 0, limit: 1 }));
    expect(server.count('/token')).toBe(tries + 1);
  });
});

/** A server without tokens that verifies OAuth 1 signatures by its own means: it signs what it received again. */
function oauth1Only(algorithm: 'HMAC-SHA1' | 'HMAC-SHA256') {
  return (asked: Asked, address: { origin: string; base: string }): Answer => {
    if (asked.method === 'POST') return { status: 404, body: 'Not found' };
    const sent = Object.fromEntries(
      [...asked.authorization.matchAll(/(oauth_\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    );
    const expected = oauth1Header({
      method: asked.method,
      url: address.origin + asked.rawUrl,
      key,
      secret,
      algorithm,
      timestamp: Number(sent.oauth_timestamp),
      nonce: sent.oauth_nonce ?? '',
    });
    if (expected !== asked.authorization) return { status: 401, body: 'Unauthorized' };
    const collection = asked.path.slice(1);
    return { headers: { 'X-Total-Count': '1' }, body: { [collection]: [school] } };
  };
}

describe('a connection that does not come about is explained in plain words', () => {
  it('the wrong address: the server answers 404 for every route', async () => {
    const server = await sis({ instead: () => ({ status: 404, body: { message: 'API route not found' } }) });
    const failure = failureOf(await clientFor(server.base).connect());
    expect(failure.code).toBe('sis.wrong-url');
    expect(failure.message).toContain('no OneRoster 1.1 API at this address');
    expect(failure.detail).toContain('API route not found');
    expect(server.asked.some(secretIn)).toBe(false);
  });

  it('nobody listens there', async () => {
    const server = await scriptedSis({});
    await server.close();
    const failure = failureOf(await clientFor(server.base).connect());
    expect(failure.code).toBe('sis.down');
    expect(failure.message).toContain('refuses connections');
  });

  it('the name does not exist', async () => {
    const lookup = Object.assign(new Error('getaddrinfo ENOTFOUND sis.invalid'), { code: 'ENOTFOUND' });
    const fetch = () => Promise.reject(new TypeError('fetch failed', { cause: lookup }));
    const failure = failureOf(
      await clientFor('https://sis.invalid/ims/oneroster/v1p1', { edge: { ...quickEdge(), fetch } }).connect(),
    );
    expect(failure.code).toBe('sis.unknown-host');
    expect(failure.message).toContain('No server named sis.invalid');
  });

  it('the server has a problem of its own', async () => {
    const server = await sis({ instead: () => ({ status: 503, body: 'maintenance' }) });
    expect(failureOf(await clientFor(server.base).connect()).code).toBe('sis.server-error');
  });

  it('the credentials are good, but may read nothing', async () => {
    const server = await sis({
      instead: (asked) =>
        asked.authorization.startsWith('Bearer') ? { status: 403, body: { message: 'forbidden' } } : undefined,
    });
    const failure = failureOf(await clientFor(server.base).connect());
    expect(failure.code).toBe('sis.forbidden');
    expect(failure.remedy).toContain('read access');
  });

  it('a token address without https never receives the secret', async () => {
    const server = await sis({ rows: { orgs: [school] } });
    const failure = failureOf(await clientFor(server.base, { tokenUrl: 'http://sis.example/token' }).connect());
    expect(failure.code).toBe('sis.insecure-url');
    expect(server.asked).toEqual([]);
  });
});

describe('the basic doctor', () => {
  it('names each collection with its total, in at most twelve requests', async () => {
    const server = await sis({ rows: { orgs: [school], users } });
    const checks = await clientFor(server.base).checks();
    expect(checks.map((check) => [check.name, check.ok])).toEqual([
      ['SIS address', true],
      ['Client key and secret', true],
      ['Read schools and organisations', true],
      ['Read terms', true],
      ['Read courses', true],
      ['Read classes', true],
      ['Read people', true],
      ['Read enrollments', true],
    ]);
    expect(checks[6]?.message).toBe('Readable. 800 in all.');
    expect(checks[3]?.message).toContain('empty');
    expect(server.asked.length).toBeLessThanOrEqual(12);
  });

  it('tells which collection may not be read', async () => {
    const server = await sis({
      rows: { orgs: [school] },
      instead: (asked) => (asked.path === '/enrollments' ? { status: 403, body: { message: 'no' } } : undefined),
    });
    const checks = await clientFor(server.base).checks();
    expect(checks.filter((check) => !check.ok).map((check) => check.name)).toEqual(['Read enrollments']);
    expect(checks.at(-1)?.message).toContain('does not allow reading enrollments');
  });

  it('with wrong credentials says that the address is right', async () => {
    const server = await sis({ rows: { orgs: [school] } });
    const checks = await clientFor(server.base, { secret: 'nonsense' }).checks();
    expect(checks.map((check) => [check.name, check.ok])).toEqual([
      ['SIS address', true],
      ['Client key and secret', false],
    ]);
  });
});
