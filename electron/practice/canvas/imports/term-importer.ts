import { DEFAULT_TERM_ID } from '../canvas-state.ts';
import { ENROLLMENT_TYPES, type EnrollmentType, NOTHING_STUCK, type Term } from '../model.ts';
import { markWritten, mayWrite, stamp, writeField } from '../sticky.ts';
import { guarded, type ImportContext, type RowImporter, refuse, rowByRow, startsWithWord, tooLong } from './context.ts';
import type { CsvRow } from './csv-row.ts';
import { type DatePair, readDatePair } from './date-pair.ts';
import { claimIntegrationId } from './integration-id.ts';

/** terms.csv, §1.5. */
export function termImporter(context: ImportContext): RowImporter {
  return rowByRow(guarded(context, (row) => importTerm(context, row)));
}

function importTerm(context: ImportContext, row: CsvRow): void {
  const id = row.get('term_id');
  const dates = readDatePair(context, row, `Bad date format for term ${id ?? ''}`);
  if (id === undefined) return refuse('No term_id given for a term');
  const status = row.get('status');
  if (!startsWithWord(status, 'active', 'deleted')) refuse(`Improper status "${status ?? ''}" for term ${id}`);
  const deleted = startsWithWord(status, 'deleted');
  if (context.options.skip_deletes && deleted) return;
  const overridden = row.get('date_override_enrollment_type');
  if (overridden !== undefined) return importOverride(context, row, id, overridden, deleted ? null : dates);
  importWholeTerm(context, row, id, deleted, dates);
}

/** The row only sets or removes one role's dates of an existing term. */
function importOverride(context: ImportContext, row: CsvRow, id: string, type: string, dates: DatePair | null): void {
  const term = context.state.termsBySisId.get(id) ?? refuse('Cannot set date override on non-existent term');
  if (!isEnrollmentType(type)) return refuse('Invalid date_override_enrollment_type');
  if (!context.accept(row)) return;
  if (dates === null) delete term.overrides[type];
  else term.overrides[type] = { start_at: dates.start, end_at: dates.end };
  stamp(context.writer, term);
}

function isEnrollmentType(text: string): text is EnrollmentType {
  return ENROLLMENT_TYPES.some((type) => type === text);
}

function importWholeTerm(context: ImportContext, row: CsvRow, id: string, deleted: boolean, dates: DatePair): void {
  const { state, writer } = context;
  const name = row.get('name') ?? refuse(`No name given for term ${id}`);
  const existing = state.termsBySisId.get(id);
  const invalid = (error: string) => refuse(`A term did not pass validation (term: ${id} / ${name}, error: ${error})`);
  if (tooLong(name)) invalid('Name is too long (maximum is 255 characters)');
  if (deleted && existing !== undefined) refuseIfInUse(context, existing, invalid);
  const integrationId = claimIntegrationId(context, row, state.termsByIntegrationId, existing, (taken) =>
    invalid(`Integration ID "${taken}" is already in use`),
  );
  if (!context.accept(row)) return;

  const term = existing ?? newTerm(context, id, name, deleted);
  if (existing !== undefined) {
    writeField(writer, term, 'name', name);
    const next = deleted ? 'deleted' : 'active';
    if (term.workflow_state !== next) {
      term.workflow_state = next;
      context.note('EnrollmentTerm', deleted ? 'deleted' : 'restored');
    }
  }
  // Stuck if either date was edited; blank cells clear.
  if (mayWrite(writer, term, 'start_at') && mayWrite(writer, term, 'end_at')) {
    if (term.start_at !== dates.start) markWritten(writer, term, 'start_at');
    if (term.end_at !== dates.end) markWritten(writer, term, 'end_at');
    term.start_at = dates.start;
    term.end_at = dates.end;
  }
  if (integrationId !== undefined) state.setIntegrationId(state.termsByIntegrationId, term, integrationId);
  stamp(writer, term);
}

function refuseIfInUse(context: ImportContext, term: Term, invalid: (error: string) => never): void {
  if (term.id === DEFAULT_TERM_ID) invalid('Cannot delete the default term');
  for (const course of context.state.courses.values()) {
    if (course.enrollment_term_id === term.id && course.workflow_state !== 'deleted')
      invalid('Cannot delete a term with active courses');
  }
}

function newTerm(context: ImportContext, id: string, name: string, deleted: boolean): Term {
  if (!deleted) context.note('EnrollmentTerm', 'created');
  return context.state.addTerm({
    sis_batch_id: context.batch,
    stuck: NOTHING_STUCK,
    created_at: context.state.now(),
    name,
    start_at: null,
    end_at: null,
    sis_source_id: id,
    integration_id: null,
    workflow_state: deleted ? 'deleted' : 'active',
    overrides: {},
  });
}
