import type { CanvasState } from '../canvas-state.ts';
import type { Course } from '../model.ts';
import type { ImportContext } from './context.ts';
import type { CsvRow } from './csv-row.ts';

/** blueprint_course_id, §1.6: the course row itself is imported whatever becomes of the association. */
export function associateBlueprint(context: ImportContext, row: CsvRow, course: Course): void {
  const wanted = row.get('blueprint_course_id');
  if (wanted === undefined) return;
  if (wanted === 'dissociate') {
    course.blueprint_course_id = null;
    return;
  }
  const blueprint = context.state.coursesBySisId.get(wanted);
  const id = course.sis_source_id ?? '';
  if (blueprint === undefined || !blueprint.blueprint) {
    context.warn(row, `Unknown blueprint course "${wanted}" for course "${id}"`);
  } else if (course.blueprint) {
    context.warn(row, `Cannot associate course "${id}" - is a blueprint course`);
  } else if (course.blueprint_course_id !== null && course.blueprint_course_id !== blueprint.id) {
    context.warn(row, `Cannot associate course "${id}" - is associated to another blueprint course`);
  } else if (!isWithin(context.state, course.account_id, blueprint.account_id)) {
    context.warn(row, `Cannot associate course "${id}" - is not in the same or lower account as the blueprint course`);
  } else {
    course.blueprint_course_id = blueprint.id;
  }
}

/** True when the account is the other one or below it. */
export function isWithin(state: CanvasState, accountId: number, ancestorId: number): boolean {
  let at: number | null | undefined = accountId;
  while (at !== null && at !== undefined) {
    if (at === ancestorId) return true;
    at = state.accounts.get(at)?.parent_account_id;
  }
  return false;
}
