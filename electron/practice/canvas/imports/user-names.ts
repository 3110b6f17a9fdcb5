import type { User } from '../model.ts';
import type { CsvRow } from './csv-row.ts';

/** name: full > first + last > existing > sortable > short > login (§1.9). */
export function inferName(row: CsvRow, existing: User | undefined, loginId: string): string {
  const full = row.get('full_name');
  if (full !== undefined) return full;
  const parts = [row.get('first_name'), row.get('last_name')].filter((part) => part !== undefined);
  if (parts.length > 0) return parts.join(' ');
  return existing?.name ?? row.get('sortable_name') ?? row.get('short_name') ?? loginId;
}

/** sortable: given > derived from the full name > "Last, First" > existing (§1.9). */
export function inferSortableName(row: CsvRow, existing: User | undefined, name: string): string {
  const given = row.get('sortable_name');
  if (given !== undefined) return given;
  if (row.get('full_name') !== undefined) return lastNameFirst(name);
  const parts = [row.get('last_name'), row.get('first_name')].filter((part) => part !== undefined);
  if (parts.length > 0) return parts.join(', ');
  return existing?.sortable_name ?? lastNameFirst(name);
}

export function lastNameFirst(name: string): string {
  if (name.includes(',')) return name;
  const words = name.split(/\s+/);
  const last = words.at(-1);
  return last === undefined || words.length < 2 ? name : `${last}, ${words.slice(0, -1).join(' ')}`;
}
