import { addDays } from '../census/dates.ts';
import type { AcademicSession, Class, Ref } from '../oneroster-data.ts';
import { classes, enrollments, sessions, users } from './look.ts';
import type { Scenario, Stage } from './scenario.ts';
import { change, NoSuchScene, oneOf, textParam } from './scenario.ts';

/** A session ended yesterday; its classes' rows vanish from the feed or stay. Params: session (sourcedId), rows. */
export const termEnded: Scenario = (stage, params) => {
  const rows = oneOf(params, 'rows', ['vanish', 'stay']);
  const wished = textParam(params, 'session');
  const running = sessions(stage).filter((s) => s.startDate < stage.today && s.endDate >= stage.today && s.type === 'semester');
  const session = wished === undefined ? running[0] : sessions(stage).find((s) => s.sourcedId === wished);
  if (!session) throw new NoSuchScene('no session runs today');
  change(stage, 'academicSessions', session.sourcedId, { endDate: addDays(stage.today, -1) });
  const over = new Set(
    classes(stage)
      .filter((c) => c.terms.every((term) => term.sourcedId === session.sourcedId))
      .map((c) => c.sourcedId),
  );
  const gone = rows === 'stay' ? [] : enrollments(stage).filter((row) => over.has(row.class.sourcedId));
  for (const row of gone) stage.store.remove('enrollments', row.sourcedId);
  if (rows === 'vanish') for (const id of over) stage.store.remove('classes', id);
  return { session: session.sourcedId, classes: [...over], enrollments: gone.length, rows };
};

const GRADES = ['KG', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'];

/**
 * The year turns, lightly: next year's sessions appear, every class of the running year gets a successor with its teachers and no
 * students yet, students move up a grade and the oldest leave. What was there stays in the feed.
 */
export const rolloverLight: Scenario = (stage) => {
  const years = sessions(stage).filter((s) => s.type === 'schoolYear');
  const running = years.filter((s) => s.startDate <= stage.today && s.endDate >= stage.today);
  const now = running.length > 0 ? running : years.slice(-1);
  const year = now[0]?.schoolYear;
  if (year === undefined) throw new NoSuchScene('no school year is known');
  const next = copySessions(stage, year);
  const successors = new Map<string, Ref>();
  for (const c of [...classes(stage)]) {
    const terms = c.terms.map((term) => next.get(term.sourcedId)).filter((ref) => ref !== undefined);
    if (terms.length === 0 || terms.length !== c.terms.length || c.status !== 'active') continue;
    const made: Class = { ...c, sourcedId: stage.newId(), terms, dateLastModified: stage.now };
    stage.store.put('classes', made);
    successors.set(c.sourcedId, { sourcedId: made.sourcedId, type: 'class' });
  }
  let staff = 0;
  for (const row of [...enrollments(stage)]) {
    const successor = successors.get(row.class.sourcedId);
    if (!successor || row.role !== 'teacher' || row.status !== 'active') continue;
    const { beginDate: _, endDate: __, ...rest } = row;
    stage.store.put('enrollments', { ...rest, sourcedId: stage.newId(), class: successor, dateLastModified: stage.now });
    staff += 1;
  }
  return {
    schoolYear: String(Number(year) + 1),
    sessions: next.size,
    classes: successors.size,
    teachers: staff,
    ...moveUp(stage),
  };
};

/** Next year's sessions, a year and a day less (52 weeks) later; answers old sourcedId → new reference. */
function copySessions(stage: Stage, year: string): Map<string, Ref> {
  const refs = new Map<string, Ref>();
  const known = sessions(stage).filter((s) => Number(s.schoolYear) === Number(year) + 1);
  const old = sessions(stage).filter((s) => s.schoolYear === year);
  for (const s of old) {
    const startDate = addDays(s.startDate, 364);
    const there = known.find((k) => k.title === s.title && k.startDate === startDate);
    refs.set(s.sourcedId, { sourcedId: there?.sourcedId ?? stage.newId(), type: 'academicSession' });
  }
  for (const s of old) {
    const ref = refs.get(s.sourcedId);
    if (!ref || known.some((k) => k.sourcedId === ref.sourcedId)) continue;
    const { parent, children, ...rest } = s;
    const above = parent ? refs.get(parent.sourcedId) : undefined;
    const below = children?.map((child) => refs.get(child.sourcedId)).filter((child) => child !== undefined);
    const made: AcademicSession = {
      ...rest,
      sourcedId: ref.sourcedId,
      title: s.title.replaceAll(/\d{4}/g, (digits) => String(Number(digits) + 1)),
      startDate: addDays(s.startDate, 364),
      endDate: addDays(s.endDate, 364),
      schoolYear: String(Number(year) + 1),
      dateLastModified: stage.now,
      ...(above ? { parent: above } : {}),
      ...(below ? { children: below } : {}),
    };
    stage.store.put('academicSessions', made);
  }
  return refs;
}

function moveUp(stage: Stage): { movedUp: number; left: number } {
  let movedUp = 0;
  let left = 0;
  for (const user of [...users(stage)]) {
    const [grade] = user.grades ?? [];
    if (user.role !== 'student' || grade === undefined || user.status !== 'active') continue;
    const next = GRADES[GRADES.indexOf(grade) + 1];
    if (next === undefined) {
      change(stage, 'users', user.sourcedId, { status: 'tobedeleted' });
      left += 1;
    } else {
      change(stage, 'users', user.sourcedId, { grades: [next] });
      movedUp += 1;
    }
  }
  return { movedUp, left };
}
