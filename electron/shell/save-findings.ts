import type { Args, Result } from '../../shared/contract.ts';
import { type Outcome, succeed } from '../../shared/outcome.ts';
import { findingsCsv } from '../engine/findings-csv.ts';
import type { EngineClient } from '../engine/host/engine-client.ts';
import type { SaveFile } from './save-file.ts';
import { savePages } from './save-pages.ts';

const PAGE = 500;

/** The findings of a plan that the admin looks at, as a file for a spreadsheet or the SIS' support. */
export function saveFindings(
  { district, plan, level, collection }: Args<'shell', 'saveFindings'>,
  engine: Pick<EngineClient, 'call'>,
  save: SaveFile,
): Promise<Outcome<Result<'shell', 'saveFindings'>>> {
  return savePages(save, {
    title: 'Save the list',
    name: `sis-records-of-preview-${plan}.csv`,
    csv: findingsCsv,
    async pageFrom(from) {
      const page = await engine.call('findings', { district, query: { plan, level, collection, from, count: PAGE } });
      return page.ok ? succeed({ total: page.value.total, rows: page.value.findings }) : page;
    },
  });
}
