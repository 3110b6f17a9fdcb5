import type { Enrollment, OneRosterData, Ref } from '../oneroster-data.ts';
import { sessionsOf } from './calendar.ts';
import { addDays } from './dates.ts';
import type { ClassDraft, Draft } from './draft.ts';
import { nextId } from './draft.ts';
import { orgRef } from './people.ts';

/** Every so many-th enrollment carries no dates: then the class' sessions speak (oneroster-1.1 §7). */
const DATELESS_EVERY = 11;

/** Writes a draft out as the six collections. */
export function emit(draft: Draft): OneRosterData {
  draft.district.children = draft.schools.map((school) => orgRef(school.org));
  return {
    orgs: [draft.district, ...draft.schools.map((school) => school.org)],
    academicSessions: draft.calendars.flatMap(sessionsOf),
    courses: [...draft.courses.values()].map((course) => course.row),
    classes: draft.classes.map((c) => c.row),
    users: draft.people.map((person) => person.row),
    enrollments: enrollments(draft),
  };
}

/** First day of the class and the day after its last one: `endDate` of an enrollment is exclusive (oneroster-1.1 §2.8). */
export function datesOf(c: ClassDraft): { beginDate: string; endDate: string } {
  let beginDate = '9999-12-31';
  let lastDay = '0000-01-01';
  for (const session of c.sessions) {
    if (session.startDate < beginDate) beginDate = session.startDate;
    if (session.endDate > lastDay) lastDay = session.endDate;
  }
  return { beginDate, endDate: addDays(lastDay, 1) };
}

function enrollments(draft: Draft): Enrollment[] {
  const rows: Enrollment[] = [];
  const add = (c: ClassDraft, user: Ref, role: string, dates: { beginDate: string; endDate: string } | undefined): Enrollment => {
    const row: Enrollment = {
      sourcedId: nextId(draft, 'enrollment'),
      status: 'active',
      dateLastModified: draft.modified,
      user,
      class: c.ref,
      school: c.school.ref,
      role,
      ...dates,
    };
    rows.push(row);
    return row;
  };
  for (const c of draft.classes) {
    const dates = datesOf(c);
    const usual = () => (rows.length % DATELESS_EVERY === 5 ? undefined : dates);
    for (const place of c.staff) {
      const row = add(c, place.person.ref, place.role, usual());
      if (place.role === 'teacher') row.primary = place.primary;
    }
    for (const student of c.students) add(c, student.ref, 'student', usual());
    for (const past of c.past) {
      add(c, past.person.ref, 'student', { beginDate: past.beginDate, endDate: past.endDate }).status = past.status;
    }
  }
  return rows;
}
