import type { SisClass, SisCourse, SisEnrollment } from '../../sis/schema/rows.ts';
import { EnrollmentBodies } from '../../sis/stored-enrollment.ts';
import { BUCKETS, type Finding, type Person, type RecordTraits } from '../../store/store-api.ts';
import { roleOf } from '../compare/enrollment-key.ts';
import { ledgerExtraOf, sourceText } from '../compare/sides.ts';
import type { DesiredRow, RowHold } from '../desired.ts';
import { doubtfulText } from '../holds/hold-words.ts';
import { filteredOut, kindsOf } from '../map/class-filters.ts';
import { type ClassContext, type ClassWorld, type MappedClass, mapClass, termOfClass } from '../map/classes.ts';
import { type EnrollmentInput, isWantedTeacher, lastWantedDay, mapEnrollments } from '../map/enrollments.ts';
import { knownClass, knownClassText } from '../map/known-by.ts';
import { type ClassTeacher, listOf } from '../map/placement.ts';
import type { Places } from '../map/places.ts';
import type { Span } from '../map/sessions.ts';
import { byText } from '../text.ts';
import { CourseBook } from './course-book.ts';
import type { MapContext, MapInput } from './map-context.ts';
import { DROPPED, VISITOR } from './map-people.ts';
import { bucketFor, CHECKPOINT_ROWS, type Step } from './step.ts';

export interface MappedClasses {
  /** Active enrollments that point at nothing. */
  readonly orphans: number;
  /** People of no chosen school whom a wanted enrollment needs: account id of the school by sourcedId. */
  readonly visitors: ReadonlyMap<string, string>;
}

/** Findings of one bucket that are told one by one; all orphans are counted. */
const MOST_TOLD = 1000;

/** A class of a chosen school, until its enrollments are counted. */
interface OpenClass {
  readonly row: SisClass;
  readonly course: SisCourse | null;
  readonly mapped: MappedClass;
  readonly members: { students: number; teachers: number };
  readonly teachers: ClassTeacher[];
  /** It had no id before. */
  readonly isNew: boolean;
}

/** Classes bucket by bucket, each with its enrollments (ROSTER-RULES C4, C5, C6). */
export function* mapClasses(input: MapInput, ctx: MapContext, world: ClassWorld, places: Places): Step<MappedClasses> {
  const total = input.work.snapshotCount('enrollments');
  const visitors = new Map<string, string>();
  const bodies = new EnrollmentBodies();
  let done = 0;
  let orphans = 0;
  const courses = new CourseBook();
  const strangers = new Set<string>();
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const findings: Finding[] = [];
    const classes = openClasses(input, ctx, world, places, bucket, findings);
    const gathered = new ClassRows(input, ctx, visitors);
    for (const row of input.work.enrollmentRows(bucket)) {
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: 'Sorting enrollments', done, total };
      const cls = classes.get(row.class);
      if (cls === null) continue;
      if (cls === undefined || row.person === null) {
        if (bodies.read(row).status !== 'active') continue;
        orphans += 1;
        if (row.person === null) strangers.add(row.user);
        else input.presence.noteWanted(row.person.userId);
        input.unreadable.add(sourceText({ collection: 'enrollments', sourcedId: row.id }));
        if (findings.length < MOST_TOLD) findings.push(orphanFinding(row.id, cls === undefined));
        continue;
      }
      if (row.person.userId !== '') gathered.take(cls, row.person, bodies.read(row));
    }
    gathered.close();
    for (const cls of classes.values()) if (cls !== null) takeClass(cls, ctx, world, places, courses);
    ctx.flush();
    noteNewClasses(input, world, classes.values());
    input.work.addFindings(findings);
    yield { step: 'Sorting enrollments', done, total };
  }
  for (const userId of input.store.identities('user', [...strangers]).values()) input.presence.noteWanted(userId);
  for (const row of courses.rows()) ctx.append([row]);
  ctx.flush();
  return { orphans, visitors };
}

/** Remembers what the SIS knows classes by that were given an id just now (B4). */
function noteNewClasses({ store }: MapInput, world: ClassWorld, classes: Iterable<OpenClass | null>): void {
  const traits: RecordTraits[] = [];
  for (const cls of classes) {
    const school = cls === null ? undefined : world.schools.get(cls.row.school);
    if (cls === null || school === undefined || !cls.isNew || cls.row.status !== 'active') continue;
    const team = cls.teachers.map(({ userId }) => userId).sort(byText);
    const known = knownClass(cls.row, school.accountId, termOfClass(cls.row, world)?.termId ?? '', team);
    if (known.key !== '') traits.push({ sourcedId: cls.row.sourcedId, traits: knownClassText(known) });
  }
  store.noteTraits('section', traits);
}

