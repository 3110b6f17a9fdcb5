import type { DistrictSettings } from '../../../shared/settings.ts';
import { enrollmentKey } from '../../canvas/canvas-row.ts';
import type { SisEnrollment } from '../../sis/schema/rows.ts';
import type { DesiredRow } from '../desired.ts';
import { addDays, lastDay } from '../district-time.ts';
import type { ClassContext } from './classes.ts';

/** Canvas roles of OneRoster enrollment roles (ROSTER-RULES C6); null: no enrollment. */
export function canvasRole(role: string): 'student' | 'teacher' | 'ta' | null {
  switch (role) {
    case 'student':
      return 'student';
    case 'teacher':
      return 'teacher';
    case 'aide':
      return 'ta';
    default:
      return null;
  }
}

/** A person an enrollment points at, as user mapping left it. */
export interface EnrolledPerson {
  readonly userId: string;
  readonly label: string;
  /** The SIS marks the person as dropped: the enrollments are dropped with it. */
  readonly dropped: boolean;
}

export interface EnrollmentInput {
  readonly enrollment: SisEnrollment;
  readonly person: EnrolledPerson;
}

/**
 * All SIS enrollments of one person in one class → at most one desired row per Canvas role (C6): current before future
 * before ended, then the latest end. When none is wanted any more, the row says so, because an explicit drop is a
 * reason to remove where mere absence is not yet one (D1, D5).
 */
export function mapEnrollments(
  rows: readonly EnrollmentInput[],
  cls: ClassContext,
  settings: DistrictSettings,
  today: string,
): DesiredRow[] {
  const best = new Map<string, Judged>();
  for (const input of rows) {
    const role = canvasRole(input.enrollment.role);
    if (role === null) continue;
    const judged = judge(input, role, cls, settings, today);
    const before = best.get(role);
    if (before === undefined || better(judged, before)) best.set(role, judged);
  }
  return [...best.values()].map((judged) => toRow(judged, cls));
}

interface Judged {
  readonly input: EnrollmentInput;
  readonly role: string;
  readonly wanted: boolean;
  readonly begins: string;
  readonly lastDay: string;
  readonly current: boolean;
  readonly drop: { readonly on: string; readonly text: string } | null;
}

function judge(input: EnrollmentInput, role: string, cls: ClassContext, settings: DistrictSettings, today: string): Judged {
  const { enrollment } = input;
  const last = lastDay(enrollment.endDate, settings.enrollmentEndDate);
  const over = last !== '' && last < today;
  const dropped = enrollment.status === 'tobedeleted' || cls.dropped || input.person.dropped;
  const wanted = !dropped && !over && !cls.ended;
  return {
    input,
    role,
    wanted,
    begins: enrollment.beginDate,
    lastDay: last,
    current: wanted && (enrollment.beginDate === '' || enrollment.beginDate <= today),
    drop: wanted ? null : explicitDrop(dropped ? dropText(input, cls) : null, over, last, cls, settings, today),
  };
}

/**
 * D1: once a class has ended only an explicit drop still counts: marked as dropped, or an end date well before the
 * session's end; and only for a while after the end.
 */
function explicitDrop(
  dropped: string | null,
  over: boolean,
  last: string,
  cls: ClassContext,
  settings: DistrictSettings,
  today: string,
): Judged['drop'] {
  if (cls.ended) {
    if (addDays(cls.ends, settings.dropGraceDays) < today) return null;
    if (dropped === null && !(over && last < addDays(cls.ends, -settings.dropLeadDays))) return null;
  }
  if (dropped !== null) return { on: '', text: dropped };
  return over ? { on: last, text: `The enrollment ended on ${last} in the SIS.` } : null;
}

function dropText(input: EnrollmentInput, cls: ClassContext): string {
  if (cls.dropped) return 'The SIS dropped the class.';
  return input.person.dropped ? 'The SIS dropped this person.' : 'The SIS dropped this enrollment.';
}

function better(a: Judged, b: Judged): boolean {
  if (a.wanted !== b.wanted) return a.wanted;
  if (a.current !== b.current) return a.current;
  const far = '9999-12-31';
  if (a.lastDay !== b.lastDay) return (a.lastDay || far) > (b.lastDay || far);
  return a.input.enrollment.sourcedId < b.input.enrollment.sourcedId;
}

function toRow(judged: Judged, cls: ClassContext): DesiredRow {
  const { person, enrollment } = judged.input;
  const label = `${person.label} in ${cls.title}`;
  return {
    entity: 'enrollment',
    key: enrollmentKey(cls.sectionId, person.userId, judged.role),
    partition: cls.sectionId,
    fields: { status: judged.wanted ? 'active' : 'dropped' },
    extra: {
      label,
      school: cls.school,
      source: ['enrollments', enrollment.sourcedId],
      ...(judged.wanted || judged.drop === null ? {} : { dropped: judged.drop }),
    },
  };
}
