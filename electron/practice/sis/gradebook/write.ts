import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LineItem, Result } from '../../oneroster-data.ts';
import { sendError, sendJson } from '../errors.ts';
import { readText } from '../listening.ts';
import type { Reader } from '../read.ts';
import type { Route } from '../routes.ts';
import type { GradebookName } from '../store.ts';
import { troubled } from '../trouble.ts';
import { shows } from '../where.ts';
import { bodyOf, type Entity, entityOf } from './entity.ts';
import type { Members } from './members.ts';
import { conflict, isRefusal, type Refusal } from './refusal.ts';
import { type Book, judgeLineItem, judgeResult, refuseId } from './rules.ts';

/** A PUT or DELETE of one row; `sourcedId` is '' for a PUT that leaves the id to the server. */
export interface Write {
  method: 'PUT' | 'DELETE';
  route: Route & { collection: GradebookName };
  sourcedId: string;
}

export interface Writer {
  reader: Reader;
  members: Members;
  base: string;
  now: () => Date;
}

const LARGEST_BODY = 100_000;

/** Answers a gradebook write (oneroster-1.1 §6): create or replace by PUT, delete. */
export async function writeGradebook(writer: Writer, write: Write, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { reader } = writer;
  const { habits } = reader;
  const text = await readText(req, LARGEST_BODY);
  if (await troubled(reader, write.route, 0, 0, res)) return;
  const done = refuseAll(write, reader) ?? (write.method === 'PUT' ? put(writer, write, text) : remove(writer, write));
  if (!('codeMinor' in done) && shows(habits.lostReply, write.route.collection, 0)) res.destroy();
  else if (isRefusal(done)) sendError(res, done.status, done.codeMinor, done.description, habits);
  else if (done.status === 204) res.writeHead(204, done.headers).end();
  else sendJson(res, done.status, done.body, done.headers);
}

interface Done {
  status: number;
  body: unknown;
  headers: Record<string, string>;
}

/** Gradebooks that take no writes at all, or none of this kind. */
function refuseAll({ method, route }: Write, { habits }: Reader): Refusal | undefined {
  if (habits.gradebookWrites === '403') return { status: 403, codeMinor: 'forbidden', description: 'Not permitted.' };
  const fixed = route.collection === 'categories' && habits.fixedCategories;
  const keeps = method === 'DELETE' && habits.deletes === '405';
  if (fixed || keeps) return { status: 405, codeMinor: 'unsupported_operation', description: `${method} is not supported.` };
  if (method === 'DELETE' && habits.deletes === '403' && route.collection === 'lineItems')
    return { status: 403, codeMinor: 'forbidden', description: 'Assignments cannot be deleted.' };
  return undefined;
}

function put(writer: Writer, { route, sourcedId }: Write, text: string): Done | Refusal {
  const { reader, now } = writer;
  const { store, habits } = reader;
  const name = route.collection;
  const known = sourcedId !== '' && store.get(name, sourcedId) !== undefined;
  const mints = habits.gradebookIds.startsWith('minted') && !known;
  const body = bodyOf(text, route.single);
  if (isRefusal(body)) return body;
  const entity = entityOf(
    name,
    sourcedId === '' ? String(body.sourcedId ?? 'none') : sourcedId,
    body,
    now().toISOString(),
    habits,
  );
  if (isRefusal(entity)) return entity;
  const refusal = refuseId(sourcedId, habits);
  if (refusal) return refusal;
  const book: Book = { store, habits, members: writer.members, today: now().toISOString().slice(0, 10) };
  const kept = judged(book, name, mints ? { ...entity, sourcedId: randomUUID() } : entity);
  if (isRefusal(kept)) return kept;
  if (!isSwallowed(book, name, kept)) store.put(name, name === 'categories' ? kept : { ...kept, byApi: true });
  return taken(writer, route, kept, !known);
}

/** A row that is only marked as deleted needs no other sense. */
function judged(book: Book, name: GradebookName, entity: Entity): Entity | Refusal {
  if (entity.status === 'tobedeleted' && book.store.get(name, entity.sourcedId)) return entity;
  if (name === 'lineItems') return judgeLineItem(book, entity as LineItem);
  return (name === 'results' ? judgeResult(book, entity as Result) : undefined) ?? entity;
}

function isSwallowed({ store, habits, members }: Book, name: GradebookName, entity: Entity): boolean {
  if (name !== 'results' || habits.strangers !== 'swallowed') return false;
  const { lineItem, student } = entity as Result;
  const item = store.get('lineItems', lineItem.sourcedId) as LineItem | undefined;
  return item !== undefined && !members.has(item.class.sourcedId, student.sourcedId);
}

function taken({ reader, base }: Writer, route: Route, entity: Entity, fresh: boolean): Done {
  const { habits, store, pages } = reader;
  const status = habits.putStatus === 'spec' ? (fresh ? 201 : 200) : Number(habits.putStatus);
  const told = habits.gradebookIds === 'minted, in Location';
  const headers: Record<string, string> = told ? { Location: `${base}/${route.path}/${entity.sourcedId}` } : {};
  const index = store.indexOf(route.collection, entity.sourcedId);
  const row = index < 0 || told ? undefined : (JSON.parse(pages.row(route.collection, index, undefined, habits)) as unknown);
  if (habits.putBody === 'entity') return { status, headers, body: row === undefined ? {} : { [route.single]: row } };
  const success = { imsx_codeMajor: 'success', imsx_severity: 'status', imsx_description: 'The record was stored.' };
  return { status, headers, body: habits.putBody === 'none' ? {} : { statusInfoSet: [success] } };
}

function remove({ reader, now }: Writer, { route, sourcedId }: Write): Done | Refusal {
  const { store, habits } = reader;
  const name = route.collection;
  const row = store.get(name, sourcedId) as Entity | undefined;
  const gone = {
    status: 404,
    codeMinor: 'unknown_object',
    description: `Resource not found: ${route.path}/${sourcedId}`,
  } as const;
  if (!row || (habits.deletes === 'marked' && row.status === 'tobedeleted')) return gone;
  const items = store.rows('lineItems') as readonly LineItem[];
  if (name === 'categories' && items.some((item) => item.status === 'active' && item.category.sourcedId === sourcedId))
    return conflict('The category is in use.');
  const results = store.rows('results') as readonly Result[];
  const below = name === 'lineItems' ? results.filter((result) => result.lineItem.sourcedId === sourcedId) : [];
  for (const result of below) store.remove('results', result.sourcedId);
  if (habits.deletes === 'marked') store.put(name, { ...row, status: 'tobedeleted', dateLastModified: now().toISOString() });
  else store.remove(name, sourcedId);
  return { status: habits.deletes === '200' ? 200 : 204, body: {}, headers: {} };
}
