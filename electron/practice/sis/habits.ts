import type { CollectionName } from './store.ts';

/** Where a habit shows: a collection, a page of it (1-based, counted by rows and limit), so many times. Nothing given: everywhere. */
export interface Where {
  collection?: CollectionName;
  page?: number;
  /** Remaining times; counts down and then the habit is over. */
  times?: number;
}

/** Ways of a server, as the field knows them (oneroster-1.1 §2.11, §3, §7). All off: an honest, quick, complete server. */
export interface Habits {
  /** The most rows one page carries, whatever was asked (§3.1). */
  pageCap: number | null;
  /** No X-Total-Count header (recommended, not mandatory: §3.1). */
  noTotals: boolean;
  /** No Link header. */
  noLink: boolean;
  /** How `Link` spells its addresses; `foreign` names another host, `loop` repeats the present page. */
  linkStyle: 'absolute' | 'relative' | 'foreign' | 'loop';
  /** A body `pagination.next`, as Focus sends it; empty at the end (§8). */
  bodyPagination: 'none' | 'absolute' | 'relative';
  /** X-Total-Count is off by this many rows. */
  lyingTotal: { collection: CollectionName; difference: number } | null;
  /** Pages end after this many rows of a collection; the total still names all (`honest: false`) or agrees (`honest: true`). */
  truncatedFeed: { collection: CollectionName; rows: number; honest: boolean } | null;
  /**
   * After each page of the collection the server's rows move: one appears before all others, the first vanishes, the first leaves and
   * another comes last (the total stays), or the order turns (§3.1 step 6).
   */
  drift: { collection: CollectionName; kind: 'insert' | 'remove' | 'swap' | 'reorder'; times: number } | null;
  /** 503 instead of an answer; with Retry-After when `retryAfterSeconds` is set. */
  status503: Where | null;
  /** 429 instead of an answer. */
  status429: Where | null;
  retryAfterSeconds: number | null;
  /** Every answer waits this long. */
  delayMs: number;
  /** A login page with status 200 instead of JSON. */
  html: Where | null;
  /** The connection is cut in the middle of the body. */
  cutConnection: Where | null;
  /** The body ends early, though the message is complete. */
  truncateJson: Where | null;
  /** 200 with `{}`: the collection's wrapper is missing. */
  noWrapper: Where | null;
  /** 403 on these collections. */
  denyCollection: CollectionName[];
  /** 400 on any filter, or any sort, as servers without them answer. */
  refuseFilter: boolean;
  refuseSort: boolean;
  /** Filters are accepted and ignored. */
  ignoreFilter: boolean;
  /** Booleans go out as the words "true" and "false" (§2.2). */
  booleansAsText: boolean;
  /** The spelling of error bodies (§5): the specification's text, the published OpenAPI, un-prefixed. */
  errorShape: 'statusInfoSet' | 'imsx' | 'plain';
  tokenLifetimeSeconds: number;
}

export function noHabits(): Habits {
  return {
    pageCap: null,
    noTotals: false,
    noLink: false,
    linkStyle: 'absolute',
    bodyPagination: 'none',
    lyingTotal: null,
    truncatedFeed: null,
    drift: null,
    status503: null,
    status429: null,
    retryAfterSeconds: null,
    delayMs: 0,
    html: null,
    cutConnection: null,
    truncateJson: null,
    noWrapper: null,
    denyCollection: [],
    refuseFilter: false,
    refuseSort: false,
    ignoreFilter: false,
    booleansAsText: false,
    errorShape: 'statusInfoSet',
    tokenLifetimeSeconds: 3600,
  };
}

const WHERE_HABITS: readonly string[] = ['status503', 'status429', 'html', 'cutConnection', 'truncateJson', 'noWrapper'];

/**
 * Sets the named switches, leaving the others. `true` means "everywhere" for a placed habit, `false` means "off"; one collection
 * may stand for a list. Answers the names it does not know.
 */
export function setHabits(habits: Habits, wishes: Record<string, unknown>): string[] {
  const unknown: string[] = [];
  const target = habits as unknown as Record<string, unknown>;
  const defaults = noHabits() as unknown as Record<string, unknown>;
  for (const [name, wish] of Object.entries(wishes)) {
    if (!(name in defaults)) unknown.push(name);
    else if (wish === null || (wish === false && typeof defaults[name] !== 'boolean')) target[name] = defaults[name];
    else if (wish === true && WHERE_HABITS.includes(name)) target[name] = {};
    else if (name === 'denyCollection' && typeof wish === 'string') target[name] = [wish];
    else target[name] = wish;
  }
  return unknown;
}

/** Whether a placed habit shows here; uses up one of its times. */
export function shows(where: Where | null, collection: CollectionName, page: number): boolean {
  if (!where || where.times === 0) return false;
  if (where.collection !== undefined && where.collection !== collection) return false;
  if (where.page !== undefined && where.page !== page) return false;
  if (where.times !== undefined) where.times -= 1;
  return true;
}
