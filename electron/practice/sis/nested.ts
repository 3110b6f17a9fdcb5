import type { Category, Class, Course, Enrollment, LineItem, Ref, Result, User } from '../oneroster-data.ts';
import type { Habits } from './habits.ts';
import type { Found, Route } from './routes.ts';
import { routeOf } from './routes.ts';
import type { Row, SisStore } from './store.ts';

/** Which rows of the child's collection belong to the parents; worked out once per read. */
type Belonging = (store: SisStore, ids: readonly string[]) => (row: Row) => boolean;

/** Some 1.1 servers have it (oneroster-1.1 §1.3). */
const OF_VERSION_12 = 'classes/{}/categories';

/** The seventeen nested reads of rostering (oneroster-1.1 §1.2) and those of the gradebook (§1.3), `{}` standing for an id. */
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
  'classes/{}/lineItems': (_store, [c]) => where<LineItem>((row) => names(row.class, c)),
  'classes/{}/results': resultsOfClass,
  'classes/{}/lineItems/{}/results': (_store, [, item]) => where<Result>((row) => names(row.lineItem, item)),
  'classes/{}/students/{}/results': resultsOfStudent,
  [OF_VERSION_12]: (_store, [c]) => where<Category>((row) => (row.metadata?.classId ?? c) === c),
};

/** Finds a nested list; every parent on the way must be there, and in the one before it (§5: 404 otherwise). */
export function findNested(parts: readonly string[], store: SisStore, habits: Habits): Found | undefined {
  const pattern = parts.map((part, i) => (i % 2 === 0 ? part : '{}')).join('/');
  const belonging = NESTED[pattern];
  const child = routeOf(parts.at(-1) ?? '');
  if (!belonging || !child || (pattern === OF_VERSION_12 && !habits.classCategories)) return undefined;
  const ids = parts.filter((_, i) => i % 2 === 1);
  for (const [i, sourcedId] of ids.entries()) {
    const above = routeOf(parts[i * 2] ?? '');
    const row = above && store.get(above.collection, sourcedId);
    const within = i === 0 || (row !== undefined && isWithin(store, row, ids[0]));
    if (!row || !(above.subset?.(row) ?? true) || !within)
      return { kind: 'unknown', what: parts.slice(0, i * 2 + 2).join('/'), route: child };
  }
  const belongs = belonging(store, ids);
  const route: Route = { ...child, path: parts.join('/'), subset: (row) => (child.subset?.(row) ?? true) && belongs(row) };
  return { kind: 'list', route };
}

/** A class in its school, a line item or a student in its class. */
function isWithin(store: SisStore, row: Row, above: string | undefined): boolean {
  if ('school' in row) return names(row.school, above);
  if ('class' in row) return names(row.class, above);
  return membersOf(store, above, 'student')(row);
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

function itemsOf(store: SisStore, c: string | undefined): Set<string> {
  return new Set(
    (store.rows('lineItems') as readonly LineItem[]).filter((row) => names(row.class, c)).map((row) => row.sourcedId),
  );
}

function resultsOfClass(store: SisStore, [c]: readonly string[]): (row: Row) => boolean {
  const items = itemsOf(store, c);
  return where<Result>((row) => items.has(row.lineItem?.sourcedId));
}

function resultsOfStudent(store: SisStore, [c, student]: readonly string[]): (row: Row) => boolean {
  const items = itemsOf(store, c);
  return where<Result>((row) => names(row.student, student) && items.has(row.lineItem?.sourcedId));
}
