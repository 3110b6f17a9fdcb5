import { afterEach, describe, expect, it } from 'vitest';
import { makeDistrict } from '../../electron/practice/census.ts';
import { type Habits, setHabits } from '../../electron/practice/sis/habits.ts';
import { type PracticeSis, startPracticeSis } from '../../electron/practice/sis/server.ts';
import { SisStore } from '../../electron/practice/sis/store.ts';
import { normaliseBaseUrl } from '../../electron/sis/base-url.ts';
import { collections } from '../../shared/entities.ts';
import { clientFor, failureOf, pull, unwrap } from './sis-sink.ts';

let practice: PracticeSis | null = null;
afterEach(async () => {
  await practice?.close();
  practice = null;
});

async function start(habits: Partial<Habits> = {}, clean = false): Promise<PracticeSis> {
  const store = new SisStore(makeDistrict({ students: 60, seed: 7, clean, today: '2026-09-15' }));
  practice = await startPracticeSis({ store, key: 'practice', secret: 'practice-secret' });
  expect(setHabits(practice.habits, habits)).toEqual([]);
  return practice;
}

function client(sis: PracticeSis) {
  return clientFor(unwrap(normaliseBaseUrl(sis.url)).base, { key: sis.key, secret: sis.secret });
}

describe('the practice SIS', () => {
  it.each([true, false])('is connected, checked and pulled whole (clean: %s)', async (clean) => {
    const sis = await start({}, clean);
    const checks = await client(sis).checks();
    expect(checks.filter((check) => !check.ok)).toEqual([]);
    const { outcome, sink } = await pull(client(sis));
    const report = unwrap(outcome);
    for (const collection of collections) {
      const rows = sis.store.rows(collection);
      expect(report.collections[collection]).toMatchObject({
        received: rows.length,
        total: rows.length,
        restarts: 0,
        duplicates: 0,
      });
      const dropped = report.collections[collection].dropped ?? 0;
      expect(sink.ids(collection)).toHaveLength(rows.length - dropped);
    }
  });

  it('refuses a wrong secret in plain words', async () => {
    const sis = await start();
    const failure = failureOf(await clientFor(sis.url, { key: sis.key, secret: 'not-it' }).connect());
    expect(failure.code).toBe('sis.credentials');
  });

  const complete: [string, Partial<Habits>][] = [
    ['pages capped at 30', { pageCap: 30 }],
    ['no totals', { noTotals: true }],
    ['no totals and no links', { noTotals: true, noLink: true }],
    ['no totals and capped pages', { noTotals: true, pageCap: 30 }],
    ['relative links', { linkStyle: 'relative' }],
    ['absolute pagination in the body', { bodyPagination: 'absolute', noLink: true, noTotals: true }],
    ['relative pagination in the body', { bodyPagination: 'relative', noLink: true }],
    ['booleans as words', { booleansAsText: true }],
    ['sort refused', { refuseSort: true }],
    ['a busy moment', { status503: { collection: 'users', times: 3 } }],
    ['throttled with Retry-After', { status429: { collection: 'enrollments', times: 3 }, retryAfterSeconds: 7 }],
    ['a connection cut twice', { cutConnection: { collection: 'enrollments', times: 2 } }],
    ['JSON cut once', { truncateJson: { collection: 'enrollments', times: 1 } }],
    ['a login page once', { html: { collection: 'classes', times: 1 } }],
    ['a row that appears while reading', { drift: { collection: 'enrollments', kind: 'insert', times: 1 } }],
    ['a row that vanishes while reading', { drift: { collection: 'enrollments', kind: 'remove', times: 1 } }],
    ['rows exchanged while reading', { drift: { collection: 'enrollments', kind: 'swap', times: 1 } }],
    ['rows reordered while reading', { drift: { collection: 'enrollments', kind: 'reorder', times: 1 } }],
  ];
  it.each(complete)('with the habit "%s" is still pulled whole', async (_name, habits) => {
    const sis = await start(habits);
    const { outcome, sink } = await pull(client(sis), 50);
    unwrap(outcome);
    const kept = new Set(sink.findings.filter((finding) => finding.level === 'dropped').map((finding) => finding.sourcedId));
    for (const collection of collections) {
      const rows = sis.store.rows(collection).filter((row) => !kept.has(row.sourcedId));
      expect(sink.ids(collection)).toEqual(rows.map((row) => row.sourcedId).sort());
    }
  });

  const refused: [string, Partial<Habits>, string][] = [
    ['a total that is too high', { lyingTotal: { collection: 'users', difference: 5 } }, 'sis.drift'],
    ['a total that is too low', { lyingTotal: { collection: 'users', difference: -5 } }, 'sis.drift'],
    ['a feed that ends early', { truncatedFeed: { collection: 'enrollments', rows: 70, honest: false } }, 'sis.drift'],
    ['links that loop', { linkStyle: 'loop' }, 'sis.looping-link'],
    ['a missing list', { noWrapper: { collection: 'users' } }, 'sis.no-wrapper'],
    ['a missing list on the third page', { noWrapper: { collection: 'enrollments', page: 3 } }, 'sis.drift'],
    [
      'a missing list on the third page, no totals',
      { noWrapper: { collection: 'enrollments', page: 3 }, noTotals: true },
      'sis.drift',
    ],
    ['a login page that stays', { html: { collection: 'classes' } }, 'sis.html'],
    ['JSON that stays cut', { truncateJson: { collection: 'classes' } }, 'sis.not-json'],
    ['a connection that stays cut', { cutConnection: { collection: 'classes' } }, 'sis.connection-lost'],
    ['a denied collection', { denyCollection: ['enrollments'] }, 'sis.forbidden'],
    ['an outage', { status503: { collection: 'users' } }, 'sis.server-error'],
    ['rows that never stop moving', { drift: { collection: 'enrollments', kind: 'swap', times: 10_000 } }, 'sis.drift'],
  ];
  it.each(refused)('with the habit "%s" is refused with the reason', async (_name, habits, code) => {
    const sis = await start(habits);
    const { outcome } = await pull(client(sis), 50);
    expect(failureOf(outcome).code).toBe(code);
  });
});
