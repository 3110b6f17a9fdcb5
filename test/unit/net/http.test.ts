import { getEventListeners } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { realEdge } from '../../../electron/net/edge.ts';
import { type HttpRequest, sendHttp } from '../../../electron/net/http.ts';

/** A server with one habit per path. */
const habits: Readonly<Record<string, (req: IncomingMessage, res: ServerResponse) => void>> = {
  '/teapot': (_req, res) => res.writeHead(418, { 'X-Total-Count': '7' }).end('short and stout'),
  '/elsewhere': (_req, res) => res.writeHead(302, { Location: '/teapot' }).end(),
  '/large': (_req, res) => res.end('x'.repeat(5000)),
  '/endless': (_req, res) => {
    const more = () => !res.destroyed && res.write('x'.repeat(500), () => setTimeout(more, 1));
    res.once('close', () => hungUp.push('/endless'));
    more();
  },
  '/pieces': (_req, res) => {
    for (const piece of ['one, ', 'two, ', 'three']) res.write(piece);
    res.end();
  },
  '/nothing': (_req, res) => res.writeHead(204).end(),
  '/silent': () => undefined,
  '/hangs-up': (req) => req.socket.destroy(),
  '/half': (_req, res) => {
    res.writeHead(200, { 'Content-Length': '1000' }).write('half');
    setTimeout(() => res.destroy(), 20);
  },
  '/cookies': (_req, res) => res.writeHead(200, { 'Set-Cookie': ['a=1', 'b=2'] }).end(),
  '/echo': (req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () =>
      res.end(JSON.stringify({ method: req.method, headers: req.headers, body: Buffer.concat(parts).toString('hex') })),
    );
  },
};

const asked: string[] = [];
const hungUp: string[] = [];
let server: Server;
let root: string;
const edge = realEdge(globalThis.fetch);
const send = (path: string, over: Partial<HttpRequest> = {}) =>
  sendHttp(edge, { method: 'GET', url: `${root}${path}`, timeoutMs: 5000, ...over });

beforeAll(async () => {
  server = createServer((req, res) => {
    asked.push(req.url ?? '');
    habits[req.url ?? '']?.(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function faultOf(path: string, over: Partial<HttpRequest> = {}) {
  const result = await send(path, over);
  return result.ok ? `answered ${result.answer.status}` : result.fault.kind;
}

describe('every status is an answer', () => {
  test('with its body as bytes and its headers by any spelling', async () => {
    const result = await send('/teapot');
    if (!result.ok) throw new Error(result.fault.detail);
    expect(result.answer.status).toBe(418);
    expect(Buffer.from(result.answer.body).toString()).toBe('short and stout');
    expect(result.answer.header('x-total-count')).toBe('7');
    expect(result.answer.header('X-TOTAL-COUNT')).toBe('7');
    expect(result.answer.header('x-other')).toBeUndefined();
  });

  test('whether the body comes in pieces or not at all', async () => {
    const [pieces, nothing] = [await send('/pieces'), await send('/nothing')];
    if (!pieces.ok || !nothing.ok) throw new Error('No answer');
    expect(Buffer.from(pieces.answer.body).toString()).toBe('one, two, three');
    expect([nothing.answer.status, nothing.answer.body.byteLength]).toEqual([204, 0]);
  });

  test('a header that comes twice keeps both lines', async () => {
    const result = await send('/cookies');
    if (!result.ok) throw new Error(result.fault.detail);
    expect(result.answer.headerLines('set-cookie').join(',').split(/,\s*/)).toEqual(['a=1', 'b=2']);
  });
});

test('a redirect is never followed, so that no credential follows it: an answer in Node, a fault in Electron', async () => {
  asked.length = 0;
  expect(['answered 302', 'redirect']).toContain(await faultOf('/elsewhere'));
  expect(asked).toEqual(['/elsewhere']);
});

describe('why no answer came', () => {
  test.each([
    ['a body beyond the cap', '/large', { maxBytes: 1000 }, 'too-large'],
    ['a body that never ends', '/endless', { maxBytes: 1000 }, 'too-large'],
    ['a server that says nothing', '/silent', { timeoutMs: 100 }, 'timeout'],
    ['a server that hangs up', '/hangs-up', {}, 'connection-lost'],
    ['a body that ends early', '/half', {}, 'connection-lost'],
  ] as const)('%s', async (_name, path, over, kind) => {
    expect(await faultOf(path, over)).toBe(kind);
  });

  test('whoever sends too much is hung up on', async () => {
    await vi.waitFor(() => expect(hungUp).toEqual(['/endless']));
  });

  test('nobody listens', async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    expect(await faultOf('', { url: `http://127.0.0.1:${port}/` })).toBe('connection-refused');
  });

  test('the caller changed its mind', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    expect(await faultOf('/silent', { signal: stop.signal })).toBe('cancelled');
  });
});

test('however an exchange ends, nothing goes on listening to the signal of a long run', async () => {
  const { signal } = new AbortController();
  for (const path of ['/teapot', '/elsewhere', '/large', '/half', '/hangs-up']) {
    await send(path, { signal, maxBytes: 1000 });
    // axios lets go a turn later.
    await vi.waitFor(() => expect([path, getEventListeners(signal, 'abort').length]).toEqual([path, 0]));
  }
});

test('bytes are sent as they are, with the headers given and no cookies', async () => {
  const body = new Uint8Array([0x50, 0x4b, 0, 255]);
  const result = await send('/echo', { method: 'POST', headers: { 'Content-Type': 'application/zip', 'X-Mine': '1' }, body });
  if (!result.ok) throw new Error(result.fault.detail);
  const seen = JSON.parse(Buffer.from(result.answer.body).toString()) as { headers: Record<string, string>; body: string };
  expect(seen.body).toBe('504b00ff');
  expect(seen.headers).toMatchObject({ 'content-type': 'application/zip', 'x-mine': '1', 'user-agent': 'Rosterbridge' });
  expect(seen.headers.cookie).toBeUndefined();
});

describe('sleeping', () => {
  test('ends after the time, or at once when aborted', async () => {
    await edge.sleep(5);
    await expect(edge.sleep(60_000, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
    const stop = new AbortController();
    const nap = edge.sleep(60_000, stop.signal);
    stop.abort(new Error('later'));
    await expect(nap).rejects.toThrow('later');
  });
});
