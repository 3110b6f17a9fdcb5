import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CanvasLogLine, createCanvasClient } from '../../../electron/canvas/canvas-client.ts';
import { realEdge } from '../../../electron/net/edge.ts';
import { html, json, type Reply, type ScriptedCanvas, scriptedCanvas } from './scripted-canvas.ts';

let canvas: ScriptedCanvas;
beforeEach(async () => {
  canvas = await scriptedCanvas();
});
afterEach(() => canvas.close());

const codeOf = (outcome: { ok: true } | { ok: false; failure: { code: string } }) => (outcome.ok ? 'ok' : outcome.failure.code);
const bearer = { 'WWW-Authenticate': 'Bearer realm="canvas-lms"' };
const invalid = { errors: [{ message: 'Invalid access token.' }] };
const unauthorized = {
  status: 'unauthorized',
  errors: [{ message: 'user not authorized to perform that action' }],
};

describe('error answers are told apart (§5.2)', () => {
  const cases: [string, Reply, string][] = [
    ['a bad token: 401 with WWW-Authenticate', (_, r) => json(r, 401, invalid, bearer), 'canvas.token'],
    ['a bad token whose header a proxy removed', (_, r) => json(r, 401, invalid), 'canvas.token'],
    ['no permission, as in 2022: 401', (_, r) => json(r, 401, unauthorized), 'canvas.permission'],
    ['no permission, as in 2026: 403', (_, r) => json(r, 403, unauthorized), 'canvas.permission'],
    [
      'a scope is missing',
      (_, r) => json(r, 401, { errors: [{ message: 'Insufficient scopes on access token.' }] }, bearer),
      'canvas.scope',
    ],
    [
      'imports are not enabled',
      (_, r) => json(r, 403, { errors: ['SIS imports are not enabled for this account'] }),
      'canvas.imports-disabled',
    ],
    [
      'not the root account',
      (_, r) => json(r, 400, { errors: ['SIS imports can only be executed on root accounts'] }),
      'canvas.not-root',
    ],
    ['a log-in page instead of JSON', (_, r) => html(r, 200), 'canvas.not-canvas'],
    ['a redirect to single sign-on', (_, r) => html(r, 302, { Location: 'https://sso.example.org/' }), 'canvas.not-canvas'],
    ['a 404 page of some web server', (_, r) => html(r, 404), 'canvas.not-canvas'],
    ["another service's JSON", (_, r) => json(r, 200, { hello: 'world' }), 'canvas.answer'],
    ['text that is no JSON', (_, r) => r.writeHead(200, { 'Content-Type': 'text/plain' }).end('OK'), 'canvas.not-canvas'],
    ["Canvas' own error", (_, r) => json(r, 500, { errors: [{ message: 'An error occurred.' }] }), 'canvas.down'],
    ['the front end while Canvas is away', (_, r) => html(r, 503), 'canvas.down'],
  ];
  test.each(cases)('%s', async (_, reply, code) => {
    canvas.reply = reply;
    const outcome = await canvas.client().listImports({ createdSince: '2026-01-01T00:00:00Z' });
    expect(codeOf(outcome)).toBe(code);
    if (!outcome.ok) {
      const { message, consequence, remedy } = outcome.failure;
      expect(Math.min(message.length, consequence.length, remedy.length)).toBeGreaterThan(10);
      expect(JSON.stringify(outcome.failure)).not.toContain('secret-token');
    }
  });

  test('a server that does not exist, and one that does not listen', async () => {
    const edge = { ...realEdge(fetch), sleep: async () => {} };
    const noName = () =>
      Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND canvas.invalid') }));
    const nowhere = createCanvasClient({ origin: 'https://canvas.invalid', token: 't', edge: { ...edge, fetch: noName } });
    expect(codeOf(await nowhere.self())).toBe('canvas.unreachable');
    await canvas.close();
    const closed = createCanvasClient({ origin: canvas.origin, token: 't', edge });
    expect(codeOf(await closed.self())).toBe('canvas.down');
    canvas = await scriptedCanvas();
  });

  test('something else pasted as the token never reaches the wire', async () => {
    expect(codeOf(await canvas.client({ token: 'my token\nX-Evil: 1' }).self())).toBe('canvas.token');
    expect(canvas.seen).toEqual([]);
  });
});

