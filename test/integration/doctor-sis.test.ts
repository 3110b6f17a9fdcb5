import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeGradebook } from '../../electron/practice/census/gradebook.ts';
import { makeDistrict } from '../../electron/practice/census.ts';
import { type Habits, setHabits } from '../../electron/practice/sis/habits.ts';
import { type PracticeSis, startPracticeSis } from '../../electron/practice/sis/server.ts';
import { SisStore } from '../../electron/practice/sis/store.ts';
import type { SisClientOptions } from '../../electron/sis/sis-client.ts';
import type { Check } from '../../shared/district.ts';
import { clientFor, unwrap } from './sis-sink.ts';

/** The doctor against the practice SIS with the habits of the field: what it costs, and that it names each habit. */
let sis: PracticeSis;
let arrived = 0;
const writes: string[] = [];
const count = (message: unknown) => {
  const { request } = message as { readonly request: IncomingMessage };
  if (String(request.socket.localPort) !== new URL(sis.url).port) return;
  arrived += 1;
  const asks = request.method === 'GET' || request.method === 'OPTIONS' || request.url?.endsWith('/token') === true;
  if (!asks) writes.push(`${request.method} ${request.url}`);
};

beforeEach(() => {
  arrived = 0;
  subscribe('http.server.request.start', count);
});
afterEach(async () => {
  unsubscribe('http.server.request.start', count);
  await sis.close();
  expect(writes.splice(0), 'the doctor never writes').toEqual([]);
});

async function start(habits: Partial<Habits> = {}, clean = true): Promise<void> {
  const district = makeDistrict({ students: 300, seed: 7, clean, today: '2026-09-15' });
  const store = new SisStore({ ...district, ...makeGradebook(district, 7, '2026-09-15') });
  sis = await startPracticeSis({ store, key: 'practice', secret: 'practice-secret' });
  expect(setHabits(sis.habits, habits)).toEqual([]);
}

const client = (options: Partial<SisClientOptions> = {}) =>
  clientFor(sis.url, { key: 'practice', secret: 'practice-secret', ...options });
const questions = {
  sessionEndDate: 'last-day',
  studentLogin: 'username',
  staffLogin: 'username',
  today: '2026-09-15',
} as const;

async function examine(habits: Partial<Habits>, clean = true): Promise<ReadonlyMap<string, Check>> {
  await start(habits, clean);
  const checks = await client().examine(questions);
  expect(arrived, 'requests that arrived at the SIS').toBeLessThanOrEqual(25);
  expect(new Set(checks.map((check) => check.name)).size).toBe(checks.length);
  for (const check of checks) {
    expect(check.ok).toBe(check.level !== 'problem');
    if (check.level !== 'ok') expect(check.remedy, check.name).not.toBe('');
  }
  return new Map(checks.map((check) => [check.name, check]));
}

/** Ways of a Focus server, as far as the reference knows them (oneroster-1.1.md §8). */
const focusLike: Partial<Habits> = {
  bodyPagination: 'relative',
  noLink: true,
  scopes: 'unnamed',
  tokenPlace: 'body',
  nullRefs: { collection: 'enrollments', rows: 5 },
  tokenLifetimeSeconds: 2462,
};

