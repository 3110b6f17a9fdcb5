import type { Collection } from '../../../shared/entities.ts';
import type { Finding } from './finding.ts';

type Note = Pick<Finding, 'rule' | 'message' | 'remedy'>;

/**
 * Tolerant reading of one record whose strict parse failed: keys in any case, four spellings of "none", numbers for
 * text, booleans as words, references as objects, lists or bare ids (oneroster-1.1.md §2.11). Each reader answers a
 * usable value and notes what had to be dropped or guessed.
 */
export class LooseRow {
  readonly sourcedId: string;
  readonly findings: Finding[] = [];
  private readonly collection: Collection;
  private readonly values: ReadonlyMap<string, unknown>;

  constructor(collection: Collection, row: Readonly<Record<string, unknown>>) {
    this.collection = collection;
    this.values = byLowerCase(row);
    this.sourcedId = this.text('sourcedId');
  }

  warn(note: Note): void {
    this.findings.push({ ...note, collection: this.collection, sourcedId: this.sourcedId, level: 'warned' });
  }

  /** Notes why the record is left out; answers null so that a reader can return it. */
  drop(note: Note): null {
    this.findings.push({ ...note, collection: this.collection, sourcedId: this.sourcedId, level: 'dropped' });
    return null;
  }

  raw(name: string): unknown {
    return this.values.get(name.toLowerCase());
  }

  text(name: string): string {
    return textOf(this.raw(name));
  }

  /** `inactive` is the 1.0 word for tobedeleted; nothing at all means active, with a warning. */
  status(): 'active' | 'tobedeleted' {
    const word = this.text('status')
      .toLowerCase()
      .replace(/[\s_-]/g, '');
    if (word === 'active') return 'active';
    if (word === 'tobedeleted' || word === 'inactive' || word === 'deleted') return 'tobedeleted';
    this.warn({
      rule: word === '' ? 'status-missing' : 'status-unknown',
      message: word === '' ? 'The record has no status; taken as active.' : `Unknown status "${clip(word)}"; taken as active.`,
      remedy: 'Ask your SIS support to send the status active or tobedeleted with every record.',
    });
    return 'active';
  }

  /** YYYY-MM-DD of a date or dateTime (the day as written), or ''. */
  date(name: string): string {
    const text = this.text(name).trim();
    if (text === '') return '';
    const day = /^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$/.exec(text)?.[1];
    if (day !== undefined && isRealDay(day)) return day;
    this.warn({
      rule: 'date-unreadable',
      message: `${name} "${clip(text)}" is not a date; it was left out.`,
      remedy: `Correct ${name} of this record in the SIS (year-month-day).`,
    });
    return '';
  }

  requiredDate(name: string): string {
    if (this.text(name).trim() === '') {
      this.warn({ rule: 'date-missing', message: `${name} is missing.`, remedy: `Enter ${name} for this record in the SIS.` });
    }
    return this.date(name);
  }

  /** True, false, or null when absent or unreadable. */
  flag(name: string): boolean | null {
    const value = this.raw(name);
    if (typeof value === 'boolean') return value;
    const word = textOf(value).trim().toLowerCase();
    if (['true', 't', 'yes', 'y', '1'].includes(word)) return true;
    return ['false', 'f', 'no', 'n', '0'].includes(word) ? false : null;
  }

  /** The sourcedId of a reference, or ''. */
  ref(name: string): string {
    return refOf(this.raw(name));
  }

  refs(name: string): string[] {
    return listOf(this.raw(name))
      .map(refOf)
      .filter((id) => id !== '');
  }

  texts(name: string): string[] {
    return listOf(this.raw(name))
      .map(textOf)
      .filter((text) => text !== '');
  }

  /** Objects of a list value (or a single object), keys lower-cased. */
  records(name: string): ReadonlyMap<string, unknown>[] {
    return listOf(this.raw(name)).filter(isRecord).map(byLowerCase);
  }

  /** A known word in any spelling of case and spaces; unknown words are kept verbatim with a warning. */
  word(name: string, known: readonly string[]): string {
    return this.known(name, this.text(name).trim(), known);
  }

  known(name: string, text: string, known: readonly string[]): string {
    const squeezed = squeeze(text);
    const found = known.find((candidate) => squeeze(candidate) === squeezed);
    if (found !== undefined) return found;
    this.warn({
      rule: text === '' ? `${name}-missing` : `${name}-unknown`,
      message: text === '' ? `${name} is missing.` : `Unknown ${name} "${clip(text)}"; kept as it is.`,
      remedy: `Correct ${name} in the SIS, or decide in the mapping what "${clip(text)}" means.`,
    });
    return text;
  }

  titled(name: string): string {
    const text = this.text(name);
    if (text.trim() === '')
      this.warn({ rule: `${name}-missing`, message: `${name} is missing.`, remedy: `Enter ${name} in the SIS.` });
    return text;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

export function refOf(value: unknown): string {
  if (Array.isArray(value)) return refOf(value[0]);
  return isRecord(value) ? textOf(byLowerCase(value).get('sourcedid')) : textOf(value);
}

/** An exactly spelt key wins over one that only differs in case. */
function byLowerCase(row: Readonly<Record<string, unknown>>): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [key, value] of Object.entries(row)) {
    const lower = key.toLowerCase();
    if (values.get(lower) === undefined || values.get(lower) === null) values.set(lower, value);
  }
  return values;
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null || value === '' ? [] : [value];
}

function isRealDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

function squeeze(text: string): string {
  return text.toLowerCase().replace(/[\s_-]/g, '');
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
