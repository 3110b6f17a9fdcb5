import { ROOT_ACCOUNT_ID } from '../canvas-state.ts';
import type { Term } from '../model.ts';
import { addCourse, addEnrollment, addSection, type Census, made } from './census-tools.ts';
import type { People } from './people.ts';

const SUBJECTS = ['English 9', 'Biology', 'World History', 'Geometry'];

/** Ten old terms: five years of two semesters, every other year imported by hand with ids of its own scheme. */
export function addOldYears(census: Census, people: People): void {
  for (let back = 5; back >= 1; back -= 1) {
    const year = census.year - back;
    const batch = census.imports.courses.get(year) ?? null;
    const fall = addTerm(census, `Fall ${year}`, `${year}-08-10T04:00:00Z`, `${year}-12-20T04:59:59Z`, batch, `${year}-F`);
    const spring = addTerm(
      census,
      `Spring ${year + 1}`,
      `${year + 1}-01-05T05:00:00Z`,
      `${year + 1}-06-05T03:59:59Z`,
      batch,
      `${year}-S`,
    );
    for (const term of [fall, spring]) addCourses(census, people, term, batch, year);
  }
}

function addTerm(census: Census, name: string, start_at: string, end_at: string, batch: number | null, sisId: string): Term {
  return census.state.addTerm({
    ...made(census),
    sis_batch_id: batch,
    name,
    start_at,
    end_at,
    sis_source_id: batch === null ? null : sisId,
    integration_id: null,
    workflow_state: 'active',
    overrides: {},
  });
}

function addCourses(census: Census, people: People, term: Term, batch: number | null, year: number): void {
  for (const [index, subject] of SUBJECTS.entries()) {
    const sisId = batch === null ? null : `${term.sis_source_id ?? term.id}-${subject.replaceAll(' ', '').toUpperCase()}`;
    const course = addCourse(census, {
      name: `${subject} (${term.name})`,
      course_code: `${subject.slice(0, 4).toUpperCase()}-${year}`,
      account_id: ROOT_ACCOUNT_ID,
      enrollment_term_id: term.id,
      workflow_state: index === 3 ? 'deleted' : 'completed',
      sis_source_id: sisId,
      sis_batch_id: batch,
    });
    const section = addSection(census, course, {
      name: `${subject} - 1`,
      sis_source_id: sisId === null ? null : `${sisId}-1`,
      sis_batch_id: batch,
    });
    const state = index === 3 ? 'deleted' : 'completed';
    const teacher = people.teachers[index % Math.max(1, people.teachers.length)];
    if (teacher !== undefined) addEnrollment(census, section, teacher.id, 'TeacherEnrollment', state, batch);
    for (const student of census.some(people.students, 5))
      addEnrollment(census, section, student.id, 'StudentEnrollment', state, batch);
  }
}
