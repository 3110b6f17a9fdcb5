import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPage } from '../../../electron/sis/parse-page.ts';
import { type PageSink, pageFacts, pullCollections } from '../../../electron/sis/pull.ts';
import { createSisClient } from '../../../electron/sis/sis-client.ts';
import type { Collection } from '../../../shared/entities.ts';
import { fail, succeed } from '../../../shared/outcome.ts';

const base = 'https://sis.example/ims/oneroster/v1p1';

/** How a server pages: everything the field has shown, in any combination. */
const habits = fc.record({
  rows: fc.integer({ min: 0, max: 60 }),
  /** Positions whose row is sent again somewhere behind. */
  repeats: fc.array(fc.integer({ min: 0, max: 59 }), { maxLength: 5 }),
  order: fc.integer(),
  cap: fc.integer({ min: 1, max: 40 }),
  limit: fc.integer({ min: 1, max: 40 }),
  total: fc.constantFrom('none', 'honest', 'in the body', 'too many', 'too few', 'of the page'),
  link: fc.constantFrom('none', 'received', 'asked', 'last', 'body', 'cursor', 'same', 'always'),
  end: fc.constantFrom('empty list', '{}', '204', '404', '400'),
  pages: fc.constantFrom('by offset', 'whole pages', 'ignores offset', 'ignores both'),
  /** Rows at the end that never come, whatever totals and links say. */
  held: fc.constant<number>(0),
});
type Habits = typeof habits extends fc.Arbitrary<infer H> ? H : never;

describe('any server that serves a fixed set of rows', () => {
  it('yields exactly that set, or a refusal', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(habits, async (habit) => {
        // A server that ignores the offset, cuts its one page below what was asked and announces just as many cannot be
        // told from one with a short list: nothing it sends shows that there is more.
        const short = habit.pages === 'ignores offset' && habit.cap < habit.limit;
        fc.pre(!(short && (habit.total === 'of the page' || habit.total === 'too few')));
        const ids = listOf(habit);
        const { outcome, kept } = await pullFrom(habit, ids);
        if (!outcome.ok) return;
        accepted += 1;
        expect([...kept].sort()).toEqual([...new Set(ids)].sort());
        expect(outcome.value.collections.orgs.received).toBe(ids.length);
      }),
      { numRuns: 600, seed: 1102 },
    );
    expect(accepted).toBeGreaterThan(80);
  });

  it('is read completely whenever totals are honest or absent and the offset is honoured', async () => {
    const honest = habits.filter(
      (habit) =>
        (habit.total === 'none' || habit.total === 'honest' || habit.total === 'in the body') &&
        habit.held === 0 &&
        habit.link !== 'same' &&
        habit.pages === 'by offset' &&
        habit.repeats.length === 0 &&
        !(habit.total === 'none' && (habit.end === '404' || habit.end === '400')) &&
        !(habit.rows === 0 && habit.end !== 'empty list'),
    );
    await fc.assert(
      fc.asyncProperty(honest, async (habit) => {
        const { outcome } = await pullFrom(habit, listOf(habit));
        expect(outcome.ok ? '' : outcome.failure.message).toBe('');
      }),
      { numRuns: 250, seed: 1102 },
    );
  });
});

describe('any server that keeps the last rows back', () => {
  it('is refused when its totals or its links speak of them', async () => {
    const holding = fc
      .record({
        habit: habits,
        rows: fc.integer({ min: 1, max: 16 }),
        held: fc.integer({ min: 1, max: 16 }),
        total: fc.constantFrom<Habits['total'][]>('none', 'none', 'in the body', 'honest', 'too many'),
        link: fc.constantFrom<Habits['link'][]>('received', 'asked', 'last', 'last', 'body', 'cursor'),
        pages: fc.constantFrom<Habits['pages'][]>('by offset', 'by offset', 'whole pages'),
      })
      .map(({ habit, held, ...rest }) => ({ ...habit, ...rest, held: Math.min(held, rest.rows), cap: (habit.cap % 8) + 1 }))
      .filter(({ rows, held, repeats, total, link, end, limit, cap }) => {
        const size = Math.min(limit, cap);
        if (held === 0 || repeats.length > 0) return false;
        if (total === 'too many') return held !== 3;
        if (total !== 'none') return true;
        // `last` names where the last page begins, no more.
        if (link === 'body' && end !== 'empty list') return false;
        return link !== 'last' || (rows > size && rows - held <= Math.floor((rows - 1) / size) * size);
      });
    await fc.assert(
      fc.asyncProperty(holding, async (habit) => {
        const { outcome } = await pullFrom(habit, listOf(habit));
        expect(outcome.ok).toBe(false);
      }),
      { numRuns: 120, seed: 1103 },
    );
  });
});

/** The ids in the server's order, duplicates where the habit says so. */
function listOf(habit: Habits): string[] {
  const ids = Array.from({ length: habit.rows }, (_, n) => `o${(n * 31 + Math.abs(habit.order)) % 997}-${n}`);
  for (const position of habit.repeats) {
    const id = ids[position];
    if (id !== undefined) ids.push(id);
  }
  return ids;
}

