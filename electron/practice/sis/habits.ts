import { type GradebookHabits, noGradebookHabits } from './gradebook/habits.ts';
import type { CollectionName } from './store.ts';
import type { FirstRows, Where } from './where.ts';

/** Ways of a server, as the field knows them (oneroster-1.1 §2.11, §3, §4, §5, §7). All off: an honest, quick, complete server. */
export interface Habits extends GradebookHabits {
  // ---- signing in ----
  /** What it accepts: tokens, OAuth 1.0a signatures (SHA1, SHA256 or both; then there is no token address), or either (§4.1, §4.2). */
  auth: 'oauth2' | 'oauth1' | 'oauth1-sha1' | 'oauth1-sha256' | 'either';
  tokenLifetimeSeconds: number;
  /** Where id and secret may stand in a token request (§4.2). */
  tokenPlace: 'either' | 'body' | 'basic';
  /** Scopes: named in the reply, not named, refused unless asked for (Aeries), only the readonly ones or only rostering's granted (§4.2). */
  scopes: 'named' | 'unnamed' | 'required' | 'readonly' | 'rostering';
  /** The token that asks here is dead from now on: 401, although its time is not over (§9 case 8). */
  revokeToken: Where | null;
  /** A load balancer: the token's reply sets a cookie, and reads without it are 401 (Aeries, §4.2). */
  cookies: boolean;
  /** The server's clock is so many seconds ahead; it shows in Date, tokens and OAuth 1 timestamps (§4.1). */
  clockAheadSeconds: number;
  /** Every read is answered with 302 to the same path at this origin. */
  redirectTo: string | null;

  // ---- paging ----
  /** The most rows one page carries, whatever was asked (§3.1). */
  pageCap: number | null;
  /** 504 for pages larger than this: the server runs out of time (§3.1). */
  timeoutAbove: number | null;
  /** 400 for limits larger than this. */
  refuseAbove: number | null;
  /** How offsets count: rows, rounded down to whole pages, or not at all (always the first page). */
  offsets: 'rows' | 'whole pages' | 'ignored';
  /** What a page without rows looks like: an empty list, `{}`, 204 without a body, 404 or 400. */
  emptyPage: 'list' | 'object' | '204' | '404' | '400';
  /** No X-Total-Count header (recommended, not mandatory: §3.1). */
  noTotals: boolean;
  /** X-Total-Count is off by this many rows. */
  lyingTotal: { collection: CollectionName; difference: number } | null;
  /** X-Total-Count is counted once and never again, whatever comes or goes. */
  frozenTotal: boolean;
  /** X-Total-Count names the rows of the page instead of all. */
  totalOfPage: boolean;
  /** No Link header. */
  noLink: boolean;
  /**
   * How `Link` spells its addresses: `foreign` names another host, `loop` repeats the present page, `unencoded` leaves the query raw
   * and ends in a comma, `skipping` moves on by the rows asked for, `always` names a next page also behind the last one, a
   * cursor carries no offset.
   */
  linkStyle: 'absolute' | 'relative' | 'foreign' | 'loop' | 'unencoded' | 'skipping' | 'always' | 'cursor' | 'foreign cursor';
  /** Which addresses `Link` names: first, prev, next and last; or only the next one; or only the last one. */
  linkRels: 'all' | 'next' | 'last';
  /** X-Count (rows on the page) and X-Perm-Rev (revision of what is shared), as ClassLink sends them (§3.1 step 6). */
  pageCounts: boolean;
  /** X-Perm-Rev moves on with these pages: what is shared was changed meanwhile. */
  revisionMoves: Where | null;
  /** The list comes without its rows; totals and links stay as they are. */
  emptyList: Where | null;
  /** The page's last row is missing, though X-Count counts it. */
  lostRow: Where | null;
  /** A body `pagination.next`, as Focus sends it; empty at the end (§8). */
  bodyPagination: 'none' | 'absolute' | 'relative';
  /** Pages end after this many rows of a collection; the total still names all (`honest: false`) or agrees (`honest: true`). */
  truncatedFeed: { collection: CollectionName; rows: number; honest: boolean } | null;
  /**
   * After each page of the collection the server's rows move: one appears before all others, the first vanishes, the first leaves and
   * another comes last (the total stays), or the order turns (§3.1 step 6).
   */
  drift: { collection: CollectionName; kind: 'insert' | 'remove' | 'swap' | 'reorder'; times: number } | null;
  /** The first rows of a collection come once more at its end, and the total counts them (§3.1 step 1). */
  duplicates: FirstRows | null;
  /** Rows come in an order of the server's own, whatever sort was asked for. */
  ownOrder: boolean;

  // ---- filter and sort ----
  /** 400 on any filter, or any sort, as servers without them answer. */
  refuseFilter: boolean;
  refuseSort: boolean;
  /** Every sort is answered in the default order with the warning invalid_sort_field (§3.2). */
  warnSort: boolean;
  /** Filters are accepted and ignored. */
  ignoreFilter: boolean;
  /** Filters are accepted and answered with the rows that do not fit. */
  wrongFilter: boolean;

