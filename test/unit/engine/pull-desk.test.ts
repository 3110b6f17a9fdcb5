import { expect, test } from 'vitest';
import { PullDesk } from '../../../electron/engine/worker/pull-desk.ts';
import { EnrollmentBodies } from '../../../electron/sis/stored-enrollment.ts';
import { BUCKETS } from '../../../electron/store/store-api.ts';
import { freshStore, valueIn } from '../store/fixtures.ts';

function freshDesk() {
  const { store } = freshStore();
  const work = valueIn(store.openWork('pull-1'));
  const desk = new PullDesk(store, work);
  let pages = 0;
  /** Hands over one page of enrollments as it came over the wire. */
  const take = (text: string) => {
    const facts = valueIn(desk.open('enrollments', pages, Uint8Array.from(Buffer.from(text)).buffer));
    valueIn(desk.store('enrollments', pages));
    pages += 1;
    return facts;
  };
  const bodies = new EnrollmentBodies();
  const kept = () => {
    const facts = desk.close('enrollments');
    const rows = Array.from({ length: BUCKETS }, (_, bucket) => [...work.enrollmentRows(bucket)]).flat();
    return { facts, rows: rows.map((row) => bodies.read(row)).sort((a, b) => (a.sourcedId < b.sourcedId ? -1 : 1)) };
  };
  return { desk, work, take, kept };
}

const row = (sourcedId: string, over: Record<string, unknown> = {}) => ({
  sourcedId,
  status: 'active',
  user: { sourcedId: 'u-1' },
  class: { sourcedId: 'c-1' },
  school: { sourcedId: 's-1' },
  role: 'student',
  ...over,
});
const page = (...rows: unknown[]) => JSON.stringify({ enrollments: rows });

test('what is kept is what was sent, whatever the rows have in common', () => {
  const { take, kept } = freshDesk();
  take(page(row('e-1'), row('e-2', { user: { sourcedId: 'u-2' } }), row('e-3', { role: 'teacher', primary: true })));
  take(page(row('e-4', { status: 'tobedeleted' }), row('e-5', { beginDate: '2026-08-10', endDate: '2026-12-18' })));
  const usual = { status: 'active', user: 'u-1', class: 'c-1', school: 's-1', role: 'student', primary: false };
  const dates = { beginDate: '', endDate: '' };
  expect(kept().rows).toEqual([
    { sourcedId: 'e-1', ...usual, ...dates },
    { sourcedId: 'e-2', ...usual, ...dates, user: 'u-2' },
    { sourcedId: 'e-3', ...usual, ...dates, role: 'teacher', primary: true },
    { sourcedId: 'e-4', ...usual, ...dates, status: 'tobedeleted' },
    { sourcedId: 'e-5', ...usual, beginDate: '2026-08-10', endDate: '2026-12-18' },
  ]);
});

test('the last record of a page, sent again at the head of the next, is read and noted once', () => {
  const { work, take, kept } = freshDesk();
  const odd = row('e-2', { status: 'enrolled' });
  take(page(row('e-1'), odd));
  expect(take(page(odd, row('e-3'))).received).toBe(2);
  expect(kept().facts).toMatchObject({ unique: 3, dropped: 0 });
  expect(work.findings().first.map(({ sourcedId, rule }) => `${sourcedId} ${rule}`)).toEqual(['e-2 status-unknown']);
});

test('a record that comes again elsewhere is kept as it came last', () => {
  const { take, kept } = freshDesk();
  take(page(row('e-1'), row('e-2'), row('e-3')));
  take(page(row('e-4'), row('e-1', { class: { sourcedId: 'c-2' } })));
  const { facts, rows } = kept();
  expect(facts.unique).toBe(4);
  expect(rows.map((kept) => `${kept.sourcedId} ${kept.class}`)).toEqual(['e-1 c-2', 'e-2 c-1', 'e-3 c-1', 'e-4 c-1']);
});

test.each([
  ['U+0000, where the driver would cut it', '\\u0000'],
  ['half a character, which UTF-8 cannot hold', '\\ud83d'],
])('an id with %s is left out, and told', (_name, half) => {
  const { desk, work, take, kept } = freshDesk();
  const text = page(row('e-1'), row('e-x'), row('e-2', { user: { sourcedId: 'u-x' } }), row('e-é😀'));
  take(text.replaceAll('-x', `-${half}`).replace('é😀', '\\u00e9\\ud83d\\ude00'));
  expect(kept().rows.map((kept) => kept.sourcedId)).toEqual(['e-1', 'e-é😀']);
  expect(work.findings().first.map(({ sourcedId, level }) => `${sourcedId} ${level}`)).toEqual(['e- dropped', 'e-2 dropped']);
  expect(desk.unreadable.size).toBe(2);
});
