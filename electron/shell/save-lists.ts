import type { Args, Result } from '../../shared/contract.ts';
import { type Outcome, succeed } from '../../shared/outcome.ts';
import { changesCsv, receiptsCsv } from '../engine/changes-csv.ts';
import type { EngineClient } from '../engine/host/engine-client.ts';
import type { SaveFile } from './save-file.ts';

/** Pages of the contract's lists. */
const PAGE = 200;
const spreadsheet = { name: 'Spreadsheet', extensions: ['csv'] };

type Calls = Pick<EngineClient, 'call'>;
type Saved<N extends 'saveChanges' | 'saveRun'> = Promise<Outcome<Result<'shell', N>>>;

/** The changes of a plan that the admin looks at, in the order they are listed. */
export function saveChanges(
  { district, query }: Args<'shell', 'saveChanges'>,
  engine: Calls,
  save: SaveFile,
): Saved<'saveChanges'> {
  return savePages(
    save,
    { title: 'Save these changes', name: `changes-of-preview-${query.plan}.csv` },
    changesCsv,
    async (from) => {
      const page = await engine.call('changesInFull', { district, query: { ...query, from, count: PAGE } });
      return page.ok ? succeed({ total: page.value.total, rows: page.value.changes }) : page;
    },
  );
}

/** What became of the changes of a run. */
export function saveRun({ district, query }: Args<'shell', 'saveRun'>, engine: Calls, save: SaveFile): Saved<'saveRun'> {
  return savePages(save, { title: 'Save this run', name: `run-${query.run}.csv` }, receiptsCsv, async (from) => {
    const page = await engine.call('receipts', { district, query: { ...query, from, count: PAGE } });
    return page.ok ? succeed({ total: page.value.total, rows: page.value.receipts }) : page;
  });
}

/** Page by page, as lines: a million changes are never in memory as anything else. */
async function savePages<T>(
  save: SaveFile,
  { title, name }: { readonly title: string; readonly name: string },
  csv: (rows: readonly T[], isFirst: boolean) => string,
  pageFrom: (from: number) => Promise<Outcome<{ readonly total: number; readonly rows: readonly T[] }>>,
): Promise<Outcome<{ file: string | null; records: number }>> {
  let records = 0;
  const text = async (): Promise<Outcome<string>> => {
    // A byte order mark: without it spreadsheets take accents for other letters.
    const parts = ['\ufeff'];
    for (;;) {
      const page = await pageFrom(records);
      if (!page.ok) return page;
      parts.push(csv(page.value.rows, records === 0));
      records += page.value.rows.length;
      if (page.value.rows.length === 0 || records >= page.value.total) return succeed(parts.join(''));
    }
  };
  const saved = await save({ title, name, kind: spreadsheet, text });
  return saved.ok ? succeed({ file: saved.value.file, records }) : saved;
}
