import { type ImportContext, type RowImporter, refuse, startsWithWord } from './context.ts';
import type { CsvRow } from './csv-row.ts';
import { importEnrollment } from './enrollment-row.ts';
import { chunked } from './user-importer.ts';

/** enrollments.csv, §1.11. */
export function enrollmentImporter(context: ImportContext): RowImporter {
  return chunked(context, checkEnrollmentRow, importEnrollment);
}

function checkEnrollmentRow(row: CsvRow, context: ImportContext): boolean {
  if (row.get('course_id') === undefined && row.get('section_id') === undefined)
    refuse('No course_id or section_id given for an enrollment');
  if (row.get('user_id') === undefined && row.get('user_integration_id') === undefined)
    refuse('No user_id given for an enrollment');
  const status = row.get('status');
  if (!startsWithWord(status, 'active', 'completed', 'inactive', 'deleted'))
    refuse(`Improper status "${status ?? ''}" for an enrollment`);
  return !(context.options.skip_deletes && startsWithWord(status, 'deleted'));
}
