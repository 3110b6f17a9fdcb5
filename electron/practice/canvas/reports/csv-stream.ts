import { Readable } from 'node:stream';
import type { ReportTable } from './provisioning-csv.ts';
import type { ReportScope } from './report-scope.ts';

const CHUNK_CHARACTERS = 64 * 1024;

/** The csv of one table as a stream; nothing but one chunk is held, and other requests get their turn in between. */
export function csvStream(table: ReportTable, scope: ReportScope, counted: (rows: number) => void): Readable {
  return Readable.from(chunks(table, scope, counted), { objectMode: false });
}

async function* chunks(table: ReportTable, scope: ReportScope, counted: (rows: number) => void): AsyncGenerator<string> {
  let chunk = `${table.columns.join(',')}\n`;
  let rows = 0;
  for (const row of table.rows(scope)) {
    chunk += `${row.map(cell).join(',')}\n`;
    rows += 1;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = '';
    await new Promise((resolve) => setImmediate(resolve));
  }
  counted(rows);
  if (chunk !== '') yield chunk;
}

function cell(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
