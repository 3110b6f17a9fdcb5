/** Thrown for broken quoting anywhere in a file: none of that file's rows is applied (§1.3). */
export class MalformedCsv extends Error {}

export interface CsvRecord {
  /** The cells as written; surrounding blanks are the reader's business. */
  cells: string[];
  /** The record's text without its line end. */
  raw: string;
}

const QUOTE = 34;
const COMMA = 44;
const LF = 10;
const CR = 13;

/** The records of an RFC 4180 text, lazily; physically blank lines are skipped (§1.1). */
export function* csvRecords(text: string): Generator<CsvRecord> {
  let at = 0;
  while (at < text.length) {
    const start = at;
    const cells: string[] = [];
    let ended = false;
    while (!ended) {
      const field = text.charCodeAt(at) === QUOTE ? quotedField(text, at) : plainField(text, at);
      cells.push(field.value);
      at = field.end;
      if (text.charCodeAt(at) === COMMA) at += 1;
      else ended = true;
    }
    const raw = text.slice(start, at);
    at = afterLineEnd(text, at);
    if (raw !== '') yield { cells, raw };
  }
}

/** Reads the whole text once without keeping anything; throws MalformedCsv. */
export function checkQuoting(text: string): void {
  if (!text.includes('"')) return;
  for (const _ of csvRecords(text));
}

interface Field {
  value: string;
  end: number;
}

function plainField(text: string, start: number): Field {
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === LF || code === CR) break;
    if (code === QUOTE) throw new MalformedCsv('quote inside an unquoted field');
  }
  return { value: text.slice(start, at), end: at };
}

function quotedField(text: string, start: number): Field {
  let value = '';
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw new MalformedCsv('unclosed quoted field');
    value += text.slice(from, quote);
    if (text.charCodeAt(quote + 1) !== QUOTE) {
      const next = text.charCodeAt(quote + 1);
      const closed = Number.isNaN(next) || next === COMMA || next === LF || next === CR;
      if (!closed) throw new MalformedCsv('text after a quoted field');
      return { value, end: quote + 1 };
    }
    value += '"';
    from = quote + 2;
  }
}

function afterLineEnd(text: string, at: number): number {
  if (text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF) return at + 2;
  return at + 1;
}
