import { parseDate } from '../dates.ts';
import type { ImportContext } from './context.ts';
import type { CsvRow } from './csv-row.ts';

export interface DatePair {
  start: string | null;
  end: string | null;
}

/** start_date and end_date of a row; an impossible date warns and leaves both empty, the row goes on (§1.13). */
export function readDatePair(context: ImportContext, row: CsvRow, complaint: string): DatePair {
  const start = parseDate(row.get('start_date'));
  const end = parseDate(row.get('end_date'));
  if (start.kind === 'bad' || end.kind === 'bad') {
    context.warn(row, complaint);
    return { start: start.kind === 'date' ? start.value : null, end: null };
  }
  return { start: start.kind === 'date' ? start.value : null, end: end.kind === 'date' ? end.value : null };
}
