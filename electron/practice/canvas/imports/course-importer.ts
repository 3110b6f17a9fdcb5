import { DEFAULT_TERM_ID, ROOT_ACCOUNT_ID } from '../canvas-state.ts';
import { setCourseState } from '../lifecycle.ts';
import { type Account, type Course, type CourseState, NOTHING_STUCK } from '../model.ts';
import { markWritten, mayWrite, stamp, writeField } from '../sticky.ts';
import { associateBlueprint } from './blueprint.ts';
import { guarded, type ImportContext, type RowImporter, refuse, rowByRow, startsWithWord, tooLong } from './context.ts';
import { applyCourseDates, readCourseDates } from './course-dates.ts';
import { applyCourseExtras, checkCourseExtras } from './course-extras.ts';
import type { CsvRow } from './csv-row.ts';
import { claimIntegrationId } from './integration-id.ts';
import { followersFollow } from './xlist-followers.ts';

/** courses.csv, §1.6. */
export function courseImporter(context: ImportContext): RowImporter {
  return rowByRow(guarded(context, (row) => importCourse(context, row)));
}

function importCourse(context: ImportContext, row: CsvRow): void {
  const { state, writer } = context;
  const id = row.get('course_id');
  const dates = readCourseDates(context, row, id);
  if (id === undefined) return refuse('No course_id given for a course');
  const shortName = row.get('short_name') ?? refuse(`No short_name given for course ${id}`);
  const longName = row.get('long_name') ?? refuse(`No long_name given for course ${id}`);
  const status = row.get('status');
  if (!startsWithWord(status, 'active', 'deleted', 'completed', 'unpublished', 'published')) {
    refuse(`Improper status "${status ?? ''}" for course ${id}`);
  }
  checkCourseExtras(row, id);
  if (context.options.skip_deletes && startsWithWord(status, 'deleted')) return;
  const existing = state.coursesBySisId.get(id);
  const account = findAccount(context, row, id, existing, status);
  const draft = existing === undefined ? blankCourse(context, id, longName, shortName) : { ...existing };

  // Names, place and dates are tried on the draft, so that a refused row changes nothing.
  if (existing !== undefined) {
    writeField(writer, draft, 'course_code', shortName);
    writeField(writer, draft, 'name', longName);
  }
  placeCourse(context, row, draft, existing === undefined, account);
  applyCourseDates(writer, draft, dates);
  const invalid = (error: string) => refuse(`A course did not pass validation (course: ${id} / ${shortName}, error: ${error})`);
  validateCourse(draft, invalid);
  const integrationId = claimIntegrationId(context, row, state.coursesByIntegrationId, existing, (taken) =>
    invalid(`Integration ID "${taken}" is already in use`),
  );
  if (!context.accept(row)) return;

  applyCourseExtras(context, row, draft);
  const nextState = wantedState(existing?.workflow_state, status ?? '');
  const course =
    existing === undefined ? addCourse(context, draft, nextState) : updateCourse(context, existing, draft, nextState);
  if (integrationId !== undefined) state.setIntegrationId(state.coursesByIntegrationId, course, integrationId);
  stamp(writer, course);
  followersFollow(context, course);
  associateBlueprint(context, row, course);
}

/** The account the row names, if it may be applied; undefined keeps. */
function findAccount(
  context: ImportContext,
  row: CsvRow,
  id: string,
  existing: Course | undefined,
  status: string | undefined,
): Account | undefined {
  const named = row.get('account_id');
  const bySisId = context.state.accountsBySisId;
  const found = (named === undefined ? undefined : bySisId.get(named)) ?? bySisId.get(row.get('fallback_account_id') ?? '');
  if (named !== undefined && found === undefined) refuse(`Account not found "${named}" for course ${id}`);
  const account = found ?? context.state.accounts.get(existing?.account_id);
  // [M]; the Canvas of 2022 takes a deleted account like any other.
  if (context.profile === '2022') return found;
  const comesAlive = !startsWithWord(status, 'deleted') && (existing === undefined || existing.workflow_state === 'deleted');
  if (comesAlive && account?.workflow_state === 'deleted') {
    refuse(`Cannot restore course ${id} because the associated account ${account.sis_source_id ?? account.id} is deleted`);
  }
  return found?.workflow_state === 'deleted' ? undefined : found;
}

/** Blank keeps; an unknown or deleted term is ignored without a word. */
function placeCourse(context: ImportContext, row: CsvRow, draft: Course, isNew: boolean, account: Account | undefined): void {
  if (account !== undefined) writeField(context.writer, draft, 'account_id', account.id);
  const named = row.get('term_id');
  const term = named === undefined ? undefined : context.state.termsBySisId.get(named);
  if (term === undefined || term.workflow_state === 'deleted') return;
  if (isNew) draft.enrollment_term_id = term.id;
  else writeField(context.writer, draft, 'enrollment_term_id', term.id);
}

function validateCourse(draft: Course, invalid: (error: string) => never): void {
  if (tooLong(draft.name)) invalid('Name is too long (maximum is 255 characters)');
  if (tooLong(draft.course_code)) invalid('Course code is too long (maximum is 255 characters)');
  if (tooLong(draft.sis_source_id)) invalid('Sis source is too long (maximum is 255 characters)');
  if (draft.start_at !== null && draft.conclude_at !== null && draft.conclude_at < draft.start_at) {
    invalid('Conclude at End date cannot be before start date');
  }
}

/** The state rules of §1.6. */
function wantedState(before: CourseState | undefined, status: string): CourseState {
  if (startsWithWord(status, 'deleted')) return 'deleted';
  if (startsWithWord(status, 'completed')) return 'completed';
  if (startsWithWord(status, 'published')) return 'available';
  if (before === 'completed' || before === 'available') return 'available';
  return 'claimed';
}

function addCourse(context: ImportContext, draft: Course, nextState: CourseState): Course {
  const { id: _, ...fields } = draft;
  if (nextState !== 'deleted') context.note('Course', 'created');
  return context.state.addCourse({ ...fields, workflow_state: nextState });
}

function updateCourse(context: ImportContext, existing: Course, draft: Course, nextState: CourseState): Course {
  Object.assign(existing, draft);
  if (existing.workflow_state !== nextState && mayWrite(context.writer, existing, 'workflow_state')) {
    setCourseState(context.state, existing, nextState, context.note);
    markWritten(context.writer, existing, 'workflow_state');
  }
  return existing;
}

function blankCourse(context: ImportContext, id: string, name: string, code: string): Course {
  return {
    id: 0,
    sis_batch_id: context.batch,
    stuck: NOTHING_STUCK,
    created_at: context.state.now(),
    name,
    course_code: code,
    account_id: ROOT_ACCOUNT_ID,
    enrollment_term_id: DEFAULT_TERM_ID,
    workflow_state: 'claimed',
    start_at: null,
    conclude_at: null,
    restrict_enrollments_to_course_dates: false,
    course_format: null,
    grade_passback_setting: null,
    homeroom_course: false,
    friendly_name: null,
    blueprint: false,
    blueprint_course_id: null,
    follows_course_id: null,
    sis_source_id: id,
    integration_id: null,
  };
}
