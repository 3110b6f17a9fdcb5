import type { AcademicSession } from '../oneroster-data.ts';
import type { Calendar } from './calendar.ts';
import { sessionsOf } from './calendar.ts';
import { GRADES } from './catalogue.ts';
import type { ClassDraft, Draft } from './draft.ts';
import { meet } from './messy-time.ts';
import { makeRandom } from './random.ts';
import { openClass } from './tidy.ts';

/** Shares of all classes (DESIGN §7); a little above what must be found, because later steps add classes. */
const WITHOUT_TEACHER = 0.065;
const CO_TAUGHT = 0.095;
const SEVERAL_SESSIONS = 0.125;
const QUARTER = 0.08;
const EMPTY = 0.025;
const MOVED_TO_FIRST = 0.05;

/** Deals the classes out, shuffled, so that every kind has exactly its share and no class two of them. */
export function messUpClasses(draft: Draft): void {
  const random = makeRandom(draft.seed, 'classes');
  const deck = random.shuffled(draft.classes);
  const total = deck.length;
  const deal = (share: number): ClassDraft[] => deck.splice(0, Math.ceil(total * share));
  for (const c of deal(WITHOUT_TEACHER)) c.staff = c.staff.filter((place) => place.role !== 'teacher');
  for (const [i, c] of deal(CO_TAUGHT).entries()) coTeach(draft, c, i);
  for (const c of deal(SEVERAL_SESSIONS)) meet(c, severalFor(draft, c));
  for (const c of deal(QUARTER)) meet(c, [quarterFor(draft, c, random.below(2))]);
  for (const c of deal(EMPTY)) c.students = [];
  for (const c of deal(MOVED_TO_FIRST)) meet(c, [calendarOf(draft, c).semesters[0]]);
}

/** A second teacher of the same school; every fifth such class names both as primary, as some SISs do (oneroster-1.1 §7). */
function coTeach(draft: Draft, c: ClassDraft, i: number): void {
  const present = new Set(c.staff.map((place) => place.person));
  const colleagues = c.school.teachers.filter((teacher) => !present.has(teacher));
  const elsewhere = draft.schools.find((school) => school !== c.school && school.teachers.length > 0)?.teachers[0];
  const second = colleagues[(i * 7) % Math.max(1, colleagues.length)] ?? elsewhere;
  if (second) c.staff.push({ person: second, role: 'teacher', primary: i % 5 === 0 });
}

function calendarOf(draft: Draft, c: ClassDraft): Calendar {
  const [session] = c.sessions;
  return draft.calendars.find((calendar) => session && sessionsOf(calendar).includes(session)) ?? c.school.calendar;
}

/** The same time in smaller pieces: a year as both semesters, a semester as its quarters, a quarter as half a year. */
function severalFor(draft: Draft, c: ClassDraft): AcademicSession[] {
  const { year, semesters, quarters } = calendarOf(draft, c);
  const [session] = c.sessions;
  if (session === year) return [...semesters];
  return session === semesters[0] || session === quarters[0] || session === quarters[1]
    ? quarters.slice(0, 2)
    : quarters.slice(2);
}

function quarterFor(draft: Draft, c: ClassDraft, half: number): AcademicSession {
  const { semesters, quarters } = calendarOf(draft, c);
  const [session] = c.sessions;
  return quarters[session === semesters[0] || session === c.school.calendar.year ? half : 2 + half] ?? quarters[0];
}

/** Homerooms: one per group of every grade, all year, with one of the school's teachers. */
export function addHomerooms(draft: Draft): void {
  for (const school of draft.schools) {
    const calendar = school.calendar;
    school.grades.forEach((students, g) => {
      const grade = GRADES[school.level][g] ?? '';
      const groups = Math.ceil(students.length / 28);
      for (let group = 0; group < groups; group++) {
        const teacher = school.teachers[(g * 3 + group) % Math.max(1, school.teachers.length)];
        const subject = { code: 'HR', title: 'Homeroom', subject: 'Homeroom' };
        const made = openClass(draft, school, subject, grade, group, 0, calendar.year, teacher);
        made.row.classType = 'homeroom';
        made.students = students.filter((_, i) => Math.floor((i * groups) / students.length) === group);
      }
    });
  }
}
