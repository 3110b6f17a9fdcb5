import type { AcademicSession, Org } from '../oneroster-data.ts';
import type { Calendar } from './calendar.ts';
import { currentSemester, makeCalendar, schoolYearAround, sessionRef, upcomingSession } from './calendar.ts';
import type { Level, Span, Subject } from './catalogue.ts';
import { GRADES, gradeWord, LEVELS, SUBJECTS } from './catalogue.ts';
import { addDays, instantOn } from './dates.ts';
import type { ClassDraft, Draft, Person, School } from './draft.ts';
import { nextId } from './draft.ts';
import { PLACES } from './names.ts';
import { enrol, hire, orgRef } from './people.ts';
import type { Random } from './random.ts';
import { makeIds, makeRandom } from './random.ts';

const LARGEST_SCHOOL = 500;
const LARGEST_CLASS = 28;
const SECTIONS_PER_TEACHER = 5;
const LEVEL_WORD: Record<Level, string> = { elementary: 'Elementary School', middle: 'Middle School', high: 'High School' };

/** A district without one flaw: unique logins, one teacher and one session per class, everything resolvable. */
export function tidyDistrict(students: number, seed: number, today: string): Draft {
  const ids = makeIds(seed);
  const modified = instantOn(addDays(today, -30), 6 * 3_600_000 + (seed % 1000));
  const endingIn = schoolYearAround(today);
  const calendar = makeCalendar(ids, 'main', endingIn, 0, modified);
  const district: Org = {
    sourcedId: ids('district', 0),
    status: 'active',
    dateLastModified: modified,
    name: 'Pine County School District',
    type: 'district',
    identifier: '1200990',
  };
  const draft: Draft = {
    seed,
    ids,
    today,
    modified,
    district,
    schools: [],
    calendars: [calendar],
    courses: new Map(),
    people: [],
    classes: [],
    logins: new Map(),
    counters: new Map(),
  };
  const random = makeRandom(seed, 'tidy');
  hire(draft, random, orgRef(district), 'administrator');
  buildSchools(draft, random, students, calendar);
  const next = upcomingSession(calendar, today) ?? nextYearsFirst(draft, endingIn);
  const spans: Record<Span, AcademicSession> = { year: calendar.year, current: currentSemester(calendar, today), upcoming: next };
  for (const school of draft.schools) schedule(draft, random, school, spans);
  return draft;
}

function nextYearsFirst(draft: Draft, endingIn: number): AcademicSession {
  const next = makeCalendar(draft.ids, 'main', endingIn + 1, 0, draft.modified);
  draft.calendars.push(next);
  return next.semesters[0];
}

/** Spreads the students over the grades and the grades over schools of at most LARGEST_SCHOOL. */
function buildSchools(draft: Draft, random: Random, students: number, calendar: Calendar): void {
  const allGrades = LEVELS.flatMap((level) => GRADES[level]);
  let gradesDone = 0;
  let studentsDone = 0;
  for (const level of LEVELS) {
    gradesDone += GRADES[level].length;
    const upTo = Math.round((students * gradesDone) / allGrades.length);
    const here = upTo - studentsDone;
    studentsDone = upTo;
    const schools = Math.ceil(here / LARGEST_SCHOOL);
    for (let i = 0; i < schools; i++) {
      const size = Math.floor(((i + 1) * here) / schools) - Math.floor((i * here) / schools);
      openSchool(draft, random, level, size, calendar);
    }
  }
}

function openSchool(draft: Draft, random: Random, level: Level, size: number, calendar: Calendar): void {
  const n = draft.schools.length;
  const place = PLACES[n % PLACES.length] ?? 'Pine';
  const round = Math.floor(n / PLACES.length);
  const org: Org = {
    sourcedId: nextId(draft, 'school'),
    status: 'active',
    dateLastModified: draft.modified,
    name: `${place} ${LEVEL_WORD[level]}${round === 0 ? '' : ` No. ${round + 1}`}`,
    type: 'school',
    identifier: String(11 + n * 10).padStart(4, '0'),
    parent: orgRef(draft.district),
  };
  const ref = orgRef(org);
  const grades = GRADES[level].map((grade, g, all) => {
    const count = Math.floor(((g + 1) * size) / all.length) - Math.floor((g * size) / all.length);
    return Array.from({ length: count }, () => enrol(draft, random, ref, grade));
  });
  const school: School = { org, ref, level, calendar, grades, teachers: [], load: new Map() };
  draft.schools.push(school);
  for (let i = 0; i <= Math.floor(size / 300); i++) hire(draft, random, ref, 'administrator');
}

