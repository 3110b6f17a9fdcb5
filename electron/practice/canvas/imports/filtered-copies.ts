import { CsvHeader } from './csv-row.ts';
import { type CsvRecord, csvRecords, MalformedCsv } from './csv-text.ts';
import type { Upload } from './import-queue.ts';
import { unpackUpload } from './unpack.ts';

const PASSWORDS = ['password', 'ssha_password'];

export function hasPasswords(header: CsvHeader): boolean {
  return PASSWORDS.some((column) => header.has(column));
}

/** The files of an upload as people may download them: without password columns, then called `…_filtered.csv` (§1.1). */
export function filteredCopies(upload: Upload): Upload[] {
  return unpackUpload(upload.filename, upload.bytes)
    .filter((file) => /\.csv$/i.test(file.name))
    .flatMap((file) => filteredCopy({ filename: file.name, bytes: file.bytes }) ?? []);
}

/** A file that cannot be read has no copy at all: nobody knows what its cells are. */
function filteredCopy(file: Upload): Upload | undefined {
  const records = readable(file.bytes);
  if (records === undefined) return undefined;
  const names = records[0]?.cells ?? [];
  if (!hasPasswords(new CsvHeader(names))) return file;
  const kept = names.flatMap((name, index) => (PASSWORDS.includes(name.toLowerCase()) ? [] : [index]));
  const lines = records.map(({ cells }) => kept.map((index) => cell(cells[index] ?? '')).join(','));
  return { filename: file.filename.replace(/\.csv$/i, '_filtered.csv'), bytes: Buffer.from(`${lines.join('\n')}\n`) };
}

function readable(bytes: Uint8Array): CsvRecord[] | undefined {
  try {
    return [...csvRecords(new TextDecoder().decode(bytes))];
  } catch (error) {
    if (error instanceof MalformedCsv) return undefined;
    throw error;
  }
}

function cell(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
