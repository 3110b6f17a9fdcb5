import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CodeMinor, StatusInfo } from './errors.ts';
import { errorBody, sendJson, statusInfo } from './errors.ts';
import type { Habits } from './habits.ts';
import { shows } from './habits.ts';
import { bodyNext, linkHeader } from './links.ts';
import type { Page, Pages } from './pages.ts';
import type { Query } from './query.ts';
import { parseQuery } from './query.ts';
import type { Route } from './routes.ts';
import type { SisStore } from './store.ts';

export interface Reader {
  store: SisStore;
  pages: Pages;
  habits: Habits;
  /** How far a reordering server has turned each collection. */
  turned: Map<string, number>;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const LOGIN_PAGE = '<!DOCTYPE html><html><head><title>Focus — Log in</title></head><body><form>Username</form></body></html>';

export function sendError(res: ServerResponse, status: number, codeMinor: CodeMinor, description: string, habits: Habits): void {
  const info: StatusInfo = { codeMinor, severity: 'error', description };
  const headers: Record<string, string> = status === 401 ? { 'WWW-Authenticate': 'Bearer realm="OneRoster"' } : {};
  const busy = status === 503 || status === 429;
  if (busy && habits.retryAfterSeconds !== null) headers['Retry-After'] = String(habits.retryAfterSeconds);
  sendJson(res, status, errorBody(info, habits.errorShape), headers);
}

/** Answers a collection read, with whatever habits are switched on. */
export async function readCollection(reader: Reader, route: Route, url: URL, res: ServerResponse): Promise<void> {
  const { habits } = reader;
  const outcome = parseQuery(route.collection, url.searchParams, habits);
  if (!outcome.ok) return sendError(res, outcome.status, outcome.info.codeMinor, outcome.info.description, habits);
  const { query } = outcome;
  const pageNumber = Math.floor(query.offset / query.limit) + 1;
  const here = (where: Habits['html']): boolean => shows(where, route.collection, pageNumber);
  if (habits.delayMs > 0) await sleep(habits.delayMs);
  if (habits.denyCollection.includes(route.collection)) return sendError(res, 403, 'forbidden', 'Not permitted.', habits);
  if (here(habits.status429)) return sendError(res, 429, 'server_busy', 'Too many requests.', habits);
  if (here(habits.status503)) return sendError(res, 503, 'server_busy', 'The server is busy.', habits);
  if (here(habits.html)) {
    res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    res.end(LOGIN_PAGE);
    return;
  }
  if (here(habits.noWrapper)) return sendJson(res, 200, {});

  const page = trimmed(reader.pages.page(route, query, habits, reader.turned.get(route.collection) ?? 0), route, query, habits);
  const pieces = bodyOf(route, page, query, url, habits);
  const headers = { ...pagingHeaders(route, page, query, url, habits), 'Content-Type': JSON_TYPE };
  if (here(habits.cutConnection)) {
    const body = Buffer.concat(pieces);
    res.writeHead(200, { ...headers, 'Content-Length': body.length });
    res.write(body.subarray(0, Math.floor(body.length / 2)), () => res.destroy());
    return;
  }
  if (here(habits.truncateJson)) {
    const body = Buffer.concat(pieces);
    sendPieces(res, headers, [body.subarray(0, Math.max(1, body.length - 40))]);
  } else sendPieces(res, headers, pieces);
  drift(reader, route, query);
}

/** A feed that ends early: the rows beyond are not served, and the total says so or not. */
function trimmed(page: Page, route: Route, query: Query, habits: Habits): Page {
  const cut = habits.truncatedFeed;
  if (!cut || cut.collection !== route.collection) return page;
  const total = cut.honest ? Math.min(page.total, cut.rows) : page.total;
  const count = Math.max(0, Math.min(page.count, cut.rows - query.offset));
  if (count === page.count) return { ...page, total };
  const text = `[${Buffer.concat(joined(page.pieces)).toString('utf8')}]`;
  const rows = (JSON.parse(text) as unknown[]).slice(0, count);
  return { pieces: rows.map((row) => Buffer.from(JSON.stringify(row))), count, total };
}

function joined(pieces: readonly Buffer[]): Buffer[] {
  const comma = Buffer.from(',');
  return pieces.flatMap((piece, i) => (i === 0 ? [piece] : [comma, piece]));
}

function bodyOf(route: Route, page: Page, query: Query, url: URL, habits: Habits): Buffer[] {
  const extras: Record<string, unknown> = {};
  if (query.warnings.length > 0) extras.statusInfoSet = query.warnings.map(statusInfo);
  if (habits.bodyPagination !== 'none') {
    const next = bodyNext(url, query.limit, query.offset, page.total, habits.bodyPagination);
    extras.pagination = { total: page.total, limit: query.limit, offset: query.offset, next };
  }
  const rest = Object.keys(extras).length === 0 ? '}' : `,${JSON.stringify(extras).slice(1)}`;
  return [Buffer.from(`{"${route.wrapper}":[`), ...joined(page.pieces), Buffer.from(`]${rest}`)];
}

/** Sends the pieces as they are: joining a large page first would cost more than making it. */
function sendPieces(res: ServerResponse, headers: Record<string, string>, pieces: readonly Buffer[]): void {
  res.writeHead(200, { ...headers, 'Content-Length': pieces.reduce((sum, piece) => sum + piece.length, 0) });
  for (const piece of pieces) res.write(piece);
  res.end();
}

function pagingHeaders(route: Route, page: Page, query: Query, url: URL, habits: Habits): Record<string, string> {
  const headers: Record<string, string> = {};
  const lie = habits.lyingTotal?.collection === route.collection ? habits.lyingTotal.difference : 0;
  if (!habits.noTotals) headers['X-Total-Count'] = String(Math.max(0, page.total + lie));
  if (!habits.noLink) headers.Link = linkHeader(url, query.limit, query.offset, page.total, habits);
  return headers;
}

/** Moves rows between one page and the next, as a busy SIS does. */
function drift(reader: Reader, route: Route, query: Query): void {
  const { store, habits } = reader;
  const moves = habits.drift;
  if (!moves || moves.collection !== route.collection || moves.times <= 0) return;
  moves.times -= 1;
  if (moves.kind === 'reorder') {
    reader.turned.set(route.collection, (reader.turned.get(route.collection) ?? 0) + Math.max(1, Math.floor(query.limit / 2)));
    return;
  }
  const first = store.rows(route.collection)[0];
  if (!first) return;
  if (moves.kind !== 'insert') store.remove(route.collection, first.sourcedId);
  if (moves.kind === 'remove') return;
  const place = moves.kind === 'insert' ? '0000' : 'zzzz';
  store.put(route.collection, { ...first, sourcedId: `${place}-inserted-${String(moves.times).padStart(6, '0')}` });
}

/** Answers a read by id; only `fields` applies (oneroster-1.1 §3.2). */
export function readSingle(reader: Reader, route: Route, sourcedId: string, url: URL, res: ServerResponse): void {
  const { habits, store, pages } = reader;
  if (habits.denyCollection.includes(route.collection)) return sendError(res, 403, 'forbidden', 'Not permitted.', habits);
  const row = store.get(route.collection, sourcedId);
  if (!row || !(route.subset?.(row) ?? true)) {
    return sendError(res, 404, 'unknown_object', `Resource not found: ${route.path}/${sourcedId}`, habits);
  }
  const asked = new URLSearchParams();
  const fields = url.searchParams.get('fields');
  if (fields !== null) asked.set('fields', fields);
  const outcome = parseQuery(route.collection, asked, habits);
  if (!outcome.ok) return sendError(res, outcome.status, outcome.info.codeMinor, outcome.info.description, habits);
  const { query } = outcome;
  const warnings = query.warnings.length === 0 ? '' : `,"statusInfoSet":${JSON.stringify(query.warnings.map(statusInfo))}`;
  const body = Buffer.from(`{"${route.single}":${pages.single(row, query.fields, habits)}${warnings}}`);
  res.writeHead(200, { 'Content-Type': JSON_TYPE, 'Content-Length': body.length });
  res.end(body);
}
