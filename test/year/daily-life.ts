import { seededRandom } from '../helpers/judge-random.ts';
import { isActive, type SisClass, type SisDump, type SisEnrollment, type SisSession } from '../judge/sis-dump.ts';
import type { SchoolYear } from './school-year.ts';
import { rowsOf, type SisOffice, userOf } from './sis-office.ts';

/** What happens at schools and in Canvas on an ordinary day, by chance and repeatable by its seed. */
export class DailyLife {
  readonly #year: SchoolYear;
  readonly #office: SisOffice;
  readonly #random: () => number;

  constructor(year: SchoolYear, office: SisOffice, seed: number) {
    this.#year = year;
    this.#office = office;
    this.#random = seededRandom(seed);
  }

  #some<T>(rows: readonly T[], count: number): T[] {
    return [...rows]
      .map((row) => ({ row, at: this.#random() }))
      .sort((a, b) => a.at - b.at)
      .slice(0, count)
      .map(({ row }) => row);
  }

  /** Students leave classes: by mark, by date, or without a word. */
  async drops(count: number): Promise<void> {
    const sis = await this.#year.sis();
    for (const row of this.#some(livePlaces(sis, this.#year.today, 'student'), count)) {
      const how = this.#random();
      if (how < 0.34) await this.#office.drop(row);
      else if (how < 0.67) await this.#office.change('enrollments', row.sourcedId, { endDate: this.#year.today });
      else await this.#office.remove('enrollments', row.sourcedId);
    }
  }

  /** Students change to another class of their school. */
  async moves(count: number): Promise<void> {
    const sis = await this.#year.sis();
    for (const row of this.#some(livePlaces(sis, this.#year.today, 'student'), count)) {
      const from = classOf(sis, row);
      const [to] = this.#some(
        unendedClasses(sis, this.#year.today).filter((one) => isBeside(one, from)),
        1,
      );
      if (to === undefined) continue;
      await this.#office.drop(row);
      await this.#office.enroll(to, userOf(sis, row).sourcedId, 'student');
    }
  }

  /** New students come, and somebody who left returns. */
  async arrivals(count: number): Promise<void> {
    const sis = await this.#year.sis();
    for (const row of this.#some(unendedClasses(sis, this.#year.today), count)) {
      const student = await this.#office.arrive('student', 'Newcomer', row.school?.sourcedId ?? '');
      await this.#office.enroll(row, student, 'student');
    }
    const left = sis.enrollments.filter(
      (row) => !isActive(row) && row.role === 'student' && isUnended(sis, row, this.#year.today),
    );
    for (const row of this.#some(left, 1)) await this.#office.change('enrollments', row.sourcedId, { status: 'active' });
  }

  /** Classes get another teacher. */
  async teacherSwaps(count: number): Promise<void> {
    const sis = await this.#year.sis();
    for (const row of this.#some(livePlaces(sis, this.#year.today, 'teacher'), count)) {
      const one = classOf(sis, row);
      if (one === undefined) continue;
      const teacher = await this.#office.arrive('teacher', 'Successor', one.school?.sourcedId ?? '');
      await this.#office.enroll(one, teacher, 'teacher', { primary: true });
      await this.#office.drop(row);
    }
  }

  /** Classes and people get other names. */
  async renames(count: number): Promise<void> {
    const sis = await this.#year.sis();
    for (const row of this.#some(unendedClasses(sis, this.#year.today), count))
      await this.#office.change('classes', row.sourcedId, { title: `${row.title ?? ''} (new)`.slice(0, 80) });
    const people = sis.users.filter((user) => isActive(user) && ['student', 'teacher'].includes(user.role));
    for (const user of this.#some(people, count))
      await this.#office.change('users', user.sourcedId, { familyName: `${user.familyName ?? ''}-Lee` });
  }

  /** Teachers publish, rename, invite and teach together, by hand in Canvas. */
  async handWork(count: number): Promise<void> {
    const canvas = await this.#year.canvas();
    const ui = (action: string, body: object) => this.#year.control('POST', `/canvas/ui/${action}`, body);
    const open = canvas.courses.filter((row) => row.workflow_state === 'claimed' && row.sis_source_id !== null);
    for (const course of this.#some(open, count)) {
      await ui('publish-course', { course: course.id });
      if (this.#random() < 0.5) await ui('edit-course', { course: course.id, name: `${course.name} with me` });
    }
    const sections = canvas.sections.filter((row) => row.workflow_state === 'active' && row.sis_source_id !== null);
    const people = canvas.users.filter((row) => row.workflow_state !== 'deleted' && row.id > 1);
    for (const section of this.#some(sections, count)) {
      const [visitor] = this.#some(people, 1);
      if (visitor) await ui('enroll', { user: visitor.id, section: section.id, role: 'TaEnrollment' });
    }
    const [one, other] = this.#some(
      sections.filter((row) => row.nonxlist_course_id === null),
      2,
    );
    if (one && other && one.course_id !== other.course_id) await ui('cross-list', { section: one.id, course: other.course_id });
  }

  /** The feed no longer names what is over: enrollments, and half of the classes. */
  async forgetWhatIsOver(): Promise<number> {
    const sis = await this.#year.sis();
    const over = sis.classes.filter((row) => lastDayOf(sis, row) < this.#year.today);
    for (const row of over) {
      await this.#office.hide('enrollments', rowsOf(sis, row));
      if (this.#random() < 0.5) await this.#office.remove('classes', row.sourcedId);
    }
    return over.length;
  }
}

function sessionsOf(sis: SisDump, row: SisClass): SisSession[] {
  const ids = new Set((row.terms ?? []).map((term) => term.sourcedId));
  return sis.academicSessions.filter((session) => ids.has(session.sourcedId));
}

function lastDayOf(sis: SisDump, row: SisClass): string {
  return (
    sessionsOf(sis, row)
      .map((session) => session.endDate)
      .sort()
      .at(-1) ?? '9999'
  );
}

function unendedClasses(sis: SisDump, today: string): SisClass[] {
  return sis.classes.filter((row) => isActive(row) && (row.terms ?? []).length > 0 && lastDayOf(sis, row) >= today);
}

function classOf({ classes }: SisDump, row: SisEnrollment): SisClass | undefined {
  return classes.find((one) => one.sourcedId === row.class?.sourcedId);
}

function isUnended(sis: SisDump, row: SisEnrollment, today: string): boolean {
  const one = classOf(sis, row);
  return one !== undefined && isActive(one) && lastDayOf(sis, one) >= today;
}

function livePlaces(sis: SisDump, today: string, role: string): SisEnrollment[] {
  return sis.enrollments.filter(
    (row) => isActive(row) && row.role === role && (row.endDate ?? '9999') > today && isUnended(sis, row, today),
  );
}

function isBeside(one: SisClass, from: SisClass | undefined): boolean {
  return one.school?.sourcedId === from?.school?.sourcedId && one.sourcedId !== from?.sourcedId;
}
