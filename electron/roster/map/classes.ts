import type { DistrictSettings } from '../../../shared/settings.ts';
import type { SisClass, SisCourse } from '../../sis/schema/rows.ts';
import type { DesiredRow, NotYet, RowHold } from '../desired.ts';
import { addDays } from '../district-time.ts';
import { byText, canvasText, isUsableId } from '../text.ts';
import type { School } from './accounts.ts';
import { type LeadTimes, leadTimes, type SchoolYears, schoolYearOf } from './lead-times.ts';
import type { Minting } from './minting.ts';
import type { Placement } from './placement.ts';
import type { Places } from './places.ts';
import { classSpan, coveringSession, type Session, type Span } from './sessions.ts';

/** What a class means for its enrollments. */
export interface ClassContext {
  readonly classId: string;
  readonly sectionId: string;
  readonly school: string;
  readonly title: string;
  readonly starts: string;
  readonly ends: string;
  /** Its last session is over (ROSTER-RULES D1). */
  readonly ended: boolean;
  /** Days of grace after the end are over: not even an explicit drop counts any more (D1). */
  readonly settled: boolean;
  /** An end date before this day is a drop, even after the end (D1). */
  readonly dropsBefore: string;
  /** The SIS marks the class itself as dropped: its enrollments are dropped with it (oneroster-1.1.md §3.3). */
  readonly dropped: boolean;
  /** Students wait for their day (C8). */
  readonly studentsWait: NotYet | null;
  /** Its course has classes of other teachers: staff see their own sections only (C4). */
  readonly limited: boolean;
  /** A course in which they do so as well if a class stays in it that would leave it, '' for none. */
  readonly limitedIn: string;
  /** Those teachers, in words. */
  readonly colleagues: string;
}

export interface ClassWorld {
  readonly schools: ReadonlyMap<string, School>;
  /** Every org the SIS sent, chosen or not. */
  readonly orgs: ReadonlySet<string>;
  readonly sessions: ReadonlyMap<string, Session>;
  /** Candidate sessions by school sourcedId: used by its classes, with ancestors. */
  readonly candidates: ReadonlyMap<string, readonly Session[]>;
  readonly termOf: ReadonlyMap<string, string>;
  readonly years: SchoolYears;
  readonly today: string;
  readonly settings: DistrictSettings;
}

export interface MappedClass {
  /** Its course, and the one it lives in when that is another (C4); none for a dropped class. */
  readonly courses: readonly DesiredRow[];
  readonly section: DesiredRow | null;
  readonly context: ClassContext;
  /** The class and its staff wait for their day (C8). */
  readonly waits: NotYet | null;
}

/** Which session covers a class, and the term that makes; null when none does (C2). */
export function termOfClass(row: SisClass, world: ClassWorld): { readonly session: Session; readonly termId: string } | null {
  const session = coveringSession(row.terms, world.candidates.get(row.school) ?? [], world.sessions);
  const termId = session === null ? undefined : world.termOf.get(session.sourcedId);
  return session === null || termId === undefined ? null : { session, termId };
}

/**
 * One class → one section in its course (ROSTER-RULES C4). Null when the class is of no chosen school.
 * A class that ended yields frozen rows (D1); one whose sessions no session of its school covers is held (C2).
 * @param remembered when the class ran when the SIS last said so; asked only when it no longer does.
 * @param wait why the class must wait whatever else is right: its id was issued again (B2, B4).
 */
