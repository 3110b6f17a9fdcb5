import { plainId } from './dialect.ts';
import type { Habits } from './habits.ts';
import { findNested } from './nested.ts';
import type { Found } from './routes.ts';
import { routeOf } from './routes.ts';
import { isCollection, isGradebook, type SisStore } from './store.ts';

/** Finds a path below the base: a collection, one row of it, or a nested list; ids are decoded once (oneroster-1.1 §2.2). */
export function findRoute(path: string, store: SisStore, habits: Habits): Found | undefined {
  const words = path.split('/');
  const parts = words.map((part, i) => (i % 2 === 0 ? part : idIn(part, words[i - 1] ?? '', habits)));
  const [name = '', id, ...rest] = parts;
  const route = routeOf(name);
  if (parts.includes(undefined)) return { kind: 'unknown', what: path, ...(route ? { route } : {}) };
  if (rest.length > 0) return findNested(parts as string[], store, habits);
  if (!route) return undefined;
  return id === undefined || id === '' ? { kind: 'list', route } : { kind: 'single', route, sourcedId: id };
}

function idIn(part: string, of: string, habits: Habits): string | undefined {
  try {
    // Gradebook ids are the client's own: no server spells them its way.
    if (isCollection(of) && isGradebook(of)) return decodeURIComponent(part);
    return part === '' ? '' : plainId(decodeURIComponent(part), habits);
  } catch {
    return undefined;
  }
}
