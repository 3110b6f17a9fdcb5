import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from './sis/errors.ts';
import { fieldValue } from './sis/fields.ts';
import { readText } from './sis/listening.ts';
import { mergePatch } from './sis/merge-patch.ts';
import type { CollectionName, Row, SisStore } from './sis/store.ts';
import { COLLECTIONS, fieldsOf, isCollection } from './sis/store.ts';

const LARGEST_ROW = 1_000_000;
const DEFAULT_LIMIT = 1000;

/** A request body as a JSON object; undefined when it is none. An empty body is an empty object. */
export async function readObject(req: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const text = await readText(req, LARGEST_ROW);
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Answers `/sis/{collection}[/{sourcedId}]`: how a person at the SIS would change its records. False when the path is another. */
export async function controlRows(
  store: SisStore,
  now: () => string,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<boolean> {
  const [, , collection = '', id, ...rest] = url.pathname.split('/');
  if (!isCollection(collection) || rest.length > 0) return false;
  if (id === undefined) {
    if (req.method !== 'GET') return false;
    sendJson(res, 200, search(store, collection, url.searchParams));
    return true;
  }
  const sourcedId = decodeURIComponent(id);
  const row = store.get(collection, sourcedId);
  const unknown = (): void => sendJson(res, 404, { error: `no ${collection} row ${sourcedId}` });
  switch (req.method) {
    case 'GET':
      if (row) sendJson(res, 200, row);
      else unknown();
      return true;
    case 'DELETE':
      if (store.remove(collection, sourcedId)) res.writeHead(204).end();
      else unknown();
      return true;
    case 'PUT':
    case 'PATCH': {
      const body = await readObject(req);
      if (!body) sendJson(res, 400, { error: 'the body must be a JSON object' });
      else if (req.method === 'PATCH' && !row) unknown();
      else {
        const stamped = { dateLastModified: now(), ...body, sourcedId };
        const changed = req.method === 'PUT' ? { status: 'active', ...stamped } : mergePatch(row, stamped);
        // A practice row may be as wrong as a real one: what was asked for is served. What a person types is no longer the API's.
        const { byApi: _, ...typed } = changed as Record<string, unknown>;
        store.put(collection, typed as unknown as Row);
        sendJson(res, row ? 200 : 201, changed);
      }
      return true;
    }
    default:
      return false;
  }
}

/** Rows whose fields equal the parameters: references by sourcedId, lists when they contain the value; `limit` and `offset` page. */
function search(store: SisStore, collection: CollectionName, params: URLSearchParams): { total: number; rows: Row[] } {
  const wishes = [...params].filter(([name]) => name !== 'limit' && name !== 'offset');
  const found = store.rows(collection).filter((row) => wishes.every(([name, wish]) => textsOf(row, name).includes(wish)));
  const offset = Number(params.get('offset') ?? 0);
  return { total: found.length, rows: found.slice(offset, offset + Number(params.get('limit') ?? DEFAULT_LIMIT)) };
}

function textsOf(row: Row, name: string): string[] {
  const value = fieldValue(fieldsOf(row), name);
  return (Array.isArray(value) ? value : [value]).map((item: unknown) => {
    if (typeof item === 'object' && item !== null && 'sourcedId' in item) return String(item.sourcedId);
    return item === undefined || item === null ? '' : String(item);
  });
}

/** The whole SIS as JSON, written row by row: a large district does not fit in one string. */
export async function dumpSis(store: SisStore, res: ServerResponse): Promise<void> {
  res.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
  for (const [i, collection] of COLLECTIONS.entries()) {
    await write(res, `${i === 0 ? '{' : ','}"${collection}":[`);
    const rows = store.rows(collection);
    for (let at = 0; at < rows.length; at += 1000) {
      const text = rows.slice(at, at + 1000).map((row) => JSON.stringify(row));
      await write(res, `${at === 0 ? '' : ','}${text.join(',')}`);
    }
    await write(res, ']');
  }
  res.end('}');
}

async function write(res: ServerResponse, text: string): Promise<void> {
  if (res.destroyed) return;
  if (res.write(text)) return;
  await new Promise<void>((resolve) => {
    const go = (): void => {
      res.off('drain', go).off('close', go);
      resolve();
    };
    res.on('drain', go).on('close', go);
  });
}