describe('requests', () => {
  test('the token travels as a header, ids come as text, nothing of it stands in the address', async () => {
    canvas.reply = (_, response) => json(response, 200, { id: '10000000000000042', name: 'Ann' });
    expect(await canvas.client({ token: ' secret-token\n' }).self()).toEqual({
      ok: true,
      value: { id: '10000000000000042', name: 'Ann' },
    });
    const [request] = canvas.seen;
    expect(request?.headers.authorization).toBe('Bearer secret-token');
    expect(request?.headers.accept).toContain('canvas-string-ids');
    expect(request?.url).not.toContain('secret');
    expect(request?.headers.cookie).toBeUndefined();
  });

  test('an id that lost its last digits on the way is not believed', async () => {
    canvas.reply = (_, response) =>
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('[{"id":10000000000000000042,"auth_type":"saml"}]');
    expect(codeOf(await canvas.client().authenticationProviders())).toBe('canvas.answer');
  });

  test('a server that has no users/self is not Canvas', async () => {
    canvas.reply = (_, response) => json(response, 404, { error: 'no route' });
    expect(codeOf(await canvas.client().self())).toBe('canvas.not-canvas');
    canvas.reply = (_, response) => json(response, 200, { hello: 'world' });
    expect(codeOf(await canvas.client().self())).toBe('canvas.not-canvas');
  });

  test('the log names methods, routes and states; no token, no query, no SIS id', async () => {
    const lines: CanvasLogLine[] = [];
    canvas.reply = (_, response) => json(response, 404, {});
    const log = (line: CanvasLogLine) => lines.push(line);
    await createCanvasClient({ origin: canvas.origin, token: 'secret-token', edge: canvas.edge, log }).readUser('19991234');
    expect(lines).toMatchObject([{ method: 'GET', path: '/api/v1/users/sis_user_id:…', status: 404 }]);
    expect(JSON.stringify(lines)).not.toMatch(/secret-token|19991234/);
  });

  test('a sub-account is not the root account', async () => {
    canvas.reply = (_, response) => json(response, 200, { id: '7', name: 'North', root_account_id: '1', parent_account_id: '1' });
    expect(codeOf(await canvas.client().rootAccount())).toBe('canvas.not-root');
  });

  test('an answer in html or a missing route means: not the practice Canvas; and the token is not shown to it', async () => {
    for (const reply of [
      (_, r) => json(r, 404, {}),
      (_, r) => html(r, 200),
      (_, r) => json(r, 200, { proof: 'ab' }),
    ] as Reply[]) {
      canvas.reply = reply;
      expect(await canvas.client().provePractice('n')).toEqual({ ok: true, value: false });
    }
    expect(canvas.seen.some((request) => request.headers.authorization !== undefined)).toBe(false);
  });
});

describe('paging follows the Link header and nothing else (§5.4)', () => {
  const page = (response: Parameters<Reply>[1], id: number, link?: string) =>
    json(response, 200, [{ id: String(id), auth_type: 'saml' }], link === undefined ? {} : { Link: `<${link}>; rel="next"` });

  test('to the last page, with opaque addresses', async () => {
    canvas.reply = (request, response) => {
      const at = Number(new URL(request.url ?? '', canvas.origin).searchParams.get('page')?.slice(9) ?? 0);
      page(
        response,
        at,
        at < 3 ? `${canvas.origin}/api/v1/accounts/1/authentication_providers?page=bookmark:${at + 1}` : undefined,
      );
    };
    const providers = await canvas.client().authenticationProviders();
    expect(providers.ok && providers.value.map((provider) => provider.id)).toEqual(['0', '1', '2', '3']);
  });

  test('never to another server', async () => {
    canvas.reply = (_, response) => page(response, 0, 'http://localhost:1/api/v1/steal?page=2');
    expect(codeOf(await canvas.client().authenticationProviders())).toBe('canvas.not-canvas');
    expect(canvas.seen).toHaveLength(1);
  });

  test('a page that names itself as the next ends in a failure', async () => {
    canvas.reply = (request, response) => page(response, 0, `${canvas.origin}${request.url}`);
    expect(codeOf(await canvas.client().authenticationProviders())).toBe('canvas.answer');
  });

  test('a failed page is a failure of the whole list', async () => {
    canvas.reply = (request, response) => {
      if (request.url?.includes('page=2') === true) html(response, 404);
      else page(response, 0, `${canvas.origin}/api/v1/accounts/self/authentication_providers?page=2`);
    };
    expect(codeOf(await canvas.client().authenticationProviders())).toBe('canvas.not-canvas');
  });
});

