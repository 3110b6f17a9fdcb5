/** Rows by Canvas id, in the order they were made. */
export class Table<T extends { id: number }> {
  readonly #rows = new Map<number, T>();
  #next: number;

  constructor(firstId = 1) {
    this.#next = firstId;
  }

  insert(draft: Omit<T, 'id'>): T {
    const row = { ...draft, id: this.#next } as T;
    this.#next += 1;
    this.#rows.set(row.id, row);
    return row;
  }

  /** Puts a row back under the id it had (loading a dump). */
  restore(row: T): void {
    this.#rows.set(row.id, row);
    if (row.id >= this.#next) this.#next = row.id + 1;
  }

  get(id: number | null | undefined): T | undefined {
    return id === null || id === undefined ? undefined : this.#rows.get(id);
  }

  /** The row of an id that our own state refers to; its absence would be a bug. */
  require(id: number): T {
    const row = this.#rows.get(id);
    if (row === undefined) throw new Error(`practice Canvas: no row with id ${id}`);
    return row;
  }

  values(): IterableIterator<T> {
    return this.#rows.values();
  }

  get size(): number {
    return this.#rows.size;
  }

  clear(firstId = 1): void {
    this.#rows.clear();
    this.#next = firstId;
  }
}

/** Lists by a number, e.g. the enrollments of a section. */
export class Grouping<T> {
  readonly #groups = new Map<number, T[]>();

  add(key: number, value: T): void {
    const group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, [value]);
    else group.push(value);
  }

  remove(key: number, value: T): void {
    const group = this.#groups.get(key);
    const at = group?.indexOf(value) ?? -1;
    if (at >= 0) group?.splice(at, 1);
  }

  of(key: number): readonly T[] {
    return this.#groups.get(key) ?? NOTHING;
  }

  clear(): void {
    this.#groups.clear();
  }
}

const NOTHING: readonly never[] = Object.freeze([]);
