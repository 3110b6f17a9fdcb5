import { connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCanvasClient } from '../../electron/canvas/canvas-client.ts';
import { canvasAccess, type KeptSecrets } from '../../electron/engine/connect/canvas-access.ts';
import { type SignedIn, signInToCanvas } from '../../electron/engine/connect/canvas-sign-in.ts';
import { createEngine } from '../../electron/engine/engine.ts';
import { createRedactor } from '../../electron/engine/log/redact.ts';
import { type Edge, realEdge } from '../../electron/net/edge.ts';
import { waitOnLoopback } from '../../electron/shell/sign-in/loopback.ts';
import { canvasScopes } from '../../shared/canvas-scopes.ts';
import { redirectAddress } from '../../shared/canvas-sign-in.ts';
import { type Outcome, succeed } from '../../shared/outcome.ts';
import { browse } from '../helpers/plain-browser.ts';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';

/** Signing in to Canvas with a developer key, over real HTTP to the practice Canvas; the browser is a plain HTTP client. */
let world: PracticeEngine;
let port = 0;
beforeAll(async () => {
  world = await startPracticeEngine({ students: 40, seed: 5 });
  port = await freePort();
  await key({ legacyRedirectUri: '', redirectUris: [redirectAddress(port)] });
}, 60_000);
afterAll(() => world.close());

const key = (developerKey: object) => world.control('PUT', '/canvas/settings', { developerKey });
const renewals = async () => ((await world.control('GET', '/canvas/counters')) as { renewals: number }).renewals;
const learned = new Set<string>();
const edge: Edge = { ...realEdge(globalThis.fetch), sleep: (ms, signal) => realEdge(fetch).sleep(ms / 100, signal) };

interface Try {
  readonly clientSecret?: string;
  readonly decision?: 'authorize' | 'cancel';
  readonly open?: (address: string) => Promise<void>;
  readonly signal?: AbortSignal;
}

