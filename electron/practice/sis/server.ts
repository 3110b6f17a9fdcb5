import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { type Desks, isRevokedHere, METHODS, methodsFor, refuseCall, writeOf } from './access.ts';
import { sendError, sendJson } from './errors.ts';
import { findRoute } from './find-route.ts';
import { Members } from './gradebook/members.ts';
import { type Writer, writeGradebook } from './gradebook/write.ts';
import type { Habits } from './habits.ts';
import { noHabits } from './habits.ts';
import { close, listen, readText } from './listening.ts';
import { makeTokenDesk } from './oauth.ts';
import { Pages } from './pages.ts';
import type { Reader } from './read.ts';
import { readCollection, readSingle } from './read.ts';
import { makeSignatureDesk } from './signatures.ts';
import type { SisStore } from './store.ts';

/** Where Focus serves OneRoster below the site's address (oneroster-1.1 §1.1). */
const BASE_PATH = '/focus/api/1.0/ims/oneroster/v1p1';

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
  const writer: Writer = { reader, members: new Members(store), base: url, now: () => new Date(now()) };
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
    const { method = '' } = req;
    const allowed = methodsFor(found, habits);
    // Focus, to a connection that may only read: there is no such route (oneroster-1.1 §10).
    if ((method === 'PUT' || method === 'DELETE') && habits.gradebookWrites === '404')
      return sendJson(res, 404, { message: 'API route not found' });
    if (!allowed.includes(method)) return refuseMethod(res, allowed.join(', '));
    const denial = refuseCall(desks, habits, found, req);
    if (denial) return sendError(res, denial.status, denial.codeMinor, denial.description, habits);
    if (found.kind === 'unknown') return sendError(res, 404, 'unknown_object', `Resource not found: ${found.what}`, habits);
    if (isRevokedHere(habits, found, method, address)) {
      desks.tokens.revoke(req);
      return sendError(res, 401, 'unauthorized', 'Bearer token revoked.', habits);
    }
    const write = writeOf(found, method);
    if (write) return writeGradebook(writer, write, req, res);
    if (found.kind === 'single') return readSingle(reader, found.route, found.sourcedId, address, res);
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

async function giveToken({ tokens }: Desks, habits: Habits, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method !== 'POST') return refuseMethod(res, 'POST');
  const { status503 } = habits;
  if (status503 && status503.collection === undefined && status503.times !== 0) {
    return sendError(res, 503, 'server_busy', 'The server is busy.', habits);
  }
  tokens.issue(req, res, await readText(req));
}

function refuseMethod(res: ServerResponse, allow: string): void {
  sendJson(res, 405, { message: 'Method not allowed' }, { Allow: allow });
}
