import type { Profile } from '../settings.ts';
import { CsvHeader } from './csv-row.ts';
import { csvRecords, MalformedCsv } from './csv-text.ts';
import { detectType, type ImportType } from './file-type.ts';
import type { UploadedFile } from './unpack.ts';

export interface LoadedCsv {
  name: string;
  type: ImportType;
  header: CsvHeader;
  text: string;
  /** Numbers of the records to leave out (0 is the header), for a file with a hundred or more duplicate lines [M]. */
  skipped: ReadonlySet<number>;
}

/** Why none of a file's rows is applied (§1.3); the text is the message. */
export class UnusableFile extends Error {}

const NO_ROWS: ReadonlySet<number> = new Set();

/** [M]: from this many duplicate lines on only the last of each is kept. */
const DUPLICATES_THAT_REDUCE = 100;

/** Decodes a file, finds its type and checks its quoting to the end; `pause` lets other requests through. */
export async function loadCsv(file: UploadedFile, profile: Profile, pause: () => Promise<void>): Promise<LoadedCsv> {
  const text = decode(file.bytes);
  try {
    const first = csvRecords(text).next().value;
    const header = new CsvHeader(first?.cells ?? []);
    const type = detectType(header, profile);
    if (type === undefined) throw new UnusableFile("Couldn't find Canvas CSV import headers");
    const duplicates = await findDuplicates(text, pause);
    const skipped = profile === '2026' ? duplicates : NO_ROWS;
    return {
      name: skipped.size > 0 ? file.name.replace(/\.csv$/i, '_deduplicated.csv') : file.name,
      type,
      header,
      text,
      skipped,
    };
  } catch (error) {
    throw error instanceof MalformedCsv ? new UnusableFile('Malformed CSV') : error;
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnusableFile('Invalid UTF-8');
  }
}

async function findDuplicates(text: string, pause: () => Promise<void>): Promise<ReadonlySet<number>> {
  const lastSeen = new Map<string, number>();
  const earlier = new Set<number>();
  let number = 0;
  for (const { raw } of csvRecords(text)) {
    const before = lastSeen.get(raw);
    if (before !== undefined) earlier.add(before);
    lastSeen.set(raw, number);
    number += 1;
    if (number % 1_000 === 0) await pause();
  }
  return earlier.size >= DUPLICATES_THAT_REDUCE ? earlier : new Set();
}
