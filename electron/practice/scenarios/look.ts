import type { AcademicSession, Class, Enrollment, Result, User } from '../oneroster-data.ts';
import type { Stage } from './scenario.ts';

/** The SIS' tables, typed, for scenarios. */
export const classes = (stage: Stage): readonly Class[] => stage.store.rows('classes') as readonly Class[];
export const users = (stage: Stage): readonly User[] => stage.store.rows('users') as readonly User[];
/** Only those whose references are there: tests may have put broken rows. */
export const enrollments = (stage: Stage): readonly Enrollment[] =>
  (stage.store.rows('enrollments') as readonly Enrollment[]).filter((row) => row.user && row.class && row.school);
export const results = (stage: Stage): readonly Result[] =>
  (stage.store.rows('results') as readonly Result[]).filter((row) => row.student);
export const sessions = (stage: Stage): readonly AcademicSession[] =>
  stage.store.rows('academicSessions') as readonly AcademicSession[];

/** Classes that meet today: every session has begun or ends later, at least one runs, and the class is active. */
export function runningClasses(stage: Stage): Class[] {
  const running = new Set(
    sessions(stage)
      .filter((session) => session.startDate <= stage.today && session.endDate >= stage.today)
      .map((session) => session.sourcedId),
  );
  return classes(stage).filter((c) => c.status === 'active' && c.terms.some((term) => running.has(term.sourcedId)));
}

/** Enrollments that count today, by class. */
export function livePlaces(stage: Stage, role: string): Map<string, Enrollment[]> {
  const places = new Map<string, Enrollment[]>();
  for (const row of enrollments(stage)) {
    if (row.role !== role || row.status !== 'active' || (row.endDate ?? '9999') <= stage.today) continue;
    const list = places.get(row.class.sourcedId);
    if (list) list.push(row);
    else places.set(row.class.sourcedId, [row]);
  }
  return places;
}