export function mapClass(
  row: SisClass,
  course: SisCourse | null,
  world: ClassWorld,
  places: Places,
  minting: Minting,
  remembered: (sectionId: string) => Span | null,
  wait: RowHold | null = null,
): MappedClass | null {
  const school = world.schools.get(row.school);
  if (school === undefined || !isUsableId(row.sourcedId)) return null;
  // Nothing is minted for a class that may have an id already.
  const idFor = (kind: 'section' | 'course', proposal: string) =>
    wait === null ? minting.idFor(kind, row.sourcedId, proposal) : (minting.known(kind, row.sourcedId) ?? proposal);
  const sectionId = idFor('section', row.sourcedId);
  const placement = places.of(row.sourcedId) ?? ownPlace(idFor('course', `c-${row.sourcedId}`));
  const span = classSpan(row.terms, world.sessions) ?? remembered(sectionId);
  const place = termOfClass(row, world);
  const said = canvasText(row.title);
  const title = said || canvasText(course?.title ?? '') || 'Untitled class';
  const year = place === null ? undefined : schoolYearOf(place.session);
  const lead = leadOf(school, year, world);
  const context: ClassContext = {
    ...contextOf(row, sectionId, school.accountId, title, span, world),
    studentsWait: lead.students,
    ...places.teachersOf(row.sourcedId),
  };
  // D4: a dropped class leaves its section and course where they are.
  if (context.dropped) return { courses: [], section: null, context, waits: null };
  const shared = {
    school: school.accountId,
    source: ['classes', row.sourcedId] as const,
    starts: context.starts,
    ends: context.ends,
    ...(context.ended ? { frozen: true as const } : {}),
    ...(wait !== null ? { hold: wait } : place === null && !context.ended ? { hold: noSession(title) } : {}),
  };
  const names = { said, title, code: canvasText(row.classCode), course };
  const courseRow = (courseId: string, own: boolean): DesiredRow => {
    const { label, ...fields } = own ? ownNames(names) : sharedNames(names);
    return {
      entity: 'course',
      key: courseId,
      partition: courseId,
      // Without a session nothing is said of the term, so that a course in Canvas stays in the one it has.
      fields: { ...fields, account_id: school.accountId, ...(place === null ? {} : { term_id: place.termId }) },
      extra: { label, ...shared },
    };
  };
  const name = sectionName(title, row.periods);
  return {
    context,
    waits: lead.classes,
    courses: [
      courseRow(placement.course, placement.own),
      ...(placement.home === '' ? [] : [courseRow(placement.home, placement.homeIsOwn)]),
    ],
    section: {
      entity: 'section',
      key: sectionId,
      partition: sectionId,
      fields: { course_id: placement.course, name: said === '' ? '' : name },
      extra: {
        ...{ label: name, course: placement.course, ...shared },
        ...(placement.home === '' ? {} : { home: placement.home }),
        ...(year === undefined ? {} : { year }),
      },
    },
  };
}

function ownPlace(course: string): Placement {
  return { course, home: '', leads: true, own: true, homeIsOwn: false };
}

interface ClassNames {
  /** As the SIS says it, '' when it does not. */
  readonly said: string;
  readonly title: string;
  readonly code: string;
  readonly course: SisCourse | null;
}

/** Blank names keep what Canvas has; only a new course falls back to its label. */
interface CourseNames {
  readonly short_name: string;
  readonly long_name: string;
  readonly label: string;
}

/** A course of one class is called as the class. */
function ownNames({ said, title, code, course }: ClassNames): CourseNames {
  return { short_name: code || canvasText(course?.courseCode ?? '') || said, long_name: said, label: title };
}

/** A course of several is called as the SIS' course, whoever its classes are. */
function sharedNames({ title, course }: ClassNames): CourseNames {
  const long = canvasText(course?.title ?? '');
  return { short_name: canvasText(course?.courseCode ?? '') || long, long_name: long, label: long || title };
}

function leadOf(school: School, year: string | undefined, { years, settings, today }: ClassWorld): LeadTimes {
  return leadTimes(year === undefined ? '' : years.firstDay(school.accountId, year), settings, today);
}

function contextOf(
  row: SisClass,
  sectionId: string,
  school: string,
  title: string,
  span: Span | null,
  world: ClassWorld,
): Omit<ClassContext, 'studentsWait' | 'limited' | 'limitedIn' | 'colleagues'> {
  const starts = span?.starts ?? '';
  const ends = span?.ends ?? '';
  const ended = ends !== '' && ends < world.today;
  return {
    classId: row.sourcedId,
    sectionId,
    school,
    title,
    starts,
    ends,
    ended,
    settled: ended && addDays(ends, world.settings.dropGraceDays) < world.today,
    dropsBefore: ended ? addDays(ends, -world.settings.dropLeadDays) : '',
    dropped: row.status === 'tobedeleted',
  };
}

/** The title with the periods it does not name itself: "Algebra 1 – Period 2, Period 3". */
function sectionName(title: string, periods: readonly string[]): string {
  const words = [...new Set(periods)].sort(byPeriod).map((p) => (/^\d+$/.test(p) ? `Period ${p}` : p));
  const named = words.filter((p) => p !== '' && !title.includes(p));
  return canvasText(named.length === 0 ? title : `${title} – ${named.join(', ')}`);
}

/** A SIS may list periods in another order every day. */
function byPeriod(a: string, b: string): number {
  return /^\d+$/.test(a) && /^\d+$/.test(b) ? Number(a) - Number(b) || byText(a, b) : byText(a, b);
}

function noSession(title: string): RowHold {
  return {
    rule: 'C2',
    text: `“${title}” has no session in the SIS that covers all its sessions. Give the class sessions with dates.`,
  };
}
