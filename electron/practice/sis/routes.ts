import type { CollectionName, Row } from './store.ts';

/** A readable path: which collection it draws from, which of its rows, and how one row is wrapped (oneroster-1.1 §1.2, §1.3, §2.1). */
export interface Route {
  collection: CollectionName;
  /** Names the path's rows: a kept view goes by it. */
  path: string;
  wrapper: string;
  single: string;
  /** The subset's rows; undefined: all. */
  subset?: (row: Row) => boolean;
}

const type =
  (...types: string[]) =>
  (row: Row): boolean =>
    'type' in row && types.includes(row.type);
const role =
  (name: string) =>
  (row: Row): boolean =>
    'role' in row && row.role === name;

/** Semesters are terms to a reader of `/terms`: everything between the school year and the grading period. */
const ROUTES: readonly Route[] = [
  { path: 'orgs', collection: 'orgs', wrapper: 'orgs', single: 'org' },
  { path: 'schools', collection: 'orgs', wrapper: 'orgs', single: 'org', subset: type('school') },
  { path: 'academicSessions', collection: 'academicSessions', wrapper: 'academicSessions', single: 'academicSession' },
  {
    path: 'terms',
    collection: 'academicSessions',
    wrapper: 'academicSessions',
    single: 'academicSession',
    subset: type('term', 'semester'),
  },
  {
    path: 'gradingPeriods',
    collection: 'academicSessions',
    wrapper: 'academicSessions',
    single: 'academicSession',
    subset: type('gradingPeriod'),
  },
  { path: 'courses', collection: 'courses', wrapper: 'courses', single: 'course' },
  { path: 'classes', collection: 'classes', wrapper: 'classes', single: 'class' },
  { path: 'users', collection: 'users', wrapper: 'users', single: 'user' },
  { path: 'students', collection: 'users', wrapper: 'users', single: 'user', subset: role('student') },
  { path: 'teachers', collection: 'users', wrapper: 'users', single: 'user', subset: role('teacher') },
  { path: 'enrollments', collection: 'enrollments', wrapper: 'enrollments', single: 'enrollment' },
  { path: 'categories', collection: 'categories', wrapper: 'categories', single: 'category' },
  { path: 'lineItems', collection: 'lineItems', wrapper: 'lineItems', single: 'lineItem' },
  { path: 'results', collection: 'results', wrapper: 'results', single: 'result' },
];

export function routeOf(name: string): Route | undefined {
  return ROUTES.find((candidate) => candidate.path === name);
}

export type Found =
  | { kind: 'list'; route: Route }
  | { kind: 'single'; route: Route; sourcedId: string }
  /** A nested path whose parent is not there. */
  | { kind: 'unknown'; what: string; route?: Route };
