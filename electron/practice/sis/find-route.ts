import { plainId } from './dialect.ts';
import type { Habits } from './habits.ts';
import { findNested } from './nested.ts';
import type { Found } from './routes.ts';
import { routeOf } from './routes.ts';
import type { SisStore } from './store.ts';

/** Finds a path below the base: a collection, one row of it, or a nested list; ids are decoded once (oneroster-1.1 §2.2). */
export function findRoute(path: string, store: SisStore, habits: Habits): Found | undefined {
  const parts = path.split('/').map((part, i) => (i % 2 === 0 ? part : idIn(part, habits)));
  const [name = '', id, ...rest] = parts;
  if (parts.includes(undefined)) return { kind: 'unknown', what: path };
  if (rest.length > 0) return findNested(parts as string[], store);
  const route = routeOf(name);
  if (!route) return undefined;
  return id === undefined || id === '' ? { kind: 'list', route } : { kind: 'single', route, sourcedId: id };
}

function idIn(part: string, habits: Habits): string | undefined {
  try {
    return part === '' ? '' : plainId(decodeURIComponent(part), habits);
  } catch {
    return undefined;
  }
}
