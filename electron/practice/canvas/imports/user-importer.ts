import { type ImportContext, type RowImporter, RowRefused, refuse, startsWithWord } from './context.ts';
import type { CsvRow } from './csv-row.ts';
import { importUser } from './user-row.ts';

/** Users and enrollments are taken in chunks: what parsing refuses is reported before the rest of the chunk (§9). */
export const CHUNK_ROWS = 100;

/** users.csv, §1.9. */
export function userImporter(context: ImportContext): RowImporter {
  return chunked(context, checkUserRow, importUser);
}

function checkUserRow(row: CsvRow, context: ImportContext): boolean {
  const id = row.get('user_id') ?? refuse('No user_id given for a user');
  if (row.get('login_id') === undefined) refuse(`No login_id given for user ${id}`);
  const status = row.get('status') ?? refuse(`No status given for user ${id}`);
  if (!/^(active|suspended|deleted)$/i.test(status)) refuse(`Improper status for user ${id}`);
  if (row.raw.includes('\0')) refuse('Some of the fields contain NULL character');
  return !(context.options.skip_deletes && startsWithWord(status, 'deleted'));
}

/** `check` refuses or, answering false, drops a row at once; the others wait for the chunk to fill. */
export function chunked(
  context: ImportContext,
  check: (row: CsvRow, context: ImportContext) => boolean,
  apply: (context: ImportContext, row: CsvRow) => void,
): RowImporter {
  let waiting: CsvRow[] = [];
  const attempt = (row: CsvRow, step: () => void) => {
    try {
      step();
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error;
      context.warn(row, error.message);
    }
  };
  const flush = () => {
    const rows = waiting;
    waiting = [];
    for (const row of rows) attempt(row, () => apply(context, row));
  };
  return {
    row: (row) => {
      attempt(row, () => {
        if (check(row, context)) waiting.push(row);
      });
      if (waiting.length >= CHUNK_ROWS) flush();
    },
    flush,
  };
}
