import type { Query } from './query.ts';
import type { Reader } from './read.ts';
import type { Route } from './routes.ts';

/** Moves rows between one page and the next, as a busy SIS does. */
export function moveRows(reader: Reader, route: Route, query: Query): void {
  const { store, habits } = reader;
  const moves = habits.drift;
  if (!moves || moves.collection !== route.collection || moves.times <= 0) return;
  moves.times -= 1;
  if (moves.kind === 'reorder') {
    reader.turned.set(route.collection, (reader.turned.get(route.collection) ?? 0) + Math.max(1, Math.floor(query.limit / 2)));
    return;
  }
  const first = store.rows(route.collection)[0];
  if (!first) return;
  if (moves.kind !== 'insert') store.remove(route.collection, first.sourcedId);
  if (moves.kind === 'remove') return;
  const place = moves.kind === 'insert' ? '0000' : 'zzzz';
  store.put(route.collection, { ...first, sourcedId: `${place}-inserted-${String(moves.times).padStart(6, '0')}` });
}
