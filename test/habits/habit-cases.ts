import type { Habits } from '../../electron/practice/sis/habits.ts';

/** How a sync must end under a habit: everything pulled, or refused with this code. */
export interface HabitCase {
  readonly name: string;
  readonly habits: Partial<Habits>;
  readonly outcome: 'complete' | `sis.${string}` | `pull.${string}`;
}

type Cases = readonly (readonly [name: string, outcome: HabitCase['outcome'], habits: Partial<Habits>])[];

const enrollments = 'enrollments' as const;
const users = 'users' as const;
/** Beyond any retry. */
const ALWAYS = 100_000;

const signingIn: Cases = [
  ['an ordinary server', 'complete', {}],
  ['OAuth 1.0a only, SHA1', 'complete', { auth: 'oauth1-sha1' }],
  ['OAuth 1.0a only, SHA256', 'complete', { auth: 'oauth1-sha256' }],
  ['OAuth 1.0a and tokens', 'complete', { auth: 'either' }],
  ['credentials only as Basic', 'complete', { tokenPlace: 'basic' }],
  ['credentials only in the body', 'complete', { tokenPlace: 'body' }],
  ['a scope must be asked for', 'complete', { scopes: 'required' }],
  ['scopes not named in the reply', 'complete', { scopes: 'unnamed' }],
  ['only readonly scopes granted', 'complete', { scopes: 'readonly' }],
  ['tokens live two seconds', 'complete', { tokenLifetimeSeconds: 2 }],
  ['a token dies in the middle', 'complete', { revokeToken: { collection: enrollments, page: 3, times: 1 } }],
  ['every token dies on that page', 'sis.credentials', { revokeToken: { collection: enrollments, page: 2 } }],
  ['cookies of a load balancer', 'complete', { cookies: true }],
  ['a clock 12 minutes ahead, tokens', 'complete', { clockAheadSeconds: 720 }],
  ['a clock 12 minutes ahead, OAuth 1.0a', 'complete', { clockAheadSeconds: 720, auth: 'oauth1' }],
  ['a clock 12 minutes behind, OAuth 1.0a', 'complete', { clockAheadSeconds: -720, auth: 'oauth1' }],
  ['everything is redirected elsewhere', 'sis.redirect', { redirectTo: 'https://oneroster.elsewhere.example' }],
];

const paging: Cases = [
  ['pages capped at 7', 'complete', { pageCap: 7 }],
  ['pages capped at 1', 'complete', { pageCap: 1 }],
  ['pages larger than 100 time out', 'complete', { timeoutAbove: 100 }],
  ['limits larger than 100 are refused', 'complete', { refuseAbove: 100 }],
  ['offsets rounded to whole pages', 'complete', { offsets: 'whole pages' }],
  ['offsets ignored', 'sis.repeated-page', { offsets: 'ignored' }],
  ['{} past the end', 'complete', { emptyPage: 'object' }],
  ['204 past the end', 'complete', { emptyPage: '204' }],
  ['404 past the end', 'complete', { emptyPage: '404' }],
  ['400 past the end', 'complete', { emptyPage: '400' }],
  ['no totals', 'complete', { noTotals: true }],
  ['no totals, no links', 'complete', { noTotals: true, noLink: true }],
  ['a total too high', 'sis.drift', { lyingTotal: { collection: users, difference: 5 } }],
  ['a total too low', 'sis.drift', { lyingTotal: { collection: users, difference: -5 } }],
  ['totals of the page only', 'sis.drift', { totalOfPage: true }],
  ['relative links', 'complete', { linkStyle: 'relative' }],
  ['links to another host', 'complete', { linkStyle: 'foreign' }],
  ['links that loop', 'sis.looping-link', { linkStyle: 'loop' }],
  ['links not encoded, with a comma at the end', 'complete', { linkStyle: 'unencoded' }],
  ['links that skip what the cap held back', 'complete', { linkStyle: 'skipping', noTotals: true }],
  ['links with a cursor', 'complete', { linkStyle: 'cursor', noTotals: true }],
  ['cursors to another host', 'sis.foreign-link', { linkStyle: 'foreign cursor', noTotals: true }],
  ['absolute addresses in the body', 'complete', { bodyPagination: 'absolute', noLink: true }],
  ['relative addresses in the body', 'complete', { bodyPagination: 'relative', noLink: true }],
  ['a feed that ends early', 'sis.drift', { truncatedFeed: { collection: enrollments, rows: 70, honest: false } }],
  ['an order of its own', 'complete', { ownOrder: true }],
  ['rows that come twice', 'complete', { duplicates: { collection: users, rows: 9 } }],
];

