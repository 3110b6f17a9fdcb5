import type { ServerResponse } from 'node:http';
import { sendError, sendJson, statusInfo } from './errors.ts';
import type { Habits } from './habits.ts';
import { bodyNext, linkHeader } from './links.ts';
import { moveRows } from './move-rows.ts';
import type { Page, Pages } from './pages.ts';
import type { Query } from './query.ts';
import { parseQuery } from './query.ts';
import type { Route } from './routes.ts';
import type { SisStore } from './store.ts';
import { troubled } from './trouble.ts';
import { pageOf, shows, type Where } from './where.ts';

export interface Reader {
  store: SisStore;
  pages: Pages;
  habits: Habits;
  /** How far a reordering server has turned each collection. */
  turned: Map<string, number>;
  /** Totals that were counted once and for all. */
  frozen: Map<string, number>;
  /** Reads of each collection so far. */
  reads: Map<string, number>;
  /** How often what is shared was changed. */
  revision: number;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Answers a collection read, with whatever habits are switched on. */
export async function readCollection(reader: Reader, route: Route, url: URL, res: ServerResponse): Promise<void> {
  const { habits } = reader;
  const outcome = parseQuery(route.collection, url.searchParams, habits);
  if (!outcome.ok) return sendError(res, outcome.status, outcome.info.codeMinor, outcome.info.description, habits);
  const { query } = outcome;
  const pageNumber = pageOf(query.offset, query.limit);
  if (await troubled(reader, route, pageNumber, query.askedLimit, res)) return;

  const here = (where: Where | null): boolean => shows(where, route.collection, pageNumber);
  const whole = trimmed(reader.pages.page(route, query, habits, reader.turned.get(route.collection) ?? 0), route, query, habits);
  const page = here(habits.emptyList) ? { ...whole, pieces: [], count: 0 } : whole;
  if (here(habits.revisionMoves)) reader.revision += 1;
  const headers = { ...pagingHeaders(reader, route, page, query, url), 'Content-Type': JSON_TYPE };
  if (page.count === 0 && habits.emptyPage !== 'list') sendEmpty(res, headers, habits);
  else {
    const sent = page.count > 0 && here(habits.lostRow) ? firstRows(page, page.count - 1) : page;
    const pieces = bodyOf(route, sent, query, url, habits);
    if (here(habits.cutConnection)) return cutConnection(res, headers, pieces);
    if (here(habits.truncateJson)) {
      const body = Buffer.concat(pieces);
      sendPieces(res, headers, [body.subarray(0, Math.max(1, body.length - 40))]);
    } else sendPieces(res, headers, pieces);
  }
  moveRows(reader, route, query);
}

/** A list that is empty or ends early: the rows beyond are not served, and the total says so or not. */
function trimmed(page: Page, route: Route, query: Query, habits: Habits): Page {
  if (habits.noCategories && route.collection === 'categories') return { pieces: [], count: 0, total: 0 };
  const cut = habits.truncatedFeed;
  if (!cut || cut.collection !== route.collection) return page;
  const total = cut.honest ? Math.min(page.total, cut.rows) : page.total;
  const count = Math.max(0, Math.min(page.count, cut.rows - query.offset));
  return { ...(count === page.count ? page : firstRows(page, count)), total };
}

function firstRows(page: Page, count: number): Page {
  const text = `[${Buffer.concat(joined(page.pieces)).toString('utf8')}]`;
  const rows = (JSON.parse(text) as unknown[]).slice(0, count);
  return { ...page, pieces: rows.map((row) => Buffer.from(JSON.stringify(row))), count };
}

function joined(pieces: readonly Buffer[]): Buffer[] {
  const comma = Buffer.from(',');
  return pieces.flatMap((piece, i) => (i === 0 ? [piece] : [comma, piece]));
}

/** A subset's own name for the whole list, as some readers must take it (oneroster-1.1 §2.11). */
const OTHER_WRAPPERS: Readonly<Record<string, string>> = { orgs: 'schools', academicSessions: 'terms', users: 'students' };

function wrapperOf(route: Route, habits: Habits): string {
  if (habits.wrappers === 'path') return route.path.split('/').at(-1) ?? route.wrapper;
  return habits.wrappers === 'other' ? (OTHER_WRAPPERS[route.wrapper] ?? route.wrapper) : route.wrapper;
}

function bodyOf(route: Route, page: Page, query: Query, url: URL, habits: Habits): Buffer[] {
  const extras: Record<string, unknown> = {};
  if (query.warnings.length > 0) extras.statusInfoSet = query.warnings.map(statusInfo);
  if (habits.bodyPagination !== 'none') {
    const next = bodyNext(url, query, page.total, habits.bodyPagination);
    extras.pagination = { total: page.total, limit: query.limit, offset: query.offset, next };
  }
  const rest = Object.keys(extras).length === 0 ? '}' : `,${JSON.stringify(extras).slice(1)}`;
  const body = [Buffer.from(`{"${wrapperOf(route, habits)}":[`), ...joined(page.pieces), Buffer.from(`]${rest}`)];
  return habits.byteOrderMark ? [MARK, ...body] : body;
}

/** Sends the pieces as they are: joining a large page first would cost more than making it. */
function sendPieces(res: ServerResponse, headers: Record<string, string>, pieces: readonly Buffer[]): void {
  res.writeHead(200, { ...headers, 'Content-Length': pieces.reduce((sum, piece) => sum + piece.length, 0) });
  for (const piece of pieces) res.write(piece);
  res.end();
}

function cutConnection(res: ServerResponse, headers: Record<string, string>, pieces: readonly Buffer[]): void {
  const body = Buffer.concat(pieces);
  res.writeHead(200, { ...headers, 'Content-Length': body.length });
  res.write(body.subarray(0, Math.floor(body.length / 2)), () => res.destroy());
}

function sendEmpty(res: ServerResponse, headers: Record<string, string>, habits: Habits): void {
  if (habits.emptyPage === 'object') sendPieces(res, headers, [Buffer.from('{}')]);
  else if (habits.emptyPage === '204') res.writeHead(204, { ...headers }).end();
  else sendError(res, Number(habits.emptyPage), 'invalid_data', 'There is nothing at this offset.', habits);
}

function pagingHeaders(reader: Reader, route: Route, page: Page, query: Query, url: URL): Record<string, string> {
  const { habits } = reader;
  const headers: Record<string, string> = {};
  const lie = habits.lyingTotal?.collection === route.collection ? habits.lyingTotal.difference : 0;
  const total = habits.totalOfPage ? page.count : Math.max(0, countOnce(reader, route, page.total) + lie);
  if (!habits.noTotals) headers['X-Total-Count'] = String(total);
  if (habits.pageCounts) Object.assign(headers, { 'X-Count': String(page.count), 'X-Perm-Rev': String(reader.revision) });
  const link = habits.noLink ? '' : linkHeader(url, query, page.total, habits);
  if (link !== '') headers.Link = link;
  return headers;
}

function countOnce({ habits, frozen }: Reader, route: Route, total: number): number {
  if (!habits.frozenTotal) {
    frozen.clear();
    return total;
  }
  const known = frozen.get(route.path) ?? total;
  frozen.set(route.path, known);
  return known;
}

/** Answers a read by id; only `fields` applies (oneroster-1.1 §3.2). */
export function readSingle(reader: Reader, route: Route, sourcedId: string, url: URL, res: ServerResponse): void {
  const { habits, store, pages } = reader;
  if (habits.absentCollection.includes(route.collection)) return sendJson(res, 404, { message: 'API route not found' });
  if (habits.denyCollection.includes(route.collection)) return sendError(res, 403, 'forbidden', 'Not permitted.', habits);
  const index = store.indexOf(route.collection, sourcedId);
  const row = store.rows(route.collection)[index];
  if (!row || !(route.subset?.(row) ?? true) || (habits.noCategories && route.collection === 'categories')) {
    return sendError(res, 404, 'unknown_object', `Resource not found: ${route.path}/${sourcedId}`, habits);
  }
  const asked = new URLSearchParams();
  const fields = url.searchParams.get('fields');
  if (fields !== null) asked.set('fields', fields);
  const outcome = parseQuery(route.collection, asked, habits);
  if (!outcome.ok) return sendError(res, outcome.status, outcome.info.codeMinor, outcome.info.description, habits);
  const { query } = outcome;
  const warnings = query.warnings.length === 0 ? '' : `,"statusInfoSet":${JSON.stringify(query.warnings.map(statusInfo))}`;
  const text = pages.row(route.collection, index, query.fields, habits);
  const body = Buffer.from(`{"${route.single}":${habits.singleAsList ? `[${text}]` : text}${warnings}}`);
  sendPieces(res, { 'Content-Type': JSON_TYPE }, habits.byteOrderMark ? [MARK, body] : [body]);
}
