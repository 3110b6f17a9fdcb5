import { noHabits, setHabits } from '../sis/habits.ts';
import { isCollection } from '../sis/store.ts';
import type { Params, Scenario } from './scenario.ts';
import { NoSuchScene, numberParam, oneOf, textParam } from './scenario.ts';

function collectionOf(params: Params, otherwise: 'enrollments' | 'users' | 'classes') {
  const name = textParam(params, 'collection') ?? otherwise;
  if (!isCollection(name)) throw new NoSuchScene(`no collection ${name}`);
  return name;
}

/** Where the trouble shows, as the params say; nothing said: everywhere. */
function place(params: Params): Record<string, unknown> {
  const where: Record<string, unknown> = {};
  for (const name of ['collection', 'page', 'times']) if (params[name] !== undefined) where[name] = params[name];
  return where;
}

/** A scenario that only switches a habit on, and answers what it set. */
function habit(
  wishes: (params: Params, rows: (name: 'enrollments' | 'users' | 'classes') => number) => Record<string, unknown>,
): Scenario {
  return (stage, params) => {
    const set = wishes(params, (name) => stage.store.rows(collectionOf(params, name)).length);
    setHabits(stage.habits, set);
    return { habits: set };
  };
}

/** The pages end early. Params: collection, keep (share, default 0.5), honest (does the total agree?). */
export const truncatedFeed = habit((params, rows) => ({
  truncatedFeed: {
    collection: collectionOf(params, 'enrollments'),
    rows: Math.floor(rows('enrollments') * numberParam(params, 'keep', 0.5)),
    honest: params.honest === true,
  },
}));

/** X-Total-Count is wrong. Params: collection, difference (default 7). */
export const lyingTotal = habit((params) => ({
  lyingTotal: { collection: collectionOf(params, 'enrollments'), difference: numberParam(params, 'difference', 7) },
}));

/** 503 to everything, the token included, until `recover`. Params: collection, page, times, retryAfterSeconds. */
export const outage = habit((params) => ({
  status503: place(params),
  ...(params.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: numberParam(params, 'retryAfterSeconds', 1) }),
}));

/** Too many requests. Params: collection, page, times (default 3), retryAfterSeconds (default 1). */
export const throttled = habit((params) => ({
  status429: { times: 3, ...place(params) },
  retryAfterSeconds: numberParam(params, 'retryAfterSeconds', 1),
}));

export const slow = habit((params) => ({ delayMs: numberParam(params, 'delayMs', 1500) }));
export const htmlAnswers = habit((params) => ({ html: place(params) }));
export const dropConnection = habit((params) => ({ cutConnection: { collection: 'enrollments', page: 1, ...place(params) } }));
export const cutJson = habit((params) => ({ truncateJson: { collection: 'enrollments', page: 1, ...place(params) } }));

/** Rows move between pages. Params: collection, kind (insert, remove, swap, reorder), times (default 1). */
export const driftWhilePaging = habit((params) => ({
  drift: {
    collection: collectionOf(params, 'enrollments'),
    kind: oneOf(params, 'kind', ['swap', 'insert', 'remove', 'reorder']),
    times: numberParam(params, 'times', 1),
  },
}));

/** All habits off; the records stay as they are. */
export const recover: Scenario = (stage) => {
  Object.assign(stage.habits, noHabits());
  return { habits: stage.habits };
};
