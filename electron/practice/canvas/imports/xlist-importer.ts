import { crossList, endCrossListing, setCourseState } from '../lifecycle.ts';
import { type Course, NOTHING_STUCK, type Section } from '../model.ts';
import { mayWrite, stamp } from '../sticky.ts';
import { guarded, type ImportContext, type RowImporter, refuse, rowByRow } from './context.ts';
import type { CsvRow } from './csv-row.ts';

/** xlists.csv, §1.8. */
export function xlistImporter(context: ImportContext): RowImporter {
  return rowByRow(guarded(context, (row) => importCrossListing(context, row)));
}

function importCrossListing(context: ImportContext, row: CsvRow): void {
  const { state } = context;
  const courseId = row.get('xlist_course_id') ?? refuse('No xlist_course_id given for a cross-listing');
  const sectionId = row.get('section_id') ?? refuse('No section_id given for a cross-listing');
  const status = row.get('status');
  const word = status?.toLowerCase();
  if (word !== 'active' && word !== 'deleted') refuse(`Improper status "${status ?? ''}" for a cross-listing`);
  if (context.options.skip_deletes && word === 'deleted') return;
  const section =
    state.sectionsBySisId.get(sectionId) ?? refuse(`A cross-listing referenced a non-existent section ${sectionId}`);
  // (De)cross-listed by hand: ignored, not counted.
  if (!mayWrite(context.writer, section, 'course_id')) return;
  const course = state.coursesBySisId.get(courseId);
  if (!context.accept(row)) return;
  if (word === 'active') activate(context, section, course, courseId);
  else deactivate(context, section, course);
  stamp(context.writer, section);
}

function activate(context: ImportContext, section: Section, known: Course | undefined, courseId: string): void {
  const course = known ?? copyOfHome(context, section, courseId);
  if (course.workflow_state === 'deleted') setCourseState(context.state, course, 'claimed', context.note);
  crossList(context.state, section, course.id);
}

/** Ends the cross-listing, unless the row names another existing course than the one the section lives in. */
function deactivate(context: ImportContext, section: Section, course: Course | undefined): void {
  if (course !== undefined && course.id !== section.course_id) return;
  endCrossListing(context.state, section);
}

/** An unknown xlist course is made as a copy of the section's own course, and keeps following it. */
function copyOfHome(context: ImportContext, section: Section, courseId: string): Course {
  const home = context.state.courses.require(section.nonxlist_course_id ?? section.course_id);
  const { id: _, ...fields } = home;
  context.followed.add(home.id);
  context.note('Course', 'created');
  return context.state.addCourse({
    ...fields,
    sis_batch_id: context.batch,
    stuck: NOTHING_STUCK,
    created_at: context.state.now(),
    workflow_state: 'claimed',
    blueprint: false,
    blueprint_course_id: null,
    follows_course_id: home.id,
    sis_source_id: courseId,
    integration_id: null,
  });
}
