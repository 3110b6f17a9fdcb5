import { fail, type Outcome } from '../../shared/outcome.ts';
import { ReportFileError } from './report-file.ts';
import type { ReportReader } from './report-reader.ts';

/** Pours a report's file into a reader; the value is the number of rows. */
export async function readReport(file: AsyncIterable<Uint8Array>, reader: ReportReader): Promise<Outcome<number>> {
  return readReportFile(file, async (chunk, final) => reader.push(chunk, final));
}

/** The same for a reader that lives in another thread: each chunk waits for the one before it. */
export async function readReportFile(
  file: AsyncIterable<Uint8Array>,
  push: (chunk: Uint8Array, final: boolean) => Promise<Outcome<number>>,
): Promise<Outcome<number>> {
  try {
    for await (const chunk of file) {
      const pushed = await push(chunk, false);
      if (!pushed.ok) return pushed;
    }
  } catch (error) {
    if (error instanceof ReportFileError) return fail(error.failure);
    throw error;
  }
  return push(new Uint8Array(0), true);
}
