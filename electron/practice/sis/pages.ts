import type { Habits } from './habits.ts';
import type { Query } from './query.ts';
import type { Route } from './routes.ts';
import { RowBytes } from './row-bytes.ts';
import { makeSerialiser } from './serialise.ts';
import type { CollectionName, Row, SisStore } from './store.ts';
import { COLLECTIONS } from './store.ts';

export interface Page {
  /** The rows as JSON pieces, to be joined by commas. */
  pieces: Buffer[];
  count: number;
  total: number;
}

/** Views kept at a time: a filtered list is worked out once, not once per page. */
const KEPT_VIEWS = 6;

/** Cuts pages out of the store: whole collections straight from their bytes, subsets and filtered lists through a kept view. */
export class Pages {
  readonly #store: SisStore;
  readonly #bytes = new Map<CollectionName, RowBytes>();
  readonly #views = new Map<string, number[]>();
  readonly #serialise: ReturnType<typeof makeSerialiser>;

  constructor(store: SisStore, base: string) {
    this.#store = store;
    this.#serialise = makeSerialiser(store, base);
    for (const collection of COLLECTIONS) {
      const json = (index: number): string => {
        const row = store.rows(collection)[index];
        return row ? this.#serialise(row) : 'null';
      };
      this.#bytes.set(collection, new RowBytes(() => store.rows(collection).length, json));
    }
    store.onChange((change) => {
      this.#views.clear();
      if (change) this.#bytes.get(change.collection)?.forget(change.index, change.shifted);
      else for (const bytes of this.#bytes.values()) bytes.forget();
    });
  }

  /** One row's JSON, whole or only the asked fields. */
  single(row: Row, fields: readonly string[] | undefined, habits: Habits): string {
    return this.#serialise(row, { booleansAsText: habits.booleansAsText, ...(fields ? { fields } : {}) });
  }

  /** `shift` turns the order by so many rows: a server that reorders between pages. */
  page(route: Route, query: Query, habits: Habits, shift: number): Page {
    const rows = this.#store.rows(route.collection);
    const whole = !route.subset && !query.keep && !query.order && shift === 0;
    const view = whole ? undefined : this.#view(route, query, shift);
    const total = view ? view.length : rows.length;
    const from = Math.min(query.offset, total);
    const to = Math.min(from + query.limit, total);
    const bytes = this.#bytes.get(route.collection);
    if (query.fields || habits.booleansAsText || !bytes) {
      const pieces: Buffer[] = [];
      for (let i = from; i < to; i++) {
        const row = rows[view ? (view[i] ?? -1) : i];
        if (row) pieces.push(Buffer.from(this.single(row, query.fields, habits)));
      }
      return { pieces, count: to - from, total };
    }
    if (!view) return { pieces: bytes.range(from, to), count: to - from, total };
    return { pieces: view.slice(from, to).flatMap((index) => bytes.range(index, index + 1)), count: to - from, total };
  }

  #view(route: Route, query: Query, shift: number): number[] {
    const key = `${route.path}\n${query.viewKey}${shift}`;
    const known = this.#views.get(key);
    if (known) return known;
    const rows = this.#store.rows(route.collection);
    const view: number[] = [];
    rows.forEach((row, i) => {
      if ((route.subset?.(row) ?? true) && (query.keep?.(row) ?? true)) view.push(i);
    });
    const { order } = query;
    if (order) view.sort((a, b) => order(rows[a] as Row, rows[b] as Row));
    const turned = shift === 0 ? view : [...view.slice(shift % view.length), ...view.slice(0, shift % view.length)];
    for (const oldest of this.#views.keys()) {
      if (this.#views.size < KEPT_VIEWS) break;
      this.#views.delete(oldest);
    }
    this.#views.set(key, turned);
    return turned;
  }
}
