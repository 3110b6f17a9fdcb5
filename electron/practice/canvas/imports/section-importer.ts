import { endCrossListing, setSectionState } from '../lifecycle.ts';
import { type Course, NOTHING_STUCK, type Section } from '../model.ts';
import { markWritten, mayWrite, stamp, writeField } from '../sticky.ts';
import { guarded, type ImportContext, type RowImporter, refuse, rowByRow, startsWithWord, tooLong } from './context.ts';
import type { CsvRow } from './csv-row.ts';
import { type DatePair, readDatePair } from './date-pair.ts';
import { claimIntegrationId } from './integration-id.ts';

/** sections.csv, §1.7. */
export function sectionImporter(context: ImportContext): RowImporter {
  return rowByRow(guarded(context, (row) => importSection(context, row)));
}

function importSection(context: ImportContext, row: CsvRow): void {
  const { state, writer } = context;
  const id = row.get('section_id');
  const courseId = row.get('course_id');
  const dates = readDatePair(context, row, `Bad date format for section ${id ?? ''}`);
  if (id === undefined) return refuse(`No section_id given for a section in course ${courseId ?? ''}`);
  if (courseId === undefined) return refuse(`No course_id given for a section ${id}`);
  const status = row.get('status');
  const deleted = startsWithWord(status, 'deleted');
  const name = row.get('name');
  if (name === undefined && startsWithWord(status, 'active')) refuse(`No name given for section ${id} in course ${courseId}`);
  if (!deleted && !startsWithWord(status, 'active'))
    refuse(`Improper status "${status ?? ''}" for section ${id} in course ${courseId}`);
  if (context.options.skip_deletes && deleted) return;
  const existing = state.sectionsBySisId.get(id);
  const shownName = name ?? existing?.name ?? refuse(`No name given for section ${id} in course ${courseId}`);
  const course = state.coursesBySisId.get(courseId) ?? refuse(`Section ${id} references course ${courseId} which doesn't exist`);
  const invalid = (error: string) =>
    refuse(`A section did not pass validation (section: ${id} / ${shownName}, course: ${courseId}, error: ${error})`);
  if (tooLong(shownName)) invalid('Name is too long (maximum is 255 characters)');
  const integrationId = claimIntegrationId(context, row, state.sectionsByIntegrationId, existing, (taken) =>
    invalid(`Integration ID "${taken}" is already in use`),
  );
  if (!context.accept(row)) return;

  const section = existing ?? newSection(context, id, shownName, course, deleted);
  if (existing !== undefined) {
    moveIfNeeded(context, section, course, deleted);
    writeField(writer, section, 'name', shownName);
  }
  applyDates(context, section, dates);
  setSectionState(state, section, deleted ? 'deleted' : 'active', context.note);
  if (integrationId !== undefined) state.setIntegrationId(state.sectionsByIntegrationId, section, integrationId);
  stamp(writer, section);
}

/**
 * Naming the original course of a cross-listed section changes nothing, unless the course it lives in is gone; a third
 * course ends the cross-listing and moves the section there.
 */
function moveIfNeeded(context: ImportContext, section: Section, course: Course, deleted: boolean): void {
  if (section.course_id === course.id) return;
  const home = section.nonxlist_course_id;
  if (home !== null) {
    const targetGone = context.state.courses.get(section.course_id)?.workflow_state === 'deleted' && !deleted;
    const thirdCourse = home !== course.id && mayWrite(context.writer, section, 'course_id');
    if (!targetGone && !thirdCourse) return;
    endCrossListing(context.state, section);
    context.state.moveSection(section, course.id);
  } else if (mayWrite(context.writer, section, 'course_id')) {
    context.state.moveSection(section, course.id);
    markWritten(context.writer, section, 'course_id');
  }
}

/** Blank clears, unless a date is stuck. Whatever the dates then are, any of them restricts enrollments to them, unless that is stuck. */
function applyDates(context: ImportContext, section: Section, dates: DatePair): void {
  const { writer } = context;
  if (mayWrite(writer, section, 'start_at') && mayWrite(writer, section, 'end_at')) {
    if (section.start_at !== dates.start) markWritten(writer, section, 'start_at');
    if (section.end_at !== dates.end) markWritten(writer, section, 'end_at');
    section.start_at = dates.start;
    section.end_at = dates.end;
  }
  writeField(writer, section, 'restrict_enrollments_to_section_dates', section.start_at !== null || section.end_at !== null);
}

function newSection(context: ImportContext, id: string, name: string, course: Course, deleted: boolean): Section {
  if (!deleted) context.note('CourseSection', 'created');
  return context.state.addSection({
    sis_batch_id: context.batch,
    stuck: NOTHING_STUCK,
    created_at: context.state.now(),
    name,
    course_id: course.id,
    nonxlist_course_id: null,
    default_section: false,
    workflow_state: deleted ? 'deleted' : 'active',
    start_at: null,
    end_at: null,
    restrict_enrollments_to_section_dates: false,
    sis_source_id: id,
    integration_id: null,
  });
}
