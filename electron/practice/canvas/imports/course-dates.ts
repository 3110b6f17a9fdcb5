import { parseDate } from '../dates.ts';
import type { Course } from '../model.ts';
import { markWritten, mayWrite, type Writer, writeField } from '../sticky.ts';
import type { ImportContext } from './context.ts';
import type { CsvRow } from './csv-row.ts';

/** undefined: the column is absent (or its date was bad) and the course keeps its date. */
export interface CourseDates {
  start: string | null | undefined;
  end: string | null | undefined;
}

/** §1.6: absent keeps, `<delete>` and blank clear; a bad start date also loses the row's end date. */
export function readCourseDates(context: ImportContext, row: CsvRow, id: string | undefined): CourseDates {
  const start = parseDate(row.get('start_date'));
  const end = parseDate(row.get('end_date'));
  if (start.kind === 'bad' || end.kind === 'bad') context.warn(row, `Bad date format for course ${id ?? ''}`);
  if (start.kind === 'bad') return { start: undefined, end: undefined };
  return {
    start: row.has('start_date') ? (start.kind === 'date' ? start.value : null) : undefined,
    end: row.has('end_date') && end.kind !== 'bad' ? (end.kind === 'date' ? end.value : null) : undefined,
  };
}

/** Dates stick as a pair; any date switches the restriction on, none (with a column present) off, the flag sticks too. */
export function applyCourseDates(writer: Writer, course: Course, dates: CourseDates): void {
  if (dates.start === undefined && dates.end === undefined) return;
  if (!mayWrite(writer, course, 'start_at') || !mayWrite(writer, course, 'conclude_at')) return;
  const start = dates.start === undefined ? course.start_at : dates.start;
  const end = dates.end === undefined ? course.conclude_at : dates.end;
  if (course.start_at !== start) markWritten(writer, course, 'start_at');
  if (course.conclude_at !== end) markWritten(writer, course, 'conclude_at');
  course.start_at = start;
  course.conclude_at = end;
  writeField(writer, course, 'restrict_enrollments_to_course_dates', start !== null || end !== null);
}
