import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendJson } from './errors.ts';
import type { Habits } from './habits.ts';
import { noHabits } from './habits.ts';
import { makeTokenDesk } from './oauth.ts';
import { Pages } from './pages.ts';
import type { Reader } from './read.ts';
import { readCollection, readSingle, sendError } from './read.ts';
import { findRoute } from './routes.ts';
import type { SisStore } from './store.ts';

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

/** Starts a OneRoster 1.1 server with OAuth 2 client credentials on 127.0.0.1. */
export async function startPracticeSis(options: PracticeSisOptions): Promise<PracticeSis> {
  const { store, key, secret, clock = () => new Date() } = options;
  const habits = noHabits();
  const now = () => clock().getTime();
  const desk = makeTokenDesk({ key, secret, now, lifetimeSeconds: () => habits.tokenLifetimeSeconds });
  const server = createServer();
  const origin = await listen(server, options.port ?? 0);
  const url = origin + BASE_PATH;
  const reader: Reader = { store, pages: new Pages(store, url), habits, turned: new Map() };

  const handle = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const address = new URL(req.url ?? '/', origin);
    const path = address.pathname.startsWith(`${BASE_PATH}/`) ? address.pathname.slice(BASE_PATH.length + 1) : undefined;
    if (path === 'token') {
      if (req.method !== 'POST') return refuseMethod(res, 'POST');
      const { status503 } = habits;
      if (status503 && status503.collection === undefined && status503.times !== 0) {
        return sendError(res, 503, 'server_busy', 'The server is busy.', habits);
      }
      return desk.issue(req, res, await readText(req));
    }
    const found = path === undefined ? undefined : findRoute(path);
    if (!found) return sendJson(res, 404, { message: 'API route not found' });
    if (req.method !== 'GET') return refuseMethod(res, 'GET');
    const access = desk.check(req.headers.authorization);
    if (access === 'scope') return sendError(res, 403, 'forbidden', 'The token does not cover rostering.', habits);
    if (access !== 'granted') return sendError(res, 401, 'unauthorized', `Bearer token ${access}.`, habits);
    if (found.sourcedId !== undefined) return readSingle(reader, found.route, found.sourcedId, address, res);
    await readCollection(reader, found.route, address, res);
  };

  const refuseMethod = (res: ServerResponse, allow: string): void =>
    sendJson(res, 405, { message: 'Method not allowed' }, { Allow: allow });

  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    handle(req, res).catch((fault: unknown) => {
      if (res.headersSent) res.destroy();
      else sendJson(res, 500, { message: String(fault) });
    });
  });
  return { url, key, secret, store, habits, close: () => close(server) };
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
