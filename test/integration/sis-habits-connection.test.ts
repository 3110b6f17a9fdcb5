import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Habits } from '../../electron/practice/sis/habits.ts';
import { normaliseBaseUrl } from '../../electron/sis/base-url.ts';
import { encode } from '../../electron/sis/query.ts';
import { schools, students, type WatchedSis, watchedSis } from '../habits/watched-sis.ts';
import { closeServer, listen } from './sis-server.ts';
import { failureOf, pull, unwrap } from './sis-sink.ts';

/** Cases 1–15 of reference/oneroster-1.1.md §9, over HTTP, against the practice SIS. */
const open: WatchedSis[] = [];
async function start(habits: Partial<Habits> = {}, people = 3): Promise<WatchedSis> {
  const world = await watchedSis({ orgs: schools(3), users: students(people) }, habits);
  open.push(world);
  return world;
}
afterEach(async () => {
  for (const { sis } of open.splice(0)) await sis.close();
});

const authorizations = ({ sent }: WatchedSis) => sent.map((one) => one.headers.get('authorization') ?? '');
const secretLeft = (world: WatchedSis) =>
  world.sent.some((one) =>
    decodeURIComponent(`${one.url} ${one.headers.get('authorization')} ${one.body}`).includes(world.sis.secret),
  );
const nonceOf = (header: string) => /oauth_nonce="(\w+)"/.exec(header)?.[1];

