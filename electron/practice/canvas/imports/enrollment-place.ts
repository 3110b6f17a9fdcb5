import { defaultSection } from '../lifecycle.ts';
import type { Course, Section } from '../model.ts';
import { type ImportContext, refuse } from './context.ts';
import type { CsvRow } from './csv-row.ts';

/** The ids as the row gives them, for messages. */
export interface GivenIds {
  user: string;
  course: string;
  section: string;
}

export interface Place {
  course: Course;
  /** undefined: the course's default section, made when the row is applied. */
  section: Section | undefined;
}

/** Course and section of a row, in the order of the refusals of §1.11. */
export function findPlace(context: ImportContext, row: CsvRow, given: GivenIds): Place {
  const { state } = context;
  const courseId = row.get('course_id');
  const sectionId = row.get('section_id');
  const course = courseId === undefined ? undefined : state.coursesBySisId.get(courseId);
  const section = sectionId === undefined ? undefined : state.sectionsBySisId.get(sectionId);
  if (course === undefined && section === undefined) {
    refuse(
      `Neither course nor section existed for user enrollment (Course ID: ${given.course}, Section ID: ${given.section}, User ID: ${given.user})`,
    );
  }
  if (sectionId !== undefined && section === undefined) refuse(`An enrollment referenced a non-existent section ${sectionId}`);
  if (courseId !== undefined && course === undefined) refuse(`An enrollment referenced a non-existent course ${courseId}`);
  if (section === undefined) return { course: course ?? refuse('An enrollment lost its course'), section: undefined };
  // The original course of a cross-listed section is accepted; the enrollment lands where the section lives.
  if (course !== undefined && section.course_id !== course.id && section.nonxlist_course_id !== course.id) {
    refuse(
      `An enrollment listed a section (${given.section}) and a course (${given.course}) that are unrelated for user (${given.user})`,
    );
  }
  return { course: state.courses.require(section.course_id), section };
}

export function sectionToUse(context: ImportContext, place: Place): Section {
  return place.section ?? defaultSection(context.state, place.course, context.batch, context.note);
}
