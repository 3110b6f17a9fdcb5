import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Collection, collections } from '../../shared/entities.ts';

export type Row = Record<string, unknown>;

export interface Asked {
  readonly method: string;
  /** Path below the base, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly rawUrl: string;
  readonly authorization: string;
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Objects are sent as JSON, text as it is; 'hang-up' closes the connection without an answer. */
  readonly body?: unknown;
  readonly hangUp?: boolean;
}

export interface ScriptedSis {
  readonly origin: string;
  readonly base: string;
  readonly asked: Asked[];
  /** Calls to one path below the base ('/token', '/orgs'). */
  count(path: string): number;
  close(): Promise<void>;
}

export interface Script {
  readonly prefix?: string;
  readonly rows?: Partial<Record<Collection, readonly Row[]>>;
  /** Answers instead of the ordinary server when it returns something. */
  readonly instead?: (asked: Asked, address: { origin: string; base: string }) => Answer | undefined;
  /** Rows per page the server never exceeds. */
  readonly cap?: number;
  readonly totals?: boolean;
}

/** A OneRoster server of a few lines whose every habit a test can replace; tokens are good when they begin with "token-". */
export async function scriptedSis(script: Script): Promise<ScriptedSis> {
  const asked: Asked[] = [];
  const prefix = `${script.prefix ?? ''}/ims/oneroster/v1p1`;
  let origin = '';
  const server = createServer((request, response) => {
    void readRequest(request, prefix).then((one) => {
      asked.push(one);
      const answer = script.instead?.(one, { origin, base: origin + prefix }) ?? ordinary(one, script);
      send(response, answer);
    });
  });
  await listen(server);
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    base: origin + prefix,
    asked,
    count: (path) => asked.filter((one) => one.path === path).length,
    close: () => closeServer(server),
  };
}

export function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

export function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

async function readRequest(request: IncomingMessage, prefix: string): Promise<Asked> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const rawUrl = request.url ?? '/';
  const url = new URL(rawUrl, 'http://127.0.0.1');
  return {
    method: request.method ?? '',
    path: url.pathname.startsWith(prefix) ? url.pathname.slice(prefix.length) : url.pathname,
    query: url.searchParams,
    rawUrl,
    authorization: request.headers.authorization ?? '',
    body: Buffer.concat(parts).toString('utf8'),
  };
}

function ordinary(asked: Asked, script: Script): Answer {
  if (asked.path === '/token') return giveToken(asked);
  const collection = collections.find((name) => asked.path === `/${name}`);
  if (collection === undefined) return { status: 404, body: { message: 'API route not found' } };
  if (!asked.authorization.startsWith('Bearer token-')) return { status: 401, body: { message: 'Unauthorized' } };
  const rows = script.rows?.[collection] ?? [];
  const offset = Number(asked.query.get('offset') ?? 0);
  const limit = Math.min(Number(asked.query.get('limit') ?? 100), script.cap ?? 10_000);
  const headers: Record<string, string> = script.totals === false ? {} : { 'X-Total-Count': String(rows.length) };
  return { headers, body: { [collection]: rows.slice(offset, offset + limit) } };
}

let tokens = 0;

/** Key and secret of every scripted server. */
export const key = 'district-key';
export const secret = 's3cret/with+signs';

function giveToken(asked: Asked): Answer {
  const form = new URLSearchParams(asked.body);
  const basic = `Basic ${Buffer.from(`${encodeURIComponent(key)}:${encodeURIComponent(secret)}`).toString('base64')}`;
  const known = (form.get('client_id') === key && form.get('client_secret') === secret) || asked.authorization === basic;
  if (!known) return { status: 401, body: { error: 'invalid_client' } };
  tokens += 1;
  return { body: { access_token: `token-${tokens}`, token_type: 'bearer', expires_in: 3600 } };
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer.hangUp === true) return void response.destroy();
  const text = typeof answer.body === 'string' ? answer.body : answer.body === undefined ? '' : JSON.stringify(answer.body);
  const type = typeof answer.body === 'string' ? {} : { 'Content-Type': 'application/json' };
  response.writeHead(answer.status ?? 200, { ...type, ...answer.headers });
  response.end(text);
}
