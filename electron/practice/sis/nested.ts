import type { Class, Course, Enrollment, Ref, User } from '../oneroster-data.ts';
import type { Found, Route } from './routes.ts';
import { routeOf } from './routes.ts';
import type { Row, SisStore } from './store.ts';

/** Which rows of the child's collection belong to the parents; worked out once per read. */
type Belonging = (store: SisStore, ids: readonly string[]) => (row: Row) => boolean;

/** The seventeen nested reads of OneRoster 1.1 (oneroster-1.1 §1.2), `{}` standing for an id. */
const NESTED: Readonly<Record<string, Belonging>> = {
  'schools/{}/classes': (_store, [school]) => where<Class>((row) => names(row.school, school)),
  'schools/{}/courses': coursesOfSchool,
  'schools/{}/enrollments': (_store, [school]) => where<Enrollment>((row) => names(row.school, school)),
  'schools/{}/students': (_store, [school]) => where<User>((row) => anyNames(row.orgs, school)),
  'schools/{}/teachers': (_store, [school]) => where<User>((row) => anyNames(row.orgs, school)),
  'schools/{}/terms': termsOfSchool,
  'schools/{}/classes/{}/enrollments': (_store, [, c]) => where<Enrollment>((row) => names(row.class, c)),
  'schools/{}/classes/{}/students': (store, [, c]) => membersOf(store, c, 'student'),
  'schools/{}/classes/{}/teachers': (store, [, c]) => membersOf(store, c, 'teacher'),
  'classes/{}/students': (store, [c]) => membersOf(store, c, 'student'),
  'classes/{}/teachers': (store, [c]) => membersOf(store, c, 'teacher'),
  'courses/{}/classes': (_store, [course]) => where<Class>((row) => names(row.course, course)),
  'students/{}/classes': classesOfUser,
  'teachers/{}/classes': classesOfUser,
  'users/{}/classes': classesOfUser,
  'terms/{}/classes': (_store, [term]) => where<Class>((row) => anyNames(row.terms, term)),
  'terms/{}/gradingPeriods': (_store, [term]) => where<Row>((row) => 'parent' in row && names(row.parent, term)),
};

/** Finds a nested list; every parent on the way must be there, a class in its school (§5: 404 otherwise). */
export function findNested(parts: readonly string[], store: SisStore): Found | undefined {
  const pattern = parts.map((part, i) => (i % 2 === 0 ? part : '{}')).join('/');
  const belonging = NESTED[pattern];
  const child = routeOf(parts.at(-1) ?? '');
  if (!belonging || !child) return undefined;
  const ids = parts.filter((_, i) => i % 2 === 1);
  for (const [i, sourcedId] of ids.entries()) {
    const above = routeOf(parts[i * 2] ?? '');
    const row = above && store.get(above.collection, sourcedId);
    const inSchool = i === 0 || (row !== undefined && 'school' in row && names(row.school, ids[0]));
    if (!row || !(above.subset?.(row) ?? true) || !inSchool)
      return { kind: 'unknown', what: parts.slice(0, i * 2 + 2).join('/') };
  }
  const belongs = belonging(store, ids);
  const route: Route = { ...child, path: parts.join('/'), subset: (row) => (child.subset?.(row) ?? true) && belongs(row) };
  return { kind: 'list', route };
}

function where<T extends Row>(keep: (row: T) => boolean): (row: Row) => boolean {
  return (row) => keep(row as T);
}

/** References may be missing: a practice row may be as broken as a real one. */
function names(ref: Ref | null | undefined, sourcedId: string | undefined): boolean {
  return ref?.sourcedId === sourcedId;
}

function anyNames(refs: readonly Ref[] | null | undefined, sourcedId: string | undefined): boolean {
  return refs?.some((ref) => names(ref, sourcedId)) ?? false;
}

function classesIn(store: SisStore, school: string | undefined): Class[] {
  return (store.rows('classes') as readonly Class[]).filter((row) => names(row.school, school));
}

/** A school's courses: its own, and those its classes are made of. */
function coursesOfSchool(store: SisStore, [school]: readonly string[]): (row: Row) => boolean {
  const taught = new Set(classesIn(store, school).map((row) => row.course?.sourcedId));
  return where<Course>((row) => taught.has(row.sourcedId) || names(row.org, school));
}

function termsOfSchool(store: SisStore, [school]: readonly string[]): (row: Row) => boolean {
  const used = new Set(classesIn(store, school).flatMap((row) => row.terms?.map((term) => term.sourcedId)));
  return where<Row>((row) => used.has(row.sourcedId));
}

/** Who is in a class in a role: the enrollment says it, not the user's own role (§7). */
function membersOf(store: SisStore, c: string | undefined, role: string): (row: Row) => boolean {
  const members = new Set<string | undefined>();
  for (const row of store.rows('enrollments') as readonly Enrollment[]) {
    if (names(row.class, c) && row.role === role) members.add(row.user?.sourcedId);
  }
  return where<User>((row) => members.has(row.sourcedId));
}

function classesOfUser(store: SisStore, [user]: readonly string[]): (row: Row) => boolean {
  const taken = new Set<string | undefined>();
  for (const row of store.rows('enrollments') as readonly Enrollment[]) {
    if (names(row.user, user)) taken.add(row.class?.sourcedId);
  }
  return where<Class>((row) => taken.has(row.sourcedId));
}
