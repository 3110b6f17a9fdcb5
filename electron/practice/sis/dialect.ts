import { fieldNames } from './fields.ts';
import type { Habits } from './habits.ts';
import { type CollectionName, isGradebook } from './store.ts';
import { isAmong } from './where.ts';

type Json = Record<string, unknown>;

/** What oddly spelt sourcedIds begin with (oneroster-1.1 §2.2: they may hold `+ / % space`). */
const ODD = 's+12/3 %';

export function oddId(sourcedId: string): string {
  return ODD + sourcedId;
}

/** The store's own id of one that came with a request. */
export function plainId(sourcedId: string, habits: Habits): string | undefined {
  if (!habits.oddIds) return sourcedId;
  return sourcedId.startsWith(ODD) ? sourcedId.slice(ODD.length) : undefined;
}

/** A name that no CSV and no table may be confused by. */
export function oddName(name: string): string {
  return `${name}, "the 2nd"\nO'Neil; <Jr.>`;
}

const SWITCHES = [
  'booleansAsText',
  'oddKeys',
  'rolesArray',
  'periodsAsText',
  'datesWithTime',
  'shortGrades',
  'inactiveForDeleted',
  'passwords',
  'oddIds',
  'oddNames',
  'numbersAsText',
] satisfies (keyof Habits)[];

/** Whether rows are written in any other way than the specification's. */
export function hasDialect(habits: Habits): boolean {
  const { noneAs, nullRefs, brokenRows, noStatus, unknownRoles } = habits;
  const rows = nullRefs ?? brokenRows ?? noStatus ?? unknownRoles;
  return noneAs !== 'absent' || rows !== null || SWITCHES.some((name) => habits[name]);
}

/** A row as this server writes it. `index` is its place in the collection. */
export function inDialect(collection: CollectionName, index: number, plain: Json, habits: Habits): Json {
  const row = { ...plain };
  if (habits.oddNames) for (const key of ['name', 'title', 'familyName']) if (key in row) row[key] = oddName(String(row[key]));
  if (isAmong(habits.unknownRoles, collection, index)) row.role = 'counselor';
  if (habits.inactiveForDeleted && row.status === 'tobedeleted') row.status = 'inactive';
  if (isAmong(habits.noStatus, collection, index)) delete row.status;
  if (habits.periodsAsText && Array.isArray(row.periods)) row.periods = row.periods.join(', ');
  if (habits.shortGrades && Array.isArray(row.grades)) row.grades = row.grades.map(shortGrade);
  if (habits.datesWithTime) {
    for (const key of ['startDate', 'endDate', 'beginDate']) if (key in row) row[key] = `${String(row[key])}T00:00:00-04:00`;
  }
  if (habits.passwords && collection === 'users') row.password = 'hunter2-practice';
  const nullRefs = isAmong(habits.nullRefs, collection, index);
  for (const [key, value] of Object.entries(row)) {
    if (nullRefs && isRef(value)) row[key] = null;
    else if (typeof value === 'boolean' && habits.booleansAsText) row[key] = String(value);
    else if (typeof value === 'number' && habits.numbersAsText) row[key] = String(value);
    else if (habits.oddIds && key !== 'sourcedId') row[key] = withOddIds(value);
    else if (habits.oddIds && !isGradebook(collection)) row[key] = oddId(String(value));
  }
  if (habits.rolesArray && collection === 'users') becomeVersion12(row);
  if (isAmong(habits.brokenRows, collection, index)) delete row.sourcedId;
  if (habits.noneAs !== 'absent') {
    for (const name of fieldNames(collection)) if (!(name in row) && OPTIONAL.has(name)) row[name] = NONE[habits.noneAs];
  }
  return habits.oddKeys ? withOddKeys(row) : row;
}

const NONE = { null: null, text: '', list: [], object: {} };

/** What a row may lack without being broken (oneroster-1.1 §2). */
const OPTIONAL: ReadonlySet<string> = new Set(
  'metadata identifier parent children courseCode grades subjects org subjectCodes resources classCode location periods middleName username email sms phone agents userIds beginDate endDate description gradingPeriod comment'.split(
    ' ',
  ),
);

function shortGrade(grade: unknown): unknown {
  return grade === 'KG' ? 'K' : String(grade).replace(/^0(?=\d$)/, '');
}

function isRef(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && 'sourcedId' in value && 'href' in value;
}

/** What the client names: see find-route. */
const OWN_IDS: ReadonlySet<string> = new Set(['category', 'lineItem', 'result']);

function withOddIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withOddIds);
  if (!isRef(value) || OWN_IDS.has(String(value.type))) return value;
  const path = String(value.href).replace(/[^/]*$/, '');
  return { ...value, sourcedId: oddId(String(value.sourcedId)), href: path + encodeURIComponent(oddId(String(value.sourcedId))) };
}

/** The shape of OneRoster 1.2: `roles` with the org of each, the first one primary; no role, no orgs (oneroster-1.1 §3.4). */
function becomeVersion12(row: Json): void {
  const orgs: unknown[] = Array.isArray(row.orgs) && row.orgs.length > 0 ? row.orgs : [null];
  row.roles = orgs.map((org, i) => ({ roleType: i === 0 ? 'primary' : 'secondary', role: row.role, org }));
  row.primaryOrg = orgs[0];
  row.userMasterIdentifier = row.sourcedId;
  delete row.role;
  delete row.orgs;
}

function withOddKeys(value: unknown): Json {
  const spelt = (inner: unknown): unknown =>
    Array.isArray(inner) ? inner.map(spelt) : typeof inner === 'object' && inner !== null ? withOddKeys(inner) : inner;
  return Object.fromEntries(
    Object.entries(value as Json).map(([key, inner]) => [
      key === 'sourcedId' ? 'sourcedID' : key.toLowerCase(),
      // What stands in metadata is named by the SIS, not by OneRoster.
      key === 'metadata' ? inner : spelt(inner),
    ]),
  );
}
