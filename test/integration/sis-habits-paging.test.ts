import { afterEach, describe, expect, it } from 'vitest';
import type { Habits } from '../../electron/practice/sis/habits.ts';
import { schools, students, type WatchedSis, watchedSis } from '../habits/watched-sis.ts';
import { failureOf, pull, unwrap } from './sis-sink.ts';

/** Cases 16–27 of reference/oneroster-1.1.md §9, over HTTP, against the practice SIS. */
const open: WatchedSis[] = [];
async function start(count: number, habits: Partial<Habits> = {}): Promise<WatchedSis> {
  const world = await watchedSis({ orgs: schools(count), users: students(3) }, habits);
  open.push(world);
  return world;
}
afterEach(async () => {
  for (const { sis } of open.splice(0)) await sis.close();
});

const asked = (world: WatchedSis, name: string) =>
  world
    .to('/orgs')
    .map((one) => one.query)
    .filter((query) => query.get('limit') !== '1')
    .map((query) => query.get(name));

describe('paging', () => {
  it('OR-16: 250 rows, limit 100, no headers: 250 unique rows, ended by an empty page', async () => {
    const world = await start(250, { noTotals: true, noLink: true });
    const { outcome, sink } = await pull(world.client());
    expect(unwrap(outcome).collections.orgs).toMatchObject({ received: 250, total: null, duplicates: 0, restarts: 0 });
    expect(sink.ids('orgs')).toEqual(schools(250).map((org) => org.sourcedId));
    // Each page begins with the last row known, so that rows which move in between are noticed.
    expect(asked(world, 'offset')).toEqual(['0', '99', '198', '249', '250']);
  });

  it('OR-17: asked for 1000, the server caps at 100: the offset follows the rows received, nothing is skipped', async () => {
    const world = await start(250, { pageCap: 100, linkStyle: 'skipping' });
    const { outcome, sink } = await pull(world.client(), 1000);
    expect(unwrap(outcome).collections.orgs).toMatchObject({ received: 250, total: 250 });
    expect(sink.ids('orgs')).toHaveLength(250);
    expect(asked(world, 'offset')).toEqual(['0', '99', '198', '250']);
  });

  it('OR-18: exactly 200 rows, limit 100, no total: an empty page ends it', async () => {
    const world = await start(200, { noTotals: true, noLink: true });
    const { outcome, sink } = await pull(world.client());
    expect(unwrap(outcome).collections.orgs.received).toBe(200);
    expect(sink.ids('orgs')).toHaveLength(200);
    expect(asked(world, 'offset').at(-1)).toBe('200');
  });

  it('OR-19: rel=next that repeats the page is an error, not an endless loop', async () => {
    const world = await start(250, { linkStyle: 'loop' });
    const failure = failureOf((await pull(world.client())).outcome);
    expect(failure.code).toBe('sis.looping-link');
    expect(failure.message).toContain('While reading');
    expect(world.sent.length).toBeLessThan(12);
  });

  it('OR-20: a relative body pagination.next is resolved against the base; an empty one means done', async () => {
    const world = await start(250, { bodyPagination: 'relative', noLink: true, noTotals: true });
    const { outcome, sink } = await pull(world.client());
    unwrap(outcome);
    expect(sink.ids('orgs')).toHaveLength(250);
    expect(world.sent.every((one) => one.url.startsWith(world.sis.url))).toBe(true);
  });

  it('OR-21: a total that changes once restarts the collection; one that never rests ends the pull as incomplete', async () => {
    const once = await start(250, { drift: { collection: 'orgs', kind: 'remove', times: 2 } });
    const whole = await pull(once.client());
    expect(unwrap(whole.outcome).collections.orgs.restarts).toBeGreaterThan(0);
    expect(whole.sink.ids('orgs')).toEqual(once.sis.store.rows('orgs').map((row) => row.sourcedId));
    const always = await start(250, { drift: { collection: 'orgs', kind: 'remove', times: 100 } });
    const { outcome, sink } = await pull(always.client());
    expect(failureOf(outcome).code).toBe('sis.drift');
    expect(failureOf(outcome).message).toMatch(/went from \d+ to \d+ while they were read/);
    expect(sink.restarts.filter((one) => one === 'orgs')).toHaveLength(4);
  });

  it('OR-22: the same sourcedId on two pages is one row and one duplicate', async () => {
    const world = await start(250, { duplicates: { collection: 'orgs', rows: 1 } });
    const { outcome, sink } = await pull(world.client());
    expect(unwrap(outcome).collections.orgs).toMatchObject({ received: 251, total: 251, duplicates: 1 });
    expect(sink.ids('orgs')).toHaveLength(250);
  });

  it('OR-23: 204 is an empty page after the last row or beside a total of 0; nowhere else', async () => {
    const past = await start(150, { emptyPage: '204' });
    expect(unwrap((await pull(past.client())).outcome).collections).toMatchObject({
      orgs: { received: 150 },
      courses: { received: 0, total: 0 },
    });
    const unsaid = await start(150, { emptyPage: '204', noTotals: true });
    const failure = failureOf((await pull(unsaid.client())).outcome);
    expect(failure.code).toBe('sis.no-wrapper');
  });

  it.each([
    ['{}', { noWrapper: { collection: 'users' } }],
    ['{"error":…}', { errorOn200: { collection: 'users' } }],
  ] as const)('OR-24: %s with status 200 instead of the list is an error, never an empty list', async (_name, habits) => {
    const world = await start(3, habits);
    const failure = failureOf((await pull(world.client())).outcome);
    expect(failure.code).toBe('sis.no-wrapper');
    expect(failure.message).toContain('While reading people (page 1)');
  });

  it('OR-25: 504 at 1000 rows, then 500, 250: the size that worked is kept', async () => {
    const world = await start(600, { timeoutAbove: 250 });
    const { outcome, sink } = await pull(world.client(), 1000);
    expect(unwrap(outcome).collections.orgs).toMatchObject({ received: 600, pageSize: 250 });
    expect(sink.ids('orgs')).toHaveLength(600);
    expect(asked(world, 'limit').slice(0, 4)).toEqual(['1000', '500', '250', '250']);
  });

  it('OR-26: sort warned about with invalid_sort_field: the rows are used, sort is dropped for this server', async () => {
    const world = await start(250, { warnSort: true, ownOrder: false });
    const { outcome, sink } = await pull(world.client());
    unwrap(outcome);
    expect(sink.ids('orgs')).toHaveLength(250);
    const sorted = asked(world, 'sort').map((field) => field !== null);
    expect([sorted[0], sorted.slice(1).includes(true)]).toEqual([true, false]);
  });

  it('OR-27: no read depends on a filter: a server that refuses them signs in, also by signature, and is read whole', async () => {
    const world = await start(250, { auth: 'oauth1', refuseFilter: true });
    const client = world.client();
    expect(unwrap(await client.connect()).auth).toBe('oauth1-sha1');
    const refused = world.sent.filter((one) => one.query.has('filter'));
    expect(refused.map((one) => one.status)).toEqual([400]);
    const { outcome, sink } = await pull(client);
    unwrap(outcome);
    expect(sink.ids('orgs')).toHaveLength(250);
    expect(world.sent.filter((one) => one.query.has('filter'))).toHaveLength(1);
  });
});
