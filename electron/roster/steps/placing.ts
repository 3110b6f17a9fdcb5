import type { SisClass, SisCourse } from '../../sis/schema/rows.ts';
import { EnrollmentBodies } from '../../sis/stored-enrollment.ts';
import { BUCKETS } from '../../store/store-api.ts';
import { fieldsOf } from '../compare/sides.ts';
import { isHomeroom } from '../map/class-filters.ts';
import { type ClassWorld, termOfClass } from '../map/classes.ts';
import { isWantedTeacher } from '../map/enrollments.ts';
import {
  type ClassTeacher,
  COURSE_PREFIX,
  type CourseIds,
  courseIdCandidates,
  groupOf,
  type PlaceableClass,
  placeClasses,
} from '../map/placement.ts';
import { ALL_APART, PlacedClasses, type Places } from '../map/places.ts';
import { classSpan } from '../map/sessions.ts';
import { byText, isUsableId } from '../text.ts';
import type { MapContext, MapInput } from './map-context.ts';
import { DROPPED } from './map-people.ts';
import { CHECKPOINT_ROWS, type Step } from './step.ts';

/**
 * Looks at all classes together, if any of them may share a course.
 * @param inCanvas course of each section there, when nothing was ever minted here (D6): then Canvas is the only memory (C4).
 */
export function* placing(
  input: MapInput,
  ctx: MapContext,
  world: ClassWorld,
  inCanvas: ReadonlyMap<string, string>,
): Step<Places> {
  if (input.settings.courseModel === 'class' && !anyShared(input, inCanvas)) return ALL_APART;
  const homes = new Map([...inCanvas, ...homesInLedger(input)]);
  const classes: PlaceableClass[] = [];
  let done = 0;
  const total = input.work.snapshotCount('classes');
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const teachers = teachersOf(input, bucket);
    const rows = [...input.work.classRows(bucket)];
    const sections = input.store.identities(
      'section',
      rows.map(({ id }) => id),
    );
    for (const { id, body, course } of rows) {
      const sisCourse = course === '' ? null : (JSON.parse(course) as SisCourse);
      const home = homes.get(sections.get(id) ?? id) ?? '';
      const placeable = placeableOf(JSON.parse(body) as SisClass, sisCourse, world, home, teachers);
      if (placeable !== null) classes.push(placeable);
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: 'Sorting classes into courses', done, total };
    }
  }
  const ids = new StoredCourseIds(input, ctx, classes);
  // The course of a class that has one of its own is called after the class, as long as nobody else lives there.
  for (const one of inCanvas.size === 0 ? [] : classes) {
    const isOwn = one.home === `${COURSE_PREFIX}${one.classId}` && groupOf(input.settings.courseModel, one) === null;
    if (isOwn) ids.share(one.classId, one.home);
  }
  const placements = placeClasses(classes, input.settings.courseModel, ids);
  ctx.flush();
  return new PlacedClasses(classes, placements);
}

/** Whether any section is, or was, in the course of another class. */
function anyShared(input: MapInput, inCanvas: ReadonlyMap<string, string>): boolean {
  const isShared = ([section, course]: readonly [string, string]) => course !== `${COURSE_PREFIX}${section}`;
  if ([...inCanvas].some(isShared)) return true;
  for (const home of homesInLedger(input)) if (isShared(home)) return true;
  return false;
}

/** The course of every section, as last applied. */
function* homesInLedger({ store }: MapInput): Generator<readonly [section: string, course: string]> {
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const row of store.ledgerRows('section', bucket)) yield [row.key, fieldsOf(row).course_id ?? ''];
  }
}

function placeableOf(
  row: SisClass,
  course: SisCourse | null,
  world: ClassWorld,
  home: string,
  teachers: ReadonlyMap<string, readonly ClassTeacher[]>,
): PlaceableClass | null {
  const school = world.schools.get(row.school);
  if (school === undefined || !isUsableId(row.sourcedId)) return null;
  const span = classSpan(row.terms, world.sessions);
  const ended = span !== null && span.ends < world.today;
  return {
    classId: row.sourcedId,
    school: school.accountId,
    course: row.course,
    term: termOfClass(row, world)?.termId ?? '',
    homeroom: isHomeroom(row, course),
    teachers: teachers.get(row.sourcedId) ?? [],
    home,
    // Who does not know when it starts must not move it.
    follows: span !== null && span.starts > world.today,
    over: ended || row.status === 'tobedeleted',
  };
}

/** Whom the SIS wants as teachers of a bucket's classes, in order of their ids. */
export function teachersOf({ work, settings, time }: MapInput, bucket: number): Map<string, ClassTeacher[]> {
  const teachers = new Map<string, Map<string, ClassTeacher>>();
  const bodies = new EnrollmentBodies();
  for (const row of work.staffRows(bucket)) {
    const { person } = row;
    if (person === null || person.userId === '' || person.hold === DROPPED) continue;
    const enrollment = bodies.read(row);
    if (!isWantedTeacher(enrollment, settings, time.today)) continue;
    const ofClass = teachers.get(row.class) ?? new Map<string, ClassTeacher>();
    teachers.set(row.class, ofClass);
    const primary = enrollment.primary || ofClass.get(person.userId)?.primary === true;
    ofClass.set(person.userId, { userId: person.userId, label: person.label, primary });
  }
  return new Map([...teachers].map(([cls, byUser]) => [cls, [...byUser.values()].sort((a, b) => byText(a.userId, b.userId))]));
}

class StoredCourseIds implements CourseIds {
  readonly #input: MapInput;
  readonly #ctx: MapContext;
  readonly #ofClasses: ReadonlyMap<string, string>;
  /** Given in this pass: id by key, and the ids themselves. */
  readonly #now = new Map<string, string>();
  readonly #given = new Set<string>();

  constructor(input: MapInput, ctx: MapContext, classes: readonly PlaceableClass[]) {
    this.#input = input;
    this.#ctx = ctx;
    this.#ofClasses = input.store.identities(
      'course',
      classes.map(({ classId }) => classId),
    );
  }

  known(key: string): string | undefined {
    const now = this.#now.get(key) ?? this.#ofClasses.get(key);
    // Classes were all looked up together; groups are few.
    if (now !== undefined || !key.includes('\u001f')) return now;
    return this.#input.store.identities('course', [key]).get(key);
  }

  mint(key: string, proposals: readonly string[]): string {
    for (const id of courseIdCandidates(proposals)) {
      const owner = this.#input.store.identityOwners('course', [id]).get(id);
      if (owner !== undefined || this.#given.has(id)) continue;
      this.share(key, id);
      return id;
    }
    throw new Error('There is always another number.');
  }

  share(key: string, id: string): void {
    this.#now.set(key, id);
    this.#given.add(id);
    this.#ctx.mintCourse(key, id);
  }
}