describe('politeness (§5.3)', () => {
  const user = { id: '1', name: 'Ann' };

  test('never more than two requests at a time', async () => {
    let now = 0;
    let most = 0;
    canvas.reply = (_, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        json(response, 200, user);
      }, 15);
    };
    const client = canvas.client();
    await Promise.all(Array.from({ length: 12 }, () => client.self()));
    expect(most).toBe(2);
  });

  test('one at a time, and slower, when the bucket is nearly full', async () => {
    let now = 0;
    let most = 0;
    canvas.reply = (_, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        json(response, 200, user, { 'X-Rate-Limit-Remaining': '50.0' });
      }, 5);
    };
    const client = canvas.client();
    await client.self();
    await Promise.all(Array.from({ length: 4 }, () => client.self()));
    expect(most).toBe(1);
    // 100 units below the mark drain in ten seconds.
    expect(canvas.pauses.filter((ms) => ms >= 9000).length).toBeGreaterThanOrEqual(4);
  });

  test.each([
    [403, '403 Forbidden (Rate Limit Exceeded)'],
    [429, '429 Too Many Requests (Rate Limit Exceeded)'],
  ])(
    '%i with the rate text waits and tries again, longer each time; an upload too, for it was never begun',
    async (status, text) => {
      let refusals = 3;
      canvas.reply = (_, response) => {
        refusals -= 1;
        if (refusals < 0) return json(response, 200, { id: '5', workflow_state: 'created', created_at: '2026-01-01T00:00:00Z' });
        response.writeHead(status, { 'Content-Type': 'text/plain', 'X-Rate-Limit-Remaining': '0.0' }).end(text);
      };
      expect(codeOf(await canvas.client().createImport(new Uint8Array([1])))).toBe('ok');
      expect(canvas.pauses).toEqual([1000, 2000, 4000]);
    },
  );

  test('throttled without end: a failure after several minutes of waiting', async () => {
    canvas.reply = (_, response) => response.writeHead(429, { 'Content-Type': 'text/plain' }).end('429 (Rate Limit Exceeded)');
    expect(codeOf(await canvas.client().self())).toBe('canvas.throttled');
    expect(canvas.pauses.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(120_000);
  });
});

describe('repeating is safe or does not happen', () => {
  test('a read is tried again after trouble that passes', async () => {
    let trouble = 2;
    canvas.reply = (request, response) => {
      trouble -= 1;
      if (trouble >= 0) request.socket.destroy();
      else json(response, 200, { id: '1', name: 'Ann' });
    };
    expect(codeOf(await canvas.client().self())).toBe('ok');
    expect(canvas.seen).toHaveLength(3);
  });

  const uploads: [string, Reply, string][] = [
    ['the connection breaks', (request) => request.socket.destroy(), 'canvas.upload-unclear'],
    ['the front end answers 502', (_, response) => html(response, 502), 'canvas.upload-unclear'],
    ['the front end answers 504', (_, response) => html(response, 504), 'canvas.upload-unclear'],
    ['the answer is no import', (_, response) => json(response, 200, { ok: true }), 'canvas.upload-unclear'],
    ['the file is too large for the front end', (_, response) => html(response, 413), 'canvas.upload-refused'],
    ['the content type is refused', (_, response) => json(response, 415, {}), 'canvas.upload-refused'],
    [
      'the encoding is refused',
      (_, response) => json(response, 400, { error: 'Invalid content type, UTF-8 required' }),
      'canvas.upload-refused',
    ],
  ];
  test.each(uploads)('an upload is sent once: %s', async (_, reply, code) => {
    canvas.reply = reply;
    expect(codeOf(await canvas.client().createImport(new Uint8Array([1, 2, 3])))).toBe(code);
    expect(canvas.seen.map(({ method, headers }) => [method, headers['content-type']])).toEqual([['POST', 'application/zip']]);
  });

  test('an upload to a server that is not there was certainly not received', async () => {
    await canvas.close();
    expect(codeOf(await canvas.client().createImport(new Uint8Array([1])))).toBe('canvas.down');
    canvas = await scriptedCanvas();
  });

  test('waiting for an import outlives an outage, and polls less and less often', async () => {
    let asked = 0;
    canvas.reply = (_, response) => {
      asked += 1;
      if (asked > 5 && asked < 20) return html(response, 503);
      const state = asked >= 25 ? 'imported' : 'importing';
      json(response, 200, { id: '5', workflow_state: state, progress: asked, created_at: '2026-01-01T00:00:00Z' });
    };
    const progress: number[] = [];
    const done = await canvas.client().waitForImport('5', { onProgress: (state) => progress.push(state.progress) });
    expect(done).toMatchObject({ ok: true, value: { workflowState: 'imported' } });
    expect(canvas.pauses[0]).toBeLessThan(500);
    expect(Math.max(...canvas.pauses)).toBeLessThanOrEqual(30_000);
    expect(progress.length).toBeGreaterThan(5);
  });

  test('cancelling a wait ends a poll that hangs', async () => {
    canvas.reply = () => {};
    const control = new AbortController();
    const waited = canvas.client().waitForImport('5', { signal: control.signal });
    setTimeout(() => control.abort(), 30);
    expect(codeOf(await waited)).toBe('canvas.cancelled');
  });

  test('cancelling ends a request that hangs', async () => {
    canvas.reply = () => {};
    const control = new AbortController();
    const asked = canvas.client({ signal: control.signal }).self();
    setTimeout(() => control.abort(), 30);
    expect(codeOf(await asked)).toBe('canvas.cancelled');
  });
});