/** Course and section of a class, with what lets them wait or leaves them out (C5, C8). */
function takeClass(
  { row, course, mapped, members, teachers }: OpenClass,
  ctx: MapContext,
  { settings, today, years }: ClassWorld,
  places: Places,
  courses: CourseBook,
): void {
  const { context, waits, section } = mapped;
  if (section === null) return;
  const kinds = kindsOf(row, course, members);
  const filtered = filteredOut(kinds, context.starts, settings, today);
  ctx.headcount.takeClass({
    ...{ classId: row.sourcedId, school: context.school, sisSchool: row.school, course: row.course },
    ...{ term: mapped.courses[0]?.fields.term_id ?? '', homeroom: kinds.includes('homeroom'), teachers, kinds },
    yearStarts: section.extra.year === undefined ? '' : years.firstDay(context.school, section.extra.year),
    ...{ starts: context.starts, over: context.ended, filtered: filtered?.until === '', students: members.students },
  });
  // Whatever a filter leaves out for good waits for no day; an empty class is listed once its own day has come.
  const notYet = filtered?.until === '' ? filtered : (waits ?? filtered);
  const noted = (one: DesiredRow) => (notYet === null ? one : { ...one, extra: { ...one.extra, notYet } });
  ctx.append([noted(section)]);
  mapped.courses.map(noted).forEach((one, n) => {
    if (places.isShared(one.key)) courses.add(one, n === 0 && places.of(row.sourcedId)?.leads === true);
    else ctx.append([one]);
  });
}

/** One user in Canvas, and what the SIS says of them in a class; several records may be one user (B3, B4). */
interface Member {
  /** Any of the records is of no chosen school (C6). */
  visitor: string;
  readonly rows: EnrollmentInput[];
}

/** Gathers the enrollments of one class, which come one after the other, by the users they are about (C6). */
class ClassRows {
  readonly #input: MapInput;
  readonly #ctx: MapContext;
  readonly #visitors: Map<string, string>;
  #class: OpenClass | null = null;
  readonly #members = new Map<string, Member>();

  constructor(input: MapInput, ctx: MapContext, visitors: Map<string, string>) {
    this.#input = input;
    this.#ctx = ctx;
    this.#visitors = visitors;
  }