/** What a server says beside its rows, and what it then sends, do not fit (reference §3.1): asked again, then refused. */
const early = { truncatedFeed: { collection: enrollments, rows: 70, honest: false } } as const;
const contradicting: Cases = [
  ['ends early, only next and last tell', 'sis.drift', { ...early, noTotals: true }],
  ['ends early, only next tells', 'sis.drift', { ...early, noTotals: true, linkRels: 'next' }],
  ['ends early, only last tells', 'sis.drift', { ...early, noTotals: true, linkRels: 'last' }],
  ['ends early, only a cursor leads on', 'sis.repeated-page', { ...early, noTotals: true, linkStyle: 'cursor' }],
  [
    'ends early, only the total in the body tells',
    'sis.drift',
    { ...early, noTotals: true, noLink: true, bodyPagination: 'relative' },
  ],
  ['ends early, {} for the missing rows', 'sis.drift', { ...early, noTotals: true, emptyPage: 'object' }],
  ['an empty page once', 'complete', { emptyList: { collection: enrollments, page: 3, times: 1 }, noTotals: true }],
  ['an empty page for ever', 'sis.drift', { emptyList: { collection: enrollments, page: 3 } }],
  ['an empty page for ever, no totals', 'sis.drift', { emptyList: { collection: enrollments, page: 3 }, noTotals: true }],
  ['an empty first page', 'sis.drift', { emptyList: { collection: users, page: 1 }, noTotals: true }],
  [
    'the last page comes empty, only last tells',
    'sis.drift',
    { emptyList: { collection: users, page: 2 }, noTotals: true, linkRels: 'last' },
  ],
  ['a next link behind the end, no totals', 'complete', { linkStyle: 'always', noTotals: true }],
  ['a next link behind the end, and totals', 'complete', { linkStyle: 'always' }],
  ['two totals that differ', 'sis.drift', { lyingTotal: { collection: users, difference: -5 }, bodyPagination: 'absolute' }],
  ['rows counted per page', 'complete', { pageCounts: true }],
  [
    'rows counted per page, one missing once',
    'complete',
    { pageCounts: true, lostRow: { collection: users, page: 1, times: 1 } },
  ],
  [
    'rows counted per page, the last one missing',
    'sis.drift',
    { pageCounts: true, noTotals: true, linkRels: 'next', lostRow: { collection: users, page: 3 } },
  ],
  [
    'what is shared changes once',
    'complete',
    { pageCounts: true, revisionMoves: { collection: enrollments, page: 2, times: 1 } },
  ],
  ['what is shared changes with every page', 'sis.drift', { pageCounts: true, revisionMoves: { collection: enrollments } }],
];

const moving: Cases = [
  ['a row appears while reading', 'complete', { drift: { collection: enrollments, kind: 'insert', times: 1 } }],
  ['a row vanishes while reading', 'complete', { drift: { collection: enrollments, kind: 'remove', times: 1 } }],
  ['rows exchanged under the same total', 'complete', { drift: { collection: enrollments, kind: 'swap', times: 1 } }],
  ['rows reordered under the same total', 'complete', { drift: { collection: enrollments, kind: 'reorder', times: 1 } }],
  ['rows that never stop moving', 'sis.drift', { drift: { collection: enrollments, kind: 'swap', times: ALWAYS } }],
  [
    'a row appears, the total is never counted again',
    'sis.drift',
    { drift: { collection: enrollments, kind: 'insert', times: 1 }, frozenTotal: true },
  ],
  [
    'a row vanishes, the total is never counted again',
    'sis.drift',
    { drift: { collection: enrollments, kind: 'remove', times: 1 }, frozenTotal: true },
  ],
  ['a row appears, no totals', 'complete', { drift: { collection: enrollments, kind: 'insert', times: 1 }, noTotals: true }],
  ['a row vanishes, no totals', 'complete', { drift: { collection: enrollments, kind: 'remove', times: 1 }, noTotals: true }],
];

const querying: Cases = [
  ['filters refused', 'complete', { refuseFilter: true }],
  ['filters ignored', 'complete', { ignoreFilter: true }],
  ['filters answered with what does not fit', 'complete', { wrongFilter: true }],
  ['sort refused', 'complete', { refuseSort: true }],
  ['sort warned about', 'complete', { warnSort: true }],
];

const troubles: Cases = [
  ['503 three times', 'complete', { status503: { collection: users, times: 3 } }],
  ['503 for ever', 'sis.server-error', { status503: { collection: users } }],
  ['429 with Retry-After', 'complete', { status429: { collection: enrollments, times: 3 }, retryAfterSeconds: 7 }],
  ['429 for ever', 'sis.busy', { status429: { collection: enrollments }, retryAfterSeconds: 2 }],
  ['a storm: 429 to every second read', 'complete', { throttleEvery: 2 }],
  ['answers after 20 ms', 'complete', { delayMs: 20 }],
  ['a login page once', 'complete', { html: { collection: 'classes', times: 1 } }],
  ['a login page for ever', 'sis.html', { html: { collection: 'classes' } }],
  ['a connection cut twice', 'complete', { cutConnection: { collection: enrollments, times: 2 } }],
  ['a connection cut for ever', 'sis.connection-lost', { cutConnection: { collection: 'classes' } }],
  ['JSON cut once', 'complete', { truncateJson: { collection: enrollments, times: 1 } }],
  ['JSON cut for ever', 'sis.not-json', { truncateJson: { collection: enrollments, page: 2 } }],
  ['{} instead of the list', 'sis.no-wrapper', { noWrapper: { collection: users } }],
  ['{} on the third page', 'sis.drift', { noWrapper: { collection: enrollments, page: 3 } }],
  ['{} on the third page, no totals', 'sis.drift', { noWrapper: { collection: enrollments, page: 3 }, noTotals: true }],
  ['an error with status 200', 'sis.no-wrapper', { errorOn200: { collection: enrollments, page: 2 } }],
  ['a failure with status 200', 'sis.answered-failure', { failureOn200: { collection: enrollments, page: 2 } }],
  ['403 on enrollments', 'sis.forbidden', { denyCollection: [enrollments] }],
  ['404 on enrollments', 'sis.not-found', { absentCollection: [enrollments] }],
  ['errors in the OpenAPI shape', 'sis.forbidden', { denyCollection: [users], errorShape: 'imsx' }],
  ['errors without prefix', 'sis.forbidden', { denyCollection: [users], errorShape: 'plain' }],
  ['an empty list of terms', 'pull.emptied', { truncatedFeed: { collection: 'academicSessions', rows: 0, honest: true } }],
];

