import type { CsvRow } from './csv-row.ts';

/**
 * The integration id a row sets: undefined keeps (blank or absent, [M]); `taken` is called when another object of the
 * kind, deleted ones included, already has it (§1.13).
 */
export function claimIntegrationId<T>(
  row: CsvRow,
  index: ReadonlyMap<string, T>,
  existing: T | undefined,
  taken: (integrationId: string) => never,
): string | undefined {
  const wanted = row.get('integration_id');
  if (wanted === undefined) return undefined;
  const owner = index.get(wanted);
  if (owner !== undefined && owner !== existing) return taken(wanted);
  return wanted;
}
