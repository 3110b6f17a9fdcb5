import { parse } from 'csv-parse/sync';

/** More unfinished text than this means a quote that never closes: damage, not a long cell. */
const MAX_OPEN_TEXT = 16 * 1024 * 1024;

/** Text that is no CSV, or ends in the middle of a record. */
export class CsvDamage extends Error {}

/**
 * CSV out of chunks of any size: records with all their cells as text, the header included. Lines without quotes, which
 * is nearly every line of an enrollment report, are simply split; csv-parse reads the others.
 */
export class CsvRecords {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #onRecords: (records: string[][]) => void;
  #open = '';

  constructor(onRecords: (records: string[][]) => void) {
    this.#onRecords = onRecords;
  }

  push(chunk: Uint8Array, final: boolean): void {
    const text = this.#open + this.#decode(chunk, final);
    const end = final ? text.length : lastRecordEnd(text);
    this.#open = text.slice(end);
    if (this.#open.length > MAX_OPEN_TEXT) throw new CsvDamage('a quote is never closed');
    const records = recordsOf(text.slice(0, end));
    if (records.length > 0) this.#onRecords(records);
  }

  #decode(chunk: Uint8Array, final: boolean): string {
    try {
      return this.#decoder.decode(chunk, { stream: !final });
    } catch {
      throw new CsvDamage('not UTF-8');
    }
  }
}

/** Index after the last line break outside quotes; 0 when there is none. */
function lastRecordEnd(text: string): number {
  let quotes = countQuotes(text, 0, text.length);
  let lineBreak = text.lastIndexOf('\n');
  let seen = text.length;
  while (lineBreak !== -1) {
    quotes -= countQuotes(text, lineBreak, seen);
    if (quotes % 2 === 0) return lineBreak + 1;
    seen = lineBreak;
    lineBreak = lineBreak === 0 ? -1 : text.lastIndexOf('\n', lineBreak - 1);
  }
  return 0;
}

function countQuotes(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('"', from); at !== -1 && at < to; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

/** Text made of whole records. */
function recordsOf(text: string): string[][] {
  const records: string[][] = [];
  let quoted: string[] = [];
  let insideQuotes = false;
  const readQuoted = () => {
    for (const record of parseQuoted(quoted.join('\n'))) records.push(record);
    quoted = [];
  };
  for (const line of text.split('\n')) {
    if (insideQuotes || line.includes('"')) {
      quoted.push(line);
      if (countQuotes(line, 0, line.length) % 2 === 1) insideQuotes = !insideQuotes;
      continue;
    }
    if (quoted.length > 0) readQuoted();
    const plain = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (plain !== '') records.push(plain.split(','));
  }
  if (quoted.length > 0) readQuoted();
  return records;
}

function parseQuoted(text: string): string[][] {
  try {
    return parse(text, { relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\n', '\r\n'] });
  } catch {
    throw new CsvDamage('broken quoting');
  }
}
