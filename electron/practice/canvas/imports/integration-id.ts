import type { ImportContext } from './context.ts';
import type { CsvRow } from './csv-row.ts';

/**
 * The integration id a row sets: undefined keeps. A blank or absent one keeps in 2026 and clears (null) in 2022; `taken`
 * is called when another object of the kind, deleted ones included, already has it (§1.13).
 */
export function claimIntegrationId<T>(
  context: ImportContext,
  row: CsvRow,
  index: ReadonlyMap<string, T>,
  existing: T | undefined,
  taken: (integrationId: string) => never,
): string | null | undefined {
  const wanted = row.get('integration_id');
  if (wanted === undefined) return context.profile === '2022' ? null : undefined;
  const owner = index.get(wanted);
  if (owner !== undefined && owner !== existing) return taken(wanted);
  return wanted;
}
