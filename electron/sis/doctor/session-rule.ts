import type { Check } from '../../../shared/district.ts';
import type { SisAcademicSession } from '../schema/rows.ts';
import { fine, warning } from './check.ts';

export type EndDateMeaning = 'last-day' | 'day-after';

const name = 'Last day of a session';
const DAY_MS = 86_400_000;

/**
 * ROSTER-RULES A2, asked with the district's own session: "Semester 1 ends Friday, December 18; right?" A session that
 * begins on the day another one ends, or an end on a Saturday, suggests the other meaning.
 *
 * @param today the district's local date
 */
export function lastDayCheck(sessions: readonly SisAcademicSession[], meaning: EndDateMeaning, today: string): Check {
  const session = exampleOf(sessions, today);
  if (session === null) return fine(name, 'The SIS has no session with dates to ask about.');
  const title = titleOf(session);
  const last = meaning === 'last-day' ? session.endDate : shifted(session.endDate, -1);
  const other = meaning === 'last-day' ? shifted(session.endDate, -1) : session.endDate;
  const question = `${title} ends ${inWords(last)}; right?`;
  const change = `If ${inWords(other)} is the last day of school, change “sessionEndDate” in the settings to “${meaning === 'last-day' ? 'day-after' : 'last-day'}”.`;
  if (meaning === 'day-after') return fine(name, question, change);
  const follower = sessions.find(
    (one) => one.startDate === session.endDate && one.type === session.type && one.sourcedId !== session.sourcedId,
  );
  if (follower !== undefined)
    return warning(name, `${question} ${titleOf(follower)} begins on the same day, so the SIS may name the day after.`, change);
  if (weekday(session.endDate) === 6)
    return warning(name, `${question} That is a Saturday, so the SIS may name the day after.`, change);
  return fine(name, question, change);
}

/** The session of today, else the next one, else the latest; terms before years, because people know when they end. */
function exampleOf(sessions: readonly SisAcademicSession[], today: string): SisAcademicSession | null {
  const dated = sessions.filter((one) => one.status === 'active' && isDate(one.startDate) && isDate(one.endDate));
  const short = dated.filter((one) => one.type === 'semester' || one.type === 'term');
  const pool = short.length > 0 ? short : dated;
  const byEnd = [...pool].sort((a, b) => (a.endDate < b.endDate ? -1 : 1));
  return (
    byEnd.find((one) => one.startDate <= today && one.endDate >= today) ??
    byEnd.find((one) => one.endDate >= today) ??
    byEnd.at(-1) ??
    null
  );
}

function titleOf({ title, schoolYear }: SisAcademicSession): string {
  const year = /^\d{4}$/.test(schoolYear) && !/\d{4}/.test(title) ? ` (${Number(schoolYear) - 1}–${schoolYear.slice(2)})` : '';
  return `“${title}”${year}`;
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}

function shifted(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

function inWords(date: string): string {
  const format = { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat('en-US', format).format(new Date(`${date}T00:00:00Z`));
}
