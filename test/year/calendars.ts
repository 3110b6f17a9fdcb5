import { isActive, type SisClass, type SisDump, type SisSession } from '../judge/sis-dump.ts';
import { classesOf, type SisOffice, schoolNamed } from './sis-office.ts';

/** Days by which the second calendar begins, turns and ends later. */
export const LATE_DAYS = 7;

/**
 * Three schools, two calendars: the first school keeps the census' own sessions, the second begins and ends a week later
 * under the same titles, the third has session records of its own with the first one's dates, which are one term in Canvas
 * (ROSTER-RULES C2). Everywhere one semester class meets in the first quarter only, and one in both quarters instead.
 */
export async function layCalendars(sis: SisDump, office: SisOffice): Promise<void> {
  await copySessions(sis.academicSessions, office, 'late', LATE_DAYS);
  await copySessions(sis.academicSessions, office, 'own', 0);
  await laySchool(sis, office, schoolNamed(sis, 'Elementary'), '');
  await laySchool(sis, office, schoolNamed(sis, 'Middle'), 'late-');
  await laySchool(sis, office, schoolNamed(sis, 'High'), 'own-');
}

async function laySchool(sis: SisDump, office: SisOffice, school: string, mark: string): Promise<void> {
  const [quarter, , semester] = ['Quarter 1', 'Quarter 2', 'Semester 1'].map((title) => sessionOf(sis, title));
  const inSemester = classesOf(sis, school, semester);
  for (const row of classesOf(sis, school)) {
    const old = (row.terms ?? []).map((term) => term.sourcedId);
    let terms = old;
    if (row === inSemester[0]) terms = [quarter?.sourcedId ?? ''];
    if (row === inSemester[1]) terms = ['Quarter 1', 'Quarter 2'].map((title) => sessionOf(sis, title)?.sourcedId ?? '');
    await office.change('classes', row.sourcedId, {
      terms: terms.map((id) => ({ sourcedId: `${mark}${id}`, type: 'academicSession' })),
    });
    await dateRows(sis, office, row, terms, mark === 'late-' ? LATE_DAYS : 0);
  }
}

/** Enrollments begin with their class and end the day after it (oneroster-1.1 §2.8). */
async function dateRows(sis: SisDump, office: SisOffice, row: SisClass, terms: readonly string[], days: number): Promise<void> {
  const sessions = sis.academicSessions.filter((session) => terms.includes(session.sourcedId));
  const starts = sessions.map((session) => session.startDate).sort();
  const ends = sessions.map((session) => session.endDate).sort();
  const dates = { beginDate: shifted(starts[0] ?? '', days), endDate: shifted(ends.at(-1) ?? '', days + 1) };
  for (const each of sis.enrollments)
    if (each.class?.sourcedId === row.sourcedId && each.endDate) await office.change('enrollments', each.sourcedId, dates);
}

/** Puts the students, a grade higher by now, into the classes that were not there before. */
export async function fillNextYear(sis: SisDump, before: SisDump, office: SisOffice): Promise<void> {
  const known = new Set(before.classes.map((row) => row.sourcedId));
  for (const row of sis.classes.filter((one) => !known.has(one.sourcedId))) {
    const grades = row.grades as string[] | undefined;
    for (const user of sis.users) {
      const grade = (user.grades as string[] | undefined)?.[0];
      if (user.role === 'student' && isActive(user) && grade !== undefined && grades?.includes(grade) === true)
        await office.enroll(row, user.sourcedId, 'student');
    }
  }
}

export function sessionOf({ academicSessions }: SisDump, title: string): SisSession | undefined {
  return academicSessions.find((session) => session.title === title && !/^(late|own)-/.test(session.sourcedId));
}

async function copySessions(sessions: readonly SisSession[], office: SisOffice, mark: string, days: number): Promise<void> {
  const mine = (ref: { sourcedId: string }) => ({ sourcedId: `${mark}-${ref.sourcedId}`, type: 'academicSession' });
  for (const { sourcedId, parent, children, startDate, endDate, ...rest } of sessions) {
    await office.add('academicSessions', `${mark}-${sourcedId}`, {
      ...rest,
      startDate: shifted(startDate, days),
      endDate: shifted(endDate, days),
      ...(parent ? { parent: mine(parent) } : {}),
      ...(Array.isArray(children) ? { children: children.map(mine) } : {}),
    });
  }
}

export function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