/** All classes of one school: every grade takes the seven subjects of its level. */
function schedule(draft: Draft, random: Random, school: School, spans: Record<Span, AcademicSession>): void {
  school.grades.forEach((students, g) => {
    const grade = GRADES[school.level][g] ?? '';
    const sections = Math.ceil(students.length / LARGEST_CLASS);
    SUBJECTS[school.level].forEach((subject, slot) => {
      const drafts = Array.from({ length: sections }, (_, section) => {
        const teacherKey = subject.core ? `${grade}-${section}` : subject.code;
        const teacher = teacherFor(draft, random, school, teacherKey);
        return openClass(draft, school, subject, grade, section, slot, spans[subject.span], teacher);
      });
      students.forEach((student, i) => {
        const cohort = Math.floor((i * sections) / students.length);
        const mixed = ((i % sections) + slot * Math.floor(i / sections)) % sections;
        drafts[school.level === 'elementary' ? cohort : mixed]?.students.push(student);
      });
    });
  });
  if (school.level === 'elementary') placeAides(draft, random, school);
}

/** The teacher whose turn it is: a new one is hired after SECTIONS_PER_TEACHER sections. */
export function teacherFor(draft: Draft, random: Random, school: School, key: string): Person {
  const load = school.load.get(key);
  if (load && load.sections < SECTIONS_PER_TEACHER) {
    load.sections += 1;
    return load.teacher;
  }
  const teacher = hire(draft, random, school.ref, 'teacher');
  school.teachers.push(teacher);
  school.load.set(key, { teacher, sections: 1 });
  return teacher;
}

/** Adds a class of a subject and grade; its course is the district's and made on first use. */
export function openClass(
  draft: Draft,
  school: School,
  subject: Pick<Subject, 'code' | 'title' | 'subject'>,
  grade: string,
  section: number,
  slot: number,
  session: AcademicSession,
  teacher: Person | undefined,
): ClassDraft {
  const course = courseFor(draft, subject, grade);
  const sourcedId = nextId(draft, 'class');
  const number = String(section + 1).padStart(2, '0');
  const made: ClassDraft = {
    row: {
      sourcedId,
      status: 'active',
      dateLastModified: draft.modified,
      title: `${course.row.title} - ${number}`,
      classCode: `${course.row.courseCode}-${number}`,
      classType: 'scheduled',
      location: `R${101 + (draft.classes.length % 60)}`,
      grades: [grade],
      subjects: [subject.subject],
      course: course.ref,
      school: school.ref,
      terms: [sessionRef(session)],
      periods: [String(slot + 1)],
    },
    ref: { sourcedId, type: 'class' },
    school,
    sessions: [session],
    students: [],
    staff: teacher ? [{ person: teacher, role: 'teacher', primary: true }] : [],
    past: [],
  };
  draft.classes.push(made);
  return made;
}

function courseFor(draft: Draft, subject: Pick<Subject, 'code' | 'title' | 'subject'>, grade: string) {
  const courseCode = `${subject.code}${grade}`;
  const known = draft.courses.get(courseCode);
  if (known) return known;
  const year = draft.calendars[0]?.year;
  const row = {
    sourcedId: nextId(draft, 'course'),
    status: 'active' as const,
    dateLastModified: draft.modified,
    title: `${subject.title} ${gradeWord(grade)}`,
    courseCode,
    ...(year ? { schoolYear: sessionRef(year) } : {}),
    org: orgRef(draft.district),
    grades: [grade],
    subjects: [subject.subject],
  };
  const made = { row, ref: { sourcedId: row.sourcedId, type: 'course' } };
  draft.courses.set(courseCode, made);
  return made;
}

/** One aide for every third group of the youngest: `aide` enrollments beside the teacher's. */
function placeAides(draft: Draft, random: Random, school: School): void {
  const groups = draft.classes.filter((c) => c.school === school && c.row.classCode?.startsWith('REA'));
  groups.forEach((group, i) => {
    if (i % 3 === 0) group.staff.push({ person: hire(draft, random, school.ref, 'aide'), role: 'aide', primary: false });
  });
}
