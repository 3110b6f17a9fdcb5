import type { Collection } from '../../../shared/entities.ts';
import { academicSessionReader } from './academic-session.ts';
import { classReader } from './class.ts';
import { courseReader } from './course.ts';
import { enrollmentReader } from './enrollment.ts';
import type { Finding } from './finding.ts';
import { isRecord, LooseRow } from './loose-row.ts';
import { orgReader } from './org.ts';
import type { SisRows } from './rows.ts';
import { userReader } from './user.ts';

/** How one collection's records are read: strict first, tolerant only for those that fail (ENGINE-NOTES §3). */
export interface RowReader<R> {
  /** The keys the strict schema looks at. */
  readonly keys: readonly string[];
  /** Null when the record is not exactly as the specification writes it. */
  strict(row: unknown): R | null;
  /** Null when the record must be dropped; what was noticed is in the row's findings. */
  loose(row: LooseRow): R | null;
}

const readers: { readonly [C in Collection]: RowReader<SisRows[C]> } = {
  orgs: orgReader,
  academicSessions: academicSessionReader,
  courses: courseReader,
  classes: classReader,
  users: userReader,
  enrollments: enrollmentReader,
};

export interface ReadRows<C extends Collection> {
  readonly rows: SisRows[C][];
  readonly findings: Finding[];
}

/** When the first rows all need the tolerant reader, the server's dialect does: the strict attempt is then spared. */
const STRICT_TRIES = 20;

export function readRows<C extends Collection>(collection: C, raw: readonly unknown[]): ReadRows<C> {
  const reader: RowReader<SisRows[C]> = readers[collection];
  const read: ReadRows<C> = { rows: [], findings: [] };
  let exact = exactKeys(reader.keys, raw[0]);
  let fitted = 0;
  let failed = 0;
  for (const row of raw) {
    const made = exact ? reader.strict(row) : null;
    if (made !== null) {
      read.rows.push(made);
      fitted += 1;
      continue;
    }
    failed += 1;
    if (failed === STRICT_TRIES && fitted < failed) exact = false;
    readLoosely(collection, reader, row, read);
  }
  return read;
}

function readLoosely<C extends Collection>(collection: C, reader: RowReader<SisRows[C]>, row: unknown, read: ReadRows<C>): void {
  const loose = new LooseRow(collection, isRecord(row) ? row : {});
  const made = loose.sourcedId.trim() === '' ? loose.drop(withoutId) : reader.loose(loose);
  for (const finding of loose.findings) read.findings.push(finding);
  if (made !== null) read.rows.push(made);
}

const withoutId = {
  rule: 'sourcedId-missing',
  message: 'A record without sourcedId was left out.',
  remedy: 'Ask your SIS support why the OneRoster API sends records without sourcedId.',
};

/** False when a key differs from the specification's only in case: a strict read would silently miss it. */
function exactKeys(keys: readonly string[], row: unknown): boolean {
  if (!isRecord(row)) return true;
  const lower = new Set(keys.map((key) => key.toLowerCase()));
  return Object.keys(row).every((key) => keys.includes(key) || !lower.has(key.toLowerCase()));
}
