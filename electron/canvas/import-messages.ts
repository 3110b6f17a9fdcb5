import type { ImportFile } from './columns.ts';
import { knownMessages } from './import-message-table.ts';
import { indexOfRow, type PackageFile } from './import-package.ts';

/** What Canvas said about a package or a row of it (an entry of the import object or of its errors list). */
export interface CanvasMessage {
  readonly file: string | null;
  readonly row?: number | null;
  readonly message: string;
}

export interface MessageExplanation {
  /** Canvas' own words, always shown too. */
  readonly said: string;
  /** In plain words; Canvas' own where the text is not known. */
  readonly message: string;
  readonly remedy: string;
  /** False when the text is not in our table. */
  readonly known: boolean;
  /** Whether the row was applied nevertheless; false for unknown texts, which the read-back then decides. */
  readonly applied: boolean;
}

/** Where a message belongs. */
export type MessagePlace =
  /** The n-th import row (from 0) of this entity. */
  | { readonly kind: 'row'; readonly entity: ImportFile; readonly index: number }
  /** Rows whose cells equal all these ids, by import column. */
  | { readonly kind: 'ids'; readonly entity: ImportFile; readonly ids: Readonly<Record<string, string>> }
  /** A whole file. */
  | { readonly kind: 'file'; readonly entity: ImportFile }
  | { readonly kind: 'package' };

/** Plain words for what Canvas said. Texts are data: what they are not needed for is never decided by them. */
export function explainImportMessage(said: string): MessageExplanation {
  const known = find(said)?.known;
  if (known === undefined) {
    const remedy =
      'These are the words of Canvas. Look at the record they name; the next plan shows whether the change is still open.';
    return { said, message: said, remedy, known: false, applied: false };
  }
  return { said, message: known.message, remedy: known.remedy, known: true, applied: known.applied };
}

/**
 * Finds the row a message is about: by file and row number, else by the ids in its text (the summary on the import has no
 * row numbers, and rows of a `…_deduplicated.csv` are numbered anew, canvas-sis.md §1.1), else the file.
 */
export function placeImportMessage(message: CanvasMessage, files: readonly PackageFile[]): MessagePlace {
  const found = find(message.message);
  const file = files.find((candidate) => candidate.name === baseName(message.file));
  if (file !== undefined && message.row != null) {
    const index = indexOfRow(file, message.row);
    if (index !== null) return { kind: 'row', entity: file.entity, index };
  }
  const entity = file?.entity ?? found?.known.entity ?? entityOfReduced(message.file, files);
  if (entity === null) return { kind: 'package' };
  const ids = Object.fromEntries(
    Object.entries(found?.groups ?? {}).filter(([name, value]) => idColumns.has(name) && value !== ''),
  );
  if (found?.known.entity === entity && Object.keys(ids).length > 0) return { kind: 'ids', entity, ids };
  return { kind: 'file', entity };
}

const idColumns = new Set([
  'account_id',
  'term_id',
  'course_id',
  'section_id',
  'user_id',
  'role',
  'observer_id',
  'student_id',
  'old_id',
  'new_id',
]);
const reducedSuffix = '_deduplicated.csv';

function find(said: string) {
  const text = said.trim();
  for (const known of knownMessages) {
    const match = known.pattern.exec(text);
    if (match !== null) return { known, groups: match.groups ?? {} };
  }
  return null;
}

function baseName(file: string | null): string {
  return (file ?? '').slice((file ?? '').lastIndexOf('/') + 1);
}

function entityOfReduced(name: string | null, files: readonly PackageFile[]): ImportFile | null {
  const base = baseName(name);
  if (!base.endsWith(reducedSuffix)) return null;
  const original = `${base.slice(0, -reducedSuffix.length)}.csv`;
  return files.find((file) => file.name === original)?.entity ?? null;
}