  take(cls: OpenClass, person: Person, enrollment: SisEnrollment): void {
    if (this.#class !== cls) this.close();
    this.#class = cls;
    const { sourcedId, userId, label, hold } = person;
    const { context } = cls.mapped;
    if (enrollment.status === 'active' && !context.ended)
      this.#ctx.headcount.takeEnrollment(enrollment.role, enrollment.endDate, context.ends);
    const member = listOf(this.#members, userId, (): Member => ({ visitor: '', rows: [] }));
    if (hold === VISITOR) member.visitor = this.#ctx.same.primaryOf(sourcedId);
    member.rows.push({ enrollment, person: { userId, label, dropped: hold === DROPPED } });
  }

  close(): void {
    if (this.#class !== null) for (const [userId, member] of this.#members) this.#take(this.#class, userId, member);
    this.#members.clear();
    this.#class = null;
  }

  #take({ mapped: cls, members, teachers }: OpenClass, userId: string, { visitor, rows }: Member): void {
    const mapped = mapEnrollments(rows, cls.context, this.#input.settings, this.#input.time);
    this.#ctx.append(mapped);
    this.#notePresence(userId, rows, mapped, cls.context);
    const wanted = mapped.filter((row) => row.fields.status === 'active').map((row) => roleOf(row.key));
    if (wanted.includes('student')) members.students += 1;
    if (wanted.includes('teacher')) members.teachers += 1;
    const { settings, time } = this.#input;
    const teaching = rows.filter(
      ({ enrollment, person }) => !person.dropped && isWantedTeacher(enrollment, settings, time.today),
    );
    const primary = teaching.some(({ enrollment }) => enrollment.primary);
    const [first] = teaching;
    if (first !== undefined) teachers.push({ userId, label: first.person.label, primary });
    if (visitor === '' || wanted.length === 0) return;
    const { school } = cls.context;
    const before = this.#visitors.get(visitor) ?? school;
    this.#visitors.set(visitor, before < school ? before : school);
  }

  /** D3: whether they have a class, or until when they had it. What nobody can read may be one. */
  #notePresence(userId: string, rows: readonly EnrollmentInput[], mapped: readonly DesiredRow[], cls: ClassContext): void {
    const { presence, settings, time } = this.#input;
    if (mapped.some((row) => row.fields.status !== 'dropped')) return presence.noteWanted(userId);
    for (const { enrollment } of rows) {
      if (enrollment.status === 'active') presence.noteLastDay(userId, lastWantedDay(enrollment, cls, settings, time.today));
    }
  }
}

/** The classes of one bucket by sourcedId; null for one of a school that was not chosen. */
function openClasses(
  input: MapInput,
  ctx: MapContext,
  world: ClassWorld,
  places: Places,
  bucket: number,
  findings: Finding[],
): Map<string, OpenClass | null> {
  const classes = new Map<string, OpenClass | null>();
  let batch: { row: SisClass; course: SisCourse | null }[] = [];
  const open = () => {
    ctx.know(
      ['course', 'section'],
      batch.map((b) => b.row.sourcedId),
    );
    for (const { row, course } of batch) {
      ctx.headcount.takeSisClass(row);
      const wait = waitOf(row, input, ctx);
      const isNew = ctx.minting.known('section', row.sourcedId) === undefined;
      const mapped = mapClass(row, course, world, places, ctx.minting, (section) => rememberedSpan(input, section), wait);
      // A class whose school cannot be told is not one of a school nobody chose: its people stay (DESIGN promise 2).
      if (mapped === null && !world.orgs.has(row.school)) {
        if (row.status === 'active') findings.push(schoolFinding(row.sourcedId));
        continue;
      }
      classes.set(
        row.sourcedId,
        mapped === null ? null : { row, course, mapped, members: { students: 0, teachers: 0 }, teachers: [], isNew },
      );
      if (mapped?.section?.extra.hold?.rule === 'C2') findings.push(sessionFinding(row.sourcedId, mapped.context.title));
    }
    ctx.flush();
    batch = [];
  };
  for (const row of input.work.classRows(bucket)) {
    batch.push({
      row: JSON.parse(row.body) as SisClass,
      course: row.course === '' ? null : (JSON.parse(row.course) as SisCourse),
    });
    if (batch.length >= CHECKPOINT_ROWS) open();
  }
  open();
  return classes;
}

/** What a class waits for that may have been here under another id (B2, B4); a person's word stands once it is in Canvas. */
function waitOf({ sourcedId }: SisClass, { store, reissues }: MapInput, ctx: MapContext): RowHold | null {
  const row = ctx.reissued(sourcedId);
  if (row === undefined) return null;
  if (row.sure) return reissues.rowHold('section', row.label);
  if (store.ledgerGet('section', bucketFor('section', sourcedId), sourcedId) !== null) return null;
  return { rule: 'B2', text: doubtfulText('section', row) };
}

/** When a section ran, as the SIS last said (D1): for classes whose sessions it no longer tells. */
function rememberedSpan({ store }: MapInput, section: string): Span | null {
  const row = store.ledgerGet('section', bucketFor('section', section), section);
  if (row === null) return null;
  const { starts = '', ends = '' } = ledgerExtraOf(row);
  return starts === '' && ends === '' ? null : { starts, ends };
}

function orphanFinding(sourcedId: string, noClass: boolean): Finding {
  return {
    rule: 'C6',
    level: 'dropped',
    collection: 'enrollments',
    sourcedId,
    message: noClass ? 'An enrollment names a class the SIS did not send.' : 'An enrollment names a person the SIS did not send.',
    remedy: 'Check in the SIS that the class and the person are shared with this connection.',
  };
}

function schoolFinding(sourcedId: string): Finding {
  return {
    rule: 'C1',
    level: 'dropped',
    collection: 'classes',
    sourcedId,
    message: 'A class names no school, or one the SIS did not send. What Canvas has of it stays as it is.',
    remedy: 'Give the class its school in the SIS, and share the school with this connection.',
  };
}

function sessionFinding(sourcedId: string, title: string): Finding {
  return {
    rule: 'C2',
    level: 'warned',
    collection: 'classes',
    sourcedId,
    message: `“${title}” has no session that covers all its sessions. A course Canvas has stays as it is, a new one waits.`,
    remedy: 'Give the class sessions with first and last day in the SIS.',
  };
}
