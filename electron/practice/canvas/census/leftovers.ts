import type { Class } from '../../oneroster-data.ts';
import { ROOT_ACCOUNT_ID } from '../canvas-state.ts';
import { uiEdit } from '../control/ui-edits.ts';
import type { Course, Section, Term } from '../model.ts';
import { addCourse, addEnrollment, addSection, type Census, made } from './census-tools.ts';
import type { HandMadePlaces } from './hand-made.ts';
import type { People } from './people.ts';

interface Leftover {
  course: Course;
  section: Section;
}

const COUNT = 12;

/**
 * A pilot of an earlier integration made a dozen of this year's classes, under the SIS' own ids; then teachers went on:
 * renamed, published, concluded, cross-listed within a term and across terms, associated with a blueprint.
 */
export function addLeftovers(census: Census, people: People, places: HandMadePlaces): void {
  const batch = census.imports.pilot;
  const terms = [addPilotTerm(census, 'Pilot Semester 1', batch, 1), addPilotTerm(census, 'Pilot Semester 2', batch, 2)];
  const live = census.sis.classes.filter((row) => row.status === 'active' && row.classType !== 'homeroom');
  const left = census
    .some(live, COUNT)
    .map((row, index) => addPilotCourse(census, places, row, terms[index < 10 ? 0 : 1] ?? terms[0], batch));
  teachersWentOn(census, left, places);
  enrollByHand(census, left, people, batch);
}

function addPilotTerm(census: Census, title: string, batch: number, half: 1 | 2): Term {
  const [start, end] = half === 1 ? ['08-10T04:00:00Z', '12-20T04:59:59Z'] : ['01-05T05:00:00Z', '06-05T03:59:59Z'];
  const year = half === 1 ? census.year : census.year + 1;
  return census.state.addTerm({
    ...made(census),
    sis_batch_id: batch,
    name: title,
    start_at: `${year}-${start}`,
    end_at: `${year}-${end}`,
    sis_source_id: `pilot-${census.year}-${half}`,
    integration_id: null,
    workflow_state: 'active',
    overrides: {},
  });
}

function addPilotCourse(census: Census, places: HandMadePlaces, row: Class, term: Term | undefined, batch: number): Leftover {
  const course = addCourse(census, {
    name: row.title,
    course_code: row.classCode ?? row.title.slice(0, 20),
    account_id: places.schools[0]?.id ?? ROOT_ACCOUNT_ID,
    enrollment_term_id: term?.id ?? 1,
    workflow_state: 'claimed',
    sis_source_id: row.sourcedId,
    sis_batch_id: batch,
  });
  return { course, section: addSection(census, course, { name: row.title, sis_source_id: row.sourcedId, sis_batch_id: batch }) };
}

function teachersWentOn(census: Census, left: readonly Leftover[], places: HandMadePlaces): void {
  const { state } = census;
  const on = (index: number, action: string, body: object) => {
    const found = left[index];
    if (found !== undefined) uiEdit(state, action, { course: found.course.id, section: found.section.id, ...body });
  };
  on(0, 'edit-course', { name: 'Mr. P’s Algebra (come in!)' });
  on(1, 'edit-course', { name: 'Period 3 – Honors', course_code: 'P3-H' });
  on(1, 'publish-course', {});
  on(2, 'publish-course', {});
  on(3, 'publish-course', {});
  on(3, 'conclude-course', {});
  // Two periods taught together, and one across terms: the section's home is remembered as nonxlist_course_id.
  const together = left[4];
  if (together !== undefined) on(5, 'cross-list', { course: together.course.id });
  if (together !== undefined) on(11, 'cross-list', { course: together.course.id });
  on(6, 'cross-list', { course: places.sandbox.id });
  on(7, 'edit-section', { start_at: `${census.year}-09-01T04:00:00Z`, end_at: null, restrict: true });
  for (const associate of left.slice(8, 11)) associate.course.blueprint_course_id = places.blueprint.id;
}

/** Teachers added colleagues and a visiting student themselves; the rest came with the pilot. */
function enrollByHand(census: Census, left: readonly Leftover[], people: People, batch: number): void {
  for (const [index, { section }] of left.entries()) {
    const concluded = census.state.courses.require(section.course_id).workflow_state === 'completed';
    const state = concluded ? 'completed' : 'active';
    const teacher = people.teachers[index % Math.max(1, people.teachers.length)];
    if (teacher !== undefined) addEnrollment(census, section, teacher.id, 'TeacherEnrollment', state, batch);
    for (const student of census.some(people.students, 4))
      addEnrollment(census, section, student.id, 'StudentEnrollment', state, batch);
  }
  const [first, second] = left;
  const [coach] = people.handMade;
  if (first !== undefined && coach !== undefined) {
    uiEdit(census.state, 'enroll', { user: coach.id, section: first.section.id, role: 'TeacherEnrollment' });
  }
  const visitor = people.students.at(-1);
  if (second !== undefined && visitor !== undefined)
    uiEdit(census.state, 'enroll', { user: visitor.id, section: second.section.id });
}