async function pullFrom(habit: Habits, ids: readonly string[]) {
  const kept = new Set<string>();
  const sink: PageSink = {
    async restart(collection) {
      if (collection === 'orgs') kept.clear();
    },
    page(collection, _index, body) {
      const page = openPage(collection, body);
      if (!page.ok) return { opened: Promise.resolve(page), stored: Promise.resolve(fail<void>(page.failure)) };
      const fresh = new Set(page.value.ids.filter((id) => !kept.has(id))).size;
      if (collection === 'orgs') for (const row of page.value.rows().rows) kept.add(row.sourcedId);
      return { opened: Promise.resolve(succeed(pageFacts(page.value, fresh))), stored: Promise.resolve(succeed(undefined)) };
    },
    async close(collection) {
      return succeed({ unique: collection === 'orgs' ? kept.size : 0, dropped: 0 });
    },
  };
  let asks = 0;
  const fetch: typeof globalThis.fetch = async (input) => {
    asks += 1;
    if (asks > 2000) throw new Error('endless');
    return answer(new URL(String(input)), habit, ids);
  };
  const edge = { fetch, now: () => 0, sleep: async () => {}, random: () => 0.5 };
  const client = createSisClient({ base, key: 'k', secret: 's', auth: 'oauth1-sha1', tokenUrl: '', edge });
  const outcome = await pullCollections(client, sink, { pageSize: habit.limit, parallel: 1 });
  return { outcome, kept };
}

function answer(url: URL, habit: Habits, ids: readonly string[]): Response {
  const collection = url.pathname.split('/').at(-1) as Collection;
  if (collection !== 'orgs') return Response.json({ [collection]: [] }, { headers: { 'X-Total-Count': '0' } });
  const cursor = url.searchParams.get('cursor');
  const asked = Number(url.searchParams.get('limit') ?? 100);
  const offset = offsetOf(habit, Number(cursor ?? url.searchParams.get('offset') ?? 0), Math.min(asked, habit.cap));
  const served = ids.slice(0, Math.max(0, ids.length - habit.held));
  const page = served.slice(offset, offset + (habit.pages === 'ignores both' ? ids.length : Math.min(asked, habit.cap)));
  const headers = new Headers();
  const total = totalOf(habit, ids.length, page.length);
  if (total !== null) headers.set('X-Total-Count', String(total));
  const next = nextOf(habit, offset, asked, page.length, ids.length, url);
  if (next !== null && habit.link !== 'body') headers.set('Link', `<${next}>; rel="${habit.link === 'last' ? 'last' : 'next'}"`);
  if (page.length === 0 && habit.end === '{}') return Response.json({}, { headers });
  if (page.length === 0 && habit.end === '204') return new Response(null, { status: 204, headers });
  if (page.length === 0 && (habit.end === '404' || habit.end === '400'))
    return new Response('past the end', { status: Number(habit.end) });
  const orgs = page.map((sourcedId) => ({ sourcedId, status: 'active', name: 'x', type: 'school' }));
  const pagination = {
    ...(habit.link === 'body' ? { next: next ?? '' } : {}),
    ...(habit.total === 'in the body' ? { total: ids.length } : {}),
  };
  return Response.json({ orgs, ...(Object.keys(pagination).length > 0 ? { pagination } : {}) }, { headers });
}

function offsetOf(habit: Habits, asked: number, size: number): number {
  if (habit.pages === 'by offset') return asked;
  return habit.pages === 'whole pages' ? Math.floor(asked / size) * size : 0;
}

function totalOf(habit: Habits, all: number, page: number): number | null {
  switch (habit.total) {
    case 'none':
    case 'in the body':
      return null;
    case 'honest':
      return all;
    case 'too many':
      return all + 3;
    case 'too few':
      return Math.floor(all / 2);
    case 'of the page':
      return page;
  }
}

function nextOf(habit: Habits, offset: number, asked: number, page: number, all: number, url: URL): string | null {
  const more = offset + page < all;
  switch (habit.link) {
    case 'none':
      return null;
    case 'received':
    case 'body':
      return more ? `/ims/oneroster/v1p1/orgs?limit=${asked}&offset=${offset + page}` : null;
    case 'asked':
      return more ? `${base}/orgs?offset=${offset + asked}&limit=${asked}` : null;
    case 'last': {
      const size = Math.min(asked, habit.cap);
      return `/ims/oneroster/v1p1/orgs?limit=${asked}&offset=${Math.max(0, Math.floor((all - 1) / size)) * size}`;
    }
    case 'always':
      return `${base}/orgs?offset=${offset + asked}&limit=${asked}`;
    case 'cursor':
      return more ? `${base}/orgs?cursor=${offset + page}&limit=${asked}` : null;
    case 'same':
      return url.href;
  }
}
