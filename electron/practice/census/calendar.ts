import type { AcademicSession, Ref } from '../oneroster-data.ts';
import { addDays, weekdayFrom } from './dates.ts';
import type { Ids } from './random.ts';

/** One school year of one calendar: the year, its two semesters, its four quarters (oneroster-1.1 §2.3). */
export interface Calendar {
  year: AcademicSession;
  semesters: readonly [AcademicSession, AcademicSession];
  quarters: readonly [AcademicSession, AcademicSession, AcademicSession, AcademicSession];
}

/** The calendar year in which the school year around `today` ends; in summer (no year running) the coming one. */
export function schoolYearAround(today: string): number {
  const year = Number(today.slice(0, 4));
  return today > lastDayOf(year) ? year + 1 : year;
}

function lastDayOf(endingIn: number): string {
  return weekdayFrom(endingIn, 6, 1, 5);
}

export function sessionRef(session: AcademicSession): Ref {
  return { sourcedId: session.sourcedId, type: 'academicSession' };
}

/**
 * The seven sessions of one school year. `key` separates calendars (their titles stay equal); `shift` moves every inner border and
 * the start by whole days, so that a second calendar has equal titles and other dates.
 */
export function makeCalendar(ids: Ids, key: string, endingIn: number, shift: number, modified: string): Calendar {
  const begin = endingIn - 1;
  let n = 0;
  const session = (title: string, type: AcademicSession['type'], startDate: string, endDate: string): AcademicSession => ({
    sourcedId: ids(`session ${key} ${endingIn}`, n++),
    status: 'active',
    dateLastModified: modified,
    title,
    type,
    startDate,
    endDate,
    schoolYear: String(endingIn),
  });
  const moved = (date: string): string => addDays(date, shift);
  const fall = moved(weekdayFrom(begin, 8, 10, 1));
  const fallMiddle = moved(weekdayFrom(begin, 10, 9, 5));
  const fallEnd = weekdayFrom(begin, 12, 15, 5);
  const spring = moved(weekdayFrom(endingIn, 1, 4, 1));
  const springMiddle = moved(weekdayFrom(endingIn, 3, 8, 5));
  const springEnd = lastDayOf(endingIn);

  const year = session(`${begin}-${endingIn} School Year`, 'schoolYear', fall, springEnd);
  const s1 = session('Semester 1', 'semester', fall, fallEnd);
  const s2 = session('Semester 2', 'semester', spring, springEnd);
  const q1 = session('Quarter 1', 'gradingPeriod', fall, fallMiddle);
  const q2 = session('Quarter 2', 'gradingPeriod', addDays(fallMiddle, 3), fallEnd);
  const q3 = session('Quarter 3', 'gradingPeriod', spring, springMiddle);
  const q4 = session('Quarter 4', 'gradingPeriod', addDays(springMiddle, 3), springEnd);
  adopt(year, s1, s2);
  adopt(s1, q1, q2);
  adopt(s2, q3, q4);
  return { year, semesters: [s1, s2], quarters: [q1, q2, q3, q4] };
}

function adopt(parent: AcademicSession, ...children: AcademicSession[]): void {
  parent.children = children.map(sessionRef);
  for (const child of children) child.parent = sessionRef(parent);
}

export function sessionsOf(calendar: Calendar): AcademicSession[] {
  return [calendar.year, ...calendar.semesters, ...calendar.quarters];
}

/** The semester that runs today; between the semesters the one to come, before the year the first. */
export function currentSemester(calendar: Calendar, today: string): AcademicSession {
  const [s1, s2] = calendar.semesters;
  return today <= s1.endDate ? s1 : s2;
}

/**
 * The next session after the current semester that has not begun: Semester 2, else Quarter 4, else `undefined` (then the next
 * school year's first semester is next).
 */
export function upcomingSession(calendar: Calendar, today: string): AcademicSession | undefined {
  const [, s2] = calendar.semesters;
  const q4 = calendar.quarters[3];
  if (currentSemester(calendar, today) !== s2) return s2;
  return today < q4.startDate ? q4 : undefined;
}
