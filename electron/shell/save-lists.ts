import type { Args, Result } from '../../shared/contract.ts';
import { type Outcome, succeed } from '../../shared/outcome.ts';
import { changesCsv, receiptsCsv } from '../engine/changes-csv.ts';
import type { EngineClient } from '../engine/host/engine-client.ts';
import type { SaveFile } from './save-file.ts';
import { savePages } from './save-pages.ts';

/** Pages of the contract's lists. */
const PAGE = 200;

type Calls = Pick<EngineClient, 'call'>;
type Saved<N extends 'saveChanges' | 'saveRun'> = Promise<Outcome<Result<'shell', N>>>;

/** The changes of a plan that the admin looks at, in the order they are listed. */
export function saveChanges(
  { district, query }: Args<'shell', 'saveChanges'>,
  engine: Calls,
  save: SaveFile,
): Saved<'saveChanges'> {
  return savePages(save, {
    title: 'Save these changes',
    name: `changes-of-preview-${query.plan}.csv`,
    csv: changesCsv,
    async pageFrom(from) {
      const page = await engine.call('changesInFull', { district, query: { ...query, from, count: PAGE } });
      return page.ok ? succeed({ total: page.value.total, rows: page.value.changes }) : page;
    },
  });
}

/** What became of the changes of a run. */
export function saveRun({ district, query }: Args<'shell', 'saveRun'>, engine: Calls, save: SaveFile): Saved<'saveRun'> {
  return savePages(save, {
    title: 'Save this run',
    name: `run-${query.run}.csv`,
    csv: receiptsCsv,
    async pageFrom(from) {
      const page = await engine.call('receipts', { district, query: { ...query, from, count: PAGE } });
      return page.ok ? succeed({ total: page.value.total, rows: page.value.receipts }) : page;
    },
  });
}
