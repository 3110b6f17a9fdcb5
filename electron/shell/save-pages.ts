import { type Outcome, succeed } from '../../shared/outcome.ts';
import { BYTE_ORDER_MARK } from '../engine/file-in-parts.ts';
import type { SaveFile } from './save-file.ts';

const spreadsheet = { name: 'Spreadsheet', extensions: ['csv'] };

export interface PagedList<T> {
  readonly title: string;
  readonly name: string;
  /** Lines for rows, with the names of the columns before the first. */
  readonly csv: (rows: readonly T[], isFirst: boolean) => string;
  readonly pageFrom: (from: number) => Promise<Outcome<{ readonly total: number; readonly rows: readonly T[] }>>;
}

/** A list as a file for a spreadsheet. Each page is written before the next is read: a million changes are never in memory. */
export async function savePages<T>(
  save: SaveFile,
  { title, name, csv, pageFrom }: PagedList<T>,
): Promise<Outcome<{ file: string | null; records: number }>> {
  let records = 0;
  async function* parts(progress: (share: number) => void): AsyncGenerator<Outcome<string>> {
    yield succeed(BYTE_ORDER_MARK);
    for (;;) {
      const page = await pageFrom(records);
      if (!page.ok) return yield page;
      const { total, rows } = page.value;
      yield succeed(csv(rows, records === 0));
      records += rows.length;
      if (rows.length === 0 || records >= total) return;
      progress(records / total);
    }
  }
  const saved = await save({ title, name, kind: spreadsheet, parts });
  return saved.ok ? succeed({ file: saved.value.file, records }) : saved;
}
