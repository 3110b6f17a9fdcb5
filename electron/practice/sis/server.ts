import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendError, sendJson } from './errors.ts';
import { findRoute } from './find-route.ts';
import type { Habits } from './habits.ts';
import { noHabits } from './habits.ts';
import type { TokenDesk } from './oauth.ts';
import { makeTokenDesk } from './oauth.ts';
import { Pages } from './pages.ts';
import { parseQuery } from './query.ts';
import type { Reader } from './read.ts';
import { readCollection, readSingle } from './read.ts';
import type { Route } from './routes.ts';

import type { SignatureMethod } from './signatures.ts';
import { makeSignatureDesk } from './signatures.ts';
import type { SisStore } from './store.ts';
import { pageOf, shows } from './where.ts';

/** Where Focus serves OneRoster below the site's address (oneroster-1.1 §1.1). */
const BASE_PATH = '/focus/api/1.0/ims/oneroster/v1p1';
const LARGEST_FORM = 16_384;

export interface PracticeSisOptions {
  store: SisStore;
  key: string;
  secret: string;
  /** 0 or absent: any free port. */
  port?: number;
  clock?: () => Date;
}

export interface PracticeSis {
  /** The OneRoster base, `http://127.0.0.1:{port}/focus/api/1.0/ims/oneroster/v1p1`. */
  readonly url: string;
  readonly key: string;
  readonly secret: string;
  readonly store: SisStore;
  readonly habits: Habits;
  close(): Promise<void>;
}

/** Starts a OneRoster 1.1 server on 127.0.0.1: OAuth 2 client credentials, or OAuth 1.0a signatures by habit. */
export async function startPracticeSis(options: PracticeSisOptions): Promise<PracticeSis> {
  const { store, key, secret, clock = () => new Date() } = options;
  const habits = noHabits();
  const now = () => clock().getTime() + habits.clockAheadSeconds * 1000;
  const desks: Desks = {
    tokens: makeTokenDesk({ key, secret, now, habits }),
    signatures: makeSignatureDesk({ key, secret, now, methods: () => METHODS[habits.auth] }),
  };
  const server = createServer();
  const origin = await listen(server, options.port ?? 0);
  const url = origin + BASE_PATH;
  const reader: Reader = {
    store,
    pages: new Pages(store, url),
    habits,
    turned: new Map(),
    frozen: new Map(),
    reads: new Map(),
    revision: 1,
  };
  store.onChange((change) => {
    if (change) return;
    reader.turned.clear();
    reader.frozen.clear();
  });

  const handle = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    if (habits.clockAheadSeconds !== 0) res.setHeader('Date', new Date(now()).toUTCString());
    if (habits.redirectTo !== null) {
      res.writeHead(302, { Location: habits.redirectTo + (req.url ?? '/') }).end();
      return;
    }
    const address = new URL(req.url ?? '/', origin);
    const path = address.pathname.startsWith(`${BASE_PATH}/`) ? address.pathname.slice(BASE_PATH.length + 1) : undefined;
    if (path === 'token' && !habits.auth.startsWith('oauth1')) return giveToken(desks, habits, req, res);
    const found = path === undefined ? undefined : findRoute(path, store, habits);
    if (!found) return sendJson(res, 404, { message: 'API route not found' });
    if (req.method !== 'GET') return refuseMethod(res, 'GET');
    const refusal = mayRead(desks, habits, req);
    if (refusal === 'scope') return sendError(res, 403, 'forbidden', 'The token does not cover rostering.', habits);
    if (refusal !== '') return sendError(res, 401, 'unauthorized', refusal, habits);
    if (found.kind === 'unknown') return sendError(res, 404, 'unknown_object', `Resource not found: ${found.what}`, habits);
    if (found.kind === 'single') return readSingle(reader, found.route, found.sourcedId, address, res);
    if (isRevokedHere(habits, found.route, address)) {
      desks.tokens.revoke(req);
      return sendError(res, 401, 'unauthorized', 'Bearer token revoked.', habits);
    }
    await readCollection(reader, found.route, address, res);
  };

  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    handle(req, res).catch((fault: unknown) => {
      if (res.headersSent) res.destroy();
      else sendJson(res, 500, { message: String(fault) });
    });
  });
  return { url, key, secret, store, habits, close: () => close(server) };
}

interface Desks {
  tokens: TokenDesk;
  signatures: ReturnType<typeof makeSignatureDesk>;
}

const METHODS: Readonly<Record<Habits['auth'], readonly SignatureMethod[]>> = {
  oauth2: [],
  oauth1: ['HMAC-SHA1', 'HMAC-SHA256'],
  'oauth1-sha1': ['HMAC-SHA1'],
  'oauth1-sha256': ['HMAC-SHA256'],
  either: ['HMAC-SHA1', 'HMAC-SHA256'],
};

async function giveToken({ tokens }: Desks, habits: Habits, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method !== 'POST') return refuseMethod(res, 'POST');
  const { status503 } = habits;
  if (status503 && status503.collection === undefined && status503.times !== 0) {
    return sendError(res, 503, 'server_busy', 'The server is busy.', habits);
  }
  tokens.issue(req, res, await readText(req));
}

/** '' when the request may read, else why not. */
function mayRead({ tokens, signatures }: Desks, habits: Habits, req: IncomingMessage): string {
  const { authorization = '', host = '' } = req.headers;
  const signed = habits.auth !== 'oauth2' && !(habits.auth === 'either' && /^Bearer /i.test(authorization));
  if (signed) {
    return signatures.check({ method: req.method ?? '', origin: `http://${host}`, target: req.url ?? '', authorization });
  }
  const access = tokens.check(req);
  return access === 'granted' ? '' : access === 'scope' ? 'scope' : `Bearer token ${access}.`;
}

function isRevokedHere(habits: Habits, route: Route, address: URL): boolean {
  if (habits.revokeToken === null) return false;
  const query = parseQuery(route.collection, address.searchParams, habits);
  return query.ok && shows(habits.revokeToken, route.collection, pageOf(query.query.offset, query.query.limit));
}

function refuseMethod(res: ServerResponse, allow: string): void {
  sendJson(res, 405, { message: 'Method not allowed' }, { Allow: allow });
}

/** Listens on loopback; answers the origin. */
export async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

/** The request's body as text, refused beyond a size no token request has. */
export async function readText(req: IncomingMessage, largest = LARGEST_FORM): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largest) throw new RangeError('request body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
