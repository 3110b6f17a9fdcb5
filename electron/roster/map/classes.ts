import type { SisClass, SisCourse } from '../../sis/schema/rows.ts';
import type { DesiredRow, RowHold } from '../desired.ts';
import { canvasText } from '../text.ts';
import type { School } from './accounts.ts';
import type { Minting } from './minting.ts';
import { classSpan, coveringSession, type Session } from './sessions.ts';

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
  /** The SIS marks the class itself as dropped: its enrollments are dropped with it (oneroster-1.1.md §3.3). */
  readonly dropped: boolean;
  readonly hold: RowHold | null;
}

export interface ClassWorld {
  readonly schools: ReadonlyMap<string, School>;
  readonly sessions: ReadonlyMap<string, Session>;
  /** Candidate sessions by school sourcedId: used by its classes, with ancestors. */
  readonly candidates: ReadonlyMap<string, readonly Session[]>;
  readonly termOf: ReadonlyMap<string, string>;
  readonly today: string;
}

export interface MappedClass {
  readonly rows: readonly DesiredRow[];
  readonly context: ClassContext;
}

/**
 * One class → one course with one section (ROSTER-RULES C4, model "class"). Null when the class is of no chosen school.
 * A class that ended yields frozen rows (D1); one whose sessions no session of its school covers is held (C2).
 */
export function mapClass(row: SisClass, course: SisCourse | null, world: ClassWorld, minting: Minting): MappedClass | null {
  const school = world.schools.get(row.school);
  if (school === undefined) return null;
  const session = coveringSession(row.terms, world.candidates.get(row.school) ?? [], world.sessions);
  const span = classSpan(row.terms, world.sessions);
  const termId = session === null ? undefined : world.termOf.get(session.sourcedId);
  const ended = span !== null && span.ends < world.today;
  const title = canvasText(row.title) || canvasText(course?.title ?? '') || 'Untitled class';
  const sectionId = minting.idFor('section', row.sourcedId, row.sourcedId);
  const courseId = minting.idFor('course', row.sourcedId, `c-${row.sourcedId}`);
  const hold = termId === undefined && !ended ? noSession(title) : null;
  const dropped = row.status === 'tobedeleted';
  const context: ClassContext = {
    classId: row.sourcedId,
    sectionId,
    school: school.accountId,
    title,
    starts: span?.starts ?? '',
    ends: span?.ends ?? '',
    ended,
    dropped,
    hold,
  };
  // D4: a dropped class leaves its section and course where they are.
  if (dropped) return { rows: [], context };
  const shared = {
    school: school.accountId,
    source: ['classes', row.sourcedId] as const,
    starts: context.starts,
    ends: context.ends,
    ...(ended ? { frozen: true as const } : {}),
    ...(hold === null ? {} : { hold }),
  };
  const shortName = canvasText(row.classCode) || canvasText(course?.courseCode ?? '') || title;
  return {
    context,
    rows: [
      {
        entity: 'course',
        key: courseId,
        partition: courseId,
        fields: { short_name: shortName, long_name: title, account_id: school.accountId, term_id: termId ?? '' },
        extra: { label: title, ...shared },
      },
      {
        entity: 'section',
        key: sectionId,
        partition: sectionId,
        fields: { course_id: courseId, name: sectionName(title, row.periods) },
        extra: { label: sectionName(title, row.periods), course: courseId, ...shared },
      },
    ],
  };
}

function sectionName(title: string, periods: readonly string[]): string {
  const named = periods.map((p) => (/^\d+$/.test(p) ? `Period ${p}` : p)).filter((p) => p !== '' && !title.includes(p));
  return canvasText(named.length === 0 ? title : `${title} – ${named.join(', ')}`);
}

function noSession(title: string): RowHold {
  return {
    rule: 'C2',
    text: `No session of the school covers all sessions of “${title}”. Give the class a session with dates in the SIS.`,
  };
}