  // ---- answers that are none ----
  /** 503 instead of an answer; with Retry-After when `retryAfterSeconds` is set. */
  status503: Where | null;
  /** 429 instead of an answer. */
  status429: Where | null;
  /** 429 to every n-th read of each collection: a storm that does not end. */
  throttleEvery: number | null;
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
  /** 200 with `{"error":…}` instead of the list (§9 case 24). */
  errorOn200: Where | null;
  /** 200 with an empty list and codeMajor failure beside it (§5). */
  failureOn200: Where | null;
  /** 403 on these collections. */
  denyCollection: CollectionName[];
  /** 404 on these collections: the route is missing (§1.4). */
  absentCollection: CollectionName[];
  /** The spelling of error bodies (§5): the specification's text, the published OpenAPI, un-prefixed. */
  errorShape: 'statusInfoSet' | 'imsx' | 'plain';

  // ---- how rows are written (§2.11); the records are the same ----
  /** Wrappers: the specification's, the path's (`teachers`, `schools`), or a subset's name for the whole list. */
  wrappers: 'spec' | 'path' | 'other';
  /** A read by id wraps a list with one row (§9 case 30). */
  singleAsList: boolean;
  /** A byte order mark before the JSON. */
  byteOrderMark: boolean;
  /** Booleans go out as the words "true" and "false" (§2.2). */
  booleansAsText: boolean;
  /** How fields without a value are sent: not at all, null, "", [] or {}. */
  noneAs: 'absent' | 'null' | 'text' | 'list' | 'object';
  /** Keys in lower case, and `sourcedID`. */
  oddKeys: boolean;
  /** Users carry the `roles` list of OneRoster 1.2, each with its org, instead of role and orgs (§3.4). */
  rolesArray: boolean;
  /** Class periods as one plain text (§2.6). */
  periodsAsText: boolean;
  /** Dates as dateTimes with an offset (§9 case 35). */
  datesWithTime: boolean;
  /** Grades as `K` and `1` instead of `KG` and `01` (§9 case 37). */
  shortGrades: boolean;
  /** `inactive`, the word of OneRoster 1.0, for tobedeleted (§2.2). */
  inactiveForDeleted: boolean;
  /** Every user carries a password, which nobody may keep (§2.7). */
  passwords: boolean;

  // ---- records that are odd or broken ----
  /** Every sourcedId, also in references, begins with `s+12/3 %` (§2.2). */
  oddIds: boolean;
  /** Names and titles hold quotes, commas and line breaks. */
  oddNames: boolean;
  /** The references of these rows are null (seen in Focus, §2.8). */
  nullRefs: FirstRows | null;
  /** These rows have no sourcedId. */
  brokenRows: FirstRows | null;
  /** These rows have no status (§9 case 34). */
  noStatus: FirstRows | null;
  /** These rows say role `counselor`, which 1.1 does not know (§9 case 33). */
  unknownRoles: FirstRows | null;
}

export function noHabits(): Habits {
  return {
    auth: 'oauth2',
    tokenLifetimeSeconds: 3600,
    tokenPlace: 'either',
    scopes: 'named',
    revokeToken: null,
    cookies: false,
    clockAheadSeconds: 0,
    redirectTo: null,
    pageCap: null,
    timeoutAbove: null,
    refuseAbove: null,
    offsets: 'rows',
    emptyPage: 'list',
    noTotals: false,
    lyingTotal: null,
    frozenTotal: false,
    totalOfPage: false,
    noLink: false,
    linkStyle: 'absolute',
    linkRels: 'all',
    pageCounts: false,
    revisionMoves: null,
    emptyList: null,
    lostRow: null,
    bodyPagination: 'none',
    truncatedFeed: null,
    drift: null,
    duplicates: null,
    ownOrder: false,
    refuseFilter: false,
    refuseSort: false,
    warnSort: false,
    ignoreFilter: false,
    wrongFilter: false,
    status503: null,
    status429: null,
    throttleEvery: null,
    retryAfterSeconds: null,
    delayMs: 0,
    html: null,
    cutConnection: null,
    truncateJson: null,
    noWrapper: null,
    errorOn200: null,
    failureOn200: null,
    denyCollection: [],
    absentCollection: [],
    errorShape: 'statusInfoSet',
    wrappers: 'spec',
    singleAsList: false,
    byteOrderMark: false,
    booleansAsText: false,
    noneAs: 'absent',
    oddKeys: false,
    rolesArray: false,
    periodsAsText: false,
    datesWithTime: false,
    shortGrades: false,
    inactiveForDeleted: false,
    passwords: false,
    oddIds: false,
    oddNames: false,
    nullRefs: null,
    brokenRows: null,
    noStatus: null,
    unknownRoles: null,
    ...noGradebookHabits(),
  };
}

/** Habits with a place; `true` means everywhere. */
const PLACED: readonly string[] = [
  'revokeToken',
  'status503',
  'status429',
  'html',
  'cutConnection',
  'truncateJson',
  'noWrapper',
  'errorOn200',
  'failureOn200',
  'revisionMoves',
  'emptyList',
  'lostRow',
  'lostReply',
] satisfies (keyof Habits)[];

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
    else if (wish === true && PLACED.includes(name)) target[name] = {};
    else if (Array.isArray(defaults[name]) && typeof wish === 'string') target[name] = [wish];
    else target[name] = structuredClone(wish);
  }
  return unknown;
}
