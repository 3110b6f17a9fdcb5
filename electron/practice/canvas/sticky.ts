import { NOTHING_STUCK, type SisManaged, STICKY_FIELDS, type StickyKind } from './model.ts';

/** Who writes: a SIS import with its stickiness options, or a person (UI, API), whose edits stick (§4). */
export type Writer =
  | { readonly kind: 'sis'; readonly batch: number; readonly override: boolean; readonly add: boolean; readonly clear: boolean }
  | { readonly kind: 'person' };

export const PERSON: Writer = { kind: 'person' };

/** A plain import must leave stuck fields alone, without a word. */
export function mayWrite(writer: Writer, row: SisManaged, field: string): boolean {
  return writer.kind === 'person' || writer.override || !row.stuck.includes(field);
}

/** To be called after a sticky field really changed. */
export function markWritten(writer: Writer, row: SisManaged, field: string): void {
  const sticks = writer.kind === 'person' || (writer.override && writer.add && !writer.clear);
  if (sticks && !row.stuck.includes(field)) row.stuck = [...row.stuck, field];
}

/** Writes one sticky field if the writer may; true when the value changed. */
export function writeField<T extends SisManaged, K extends keyof T & string>(
  writer: Writer,
  row: T,
  field: K,
  value: T[K],
): boolean {
  if (!mayWrite(writer, row, field) || row[field] === value) return false;
  row[field] = value;
  markWritten(writer, row, field);
  return true;
}

/** Stamps the import on the row; an override with clear_sis_stickiness also frees its fields. */
export function stamp(writer: Writer, row: SisManaged): void {
  if (writer.kind === 'person') return;
  row.sis_batch_id = writer.batch;
  if (writer.override && writer.clear) row.stuck = NOTHING_STUCK;
}

/** Creation by hand makes every field that got a value stick [C]. */
export function stickAtCreation(kind: StickyKind, values: object): readonly string[] {
  const given = values as Record<string, unknown>;
  return STICKY_FIELDS[kind].filter((field) => given[field] !== undefined && given[field] !== null);
}
