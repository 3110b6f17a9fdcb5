import type { Collection } from '../../shared/entities.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { decodeBody, parseBody } from './body.ts';
import { answeredFailure, noWrapper } from './failures.ts';
import type { Finding } from './schema/finding.ts';
import { isRecord, refOf, textOf } from './schema/loose-row.ts';
import { type ReadRows, readRows } from './schema/readers.ts';
import type { SisRows } from './schema/rows.ts';
import { type ServerNote, serverNote } from './server-note.ts';

/** A page whose JSON is parsed and whose rows are counted, but not yet read. */
export interface OpenedPage<C extends Collection = Collection> {
  /** Records on the page, good or bad. */
  readonly received: number;
  /** True for `{}` or no body at all: the list is missing, and only the pull can know whether that may mean "empty". */
  readonly empty: boolean;
  /** Body `pagination.next`, as sent; null when absent or ''. */
  readonly next: string | null;
  /** Records in all by the body's `pagination.total` or `total` (Focus and others, §2.11); null when absent. */
  readonly total: number | null;
  /** The server's own notes beside the data (`imsx_…`, severity warning). */
  readonly warnings: readonly string[];
  /** The sort field was refused with a warning: the order of the rows is the server's own. */
  readonly sortRefused: boolean;
  /** sourcedIds in the page's order; '' for a record without one. */
  readonly ids: readonly string[];
  /** First and last sourcedId, '' where there is none. */
  readonly first: string;
  readonly last: string;
  /** True when the text holds a \u escape: only then can a text in it have U+0000 or half a character. */
  readonly escaped: boolean;
  /** @param from first record read, @param to first one not read any more; all of them when left out */
  rows(from?: number, to?: number): ReadRows<C>;
}

export interface ParsedPage<C extends Collection = Collection> {
  readonly received: number;
  readonly rows: SisRows[C][];
  readonly findings: Finding[];
  readonly next: string | null;
  readonly warnings: readonly string[];
}

/** Names a collection's list is seen under, the specification's own first (oneroster-1.1.md §2.1, §2.11). */
const wrappers: { readonly [C in Collection]: readonly string[] } = {
  orgs: ['orgs', 'schools', 'org', 'school'],
  academicSessions: ['academicsessions', 'terms', 'gradingperiods', 'academicsession', 'term', 'gradingperiod'],
  courses: ['courses', 'course'],
  classes: ['classes', 'class'],
  users: ['users', 'students', 'teachers', 'user', 'student', 'teacher'],
  enrollments: ['enrollments', 'enrollment'],
};

/**
 * Parses the JSON of one answered page (status 200 or 204) and counts its records, so that paging can go on while the
 * rows are still being read and stored. HTML, cut JSON, a reported failure and a missing list are failures, never "none".
 */
export function openPage<C extends Collection>(collection: C, body: ArrayBuffer | Uint8Array): Outcome<OpenedPage<C>> {
  const text = decodeBody(body);
  if (text.trim() === '') return succeed(opened(collection, [], { empty: true, body: {}, note: quiet, escaped: false }));
  const parsed = parseBody(text, collection);
  if (!parsed.ok) return parsed;
  if (!isRecord(parsed.value)) return fail(noWrapper(collection, `The answer is ${kindOf(parsed.value)}.`));
  const keys = Object.keys(parsed.value);
  const note = serverNote(parsed.value);
  if (note.failed) return fail(answeredFailure(collection, note.texts.join(' ')));
  const list = listIn(collection, parsed.value, keys);
  if (list === undefined && keys.length > 0)
    return fail(noWrapper(collection, `The answer holds only: ${keys.slice(0, 10).join(', ')}.`));
  const empty = list === undefined || list === null;
  return succeed(opened(collection, list ?? [], { empty, body: parsed.value, note, escaped: text.includes('\\u') }));
}

/** Everything at once, for a page that stands alone; here a missing list is always a failure. */
export function parsePage<C extends Collection>(collection: C, body: ArrayBuffer | Uint8Array): Outcome<ParsedPage<C>> {
  const page = openPage(collection, body);
  if (!page.ok) return page;
  if (page.value.empty) return fail(noWrapper(collection, 'The answer is empty.'));
  const { received, next, warnings } = page.value;
  return succeed({ received, next, warnings, ...page.value.rows() });
}

/** The one record of a by-id read, also wrapped in a list or sent bare; null when the answer holds none (`200 {}`). */
export function parseRecord<C extends Collection>(collection: C, body: ArrayBuffer | Uint8Array): Outcome<ReadRows<C>> {
  const text = decodeBody(body);
  const parsed = text.trim() === '' ? succeed<unknown>({}) : parseBody(text, collection);
  if (!parsed.ok) return parsed;
  const value = isRecord(parsed.value) ? parsed.value : {};
  const note = serverNote(value);
  if (note.failed) return fail(answeredFailure(collection, note.texts.join(' ')));
  const list = listIn(collection, value, Object.keys(value));
  const bare = refOf(value) !== '';
  return succeed(readRows(collection, bare ? [value] : (list ?? []).slice(0, 1)));
}

const quiet: ServerNote = { failed: false, sortRefused: false, texts: [] };

function opened<C extends Collection>(
  collection: C,
  raw: readonly unknown[],
  rest: { empty: boolean; body: Record<string, unknown>; note: ServerNote; escaped: boolean },
): OpenedPage<C> {
  return {
    received: raw.length,
    empty: rest.empty,
    next: nextIn(rest.body),
    total: totalIn(rest.body),
    warnings: rest.note.texts,
    sortRefused: rest.note.sortRefused,
    get ids() {
      return raw.map(refOf);
    },
    first: refOf(raw[0]),
    last: refOf(raw.at(-1)),
    escaped: rest.escaped,
    rows: (from = 0, to = raw.length) => readRows(collection, raw.slice(from, to)),
  };
}

/** The list; null when its key is there without one; undefined when no key fits. A lone object counts as a list of one. */
function listIn(collection: Collection, body: Record<string, unknown>, keys: readonly string[]): unknown[] | null | undefined {
  for (const name of wrappers[collection]) {
    const key = keys.find((candidate) => candidate.toLowerCase() === name);
    if (key === undefined) continue;
    const value = body[key];
    if (Array.isArray(value)) return value;
    if (value === null) return null;
    if (isRecord(value) && refOf(value) !== '') return [value];
  }
  return undefined;
}

function nextIn(body: Record<string, unknown>): string | null {
  const { pagination } = body;
  const next = isRecord(pagination) ? textOf(pagination.next).trim() : '';
  return next === '' ? null : next;
}

function totalIn(body: Record<string, unknown>): number | null {
  const { pagination } = body;
  const total = (isRecord(pagination) ? pagination.total : undefined) ?? body.total;
  return typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : null;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a bare list';
  return value === null ? 'null' : `a ${typeof value}`;
}
