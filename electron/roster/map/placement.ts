import { assertNever } from '../../../shared/assert-never.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import { byText, isUsableId } from '../text.ts';

export type CourseModel = DistrictSettings['courseModel'];
export const courseModels: readonly CourseModel[] = ['class', 'teacher', 'course'];

const SEPARATOR = '\u001f';
/** Before the smallest class of a course, in its id (B). */
export const COURSE_PREFIX = 'c-';

/** Somebody whom the SIS wants as teacher of a class. */
export interface ClassTeacher {
  readonly userId: string;
  readonly label: string;
  readonly primary: boolean;
}

/** What decides which Canvas course a class belongs in (ROSTER-RULES C4). */
export interface ClassFacts {
  readonly classId: string;
  /** Account id. */
  readonly school: string;
  /** SIS course, '' for none. */
  readonly course: string;
  /** Term id, '' as long as no session covers the class. */
  readonly term: string;
  readonly homeroom: boolean;
  readonly teachers: readonly ClassTeacher[];
}

/** A class with what became of it so far. */
export interface PlaceableClass extends ClassFacts {
  /** Course id its section was last applied with, '' when it never was. */
  readonly home: string;
  /** It has not started: it may still move to where the SIS has it now. */
  readonly follows: boolean;
  /** It ended or was dropped: it is placed nowhere anew. */
  readonly over: boolean;
}

export interface Placement {
  readonly course: string;
  /** The course it lives in, when that is another one: it stays there if somebody published or changed that one (C4). */
  readonly home: string;
  /** It is in the course the model means for it, and so speaks for that course's name, school and term. */
  readonly leads: boolean;
  /** The course is its own and is called as the class. */
  readonly own: boolean;
  /** The same of the one it lives in. */
  readonly homeIsOwn: boolean;
}

/** Course ids, minted once (B). */
export interface CourseIds {
  known(key: string): string | undefined;
  /** The first of the proposals that nothing else was ever given. */
  mint(key: string, proposals: readonly string[]): string;
  /** The id of a course that exists, now also under this key. */
  share(key: string, id: string): void;
}

/** Classes with the same group share a course; null for a class that has one of its own. */
export function groupOf(model: CourseModel, facts: ClassFacts): string | null {
  const { school, course, term, homeroom, teachers } = facts;
  const teacher = leadTeacher(teachers);
  if (homeroom || course === '' || term === '' || teacher === null) return null;
  switch (model) {
    case 'class':
      return null;
    case 'teacher':
      return [model, school, course, term, teacher].join(SEPARATOR);
    case 'course':
      return [model, school, course, term].join(SEPARATOR);
    default:
      return assertNever(model);
  }
}

/** The only teacher, or the one primary one; null when nobody can say whose class it is. */
export function leadTeacher(teachers: readonly ClassTeacher[]): string | null {
  const leads = teachers.length > 1 ? teachers.filter((one) => one.primary) : teachers;
  return leads.length === 1 ? (leads[0]?.userId ?? null) : null;
}

/** Where every class goes (C4). A class that has a home and has started stays in it. */
export function placeClasses(
  classes: readonly PlaceableClass[],
  model: CourseModel,
  ids: CourseIds,
): ReadonlyMap<string, Placement> {
  const ordered = [...classes].sort((a, b) => byText(a.classId, b.classId));
  const groups = new Map<string, PlaceableClass[]>();
  const groupOfClass = new Map<string, string | null>();
  const tenants = new Map<string, Set<string>>();
  for (const one of ordered) {
    const group = one.over ? null : groupOf(model, one);
    groupOfClass.set(one.classId, group);
    if (one.home !== '') listOf(tenants, one.home, () => new Set<string>()).add(group ?? one.classId);
    if (group !== null) listOf(groups, group, () => []).push(one);
  }
  const courseOf = new Map(
    [...groups].sort(([a], [b]) => byText(a, b)).map(([g, members]) => [g, courseOfGroup(g, members, tenants, ids)]),
  );
  const placements = new Map<string, Place>();
  for (const one of ordered) {
    const group = groupOfClass.get(one.classId) ?? null;
    const meant = group === null ? null : (courseOf.get(group) ?? null);
    placements.set(one.classId, placementOf(one, meant, ids));
  }
  return withNames(placements, ids);
}

/** A course that was made for one class is called as that class as long as no other lives in it. */
function withNames(placements: ReadonlyMap<string, Place>, ids: CourseIds): ReadonlyMap<string, Placement> {
  const counts = new Map<string, number>();
  for (const { course } of placements.values()) counts.set(course, (counts.get(course) ?? 0) + 1);
  return new Map(
    [...placements].map(([classId, place]) => {
      const known = ids.known(classId);
      const own = place.course === known && counts.get(place.course) === 1;
      return [classId, { ...place, own, homeIsOwn: place.home !== '' && place.home === known }];
    }),
  );
}

type Place = Omit<Placement, 'own' | 'homeIsOwn'>;

function placementOf({ classId, home, over, follows }: PlaceableClass, meant: string | null, ids: CourseIds): Place {
  const known = ids.known(classId);
  if (home !== '' && (over || !follows)) return { course: home, home: '', leads: home === (meant ?? known) };
  const course = meant ?? known ?? ids.mint(classId, [`${COURSE_PREFIX}${classId}`]);
  return { course, home: home === course ? '' : home, leads: true };
}

/**
 * The course of a group: the one it was given, unless by now only others live there; else one its classes live in and nobody
 * else does; else a new one, called after its smallest class that is placed now. Null when none is.
 */
function courseOfGroup(
  group: string,
  members: readonly PlaceableClass[],
  tenants: ReadonlyMap<string, ReadonlySet<string>>,
  ids: CourseIds,
): string | null {
  let key = group;
  for (let n = 2; ; n += 1) {
    const known = ids.known(key);
    if (known === undefined) break;
    const living = tenants.get(known);
    if (living === undefined || living.has(group)) return known;
    key = `${group}${SEPARATOR}${n}`;
  }
  const homes = new Set(members.map(({ home }) => home).filter((home) => home !== ''));
  // Before anything has started all of them may move into one.
  const movable = homes.size === 1 || members.every(({ follows }) => follows);
  const home = movable ? [...homes].sort(byText).find((one) => tenants.get(one)?.size === 1) : undefined;
  if (home !== undefined) {
    ids.share(key, home);
    return home;
  }
  const placed = members
    .filter(({ home: has, follows }) => has === '' || follows)
    .map(({ classId }) => `${COURSE_PREFIX}${classId}`);
  return placed.length === 0 ? null : ids.mint(key, placed);
}

/** The proposals, and then the first of them with a number. */
export function* courseIdCandidates(proposals: readonly string[]): Generator<string> {
  yield* proposals.filter(isUsableId);
  const [first = ''] = proposals;
  for (let n = 2; ; n += 1) yield `${first}-${n}`;
}

export function listOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
