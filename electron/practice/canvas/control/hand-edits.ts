import type { CanvasState } from '../canvas-state.ts';
import type { Course, Login, Section } from '../model.ts';
import { uiEdit } from './ui-edits.ts';
import { UiRefusal } from './ui-input.ts';

/** What people did in Canvas' own pages, by Canvas ids. */
export interface HandEdits {
  renamed_course: number;
  renamed_person: number;
  added_student: number;
  own_course: number;
}

/**
 * A morning of people's work in Canvas, on what the SIS made there: a teacher renames a course, a student changes the name they go
 * by, a teacher lets a student of another class in, and somebody makes a course of their own (§4: what they write sticks).
 */
export function handEdits(state: CanvasState): HandEdits {
  const course = first(state.courses.values(), (row) => fromSis(row) && row.workflow_state !== 'deleted');
  const section = course && state.sectionsOf(course.id).find((row) => row.workflow_state === 'active');
  const inside = new Set(course ? [...state.enrollmentsOfCourse(course.id)].map((row) => row.user_id) : []);
  const login = first(state.logins.values(), (row) => isStudent(state, row) && !inside.has(row.user_id));
  if (!course || !section || !login) throw new UiRefusal('nothing that the SIS made is in Canvas yet');
  const person = state.users.require(login.user_id);
  uiEdit(state, 'edit-course', { course: course.id, name: `${course.name} (room 12)` });
  uiEdit(state, 'edit-user', { user: person.id, short_name: `${person.short_name} (they)` });
  const added = uiEdit(state, 'enroll', { user: person.id, section: section.id });
  const own = uiEdit(state, 'create-course', { name: 'Chess club', published: true });
  return { renamed_course: course.id, renamed_person: person.id, added_student: added.id, own_course: own.id };
}

function first<T>(rows: Iterable<T>, fits: (row: T) => boolean): T | undefined {
  for (const row of rows) if (fits(row)) return row;
  return undefined;
}

function fromSis(row: Course | Section | Login): boolean {
  return row.sis_batch_id !== null;
}

function isStudent(state: CanvasState, login: Login): boolean {
  if (!fromSis(login) || login.workflow_state !== 'active') return false;
  return state
    .enrollmentsOfUser(login.user_id)
    .some((row) => row.type === 'StudentEnrollment' && row.workflow_state === 'active');
}
