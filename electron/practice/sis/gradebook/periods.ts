import type { AcademicSession, Class } from '../../oneroster-data.ts';

/**
 * The grading periods of a class: its own sessions of that type and those below its sessions (oneroster-1.1 §6.3). Quarters lie below
 * semesters, semesters below the year.
 */
export function periodsOf(all: readonly AcademicSession[], of: Class): AcademicSession[] {
  const reached = new Set((of.terms ?? []).map((term) => term.sourcedId));
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const session of all) if (reached.has(session.parent?.sourcedId ?? '')) reached.add(session.sourcedId);
  }
  return all.filter((session) => reached.has(session.sourcedId) && session.type === 'gradingPeriod');
}

/** The date of an instant as a server reads it that knows no time zones: 23:59 in New York is tomorrow (§6.3). */
export function utcDate(instant: string): string {
  return new Date(instant).toISOString().slice(0, 10);
}

export function holds(session: AcademicSession, date: string): boolean {
  return session.startDate <= date && date <= session.endDate;
}

/** Whether a period is among those a switch names: by sourcedId, `past` or `all`. */
export function isNamed(names: readonly string[], session: AcademicSession, today: string): boolean {
  return names.includes('all') || names.includes(session.sourcedId) || (names.includes('past') && session.endDate < today);
}
