import { type EntityKind, entityKinds, type Fields } from '../../shared/entities.ts';
import { statusForImport } from './status-words.ts';
import { overrideRows } from './term-overrides.ts';

/** The files of an import package in the order Canvas takes them (canvas-sis.md §1.2): ids change before anything names them. */
export type ImportFile = EntityKind | 'change_sis_id';
export const importFiles: readonly ImportFile[] = ['change_sis_id', ...entityKinds];

/**
 * The header of every import file we send, in Canvas' column order. A missing cell is as good as an instruction, so each
 * list is a decision (canvas-sis.md §1.4–1.13, ROSTER-RULES F1):
 *
 * - `integration_id` (accounts, courses, sections, users): older Canvas clears it when the column is blank or absent, so it
 *   is always echoed; blank where Canvas has none. The terms file has no value to echo (neither report nor API tells it).
 * - accounts `parent_account_id`: the column makes the file an accounts file; blank moves the account to the top. The report
 *   shows blank for a parent without SIS id too: such an account must not be sent (compare `parents.parent`).
 * - terms and sections `start_date`, `end_date`: blank or absent clears, so Canvas' value is echoed.
 * - terms `date_override_enrollment_type`: a row that names one sets only that role's dates (term-overrides.ts).
 * - courses never carry `start_date`/`end_date` (blank clears, any date switches the restriction on), nor `name`, which beside
 *   `term_id` would turn the file into terms (§1.2).
 * - users `authentication_provider_id`: blank or absent unlinks the provider, so it is echoed on every row. `short_name` and
 *   `pronouns` are the person's own. A blank `email` keeps, so only a changed one is sent.
 * - enrollments name `section_id` only (F2). Their dates cannot be read, and blank or absent clears alike: a row we send
 *   leaves only dates a person set in Canvas (those are sticky), which is what C7 wants; where students carry dates, theirs go
 *   along. Rows that need no change are not sent at all. A blank `limit_section_privileges` keeps. No `name` column: it would turn
 *   the file into sections.
 */
export const importColumns = {
  change_sis_id: ['old_id', 'new_id', 'type'],
  account: ['account_id', 'parent_account_id', 'name', 'status', 'integration_id'],
  term: ['term_id', 'name', 'status', 'start_date', 'end_date', 'date_override_enrollment_type'],
  course: ['course_id', 'short_name', 'long_name', 'account_id', 'term_id', 'status', 'integration_id'],
  section: ['section_id', 'course_id', 'name', 'status', 'integration_id', 'start_date', 'end_date'],
  user: ['user_id', 'integration_id', 'login_id', 'authentication_provider_id', 'full_name', 'sortable_name', 'email', 'status'],
  enrollment: ['section_id', 'user_id', 'role', 'status', 'start_date', 'end_date', 'limit_section_privileges'],
  observer: ['observer_id', 'student_id', 'status'],
} as const satisfies Record<ImportFile, readonly string[]>;

/** File names tell the order Canvas processes them in (§1.2); they come back in its messages. */
export const importFileNames: Readonly<Record<ImportFile, string>> = {
  change_sis_id: '0-change_sis_id.csv',
  account: '1-accounts.csv',
  term: '2-terms.csv',
  course: '3-courses.csv',
  section: '4-sections.csv',
  user: '5-users.csv',
  enrollment: '6-enrollments.csv',
  observer: '7-user_observers.csv',
};

/** The rows of its file that one row of a plan becomes, in order: a term brings a row for each of its overrides (C3). */
export function importRows(entity: ImportFile, fields: Fields): readonly Fields[] {
  return entity === 'term' ? [fields, ...overrideRows(fields)] : [fields];
}

/** The cells of one import row; fields that are no column of the file are left out, missing ones are blank. */
export function importCells(file: ImportFile, fields: Fields): string[] {
  return importColumns[file].map((column) => {
    const value = fields[column] ?? '';
    return column === 'status' && file !== 'change_sis_id' ? statusForImport(file, value) : value;
  });
}
