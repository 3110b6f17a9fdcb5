import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { browse } from '../helpers/plain-browser.ts';
import { type CanvasUnderTest, canvasUnderTest } from './practice-canvas-client.ts';

/** Signing in with a developer key as canvas-sis.md §5.1 has it: raw calls, nothing of our own client. */
let canvas: CanvasUnderTest;
let now = Date.parse('2026-09-01T12:00:00Z');
beforeEach(async () => {
  canvas = await canvasUnderTest({ clock: () => new Date(now) });
});
afterEach(() => canvas.close());

const back = 'http://127.0.0.1:9/canvas';
const verifier = 'a-verifier-of-the-test-that-is-long-enough-for-everybody';
const challenge = createHash('sha256').update(verifier).digest('base64url');

function address(fields: Record<string, string> = {}): string {
  const url = new URL('/login/oauth2/auth', canvas.canvas.url);
  const all = { client_id: canvas.canvas.developerKey.id, response_type: 'code', redirect_uri: back, state: 'st', ...fields };
  for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
  return url.href;
}

/** Where Canvas sends the browser at the end; nobody listens there. */
async function sentBack(url: string, decision: 'authorize' | 'cancel' = 'authorize'): Promise<URLSearchParams> {
  const session = await fetch(url, { redirect: 'manual' });
  const first = new URL(session.headers.get('location') ?? '');
  if (first.pathname === '/canvas') return first.searchParams;
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  const path = decision === 'authorize' ? 'accept' : 'deny';
  const end = await fetch(`${canvas.canvas.url}/login/oauth2/${path}`, {
    method: decision === 'authorize' ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: cookie },
  });
  return new URL(end.headers.get('location') ?? '').searchParams;
}

async function token(
  fields: Record<string, string>,
): Promise<{ status: number; body: Record<string, unknown>; location: string | null }> {
  const { id, secret } = canvas.canvas.developerKey;
  const response = await fetch(`${canvas.canvas.url}/login/oauth2/token`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ client_id: id, client_secret: secret, ...fields }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text), location: response.headers.get('location') };
}

async function granted(fields: Record<string, string> = {}): Promise<{ access: string; refresh: string }> {
  const code = (await sentBack(address(fields))).get('code') ?? '';
  const { body } = await token({ grant_type: 'authorization_code', code, redirect_uri: back });
  return { access: String(body.access_token), refresh: String(body.refresh_token) };
}

const self = async (access: string) =>
  (await canvas.call('GET', 'users/self', { headers: { Authorization: `Bearer ${access}` } })).status;

