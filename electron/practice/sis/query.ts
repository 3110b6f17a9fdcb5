import type { StatusInfo } from './errors.ts';
import { fieldValue, knowsField } from './fields.ts';
import { parseFilter } from './filter.ts';
import type { Habits } from './habits.ts';
import { cursorOffset } from './links.ts';
import type { CollectionName, Row } from './store.ts';
import { fieldsOf } from './store.ts';

/** A collection read, understood. */
export interface Query {
  /** Rows of the page: what was asked for, or the most the server gives. */
  limit: number;
  askedLimit: number;
  offset: number;
  keep?: (row: Row) => boolean;
  order?: (a: Row, b: Row) => number;
  fields?: readonly string[];
  warnings: StatusInfo[];
  /** Names the rows and their order (not the page), so that a view can be kept between pages. */
  viewKey: string;
}

export type QueryOutcome = { ok: true; query: Query } | { ok: false; status: 400; info: StatusInfo };

function refuse(codeMinor: StatusInfo['codeMinor'], description: string): QueryOutcome {
  return { ok: false, status: 400, info: { codeMinor, severity: 'error', description } };
}

const DEFAULT_LIMIT = 100;

/** Reads limit, offset, filter, sort, orderBy and fields (oneroster-1.1 §3.1, §3.2). */
export function parseQuery(collection: CollectionName, params: URLSearchParams, habits: Habits): QueryOutcome {
  const limit = Number(params.get('limit') ?? DEFAULT_LIMIT);
  if (!Number.isInteger(limit) || limit < 1) return refuse('invalid_data', "Query parameter 'limit' must be 1 or greater.");
  const cursor = params.get('cursor');
  const asked = cursor === null ? Number(params.get('offset') ?? 0) : (cursorOffset(cursor) ?? -1);
  if (!Number.isInteger(asked) || asked < 0) return refuse('invalid_data', "Query parameter 'offset' must be 0 or greater.");
  if (limit > (habits.refuseAbove ?? limit)) return refuse('invalid_data', `The largest limit is ${habits.refuseAbove}.`);
  const size = Math.min(limit, habits.pageCap ?? limit);
  const query: Query = { limit: size, askedLimit: limit, offset: startOf(asked, size, habits), warnings: [], viewKey: '' };

  const filter = params.get('filter');
  if (filter !== null && !habits.ignoreFilter) {
    if (habits.refuseFilter) return refuse('invalid_filter_field', 'Filtering is not supported.');
    const outcome = parseFilter(collection, filter);
    if (!outcome.ok) return refuse('invalid_filter_field', outcome.description);
    query.keep = habits.wrongFilter ? (row) => !outcome.keep(row) : outcome.keep;
    query.viewKey += `filter ${filter} ${habits.wrongFilter}\n`;
  }
  const sort = params.get('sort');
  if (sort !== null && habits.refuseSort) return refuse('invalid_sort_field', 'Sorting is not supported.');
  if (habits.ownOrder) takeOwnOrder(query);
  else if (sort !== null) addSort(query, collection, sort, params.get('orderBy'), habits);
  const fields = params.get('fields');
  if (fields !== null) {
    const names = fields.split(',').map((name) => name.trim());
    if (fields.trim() === '') return refuse('invalid_blank_selection_field', 'The fields parameter is blank.');
    query.fields = selectFields(query, collection, names);
  }
  return { ok: true, query };
}

function startOf(offset: number, size: number, habits: Habits): number {
  if (habits.offsets === 'ignored') return 0;
  return habits.offsets === 'rows' ? offset : Math.floor(offset / size) * size;
}

/** An order nobody asked for, the same at every read. */
function takeOwnOrder(query: Query): void {
  const key = (row: Row): string => [...row.sourcedId].reverse().join('');
  query.order = (a, b) => (key(a) < key(b) ? -1 : 1);
  query.viewKey += 'own order\n';
}

/** Unknown sort field: 200, default order and a warning, never an error (oneroster-1.1 §3.2). */
function addSort(query: Query, collection: CollectionName, field: string, orderBy: string | null, habits: Habits): void {
  if (habits.warnSort || !knowsField(collection, field)) {
    query.warnings.push({ codeMinor: 'invalid_sort_field', severity: 'warning', description: `Unknown sort field '${field}'.` });
    return;
  }
  const sign = orderBy === 'desc' ? -1 : 1;
  if (field === 'sourcedId' && sign === 1) return;
  const key = (row: Row): string => String(fieldValue(fieldsOf(row), field) ?? '');
  query.order = (a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
  query.viewKey += `sort ${field} ${sign}\n`;
}

function selectFields(query: Query, collection: CollectionName, names: string[]): string[] {
  const known = names.filter((name) => knowsField(collection, name));
  for (const name of names) {
    if (known.includes(name)) continue;
    query.warnings.push({ codeMinor: 'invalid_selection_field', severity: 'warning', description: `Unknown field '${name}'.` });
  }
  return known;
}