const dialects: Cases = [
  ['wrappers named by the path', 'complete', { wrappers: 'path' }],
  ['wrappers of a subset', 'complete', { wrappers: 'other' }],
  ['singles as lists', 'complete', { singleAsList: true }],
  ['a byte order mark', 'complete', { byteOrderMark: true }],
  ['booleans as words', 'complete', { booleansAsText: true }],
  ['none as null', 'complete', { noneAs: 'null' }],
  ['none as ""', 'complete', { noneAs: 'text' }],
  ['none as []', 'complete', { noneAs: 'list' }],
  ['none as {}', 'complete', { noneAs: 'object' }],
  ['keys in other cases', 'complete', { oddKeys: true }],
  ['roles in the shape of 1.2', 'complete', { rolesArray: true }],
  ['periods as text', 'complete', { periodsAsText: true }],
  ['dates with time', 'complete', { datesWithTime: true }],
  ['grades K and 1', 'complete', { shortGrades: true }],
  ['inactive for tobedeleted', 'complete', { inactiveForDeleted: true }],
  ['passwords in the feed', 'complete', { passwords: true }],
  ['ids with / + % and space', 'complete', { oddIds: true }],
  ['names with quotes, commas, line breaks', 'complete', { oddNames: true }],
  ['three enrollments without references', 'complete', { nullRefs: { collection: enrollments, rows: 3 } }],
  ['a third of the enrollments without references', 'sis.bad-rows', { nullRefs: { collection: enrollments, rows: 150 } }],
  ['two people without sourcedId', 'complete', { brokenRows: { collection: users, rows: 2 } }],
  ['a third of the people without sourcedId', 'sis.bad-rows', { brokenRows: { collection: users, rows: 30 } }],
  ['rows without status', 'complete', { noStatus: { collection: users, rows: 5 } }],
  ['a role 1.1 does not know', 'complete', { unknownRoles: { collection: users, rows: 4 } }],
];

/** Habits that meet in the field: each product has several. */
const together: Cases = [
  [
    'Focus-like',
    'complete',
    { tokenPlace: 'body', bodyPagination: 'relative', noLink: true, nullRefs: { collection: enrollments, rows: 4 } },
  ],
  ['Aeries-like', 'complete', { scopes: 'required', cookies: true, noneAs: 'null', wrappers: 'path' }],
  ['ClassLink-like', 'complete', { auth: 'oauth1-sha256', clockAheadSeconds: 400, duplicates: { collection: users, rows: 3 } }],
  ['no totals, capped at 7, {} at the end', 'complete', { noTotals: true, pageCap: 7, emptyPage: 'object' }],
  ['no totals, whole pages, 204 at the end', 'sis.repeated-page', { noTotals: true, offsets: 'whole pages', emptyPage: '204' }],
  ['signed, odd ids, cursor links', 'complete', { auth: 'oauth1', oddIds: true, linkStyle: 'cursor', noTotals: true }],
  [
    'signed, a storm, a lost connection',
    'complete',
    { auth: 'oauth1', throttleEvery: 3, cutConnection: { collection: users, times: 1 } },
  ],
  ['lying total and no links', 'sis.drift', { lyingTotal: { collection: enrollments, difference: -40 }, noLink: true }],
  [
    'duplicates while rows move',
    'complete',
    { duplicates: { collection: enrollments, rows: 5 }, drift: { collection: enrollments, kind: 'swap', times: 1 } },
  ],
  ['two people without sourcedId, no totals', 'complete', { brokenRows: { collection: users, rows: 2 }, noTotals: true }],
  [
    'everything odd at once',
    'complete',
    { oddIds: true, oddNames: true, oddKeys: true, noneAs: 'null', booleansAsText: true, byteOrderMark: true },
  ],
];

export const habitCases: readonly HabitCase[] = [
  ...signingIn,
  ...paging,
  ...contradicting,
  ...moving,
  ...querying,
  ...troubles,
  ...dialects,
  ...together,
].map(([name, outcome, habits]) => ({ name, outcome, habits }));
