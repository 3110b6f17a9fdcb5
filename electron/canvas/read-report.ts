import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { ReportFileError } from './report-file.ts';
import type { ReportReader } from './report-reader.ts';

/** Pours a report's file into a reader; the value is the number of rows. */
export async function readReport(file: AsyncIterable<Uint8Array>, reader: ReportReader): Promise<Outcome<number>> {
  try {
    for await (const chunk of file) {
      const pushed = reader.push(chunk, false);
      if (!pushed.ok) return pushed;
    }
  } catch (error) {
    if (error instanceof ReportFileError) return fail(error.failure);
    throw error;
  }
  const rows = reader.push(new Uint8Array(0), true);
  return rows.ok ? succeed(rows.value) : rows;
}