describe('the doctor', () => {
  it('finds nothing wrong with an honest SIS, but undated enrollments', async () => {
    const checks = await examine({});
    expect([...checks.values()].filter((check) => check.level !== 'ok').map((check) => check.name)).toEqual(['Enrollment dates']);
    expect(checks.get('Writing grades')).toMatchObject({ level: 'ok', message: expect.stringContaining('grants the right') });
    expect(checks.get('Grade categories')?.message).toMatch(/^\d+ categories seen, such as “\w+/);
    expect(checks.get('Last day of a session')?.message).toMatch(/^“Semester 1” .*ends Friday, December \d+, 2026; right\?$/);
  });

  it('with the ways of Focus, connecting and the whole examination take at most 25 requests', async () => {
    await start(focusLike, false);
    const connected = client();
    expect((await connected.checks()).every((check) => check.ok)).toBe(true);
    const { auth, tokenUrl } = unwrap(await connected.connect());
    const checks = await client({ auth, tokenUrl }).examine(questions);
    expect(arrived).toBeLessThanOrEqual(25);
    const levels = new Map(checks.map((check) => [check.name, check.level]));
    expect(Object.fromEntries(levels)).toMatchObject({
      'Client key and secret': 'ok',
      'Token lifetime': 'ok',
      Paging: 'ok',
      Totals: 'ok',
      Records: 'warning',
      Logins: 'warning',
      'Enrollment dates': 'warning',
      'Reading the gradebook': 'ok',
      'Grade categories': 'ok',
      'Writing grades': 'ok',
    });
    expect(checks.find((check) => check.name === 'Writing grades')?.message).toContain('Not tested');
    expect(checks.find((check) => check.name === 'Records')?.message).toContain('5 would be left out');
  });

  const named: readonly [habit: string, habits: Partial<Habits>, check: string, level: Check['level'], words: string][] = [
    ['short tokens', { tokenLifetimeSeconds: 90 }, 'Token lifetime', 'warning', '90 seconds'],
    ['a clock that is ahead', { clockAheadSeconds: 900 }, 'Clock', 'warning', '15 minutes ahead'],
    ['a denied list', { denyCollection: ['enrollments'] }, 'Read enrollments', 'problem', 'does not allow reading enrollments'],
    ['a missing route', { absentCollection: ['courses'] }, 'Read courses', 'problem', 'has no courses'],
    ['a missing list', { noWrapper: { collection: 'users' } }, 'Read people', 'problem', 'without the list'],
    ['a login page', { html: { collection: 'classes' } }, 'Read classes', 'problem', 'web page'],
    ['a failure with status 200', { failureOn200: { collection: 'users' } }, 'Read people', 'problem', 'reports that reading'],
    ['small pages', { pageCap: 30 }, 'Page size', 'warning', 'at most 30'],
    ['small pages without totals', { pageCap: 30, noTotals: true }, 'Page size', 'warning', 'at most 30'],
    ['offsets that are ignored', { offsets: 'ignored', noLink: true }, 'Paging', 'problem', 'again'],
    ['links elsewhere', { linkStyle: 'foreign' }, 'Paging', 'warning', 'another server'],
    ['cursors elsewhere', { linkStyle: 'foreign cursor' }, 'Paging', 'problem', 'another server'],
    ['links that loop', { linkStyle: 'loop' }, 'Paging', 'problem', 'no end'],
    ['no totals', { noTotals: true }, 'Totals', 'warning', 'does not say'],
    ['a total that is too high', { lyingTotal: { collection: 'users', difference: 50 } }, 'Totals', 'problem', 'fewer'],
    ['a total that is too low', { lyingTotal: { collection: 'enrollments', difference: -50 } }, 'Totals', 'problem', 'more'],
    [
      'a feed that ends early',
      { truncatedFeed: { collection: 'enrollments', rows: 70, honest: false } },
      'Totals',
      'problem',
      'fewer',
    ],
    ['sort refused', { refuseSort: true }, 'Sort order', 'warning', 'does not sort'],
    ['sort refused with a warning', { warnSort: true }, 'Sort order', 'warning', 'does not sort'],
    ['an order of its own', { ownOrder: true }, 'Sort order', 'warning', 'in another one'],
    ['filters refused', { refuseFilter: true }, 'Filter', 'ok', 'offers no filter'],
    ['filters ignored', { ignoreFilter: true }, 'Filter', 'warning', 'other records'],
    ['filters turned round', { wrongFilter: true }, 'Filter', 'warning', 'other records'],
    [
      'references that are null',
      { nullRefs: { collection: 'enrollments', rows: 5 } },
      'Records',
      'warning',
      '5 would be left out',
    ],
    ['only readonly scopes', { scopes: 'readonly' }, 'Writing grades', 'warning', 'grants no such right'],
    ['only rostering scopes', { scopes: 'rostering' }, 'Reading the gradebook', 'warning', 'may not read'],
    ['a gradebook that may only be read', { gradebookWrites: '404' }, 'Writing grades', 'warning', 'reading only'],
    [
      'no gradebook',
      { absentCollection: ['categories', 'lineItems', 'results'] },
      'Reading the gradebook',
      'warning',
      'no gradebook',
    ],
    ['a vendor key wanted for grades', { vendorHeader: true }, 'Reading the gradebook', 'warning', 'status 401'],
    ['no categories yet', { noCategories: true }, 'Grade categories', 'warning', 'no grade category'],
    ['the total only in the body', { noTotals: true, bodyPagination: 'relative' }, 'Totals', 'ok', ''],
    ['roles OneRoster does not know', { unknownRoles: { collection: 'users', rows: 4 } }, 'Records', 'warning', '4 are doubtful'],
  ];
  it.each(named)('names the habit "%s"', async (_habit, habits, name, level, words) => {
    const check = (await examine(habits)).get(name);
    expect([check?.level, check?.message]).toEqual([level, expect.stringContaining(words)]);
  });

  it('a load balancer gets the cookie of the token back, and everything is readable', async () => {
    const checks = await examine({ cookies: true });
    expect([...checks.values()].filter((check) => check.level === 'problem')).toEqual([]);
  });

  it.each<[string, Partial<Habits>]>([
    ['every third read is throttled', { throttleEvery: 3 }],
    ['the SIS is away', { status503: {} }],
    ['tokens must stand in the header and need a scope', { tokenPlace: 'basic', scopes: 'required' }],
    ['only signatures are taken', { auth: 'oauth1-sha256' }],
    ['a load balancer wants its cookie', { cookies: true }],
    ['sort, filter and large pages are refused', { refuseSort: true, refuseFilter: true, refuseAbove: 100 }],
  ])('stays within 25 requests when %s', async (_name, habits) => {
    await examine(habits, false);
  });
});
