import type { DistrictSettings } from '../../../shared/settings.ts';
import type { SisClass, SisCourse } from '../../sis/schema/rows.ts';
import type { DesiredRow, NotYet, RowHold } from '../desired.ts';
import { addDays } from '../district-time.ts';
import { byText, canvasText, isUsableId } from '../text.ts';
import type { School } from './accounts.ts';
import { type LeadTimes, leadTimes, type SchoolYears, schoolYearOf } from './lead-times.ts';
import type { Minting } from './minting.ts';
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
  readonly rows: readonly DesiredRow[];
  readonly context: ClassContext;
  /** The class and its staff wait for their day (C8). */
  readonly waits: NotYet | null;
}

/**
 * One class → one course with one section (ROSTER-RULES C4, model "class"). Null when the class is of no chosen school.
 * A class that ended yields frozen rows (D1); one whose sessions no session of its school covers is held (C2).
 * @param remembered when the class ran when the SIS last said so; asked only when it no longer does.
 */
export function mapClass(
  row: SisClass,
  course: SisCourse | null,
  world: ClassWorld,
  minting: Minting,
  remembered: (sectionId: string) => Span | null,
): MappedClass | null {
  const school = world.schools.get(row.school);
  if (school === undefined || !isUsableId(row.sourcedId)) return null;
  const sectionId = minting.idFor('section', row.sourcedId, row.sourcedId);
  const courseId = minting.idFor('course', row.sourcedId, `c-${row.sourcedId}`);
  const span = classSpan(row.terms, world.sessions) ?? remembered(sectionId);
  const session = coveringSession(row.terms, world.candidates.get(row.school) ?? [], world.sessions);
  const termId = session === null ? undefined : world.termOf.get(session.sourcedId);
  const said = canvasText(row.title);
  const title = said || canvasText(course?.title ?? '') || 'Untitled class';
  const year = session === null ? undefined : schoolYearOf(session);
  const lead = leadOf(school, year, world);
  const context = contextOf(row, sectionId, school.accountId, title, span, lead, world);
  // D4: a dropped class leaves its section and course where they are.
  if (context.dropped) return { rows: [], context, waits: null };
  const shared = {
    school: school.accountId,
    source: ['classes', row.sourcedId] as const,
    starts: context.starts,
    ends: context.ends,
    ...(context.ended ? { frozen: true as const } : {}),
    ...(termId === undefined && !context.ended ? { hold: noSession(title) } : {}),
  };
  const shortName = canvasText(row.classCode) || canvasText(course?.courseCode ?? '') || said;
  const name = sectionName(title, row.periods);
  return {
    context,
    waits: lead.classes,
    rows: [
      {
        entity: 'course',
        key: courseId,
        partition: courseId,
        // Without a session nothing is said of the term, so that a course in Canvas stays in the one it has.
        fields: {
          short_name: shortName,
          // Blank keeps the name Canvas has; only a new course falls back to its label.
          long_name: said,
          account_id: school.accountId,
          ...(termId === undefined ? {} : { term_id: termId }),
        },
        extra: { label: title, ...shared },
      },
      {
        entity: 'section',
        key: sectionId,
        partition: sectionId,
        fields: { course_id: courseId, name: said === '' ? '' : name },
        extra: { label: name, course: courseId, ...shared, ...(year === undefined ? {} : { year }) },
      },
    ],
  };
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
  lead: LeadTimes,
  world: ClassWorld,
): ClassContext {
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
    studentsWait: lead.students,
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
