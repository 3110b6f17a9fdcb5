import type { AcademicSession } from '../oneroster-data.ts';
import type { Calendar } from './calendar.ts';
import { makeCalendar, schoolYearAround, sessionRef, sessionsOf } from './calendar.ts';
import { addDays, daysBetween } from './dates.ts';
import type { ClassDraft, Draft } from './draft.ts';
import { nextId } from './draft.ts';
import { datesOf } from './emit.ts';
import { makeRandom } from './random.ts';

/** Days a change of section takes effect at least before today, so that the old row has clearly ended. */
const SETTLED = 10;

/** Every third school runs on a calendar of its own: the same titles, a week later (DESIGN §7 "two calendars with equal titles"). */
export function addSecondCalendar(draft: Draft): void {
  const twin = new Map<AcademicSession, AcademicSession>();
  const second: Calendar[] = [];
  for (const calendar of [...draft.calendars]) {
    const other = makeCalendar(draft.ids, 'second', Number(calendar.year.schoolYear), 7, draft.modified);
    const theirs = sessionsOf(other);
    for (const [i, session] of sessionsOf(calendar).entries()) twin.set(session, theirs[i] ?? session);
    draft.calendars.push(other);
    second.push(other);
  }
  const own = second[0];
  if (!own) return;
  draft.schools.forEach((school, n) => {
    if (n % 3 === 1) school.calendar = own;
  });
  for (const c of draft.classes)
    if (c.school.calendar === own)
      meet(
        c,
        c.sessions.map((session) => twin.get(session) ?? session),
      );
}

/** Lets a class meet in these sessions. */
export function meet(c: ClassDraft, sessions: AcademicSession[]): void {
  c.sessions = sessions;
  c.row.terms = sessions.map(sessionRef);
}

/**
 * Schedule history: about 6 % of the places were changed since the class began, so an ended row lies in the neighbouring section
 * (or in the same class, for a drop and re-enrolment); 1 % are rows the SIS wants removed (`tobedeleted`).
 */
export function addHistory(draft: Draft): void {
  const random = makeRandom(draft.seed, 'history');
  const sections = new Map<string, ClassDraft[]>();
  for (const c of draft.classes) {
    const key = `${c.school.ref.sourcedId} ${c.row.course.sourcedId}`;
    const list = sections.get(key);
    if (list) list.push(c);
    else sections.set(key, [c]);
  }
  for (const list of sections.values()) {
    list.forEach((c, i) => {
      const { beginDate, endDate } = datesOf(c);
      const beside = list[(i + 1) % list.length];
      const other = beside && beside.students.length > 0 ? beside : c;
      const taught = Math.min(daysBetween(beginDate, draft.today), daysBetween(beginDate, endDate)) - SETTLED;
      for (const person of c.students) {
        const chance = random.next();
        if (chance < 0.06 && taught > 0) {
          other.past.push({ person, beginDate, endDate: addDays(beginDate, 1 + random.below(taught)), status: 'active' });
        } else if (chance > 0.99) other.past.push({ person, beginDate, endDate, status: 'tobedeleted' });
      }
    });
  }
}

/** Last year's sessions are still in the feed, with two of every school's classes and their people. */
export function addLastYear(draft: Draft): void {
  const endingIn = schoolYearAround(draft.today) - 1;
  const calendar = makeCalendar(draft.ids, 'main', endingIn, 0, draft.modified);
  draft.calendars.push(calendar);
  const taken = new Map<string, number>();
  for (const c of [...draft.classes]) {
    const school = c.school.ref.sourcedId;
    const count = taken.get(school) ?? 0;
    if (count >= 2 || c.students.length === 0) continue;
    taken.set(school, count + 1);
    const sourcedId = nextId(draft, 'class');
    draft.classes.push({
      ...c,
      row: { ...c.row, sourcedId, terms: [sessionRef(calendar.year)] },
      ref: { sourcedId, type: 'class' },
      sessions: [calendar.year],
      past: [],
    });
  }
}