describe('connection and sign-in', () => {
  it('OR-01: root, full base, trailing slash and base + /orgs are one base, and connect', async () => {
    const { sis, client } = await start();
    const root = sis.url.replace('/ims/oneroster/v1p1', '');
    for (const typed of [root, sis.url, `${sis.url}/`, `${sis.url}/orgs`]) {
      const { base } = unwrap(normaliseBaseUrl(typed));
      expect(base).toBe(sis.url);
      unwrap(await client({ base }).connect());
    }
  });

  it('OR-02: http is refused with an explanation, before anything is sent', async () => {
    const { sis, sent } = await start();
    const failure = failureOf(normaliseBaseUrl(sis.url.replace('127.0.0.1', 'sis.district.example')));
    expect(failure.code).toBe('sis.insecure-url');
    expect(failure.message).toContain('unencrypted');
    expect(sent).toEqual([]);
  });

  it('OR-03: {base}/token gives a token: OAuth 2 is chosen, kept, and no signature is tried', async () => {
    const world = await start();
    const connection = unwrap(await world.client().connect());
    expect(connection).toMatchObject({ auth: 'oauth2', tokenUrl: `${world.sis.url}/token` });
    expect(authorizations(world).some((header) => header.startsWith('OAuth'))).toBe(false);
  });

  it('OR-04: invalid_client stops: key or secret wrong, no OAuth 1 attempt', async () => {
    const world = await start({ auth: 'either' });
    const failure = failureOf(await world.client({ secret: 'not-the-secret' }).connect());
    expect(failure.code).toBe('sis.credentials');
    expect(failure.message).toContain('key or secret');
    expect(authorizations(world).some((header) => header.startsWith('OAuth'))).toBe(false);
    expect(JSON.stringify(failure)).not.toContain('not-the-secret');
  });

  it('OR-05: no token anywhere, SHA256 refused, SHA1 accepted: OAuth 1 with SHA1', async () => {
    const world = await start({ auth: 'oauth1-sha1' });
    expect(unwrap(await world.client({ profile: 'generic' }).connect()).auth).toBe('oauth1-sha1');
    const tried = world.sent.filter((one) => (one.headers.get('authorization') ?? '').startsWith('OAuth'));
    expect(tried[0]?.headers.get('authorization')).toContain('HMAC-SHA256');
    expect(tried[0]?.status).toBe(401);
    expect(tried.at(-1)?.status).toBe(200);
    expect(world.sent.length).toBeLessThanOrEqual(12);
  });

  it('OR-06: a login page with status 200 is not a OneRoster API, and the secret is not sent to it', async () => {
    const stranger = createServer((_request, response) =>
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!DOCTYPE html><title>Log in</title>'),
    );
    await listen(stranger);
    const world = await start();
    const base = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/ims/oneroster/v1p1`;
    const failure = failureOf(await world.client({ base }).connect());
    expect(failure.code).toBe('sis.html');
    expect(failure.message).toContain('web page instead of OneRoster data');
    expect(secretLeft(world)).toBe(false);
    await closeServer(stranger);
  });

  it('OR-07: a token without named scopes is accepted; without createput rostering works and the scopes tell', async () => {
    const unnamed = await start({ scopes: 'unnamed' });
    expect(unwrap(await unnamed.client().connect()).scopes).toBeNull();
    const readonly = await start({ scopes: 'readonly' });
    const client = readonly.client();
    const { scopes } = unwrap(await client.connect());
    expect(scopes?.some((scope) => scope.endsWith('gradebook.createput'))).toBe(false);
    expect(unwrap((await pull(client)).outcome).collections.users.received).toBe(3);
  });

  it('OR-08: a token that dies on page 7 is renewed once, the page asked again, no row comes twice', async () => {
    const world = await start({ revokeToken: { collection: 'users', page: 7, times: 1 } }, 800);
    const { outcome, sink } = await pull(world.client());
    expect(unwrap(outcome).collections.users).toMatchObject({ received: 800, duplicates: 0, restarts: 0 });
    expect(sink.ids('users')).toHaveLength(800);
    expect(world.to('/token')).toHaveLength(2);
    expect(world.to('/users').filter((one) => one.status === 401)).toHaveLength(1);
  });

  it('OR-09: five calls at once with an expired token make one token request', async () => {
    const world = await start({ tokenLifetimeSeconds: 120 });
    const client = world.client();
    unwrap(await client.connect());
    world.edge.shift += 10 * 60_000;
    const before = world.to('/token').length;
    const pages = await Promise.all([0, 1, 2, 3, 4].map((offset) => client.page('users', { offset, limit: 1 })));
    expect(pages.every((page) => page.ok)).toBe(true);
    expect(world.to('/token').length - before).toBe(1);
  });

  it('OR-10: the cookie of a token goes with later calls, and to no other host', async () => {
    const world = await start({ cookies: true });
    expect(unwrap((await pull(world.client())).outcome).collections.users.received).toBe(3);
    expect(world.to('/users').every((one) => one.headers.get('cookie')?.startsWith('NODE=') === true)).toBe(true);
    const other = await start();
    await other.client({ tokenUrl: `${world.sis.url}/token`, key: world.sis.key, secret: world.sis.secret }).connect();
    const elsewhere = other.sent.filter((one) => one.url.startsWith(other.sis.url));
    expect(elsewhere.length).toBeGreaterThan(0);
    expect(elsewhere.every((one) => one.headers.get('cookie') === null)).toBe(true);
  });

  it('OR-11: a redirect to another host is refused and nothing arrives there', async () => {
    const visitors: string[] = [];
    const stranger = createServer((request, response) => {
      visitors.push(request.url ?? '');
      response.end('{}');
    });
    await listen(stranger);
    const elsewhere = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    const world = await start({ redirectTo: elsewhere });
    expect(failureOf(await world.client().connect()).code).toBe('sis.redirect');
    const later = await world.client({ auth: 'oauth1-sha1' }).page('users', { offset: 0, limit: 1 });
    expect(failureOf(later).code).toBe('sis.redirect');
    expect(visitors).toEqual([]);
    await closeServer(stranger);
  });

  it.each([
    ['oauth1-sha1', 'HMAC-SHA1'],
    ['oauth1-sha256', 'HMAC-SHA256'],
  ] as const)('OR-12: %s over a filter with space, quote and > is what a strict server computes', async (auth, method) => {
    const world = await start({ auth });
    const filter = encode("familyName='Byron 1' AND dateLastModified>'2026-01-01'");
    const page = unwrap(await world.client({ auth }).get(`/users?limit=2&filter=${filter}`));
    expect(page.total).toBe(1);
    expect(authorizations(world)[0]).toContain(`oauth_signature_method="${method}"`);
  });

  it('OR-13: next links and retries are signed anew: another nonce, timestamp and signature each time', async () => {
    const habits = {
      auth: 'oauth1',
      linkStyle: 'cursor',
      noTotals: true,
      status503: { collection: 'users', times: 2 },
      retryAfterSeconds: 3,
    } as const;
    const world = await start(habits, 30);
    const { outcome } = await pull(world.client({ auth: 'oauth1-sha1' }), 10);
    expect(unwrap(outcome).collections.users.received).toBe(30);
    const headers = authorizations(world);
    expect(new Set(headers.map(nonceOf)).size).toBe(headers.length);
    expect(world.to('/users').some((one) => one.query.has('cursor'))).toBe(true);
    const retried = world.to('/users').filter((one) => !one.query.has('cursor'));
    const stamps = new Set(retried.map((one) => /oauth_timestamp="(\d+)"/.exec(one.headers.get('authorization') ?? '')?.[1]));
    expect([retried.length, stamps.size]).toEqual([3, 3]);
  });

  it('OR-14: a server clock 12 minutes ahead is followed after one refusal', async () => {
    const world = await start({ auth: 'oauth1-sha1', clockAheadSeconds: 720 });
    const client = world.client({ auth: 'oauth1-sha1' });
    expect((await client.page('orgs', { offset: 0, limit: 1 })).ok).toBe(true);
    expect(world.sent.map((one) => one.status)).toEqual([401, 200]);
    expect((await client.page('orgs', { offset: 0, limit: 1 })).ok).toBe(true);
    expect(world.sent).toHaveLength(3);
  });

  it('OR-15: the id s+12/3 % is encoded once on the wire, and once more in what is signed', async () => {
    const world = await start({ auth: 'oauth1' });
    world.put('users', { ...students(1)[0], sourcedId: 's+12/3 %' });
    const page = unwrap(await world.client({ auth: 'oauth1-sha256' }).get(`/users/${encode('s+12/3 %')}`));
    expect(JSON.parse(Buffer.from(page.body).toString())).toMatchObject({ user: { sourcedId: 's+12/3 %' } });
    expect(world.sent[0]?.url).toBe(`${world.sis.url}/users/s%2B12%2F3%20%25`);
  });
});
