import { expect, test } from 'vitest';
import { openPage } from '../../../electron/sis/parse-page.ts';
import { type PageSink, pageFacts, pullCollections } from '../../../electron/sis/pull.ts';
import { createSisClient } from '../../../electron/sis/sis-client.ts';
import type { Collection } from '../../../shared/entities.ts';
import { fail, succeed } from '../../../shared/outcome.ts';

/** A SIS with as many orgs as asked for, and nothing else. */
interface Sis {
  readonly rows: number;
  /** Most rows of a page, from the nth request on. */
  cap?(request: number): number;
  total?(request: number): number | null;
  /** What a page holds instead. */
  body?(request: number): string | null;
}

const base = 'https://sis.example/ims/oneroster/v1p1';

/** Pulls ten rows at a time and tells what happened in order: `ask 9+10` for a request, `count 10` for a page counted. */
async function pulled({ rows, cap = () => 10, total = () => rows, body = () => null }: Sis) {
  const events: string[] = [];
  const ids = new Set<string>();
  let requests = 0;
  let atOnce = 0;
  let mostAtOnce = 0;
  const fetch: typeof globalThis.fetch = async (input) => {
    const url = new URL(String(input));
    const collection = url.pathname.split('/').at(-1) as Collection;
    if (collection !== 'orgs') return Response.json({ [collection]: [] }, { headers: { 'X-Total-Count': '0' } });
    const [offset, limit] = [Number(url.searchParams.get('offset')), Number(url.searchParams.get('limit'))];
    requests += 1;
    events.push(`ask ${offset}+${limit}`);
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    await new Promise((resolve) => setTimeout(resolve, 2));
    atOnce -= 1;
    const size = Math.max(0, Math.min(limit, cap(requests), rows - offset));
    const orgs = Array.from({ length: size }, (_, i) => ({
      sourcedId: `o-${offset + i}`,
      status: 'active',
      name: 'x',
      type: 'school',
    }));
    const announced = total(requests);
    const headers = announced === null ? undefined : { 'X-Total-Count': String(announced) };
    return new Response(body(requests) ?? JSON.stringify({ orgs }), headers === undefined ? {} : { headers });
  };
  const sink: PageSink = {
    async restart(collection) {
      if (collection === 'orgs') ids.clear();
    },
    page(collection, _index, bytes) {
      const opened = slowly().then(() => {
        const page = openPage(collection, bytes);
        if (!page.ok) return fail<never>(page.failure);
        if (collection === 'orgs') events.push(`count ${page.value.received}`);
        for (const id of page.value.ids) ids.add(id);
        return succeed(pageFacts(page.value));
      });
      return { opened, stored: opened.then((page) => (page.ok ? succeed(undefined) : page)) };
    },
  };
  const edge = { fetch, now: () => 0, sleep: async () => {}, random: () => 0.5 };
  const client = createSisClient({ base, key: 'k', secret: 's', auth: 'oauth1-sha1', tokenUrl: '', edge });
  const outcome = await pullCollections(client, sink, { pageSize: 10, parallel: 1 });
  return { events, mostAtOnce, outcome, ids };
}

/** Counting takes longer than sending a request. */
function slowly(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}

test('from the third page on the next is asked for before the present one is counted, one at a time, and none too many', async () => {
  const { events, mostAtOnce, outcome, ids } = await pulled({ rows: 40 });
  expect(outcome.ok).toBe(true);
  expect(ids.size).toBe(40);
  expect(mostAtOnce).toBe(1);
  expect(events).toEqual([
    'ask 0+10',
    'count 10',
    'ask 9+10',
    'count 10',
    'ask 18+10',
    'ask 27+10',
    'count 10',
    'ask 36+10',
    'count 10',
    'count 4',
    'ask 40+10',
    'count 0',
  ]);
});

test('a page that comes short is found out: what was asked ahead is forgotten, and nothing is asked ahead again', async () => {
  const { events, mostAtOnce, outcome, ids } = await pulled({ rows: 40, cap: (request) => (request < 3 ? 10 : 7) });
  expect(outcome.ok).toBe(true);
  expect(ids.size).toBe(40);
  expect(mostAtOnce).toBe(1);
  expect(events).toEqual([
    ...['ask 0+10', 'count 10', 'ask 9+10', 'count 10', 'ask 18+10', 'ask 27+10', 'count 7', 'ask 24+10', 'count 7'],
    ...['ask 30+10', 'count 7', 'ask 36+10', 'count 4', 'ask 40+10', 'count 0'],
  ]);
});

test.each([
  ['without totals, where the end is not known', { total: () => null }],
  ['where pages never are as long as asked', { cap: () => 7 }],
])('nothing is asked ahead %s', async (_name, sis) => {
  const { events, outcome, ids } = await pulled({ rows: 33, ...sis });
  expect(outcome.ok).toBe(true);
  expect(ids.size).toBe(33);
  for (const [i, event] of events.entries()) expect(event.split(' ')[0]).toBe(i % 2 === 0 ? 'ask' : 'count');
});

test('a total that changes with the page asked ahead ends the reading, which begins again', async () => {
  const { events, outcome, ids } = await pulled({ rows: 40, total: (request) => (request === 4 ? 41 : 40) });
  expect(outcome.ok).toBe(true);
  expect(ids.size).toBe(40);
  expect(events.filter((event) => event === 'ask 0+10').length).toBe(2);
});

test('a page that comes damaged is asked for again, and the one asked ahead of it after it', async () => {
  const { events, outcome, ids } = await pulled({ rows: 40, body: (request) => (request === 3 ? '{"orgs":[{"sour' : null) });
  expect(outcome.ok).toBe(true);
  expect(ids.size).toBe(40);
  expect(events.slice(4, 8)).toEqual(['ask 18+10', 'ask 27+10', 'ask 18+10', 'count 10']);
});
