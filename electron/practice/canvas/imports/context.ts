import type { CanvasState } from '../canvas-state.ts';
import type { NoteChange } from '../lifecycle.ts';
import type { Profile } from '../settings.ts';
import type { Writer } from '../sticky.ts';
import type { CsvRow } from './csv-row.ts';
import type { ImportOptions } from './import-record.ts';

/** What an importer of one type of file may use. */
export interface ImportContext {
  readonly state: CanvasState;
  readonly profile: Profile;
  readonly batch: number;
  /** The user whose token posted the import: nobody may remove themselves. */
  readonly creatorId: number;
  readonly options: ImportOptions;
  readonly writer: Writer;
  readonly note: NoteChange;
  /** Courses that some cross-listing's own course copies and follows. */
  readonly followed: Set<number>;
  warn(row: CsvRow, message: string): void;
  /**
   * To be called once per row, right before it is applied: counts it, and answers false when the practice server was
   * told to lose accepted rows without a word.
   */
  accept(row: CsvRow): boolean;
  /** Like accept, for rows that Canvas applies but does not count. */
  acceptUncounted(row: CsvRow): boolean;
}

/** Takes the rows of one file in order; `flush` ends what it gathered. */
export interface RowImporter {
  row(row: CsvRow): void;
  flush(): void;
}

/** For types whose rows are independent of each other. */
export function rowByRow(apply: (row: CsvRow) => void): RowImporter {
  return { row: apply, flush: () => undefined };
}

/** A row was refused; the text becomes its warning. */
export class RowRefused extends Error {}

export function refuse(message: string): never {
  throw new RowRefused(message);
}

/** Turns refusals into warnings of the row. */
export function guarded(context: ImportContext, apply: (row: CsvRow) => void): (row: CsvRow) => void {
  return (row) => {
    try {
      apply(row);
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error;
      context.warn(row, error.message);
    }
  };
}

/** §1.13: status words match by prefix, in any case. */
export function startsWithWord(text: string | undefined, ...words: string[]): boolean {
  const lower = text?.toLowerCase();
  return lower !== undefined && words.some((word) => lower.startsWith(word));
}

/** Canvas counts characters, however many units or bytes they take. */
export function tooLong(value: string | null | undefined, most = 255): boolean {
  return value !== null && value !== undefined && value.length > most && Array.from(value).length > most;
}
