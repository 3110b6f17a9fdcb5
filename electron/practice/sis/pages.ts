import { hasDialect, inDialect } from './dialect.ts';
import type { Habits } from './habits.ts';
import type { Query } from './query.ts';
import type { Route } from './routes.ts';
import { RowBytes } from './row-bytes.ts';
import { makeSerialiser } from './serialise.ts';
import type { CollectionName, Row, SisStore } from './store.ts';
import { COLLECTIONS } from './store.ts';
import { isAmong } from './where.ts';

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

  /** One row's JSON, whole or only the asked fields, as this server writes it. `index` is its place in the collection. */
  row(collection: CollectionName, index: number, fields: readonly string[] | undefined, habits: Habits): string {
    const row = this.#store.rows(collection)[index];
    if (!row) return 'null';
    const text = this.#serialise(row, fields ? { fields } : {});
    if (!hasDialect(habits)) return text;
    return JSON.stringify(inDialect(collection, index, JSON.parse(text) as Record<string, unknown>, habits));
  }

  /** `shift` turns the order by so many rows: a server that reorders between pages. */
  page(route: Route, query: Query, habits: Habits, shift: number): Page {
    const { collection } = route;
    const repeats = habits.duplicates?.collection === collection ? habits.duplicates.rows : 0;
    const whole = !route.subset && !query.keep && !query.order && shift === 0 && repeats === 0;
    const view = whole ? undefined : this.#view(route, query, shift, habits);
    const total = view ? view.length : this.#store.rows(collection).length;
    const from = Math.min(query.offset, total);
    const to = Math.min(from + query.limit, total);
    const bytes = this.#bytes.get(collection);
    if (query.fields || hasDialect(habits) || !bytes) {
      const indexes = view?.slice(from, to) ?? Array.from({ length: to - from }, (_, i) => from + i);
      const pieces = indexes.map((index) => Buffer.from(this.row(collection, index, query.fields, habits)));
      return { pieces, count: to - from, total };
    }
    if (!view) return { pieces: bytes.range(from, to), count: to - from, total };
    return { pieces: view.slice(from, to).flatMap((index) => bytes.range(index, index + 1)), count: to - from, total };
  }

  #view(route: Route, query: Query, shift: number, habits: Habits): number[] {
    const { duplicates } = habits;
    const key = `${route.path}\n${query.viewKey}${shift} ${JSON.stringify(duplicates)}`;
    const known = this.#views.get(key);
    if (known) return known;
    const rows = this.#store.rows(route.collection);
    const view: number[] = [];
    rows.forEach((row, i) => {
      if ((route.subset?.(row) ?? true) && (query.keep?.(row) ?? true)) view.push(i);
    });
    const { order } = query;
    if (order) view.sort((a, b) => order(rows[a] as Row, rows[b] as Row));
    view.push(...view.filter((index) => isAmong(duplicates, route.collection, index)));
    const turned = shift === 0 ? view : [...view.slice(shift % view.length), ...view.slice(0, shift % view.length)];
    for (const oldest of this.#views.keys()) {
      if (this.#views.size < KEPT_VIEWS) break;
      this.#views.delete(oldest);
    }
    this.#views.set(key, turned);
    return turned;
  }
}