describe('the way to a token', () => {
  test('a code comes with the state, counts once and for ten minutes, and brings a refresh token the first time only', async () => {
    const fields = await sentBack(address());
    expect(fields.get('state')).toBe('st');
    const exchange = { grant_type: 'authorization_code', code: fields.get('code') ?? '', redirect_uri: back };
    const first = await token(exchange);
    expect(first).toMatchObject({
      status: 200,
      body: { token_type: 'Bearer', expires_in: 3600, user: { id: expect.any(Number) } },
    });
    expect(await self(String(first.body.access_token))).toBe(200);
    expect(await token(exchange)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const refreshed = await token({ grant_type: 'refresh_token', refresh_token: String(first.body.refresh_token) });
    expect(refreshed.status).toBe(200);
    expect(refreshed.body).not.toHaveProperty('refresh_token');
    const late = (await sentBack(address())).get('code') ?? '';
    now += 11 * 60_000;
    expect((await token({ grant_type: 'authorization_code', code: late })).status).toBe(400);
  });

  test('a renewed access token ends the one before, and an hour ends any', async () => {
    const { access, refresh } = await granted();
    const { body } = await token({ grant_type: 'refresh_token', refresh_token: refresh });
    expect([await self(access), await self(String(body.access_token))]).toEqual([401, 200]);
    now += 3_601_000;
    expect(await self(String(body.access_token))).toBe(401);
  });

  test('a wrong proof is refused, a right one and none are not', async () => {
    const proof = { code_challenge: challenge, code_challenge_method: 'S256' };
    const exchange = async (more: Record<string, string>) => {
      const code = (await sentBack(address(proof))).get('code') ?? '';
      return (await token({ grant_type: 'authorization_code', code, ...more })).status;
    };
    expect([await exchange({ code_verifier: verifier }), await exchange({}), await exchange({ code_verifier: 'other' })]).toEqual(
      [200, 200, 400],
    );
  });

  test('the person may say no', async () => {
    expect(Object.fromEntries(await sentBack(address(), 'cancel'))).toEqual({ error: 'access_denied', state: 'st' });
  });
});

describe('refusals', () => {
  test('an unknown client and a foreign redirect address stay on Canvas; a missing scope forgets the state', async () => {
    expect((await browse(address({ client_id: '1' }))).text).toMatch(/^401 .*unknown client/);
    expect((await browse(address({ redirect_uri: 'https://evil.example/canvas' }))).text).toMatch(
      /^400 .*redirect_uri does not match/,
    );
    await canvas.settings({ developerKey: { enforceScopes: true, scopes: ['url:GET|/api/v1/users/:id'] } });
    const refused = await sentBack(address({ scope: 'url:GET|/api/v1/accounts/:id' }));
    expect([refused.get('error'), refused.has('state')]).toEqual(['invalid_scope', false]);
  });

  test('exact redirect addresses want the port too', async () => {
    await canvas.settings({ developerKey: { legacyRedirectUri: '', redirectUris: [back] } });
    expect((await sentBack(address())).has('code')).toBe(true);
    expect((await browse(address({ redirect_uri: 'http://127.0.0.1:10/canvas' }))).text).toMatch(/^400/);
  });

  test('a wrong secret, an unknown grant and an ended one, each in Canvas’ words; older Canvas redirects even programs', async () => {
    const { refresh } = await granted();
    expect(await token({ grant_type: 'refresh_token', refresh_token: refresh, client_secret: 'x' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect((await token({ grant_type: 'password' })).body).toMatchObject({ error: 'unsupported_grant_type' });
    await canvas.control('POST', '/revoke-sign-ins', {});
    expect(await token({ grant_type: 'refresh_token', refresh_token: refresh })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request', error_description: 'refresh_token not found' },
    });
    await canvas.settings({ profile: '2022' });
    const old = await token({ grant_type: 'authorization_code', code: 'no', redirect_uri: back });
    expect([old.status, old.location]).toEqual([302, expect.stringContaining(`${back}?error=invalid_grant`)]);
  });

  test('a key that enforces scopes opens nothing else, and leaves includes out unless it lets them through', async () => {
    const scope = 'url:GET|/api/v1/accounts/:account_id/terms';
    await canvas.settings({ developerKey: { enforceScopes: true, scopes: [scope] } });
    const { access } = await granted({ scope });
    const headers = { Authorization: `Bearer ${access}` };
    const terms = async () => (await canvas.call('GET', 'accounts/self/terms?include[]=overrides', { headers })).text();
    expect(await terms()).not.toContain('overrides');
    await canvas.settings({ developerKey: { allowIncludes: true } });
    expect(await terms()).toContain('overrides');
    const other = await canvas.call('GET', 'users/self', { headers });
    expect([other.status, await other.text()]).toEqual([401, expect.stringContaining('Insufficient scopes')]);
  });

  test('signing out ends the grant; a key that is switched off opens nothing', async () => {
    const { access, refresh } = await granted();
    const out = await canvas.call('DELETE', '/login/oauth2/token', { headers: { Authorization: `Bearer ${access}` } });
    expect(out.status).toBe(200);
    expect((await token({ grant_type: 'refresh_token', refresh_token: refresh })).status).toBe(400);
    const again = await granted();
    await canvas.settings({ developerKey: { on: false } });
    expect(await self(again.access)).toBe(401);
  });
});