function signIn(how: Try = {}): Promise<Outcome<SignedIn>> {
  const { canvas } = world.practice;
  const wish = {
    canvasUrl: canvas.url,
    clientId: canvas.developerKey.id,
    clientSecret: how.clientSecret ?? canvas.developerKey.secret,
    port,
  };
  return signInToCanvas(wish, {
    edge,
    learn: (secret) => learned.add(secret),
    wait: waitOnLoopback(how.signal ?? new AbortController().signal),
    open: how.open ?? (async (address) => void browse(address, how.decision)),
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const found = (server.address() as { port: number }).port;
  await new Promise((resolve) => server.close(resolve));
  return found;
}

const codeOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'ok' : outcome.failure.code);

describe('the browser comes back', () => {
  test('with a code, and the sign-in is whose it is; everything secret was made known to the log', async () => {
    const { key: kept, first } = expectValue(await signIn());
    expect(first.userName).not.toBe('');
    expect(kept).toMatchObject({ origin: world.practice.canvas.url, clientId: world.practice.canvas.developerKey.id, port });
    for (const secret of [kept.clientSecret, kept.refreshToken, first.accessToken]) expect(learned).toContain(secret);
    const redactor = createRedactor();
    for (const secret of learned) redactor.learn(secret);
    expect(redactor.redact(`asked with ${kept.refreshToken} and ${kept.clientSecret}`)).toBe('asked with [secret] and [secret]');
  });

  test('with a no, with a wrong secret, with scopes the key does not have: each has its own words', async () => {
    expect(codeOf(await signIn({ decision: 'cancel' }))).toBe('canvas.sign-in-denied');
    expect(codeOf(await signIn({ clientSecret: 'not the secret' }))).toBe('canvas.developer-key');
    await key({ enforceScopes: true, scopes: ['url:GET|/api/v1/users/:id'] });
    const refused = await signIn();
    expect(codeOf(refused)).toBe('canvas.sign-in');
    expect(refused.ok ? '' : refused.failure.detail).toContain('sis_imports');
    await key({ enforceScopes: false, scopes: [] });
  });

  test('a code with another state, another path or another name of this computer counts for nothing', async () => {
    const answers: number[] = [];
    const outcome = await signIn({
      async open(address) {
        const state = new URL(address).searchParams.get('state') ?? '';
        for (const query of ['?code=stolen&state=other', '?code=stolen', '?error=x&state=other']) {
          answers.push((await fetch(`${redirectAddress(port)}${query}`)).status);
        }
        answers.push((await fetch(`http://127.0.0.1:${port}/?code=a&state=${state}`)).status);
        answers.push(
          (await fetch(`http://localhost:${port}/canvas?code=a&state=${state}`).catch(() => ({ status: 404 }))).status,
        );
        void browse(address);
      },
    });
    expect(answers).toEqual([404, 404, 404, 404, 404]);
    expect(codeOf(outcome)).toBe('ok');
  });

  test('a port in use is told, and whoever gives up leaves no port behind', async () => {
    const control = new AbortController();
    const first = signIn({ signal: control.signal, open: async () => undefined });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(codeOf(await signIn())).toBe('sign-in.port');
    control.abort();
    expect(codeOf(await first)).toBe('sign-in.not-finished');
    expect(codeOf(await signIn())).toBe('ok');
  });
});

describe('access that is renewed', () => {
  /** Secrets as the vault keeps them, and an engine that gets access tokens only. */
  async function signedIn() {
    const { key: canvasKey } = expectValue(await signIn());
    let kept: KeptSecrets = { storeKey: '5f'.repeat(32), sisSecret: world.practice.sis.secret, canvasToken: '', canvasKey };
    const access = canvasAccess({
      edge,
      learn: (secret) => learned.add(secret),
      read: async () => succeed(kept),
      keep: async (_, secrets) => {
        kept = secrets;
        return succeed(undefined);
      },
    });
    return access;
  }

  test('under a key that allows exactly our scopes everything works: checks, doctor, a first sync', async () => {
    await key({ enforceScopes: true, scopes: [...canvasScopes], allowIncludes: true });
    const access = await signedIn();
    const log: string[] = [];
    const engine = createEngine({
      dataDir: world.dataDir,
      edge,
      secrets: (district) => access.secrets(district),
      workerFile: `${import.meta.dirname}/../../dist/district-worker.js`,
      emit: () => undefined,
      log: (line) => void log.push(line.text),
    });
    await world.engine.close();
    const report = expectValue(await engine.doctor(world.district));
    expect(report.checks.filter(({ side, level }) => side === 'canvas' && level !== 'ok').map(({ message }) => message)).toEqual(
      [],
    );
    const plan = expectValue(await engine.makePlan(world.district, 'person')).plan;
    expect(plan.changes).toBeGreaterThan(40);
    const run = expectValue(
      await engine.apply(
        world.district,
        { plan: plan.number, releases: plan.holds.map(({ id }) => ({ hold: id, reason: 'A test' })) },
        { trigger: 'person', attended: true },
      ),
    );
    expect(run.state).toBe('done');
    await engine.close();
    for (const secret of learned) expect(log.join('\n')).not.toContain(secret);
  }, 90_000);

  test('so do linking and looking into what is to be removed', async () => {
    const access = await signedIn();
    const { canvasToken: token, canvasAccess: renew } = expectValue(await access.secrets('d'));
    const client = createCanvasClient({ origin: world.practice.canvas.url, token, renew, edge });
    const made = async (action: string, body: object) =>
      String(((await world.control('POST', `/canvas/ui/${action}`, body)) as { id: number }).id);
    const account = await made('create-account', { name: 'By hand' });
    const term = await made('create-term', { name: 'By hand' });
    const course = await made('create-course', { name: 'By hand', account: Number(account), term: Number(term) });
    const section = await made('create-section', { course: Number(course), name: 'By hand' });
    const user = await made('create-user', { name: 'By Hand', login_id: 'byhand' });
    const targets = [
      ['account', account, 'own-a', ''],
      ['term', term, 'own-t', ''],
      ['course', course, 'own-c', ''],
      ['section', section, 'own-s', ''],
      ['user', user, 'own-u', 'byhand'],
    ] as const;
    for (const [entity, canvasId, sisId, login] of targets) {
      expect([entity, codeOf(await client.adopt({ entity, canvasId, sisId, login }))]).toEqual([entity, 'ok']);
    }
    for (const [kind, , sisId] of targets) {
      if (kind !== 'user') expect([kind, codeOf(await client.contentsOf(kind, sisId))]).toEqual([kind, 'ok']);
    }
    expect(codeOf(await client.readUser('own-u'))).toBe('ok');
  });

  test('a key that leaves includes out is a warning with what to tick', async () => {
    await key({ allowIncludes: false });
    const access = await signedIn();
    const { canvasToken: token, canvasAccess: renew } = expectValue(await access.secrets('d'));
    const client = createCanvasClient({ origin: world.practice.canvas.url, token, renew, edge });
    const checks = await client.checks();
    expect(checks.filter(({ level }) => level !== 'ok')).toEqual([
      expect.objectContaining({ name: 'Include parameters', level: 'warning', remedy: expect.stringContaining('Allow Include') }),
    ]);
    await key({ enforceScopes: false, allowIncludes: true });
  });

  test('many who ask at once are one renewal, also when Canvas ended the token in the middle', async () => {
    const access = await signedIn();
    const { canvasToken: token, canvasAccess: renew } = expectValue(await access.secrets('d'));
    const client = createCanvasClient({ origin: world.practice.canvas.url, token, renew, edge });
    const before = await renewals();
    const everybody = () => Promise.all([client.self(), client.rootAccount(), client.permissions(), client.self()]);
    for (const answer of await everybody()) expect(codeOf(answer)).toBe('ok');
    expect(await renewals()).toBe(before + 1);
    // Another program of the same key renewed: ours opens nothing from one request to the next.
    expectValue(await access.token('d', expectValue(await access.token('d', ''))));
    expect(await renewals()).toBe(before + 2);
    for (const answer of await everybody()) expect(codeOf(answer)).toBe('ok');
    expect(await renewals()).toBe(before + 2);
  });

  test('an access token that is about to end is renewed before it is used', async () => {
    await key({ accessSeconds: 60 });
    const access = await signedIn();
    const before = await renewals();
    expectValue(await access.token('d', ''));
    expectValue(await access.token('d', ''));
    expect(await renewals()).toBe(before + 2);
    await key({ accessSeconds: 3600 });
  });

  test('a sign-in that was ended in Canvas says so and what to do; signing in again brings it back', async () => {
    const access = await signedIn();
    const { canvasToken: token, canvasAccess: renew } = expectValue(await access.secrets('d'));
    const client = createCanvasClient({ origin: world.practice.canvas.url, token, renew, edge });
    expectValue(await client.self());
    await world.control('POST', '/canvas/revoke-sign-ins', {});
    const ended = await client.self();
    expect(ended.ok ? null : ended.failure).toMatchObject({
      code: 'canvas.sign-in-ended',
      remedy: expect.stringContaining('Sign in to Canvas again'),
    });
    const again = await signedIn();
    expect(codeOf(await again.token('d', ''))).toBe('ok');
  });
});

test('what is no address at all is turned away, and the waiting goes on', async () => {
  const own = await freePort();
  const stop = new AbortController();
  const back = await waitOnLoopback(stop.signal)({
    port: own,
    state: 's1',
    async ready() {
      expect(await statusOf(own, '//')).toBe(404);
      expect(await statusOf(own, 'http://[')).toBe(404);
      await fetch(`${redirectAddress(own)}?code=c1&state=s1`);
    },
  });
  expect(back).toEqual(succeed({ kind: 'code', code: 'c1' }));
});

/** Sends a target as it stands; every client of ours would mend it. */
async function statusOf(at: number, target: string): Promise<number> {
  const socket = connect(at, '127.0.0.1');
  socket.end(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${at}\r\nConnection: close\r\n\r\n`);
  let answer = '';
  for await (const part of socket) answer += String(part);
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
}
