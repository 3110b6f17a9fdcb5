import { followLink } from '../lifecycle.ts';
import { NOTHING_STUCK } from '../model.ts';
import { stamp } from '../sticky.ts';
import { guarded, type ImportContext, type RowImporter, refuse, rowByRow } from './context.ts';
import type { CsvRow } from './csv-row.ts';

/** user_observers.csv, §1.12; runs last. */
export function userObserverImporter(context: ImportContext): RowImporter {
  return rowByRow(guarded(context, (row) => importObserver(context, row)));
}

function importObserver(context: ImportContext, row: CsvRow): void {
  const observerId = row.get('observer_id') ?? refuse('No observer_id given for a user observer');
  const studentId = row.get('student_id') ?? refuse('No user_id given for a user observer');
  if (observerId === studentId) refuse(`Can't observe yourself user ${observerId}`);
  const status = row.get('status');
  const word = status?.toLowerCase();
  if (word !== 'active' && word !== 'deleted') refuse(`Improper status "${status ?? ''}" for a user_observer`);
  if (context.options.skip_deletes && word === 'deleted') return;
  const observer = activeUser(context, observerId) ?? refuse(`An observer referenced a non-existent user ${observerId}`);
  const student = activeUser(context, studentId) ?? refuse(`A student referenced a non-existent user ${studentId}`);
  const link = context.state.observersOf(student).find((known) => known.observer_id === observer);
  if (word === 'deleted' && (link === undefined || link.workflow_state === 'deleted')) {
    refuse(`Can't delete a non-existent observer for observer: ${observerId}, student: ${studentId}`);
  }
  if (!context.accept(row)) return;
  if (word === 'active') observe(context, observer, student);
  else unobserve(context, observer, student);
}

/** Both logins must be active. */
function activeUser(context: ImportContext, sisId: string): number | undefined {
  const login = context.state.loginsBySisId.get(sisId);
  return login === undefined || login.workflow_state === 'deleted' ? undefined : login.user_id;
}

function observe(context: ImportContext, observerId: number, studentId: number): void {
  const { state } = context;
  let link = state.observersOf(studentId).find((known) => known.observer_id === observerId);
  if (link === undefined) {
    link = state.addObserverLink({
      sis_batch_id: context.batch,
      stuck: NOTHING_STUCK,
      created_at: state.now(),
      observer_id: observerId,
      student_id: studentId,
      workflow_state: 'active',
    });
    context.note('UserObserver', 'created');
  } else if (link.workflow_state === 'deleted') {
    link.workflow_state = 'active';
    context.note('UserObserver', 'restored');
  }
  stamp(context.writer, link);
  followLink(state, link, context.note);
}

function unobserve(context: ImportContext, observerId: number, studentId: number): void {
  const { state } = context;
  const link = state.observersOf(studentId).find((known) => known.observer_id === observerId);
  if (link === undefined) return;
  link.workflow_state = 'deleted';
  context.note('UserObserver', 'deleted');
  stamp(context.writer, link);
  followLink(state, link, context.note);
}
