import type { StatusInfo } from './errors.ts';
import { fieldValue, knowsField } from './fields.ts';
import { parseFilter } from './filter.ts';
import type { Habits } from './habits.ts';
import type { CollectionName, Row } from './store.ts';
import { fieldsOf } from './store.ts';

/** A collection read, understood. */
export interface Query {
  limit: number;
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
  const offset = Number(params.get('offset') ?? 0);
  if (!Number.isInteger(offset) || offset < 0) return refuse('invalid_data', "Query parameter 'offset' must be 0 or greater.");
  const query: Query = { limit: Math.min(limit, habits.pageCap ?? limit), offset, warnings: [], viewKey: '' };

  const filter = params.get('filter');
  if (filter !== null && !habits.ignoreFilter) {
    if (habits.refuseFilter) return refuse('invalid_filter_field', 'Filtering is not supported.');
    const outcome = parseFilter(collection, filter);
    if (!outcome.ok) return refuse('invalid_filter_field', outcome.description);
    query.keep = outcome.keep;
    query.viewKey += `filter ${filter}\n`;
  }
  const sort = params.get('sort');
  if (sort !== null && habits.refuseSort) return refuse('invalid_sort_field', 'Sorting is not supported.');
  if (sort !== null) addSort(query, collection, sort, params.get('orderBy'));
  const fields = params.get('fields');
  if (fields !== null) {
    const names = fields.split(',').map((name) => name.trim());
    if (fields.trim() === '') return refuse('invalid_blank_selection_field', 'The fields parameter is blank.');
    query.fields = selectFields(query, collection, names);
  }
  return { ok: true, query };
}

/** Unknown sort field: 200, default order and a warning, never an error (oneroster-1.1 §3.2). */
function addSort(query: Query, collection: CollectionName, field: string, orderBy: string | null): void {
  if (!knowsField(collection, field)) {
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
