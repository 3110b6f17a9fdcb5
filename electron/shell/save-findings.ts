import type { Args, Result } from '../../shared/contract.ts';
import type { Finding } from '../../shared/finding.ts';
import { type Outcome, succeed } from '../../shared/outcome.ts';
import { findingsCsv } from '../engine/findings-csv.ts';
import type { EngineClient } from '../engine/host/engine-client.ts';
import type { SaveFile } from './save-file.ts';

const PAGE = 500;

/** The findings of a plan that the admin looks at, as a file for a spreadsheet or the SIS' support. */
export async function saveFindings(
  { district, plan, level, collection }: Args<'shell', 'saveFindings'>,
  engine: Pick<EngineClient, 'call'>,
  save: SaveFile,
): Promise<Outcome<Result<'shell', 'saveFindings'>>> {
  const found: Finding[] = [];
  const text = async (): Promise<Outcome<string>> => {
    for (let from = 0; ; from += PAGE) {
      const page = await engine.call('findings', { district, query: { plan, level, collection, from, count: PAGE } });
      if (!page.ok) return page;
      found.push(...page.value.findings);
      // A byte order mark: without it spreadsheets take accents for other letters.
      if (page.value.findings.length === 0 || found.length >= page.value.total) return succeed(`\ufeff${findingsCsv(found)}`);
    }
  };
  const name = `sis-records-of-preview-${plan}.csv`;
  const saved = await save({ title: 'Save the list', name, kind: { name: 'Spreadsheet', extensions: ['csv'] }, text });
  return saved.ok ? succeed({ file: saved.value.file, records: found.length }) : saved;
}
