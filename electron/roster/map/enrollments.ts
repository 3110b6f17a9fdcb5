import type { Fields } from '../../../shared/entities.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import { enrollmentKey } from '../../canvas/canvas-row.ts';
import type { SisEnrollment } from '../../sis/schema/rows.ts';
import type { DesiredRow } from '../desired.ts';
import { type DistrictTime, lastDay } from '../district-time.ts';
import type { ClassContext } from './classes.ts';

export type EnrollmentRole = 'student' | 'teacher' | 'ta';

/** Canvas roles of OneRoster enrollment roles (ROSTER-RULES C6); null: no enrollment; undefined: a word nobody knows. */
export function canvasRole(role: string): EnrollmentRole | null | undefined {
  switch (role) {
    case 'student':
      return 'student';
    case 'teacher':
      return 'teacher';
    case 'aide':
      return 'ta';
    case 'administrator':
    case 'proctor':
    case 'guardian':
    case 'parent':
    case 'relative':
      return null;
    default:
      return undefined;
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
 * reason to remove where mere absence is not yet one (D1, D5). A role that cannot be read leaves all of the person's
 * enrollments in the class as they are: it must not look like an absence.
 */
export function mapEnrollments(
  rows: readonly EnrollmentInput[],
  cls: ClassContext,
  settings: DistrictSettings,
  time: DistrictTime,
): DesiredRow[] {
  const { today } = time;
  const best = new Map<EnrollmentRole, Judged>();
  let unclear: EnrollmentInput | null = null;
  for (const input of rows) {
    const role = canvasRole(input.enrollment.role);
    if (role === undefined && input.enrollment.status === 'active') unclear = firstOf(unclear, input);
    if (role === undefined || role === null) continue;
    const judged = judge(input, cls, settings, today);
    const before = best.get(role);
    if (before === undefined || better(judged, before)) best.set(role, judged);
  }
  const mapped = [...best].sort(byRole).map(([role, judged]) => {
    const row = toRow(role, judged, cls);
    const carries = settings.carryDates && role === 'student' && row.fields.status === 'active';
    return carries ? { ...row, fields: { ...row.fields, ...datesOf(judged, time) } } : row;
  });
  return unclear === null ? mapped : [...mapped, ...unclearRows(unclear, best, cls)];
}

/** C7: first and last day of the enrollment as instants of the district (A1); both or none. */
function datesOf({ input, lastDay: ends }: Judged, time: DistrictTime): Fields {
  const starts = input.enrollment.beginDate;
  return starts === '' || ends === '' || ends < starts ? {} : { start_date: time.startOf(starts), end_date: time.endOf(ends) };
}

/** Whether it makes somebody teacher of a class that has not ended (C4). */
export function isWantedTeacher(
  { status, role, endDate }: SisEnrollment,
  { enrollmentEndDate }: Pick<DistrictSettings, 'enrollmentEndDate'>,
  today: string,
): boolean {
  const last = lastDay(endDate, enrollmentEndDate);
  return status === 'active' && canvasRole(role) === 'teacher' && (last === '' || last >= today);
}

/** Until when an enrollment that is not wanted any more was (D3). */
export function lastWantedDay(
  { endDate }: SisEnrollment,
  { ends }: Pick<ClassContext, 'ends'>,
  { enrollmentEndDate }: Pick<DistrictSettings, 'enrollmentEndDate'>,
  today: string,
): string {
  const days = [lastDay(endDate, enrollmentEndDate), ends, today].filter((day) => day !== '');
  return days.sort()[0] ?? today;
}

/** What an enrollment amounts to, the strongest first. */
const standings = ['current', 'future', 'ended with the class', 'dropped'] as const;
type Standing = (typeof standings)[number];

interface Judged {
  readonly input: EnrollmentInput;
  readonly standing: Standing;
  readonly lastDay: string;
  readonly drop: { readonly on: string; readonly text: string } | null;
}

function judge(input: EnrollmentInput, cls: ClassContext, settings: DistrictSettings, today: string): Judged {
  const { enrollment } = input;
  const last = lastDay(enrollment.endDate, settings.enrollmentEndDate);
  const dropped = enrollment.status === 'tobedeleted' || cls.dropped || input.person.dropped;
  const over = last !== '' && last < today;
  // D1: after the class ended only an end date well before its end is a drop; any other is how classes end.
  const left = cls.ended ? over && last < cls.dropsBefore : over;
  if (dropped || left) {
    const drop = cls.settled ? null : dropped ? { on: '', text: dropText(input, cls) } : endText(last);
    return { input, standing: 'dropped', lastDay: last, drop };
  }
  const begun = enrollment.beginDate === '' || enrollment.beginDate <= today;
  return { input, standing: cls.ended ? 'ended with the class' : begun ? 'current' : 'future', lastDay: last, drop: null };
}

function dropText(input: EnrollmentInput, cls: ClassContext): string {
  if (cls.dropped) return 'The SIS dropped the class.';
  return input.person.dropped ? 'The SIS dropped this person.' : 'The SIS dropped this enrollment.';
}

function endText(last: string): Judged['drop'] {
  return { on: last, text: `The enrollment ended on ${last} in the SIS.` };
}

const FAR = '9999-12-31';

function better(a: Judged, b: Judged): boolean {
  const rank = standings.indexOf(a.standing) - standings.indexOf(b.standing);
  if (rank !== 0) return rank < 0;
  if (a.lastDay !== b.lastDay) return (a.lastDay || FAR) > (b.lastDay || FAR);
  return a.input.enrollment.sourcedId < b.input.enrollment.sourcedId;
}

function firstOf(a: EnrollmentInput | null, b: EnrollmentInput): EnrollmentInput {
  return a === null || b.enrollment.sourcedId < a.enrollment.sourcedId ? b : a;
}

const roles: readonly EnrollmentRole[] = ['student', 'teacher', 'ta'];

function byRole([a]: readonly [EnrollmentRole, Judged], [b]: readonly [EnrollmentRole, Judged]): number {
  return roles.indexOf(a) - roles.indexOf(b);
}

function unclearRows(input: EnrollmentInput, readable: ReadonlyMap<EnrollmentRole, Judged>, cls: ClassContext): DesiredRow[] {
  return roles.filter((role) => !readable.has(role)).map((role) => rowOf(role, input, cls, 'unclear'));
}

function toRow(role: EnrollmentRole, { input, standing, drop }: Judged, cls: ClassContext): DesiredRow {
  const wanted = standing === 'current' || standing === 'future';
  const row = rowOf(role, input, cls, wanted ? 'active' : 'dropped');
  return drop === null ? row : { ...row, extra: { ...row.extra, dropped: drop } };
}

function rowOf(role: EnrollmentRole, { person, enrollment }: EnrollmentInput, cls: ClassContext, status: string): DesiredRow {
  return {
    entity: 'enrollment',
    key: enrollmentKey(cls.sectionId, person.userId, role),
    partition: cls.sectionId,
    fields: role !== 'student' && cls.limited ? { status, limit_section_privileges: 'true' } : { status },
    extra: {
      label: `${person.label} in ${cls.title}`,
      school: cls.school,
      source: ['enrollments', enrollment.sourcedId],
      ...(role === 'student' && cls.studentsWait !== null ? { notYet: cls.studentsWait } : {}),
      ...(role !== 'student' && cls.limitedIn !== '' ? { limitedIn: cls.limitedIn } : {}),
      ...(role === 'teacher' && cls.colleagues !== '' ? { colleagues: cls.colleagues } : {}),
    },
  };
}
