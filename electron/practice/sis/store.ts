import type { GradebookData, OneRosterData } from '../oneroster-data.ts';

type Held = OneRosterData & GradebookData;
export type RosterName = keyof OneRosterData;
export type GradebookName = keyof GradebookData;
export type CollectionName = keyof Held;
export type Row = Held[CollectionName][number];

export const ROSTER: readonly RosterName[] = ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments'];
export const GRADEBOOK: readonly GradebookName[] = ['categories', 'lineItems', 'results'];
export const COLLECTIONS: readonly CollectionName[] = [...ROSTER, ...GRADEBOOK];

export function isCollection(name: string): name is CollectionName {
  return (COLLECTIONS as readonly string[]).includes(name);
}

export function isGradebook(name: CollectionName): name is GradebookName {
  return (GRADEBOOK as readonly string[]).includes(name);
}

/** A row's fields by name. */
export function fieldsOf(row: Row): Readonly<Record<string, unknown>> {
  return row as unknown as Record<string, unknown>;
}

/** What differs from the census: per collection, per sourcedId, the row now, or null when it vanished. */
export type Changes = Record<CollectionName, Record<string, Row | null>>;

export function noChanges(): Changes {
  return Object.fromEntries(COLLECTIONS.map((name) => [name, {}])) as Changes;
}

/** A changed row, where it lay; `shifted` when rows behind it moved. */
export interface Change {
  collection: CollectionName;
  index: number;
  shifted: boolean;
}

/**
 * The SIS' tables. Rows lie sorted by sourcedId (so `sort=sourcedId` and the default order agree), are found by binary search and
 * are never changed in place: references are shared between rows.
 */
export class SisStore {
  readonly #tables = new Map<CollectionName, Row[]>();
  readonly #listeners: ((change: Change | undefined) => void)[] = [];
  #changes: Changes = noChanges();

  constructor(data: OneRosterData & Partial<GradebookData>) {
    this.load(data);
  }

  /** Replaces everything; what was noted as changed is forgotten. */
  load(data: OneRosterData & Partial<GradebookData>): void {
    for (const collection of COLLECTIONS) {
      const rows: Row[] = [...(data[collection] ?? [])];
      rows.sort((a, b) => (a.sourcedId < b.sourcedId ? -1 : a.sourcedId > b.sourcedId ? 1 : 0));
      this.#tables.set(collection, rows);
    }
    this.#changes = noChanges();
    this.#tell(undefined);
  }

  /** Called after each change of one row, or with undefined after a load. */
  onChange(listener: (change: Change | undefined) => void): void {
    this.#listeners.push(listener);
  }

  rows(collection: CollectionName): readonly Row[] {
    return this.#tables.get(collection) ?? [];
  }

  get(collection: CollectionName, sourcedId: string): Row | undefined {
    return this.rows(collection)[this.indexOf(collection, sourcedId)];
  }

  /** Where a row lies; -1 when there is none. */
  indexOf(collection: CollectionName, sourcedId: string): number {
    const rows = this.rows(collection);
    const index = this.#seek(rows, sourcedId);
    return rows[index]?.sourcedId === sourcedId ? index : -1;
  }

  /** Writes a row, new or in place of the one with its sourcedId. */
  put(collection: CollectionName, row: Row): void {
    const rows = this.#tables.get(collection) ?? [];
    const index = this.#seek(rows, row.sourcedId);
    const known = rows[index]?.sourcedId === row.sourcedId;
    if (known) rows[index] = row;
    else rows.splice(index, 0, row);
    this.#changes[collection][row.sourcedId] = row;
    this.#tell({ collection, index, shifted: !known });
  }

  /** Lets a row vanish; false when there was none. */
  remove(collection: CollectionName, sourcedId: string): boolean {
    const rows = this.#tables.get(collection) ?? [];
    const index = this.#seek(rows, sourcedId);
    if (rows[index]?.sourcedId !== sourcedId) return false;
    rows.splice(index, 1);
    this.#changes[collection][sourcedId] = null;
    this.#tell({ collection, index, shifted: true });
    return true;
  }

  /** What was changed since the last load: with the same census, `apply` brings it back. */
  changes(): Changes {
    return this.#changes;
  }

  apply(changes: Changes): void {
    for (const collection of COLLECTIONS) {
      for (const [sourcedId, row] of Object.entries(changes[collection] ?? {})) {
        if (row === null) this.remove(collection, sourcedId);
        else this.put(collection, row);
      }
    }
  }

  #seek(rows: readonly Row[], sourcedId: string): number {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((rows[middle]?.sourcedId ?? '') < sourcedId) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #tell(change: Change | undefined): void {
    for (const listener of this.#listeners) listener(change);
  }
}
