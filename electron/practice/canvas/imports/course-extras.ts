import type { CanvasState } from '../canvas-state.ts';
import type { Course } from '../model.ts';
import { writeField } from '../sticky.ts';
import { type ImportContext, refuse } from './context.ts';
import { type CsvRow, isTrue } from './csv-row.ts';

const FORMATS = ['online', 'on_campus', 'blended', 'not_set'];
const PASSBACK = ['nightly_sync', 'disabled', 'not_set'];

/** Columns whose words are checked before anything else of the row is looked at (§1.6). */
export function checkCourseExtras(row: CsvRow, id: string): void {
  const format = row.get('course_format');
  if (format !== undefined && !FORMATS.includes(format)) refuse(`Invalid course_format "${format}" for course ${id}`);
  const passback = row.get('grade_passback_setting');
  if (passback !== undefined && !PASSBACK.includes(passback.toLowerCase())) {
    refuse(`Invalid grade_passback_setting "${passback}" for course ${id}`);
  }
}

/** Absent keeps; blank clears format and passback. */
export function applyCourseExtras({ state, writer }: ImportContext, row: CsvRow, course: Course): void {
  if (row.has('course_format')) course.course_format = courseFormat(row.get('course_format'));
  if (row.has('grade_passback_setting')) {
    const passback = row.get('grade_passback_setting')?.toLowerCase();
    writeField(writer, course, 'grade_passback_setting', passback === undefined || passback === 'not_set' ? null : passback);
  }
  // An absent column keeps, but a blank cell reads as "no" here (§8.52).
  if (row.has('homeroom_course')) course.homeroom_course = isTrue(row.get('homeroom_course'));
  const friendly = row.get('friendly_name');
  if (friendly !== undefined && isElementary(state, course.account_id)) course.friendly_name = friendly;
}

/** Switched on in the course's account or above it. */
function isElementary(state: CanvasState, accountId: number): boolean {
  let account = state.accounts.get(accountId);
  while (account !== undefined) {
    if (account.elementary === true) return true;
    account = state.accounts.get(account.parent_account_id);
  }
  return false;
}

function courseFormat(word: string | undefined): Course['course_format'] {
  return word === 'online' || word === 'on_campus' || word === 'blended' ? word : null;
}
