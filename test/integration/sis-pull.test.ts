import { afterEach, describe, expect, it } from 'vitest';
import { pullCollections } from '../../electron/sis/pull.ts';
import { collections } from '../../shared/entities.ts';
import { type Row, type Script, type ScriptedSis, scriptedSis } from './sis-server.ts';
import { clientFor, failureOf, MemorySink, pull, quickEdge, unwrap } from './sis-sink.ts';

const open: ScriptedSis[] = [];
async function sis(script: Script): Promise<ScriptedSis> {
  const server = await scriptedSis(script);
  open.push(server);
  return server;
}
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

function orgs(count: number, from = 0): Row[] {
  return Array.from({ length: count }, (_, n) => ({
    sourcedId: `o${String(from + n).padStart(4, '0')}`,
    status: 'active',
    name: `School ${n}`,
    type: 'school',
  }));
}

/** A client that need not sign in first, so that a server's request list holds only pages. */
function signed(server: ScriptedSis, edge = quickEdge()) {
  return clientFor(server.base, { tokenUrl: `${server.base}/token`, auth: 'oauth2', edge });
}
const offsets = (server: ScriptedSis) => server.asked.filter((one) => one.path === '/orgs').map((one) => one.query.get('offset'));

describe('paging', () => {
  it('250 rows, limit 100, no totals: three pages, then nothing new and an empty one: 250 unique rows', async () => {
    const server = await sis({ rows: { orgs: orgs(250) }, totals: false, instead: emptyExcept('orgs') });
    const { outcome, sink } = await pull(signed(server));
    expect(unwrap(outcome).collections.orgs).toMatchObject({ received: 250, total: null, pages: 5, restarts: 0, duplicates: 0 });
    expect(sink.ids('orgs')).toHaveLength(250);
    // Each page begins with the last row known, so that rows which move in between are noticed.
    expect(offsets(server)).toEqual(['0', '99', '198', '249', '250']);
  });

  it('a server that caps its pages at 100 is followed by rows received, nothing is skipped', async () => {
    const server = await sis({ rows: { orgs: orgs(250) }, cap: 100 });
    const { outcome, sink } = await pull(signed(server), 1000);
    expect(unwrap(outcome).collections.orgs).toMatchObject({ received: 250, total: 250 });
    expect(sink.ids('orgs')).toHaveLength(250);
    expect(offsets(server)).toEqual(['0', '99', '198', '250']);
  });

  it('a link that would skip rows behind the cap leads to the rows it skips', async () => {
    const server = await sis({
      rows: { orgs: orgs(250) },
      cap: 100,
      totals: false,
      instead: (asked, { base }) => {
        if (asked.path !== '/orgs') return emptyExcept('orgs')(asked);
        const offset = Number(asked.query.get('offset'));
        const rows = orgs(250).slice(offset, offset + 100);
        const link = offset < 200 ? { Link: `<${base}/orgs?limit=1000&offset=${offset + 1000}>; rel="next"` } : {};
        return { headers: link as Record<string, string>, body: { orgs: rows } };
      },
    });
    const { sink, outcome } = await pull(signed(server), 1000);
    unwrap(outcome);
    expect(sink.ids('orgs')).toHaveLength(250);
  });

  it('exactly 200 rows, limit 100, no total: an empty page ends it', async () => {
    const server = await sis({ rows: { orgs: orgs(200) }, totals: false, instead: emptyExcept('orgs') });
    expect(unwrap((await pull(signed(server))).outcome).collections.orgs).toMatchObject({ received: 200 });
  });

  it('a next link that repeats its own page ends in an explanation, not in a loop', async () => {
    const server = await sis({
      rows: { orgs: orgs(250) },
      instead: (asked, { origin }) =>
        asked.path === '/orgs'
          ? { headers: { Link: `<${origin}${asked.rawUrl}>; rel="next"` }, body: { orgs: orgs(100) } }
          : undefined,
    });
    const failure = failureOf((await pull(signed(server))).outcome);
    expect(failure.code).toBe('sis.looping-link');
    expect(failure.message).toContain('While reading schools');
    expect(server.count('/orgs')).toBe(1);
  });

  it('cursor links without an offset are followed as they are, and a cursor that returns is refused', async () => {
    const cursors = ['', 'b', 'c', 'b'];
    const chain =
      (last: number) =>
      (asked: { path: string; query: URLSearchParams }, { base }: { base: string }) => {
        if (asked.path !== '/orgs') return undefined;
        const at = Math.max(0, cursors.indexOf(asked.query.get('cursor') ?? ''));
        const next = cursors[at + 1];
        const headers: Record<string, string> =
          next === undefined || at >= last ? {} : { Link: `<${base}/orgs?cursor=${next}>; rel="next"` };
        return { headers, body: { orgs: orgs(10, at * 10) } };
      };
    const whole = await sis({ totals: false, instead: (a, b) => chain(2)(a, b) ?? emptyExcept('orgs')(a) });
    const { outcome, sink } = await pull(signed(whole));
    unwrap(outcome);
    expect(sink.ids('orgs')).toHaveLength(30);
    const looping = await sis({ totals: false, instead: (a, b) => chain(3)(a, b) ?? emptyExcept('orgs')(a) });
    expect(failureOf((await pull(signed(looping))).outcome).code).toBe('sis.looping-link');
  });

  it('body pagination.next as a relative path is resolved, an empty one changes nothing', async () => {
    const server = await sis({
      prefix: '/focus/api/1.0',
      totals: false,
      instead: (asked) => {
        if (asked.path !== '/orgs') return emptyExcept('orgs')(asked);
        const offset = Number(asked.query.get('offset') ?? 0);
        const next = offset < 100 ? `/ims/oneroster/v1p1/orgs?limit=50&offset=${offset + 50}&snapshot=s1` : '';
        return { body: { orgs: orgs(120).slice(offset, offset + 50), pagination: { next } } };
      },
    });
    const { outcome, sink } = await pull(signed(server), 50);
    unwrap(outcome);
    expect(sink.ids('orgs')).toHaveLength(120);
    expect(server.asked.find((one) => one.query.get('offset') === '49')?.query.get('snapshot')).toBe('s1');
  });

  it('a total that changes while reading restarts the collection three times, then the pull is refused', async () => {
    let total = 250;
    const server = await sis({
      instead: (asked) => {
        if (asked.path !== '/orgs') return undefined;
        total -= 1;
        const offset = Number(asked.query.get('offset'));
        return { headers: { 'X-Total-Count': String(total) }, body: { orgs: orgs(total).slice(offset, offset + 100) } };
      },
    });
    const { outcome, sink } = await pull(signed(server));
    const failure = failureOf(outcome);
    expect(failure.code).toBe('sis.drift');
    expect(failure.message).toMatch(/went from \d+ to \d+ while they were read/);
    expect(sink.restarts.filter((one) => one === 'orgs')).toHaveLength(4);
  });

  it('one change while reading costs one restart', async () => {
    let asks = 0;
    const server = await sis({
      instead: (asked) => {
        if (asked.path !== '/orgs') return undefined;
        asks += 1;
        const rows = orgs(asks < 2 ? 250 : 248);
        const offset = Number(asked.query.get('offset'));
        return { headers: { 'X-Total-Count': String(rows.length) }, body: { orgs: rows.slice(offset, offset + 100) } };
      },
    });
    const { outcome, sink } = await pull(signed(server));
    expect(unwrap(outcome).collections.orgs).toMatchObject({ received: 248, total: 248, restarts: 1 });
    expect(sink.ids('orgs')).toHaveLength(248);
  });

  it('the same sourcedId on two pages is one row; a second reading with as many duplicates proves it is a habit', async () => {
    const rows = [...orgs(150), ...orgs(1)];
    const server = await sis({ rows: { orgs: rows } });
    const { outcome, sink } = await pull(signed(server));
    expect(unwrap(outcome).collections.orgs).toMatchObject({ received: 151, total: 151, duplicates: 1, restarts: 1 });
    expect(sink.ids('orgs')).toHaveLength(150);
  });

  const moves: Record<string, (rows: Row[]) => Row[]> = {
    'a row appears in front': (rows) => [...orgs(1, 900), ...rows],
    'the first row vanishes': (rows) => rows.slice(1),
    'the first row vanishes and another comes last, so the total stays': (rows) => [...rows.slice(1), ...orgs(1, 900)],
    'a row in the middle of the first page moves to the end': (rows) => [
      ...rows.filter((_, n) => n !== 50),
      ...rows.slice(50, 51),
    ],
    'the order turns': (rows) => rows.toReversed(),
  };
  const drifts = Object.keys(moves).flatMap((name) => [[name, true] as const, [name, false] as const]);

  it.each(drifts)('%s while the pages are read (totals: %s): noticed, and read again', async (name, totals) => {
    let rows = orgs(250);
    let moved = false;
    const server = await sis({
      totals,
      instead: (asked) => {
        if (asked.path !== '/orgs') return totals ? undefined : emptyExcept('orgs')(asked);
        const offset = Number(asked.query.get('offset'));
        const page = rows.slice(offset, offset + 100);
        const headers: Record<string, string> = totals ? { 'X-Total-Count': String(rows.length) } : {};
        if (!moved) rows = moves[name]?.(rows) ?? [];
        moved = true;
        return { headers, body: { orgs: page } };
      },
    });
    const { outcome, sink } = await pull(signed(server));
    expect(unwrap(outcome).collections.orgs.restarts).toBe(1);
    expect(sink.ids('orgs')).toEqual(rows.map((row) => row.sourcedId).sort());
  });

  it('a server that rounds offsets to whole pages, the last one not full, shows it again and nothing beyond', async () => {
    const server = await sis({
      instead: (asked) => {
        if (asked.path !== '/orgs') return undefined;
        const from = Math.floor(Number(asked.query.get('offset')) / 100) * 100;
        return { headers: { 'X-Total-Count': '230' }, body: { orgs: orgs(230).slice(from, from + 100) } };
      },
    });
    const { outcome, sink } = await pull(signed(server));
    expect(unwrap(outcome).collections.orgs).toMatchObject({ received: 230, restarts: 0, duplicates: 0 });
    expect(sink.ids('orgs')).toHaveLength(230);
    expect(offsets(server)).toEqual(['0', '99', '100', '200', '230', '1460']);
  });

  it.each([
    [500, 'the end'],
    [503, 'sis.server-error'],
    [504, 'sis.server-error'],
  ])('status %i past as many rows as announced is taken for %s', async (status, meaning) => {
    const server = await sis({
      instead: (asked) => {
        if (asked.path !== '/orgs') return undefined;
        if (asked.query.get('offset') !== '0') return { status };
        return { headers: { 'X-Total-Count': '100' }, body: { orgs: orgs(100) } };
      },
    });
    const { outcome } = await pull(signed(server));
    expect(outcome.ok ? 'the end' : outcome.failure.code).toBe(meaning);
  });

  it('a missing list that only seems to be the end, beside a total that is only the page’s, is asked for again', async () => {
    let missing = 1;
    const server = await sis({
      instead: (asked) => {
        if (asked.path !== '/orgs') return undefined;
        const offset = Number(asked.query.get('offset'));
        if (offset === 100 && missing-- > 0) return { body: {} };
        const page = orgs(250).slice(offset, offset + 100);
        return { headers: { 'X-Total-Count': String(page.length) }, body: { orgs: page } };
      },
    });
    const { outcome } = await pull(signed(server));
    expect(failureOf(outcome).code).toBe('sis.drift');
  });

  it('a server that rounds offsets to whole pages is read page by page', async () => {
    const server = await sis({
      instead: (asked) => {
        if (asked.path !== '/orgs') return undefined;
        const from = Math.floor(Number(asked.query.get('offset')) / 100) * 100;
        return { headers: { 'X-Total-Count': '300' }, body: { orgs: orgs(300).slice(from, from + 100) } };
      },
    });
    const { outcome, sink } = await pull(signed(server));
    expect(unwrap(outcome).collections.orgs).toMatchObject({ received: 300, restarts: 0, duplicates: 0 });
    expect(sink.ids('orgs')).toHaveLength(300);
    expect(offsets(server)).toEqual(['0', '99', '100', '200', '300']);
  });

  it.each([
    ['204', { status: 204 }],
    ['{}', { body: {} }],
  ])('%s is an empty page after the last row, or where a total says there are none', async (_name, nothing) => {
    const past = await sis({
      totals: false,
      instead: (asked) => {
        if (asked.path !== '/orgs') return emptyExcept('orgs')(asked);
        return Number(asked.query.get('offset')) >= 150 ? nothing : undefined;
      },
      rows: { orgs: orgs(150) },
    });
    expect(unwrap((await pull(signed(past))).outcome).collections.orgs).toMatchObject({ received: 150, restarts: 0 });
    const none = await sis({
      instead: (asked) => (asked.path === '/orgs' ? { ...nothing, headers: { 'X-Total-Count': '0' } } : undefined),
    });
    expect(unwrap((await pull(signed(none))).outcome).collections.orgs.received).toBe(0);
  });

  it.each([
    ['204', { status: 204 }],
    ['{}', { body: {} }],
  ])('%s for the first page without a total, or where records are known to be, is refused', async (_name, nothing) => {
    const first = await sis({ instead: (asked) => (asked.path === '/users' ? nothing : undefined) });
    expect(failureOf((await pull(signed(first))).outcome).code).toBe('sis.no-wrapper');
    const middle = await sis({
      totals: false,
      rows: { orgs: orgs(250) },
      instead: (asked) => {
        if (asked.path !== '/orgs') return emptyExcept('orgs')(asked);
        return Number(asked.query.get('offset')) > 90 ? nothing : undefined;
      },
    });
    expect(failureOf((await pull(signed(middle))).outcome).code).toBe('sis.drift');
  });

  it.each([
    ['{}', {}],
    ['an error', { error: 'wrong school year' }],
    ['a bare list', []],
    ['another list', { demographics: [] }],
  ])('%s with status 200 instead of the list is an error, never an empty list', async (_name, body) => {
    const server = await sis({ instead: (asked) => (asked.path === '/enrollments' ? { body } : undefined) });
    const failure = failureOf((await pull(signed(server))).outcome);
    expect(failure.code).toBe('sis.no-wrapper');
    expect(failure.message).toContain('While reading enrollments (page 1)');
  });

  it('OR-72 on a read: codeMajor failure with status 200 is a failure', async () => {
    const body = { users: [], statusInfoSet: [{ imsx_codeMajor: 'failure', imsx_description: 'school year is closed' }] };
    const server = await sis({ instead: (asked) => (asked.path === '/users' ? { body } : undefined) });
    const failure = failureOf((await pull(signed(server))).outcome);
    expect(failure.code).toBe('sis.answered-failure');
    expect(failure.detail).toContain('school year is closed');
  });

  it('504 at 1000 rows, then 500, 250: the size that worked is kept', async () => {
    const server = await sis({
      rows: { orgs: orgs(600) },
      instead: (asked) => (asked.path === '/orgs' && Number(asked.query.get('limit')) > 250 ? { status: 504 } : undefined),
    });
    const { outcome, sink } = await pull(signed(server), 1000);
    expect(unwrap(outcome).collections.orgs).toMatchObject({ received: 600, pageSize: 250 });
    expect(sink.ids('orgs')).toHaveLength(600);
    const limits = server.asked.filter((one) => one.path === '/orgs').map((one) => one.query.get('limit'));
    expect(limits).toEqual(['1000', '500', '250', '250', '250', '250']);
  });

  it('a sort field that is refused, by status or by a warning, is dropped for this server', async () => {
    const refused = await sis({
      rows: { orgs: orgs(120) },
      instead: (asked) => (asked.query.has('sort') ? { status: 400, body: { message: 'invalid_sort_field' } } : undefined),
    });
    expect(unwrap((await pull(signed(refused))).outcome).collections.orgs.received).toBe(120);
    const warned = await sis({
      instead: (asked) => {
        if (asked.path !== '/orgs') return undefined;
        const offset = Number(asked.query.get('offset'));
        const statusInfoSet = [{ imsx_codeMajor: 'success', imsx_severity: 'warning', imsx_codeMinor: 'invalid_sort_field' }];
        const note = asked.query.has('sort') ? { statusInfoSet } : {};
        return { headers: { 'X-Total-Count': '120' }, body: { orgs: orgs(120).slice(offset, offset + 100), ...note } };
      },
    });
    expect(unwrap((await pull(signed(warned))).outcome).collections.orgs.received).toBe(120);
    const sorted = warned.asked.filter((one) => one.path === '/orgs').map((one) => one.query.has('sort'));
    expect(sorted).toEqual([true, false, false]);
  });
});

describe('a server that lies or breaks is refused, naming collection and page', () => {
  it.each([
    ['too many', 300],
    ['too few', 100],
    ['none at all', 0],
  ])('a total that announces %s', async (_name, total) => {
    const server = await sis({
      instead: (asked) => {
        if (asked.path !== '/orgs') return undefined;
        const offset = Number(asked.query.get('offset'));
        return { headers: { 'X-Total-Count': String(total) }, body: { orgs: orgs(250).slice(offset, offset + 100) } };
      },
    });
    const failure = failureOf((await pull(signed(server))).outcome);
    expect(failure.code).toBe('sis.drift');
    expect(failure.message).toContain(`announced ${total} records`);
  });

  it('a server that sends the first page for ever', async () => {
    const server = await sis({
      totals: false,
      instead: (asked) => (asked.path === '/orgs' ? { body: { orgs: orgs(100) } } : emptyExcept('orgs')(asked)),
    });
    expect(failureOf((await pull(signed(server))).outcome).code).toBe('sis.repeated-page');
  });

  it('a server that ignores paging but announces exactly what it sends is read', async () => {
    const server = await sis({
      instead: (asked) => (asked.path === '/orgs' ? { headers: { 'X-Total-Count': '7' }, body: { orgs: orgs(7) } } : undefined),
    });
    expect(unwrap((await pull(signed(server))).outcome).collections.orgs).toMatchObject({ received: 7, total: 7, duplicates: 0 });
  });

  it('a web page in the middle of a collection', async () => {
    const server = await sis({
      rows: { orgs: orgs(250) },
      instead: (asked) =>
        asked.path === '/orgs' && asked.query.get('offset') !== '0'
          ? { headers: { 'Content-Type': 'text/html' }, body: '<html>Session expired</html>' }
          : undefined,
    });
    const failure = failureOf((await pull(signed(server))).outcome);
    expect(failure.code).toBe('sis.html');
    expect(failure.message).toContain('page 2, after 100 records');
  });

  it('JSON that is cut: asked for again, and refused when it stays cut', async () => {
    let cuts = 0;
    const cutUntil = (times: number): Script => ({
      rows: { orgs: orgs(250) },
      instead: (asked) => {
        if (asked.query.get('offset') !== '99' || cuts >= times) return undefined;
        cuts += 1;
        return { headers: { 'X-Total-Count': '250' }, body: JSON.stringify({ orgs: orgs(100, 100) }).slice(0, 4000) };
      },
    });
    const once = await sis(cutUntil(1));
    expect(unwrap((await pull(signed(once))).outcome).collections.orgs.received).toBe(250);
    cuts = 0;
    const always = await sis(cutUntil(1000));
    expect(failureOf((await pull(signed(always))).outcome).code).toBe('sis.not-json');
  });

  it('a connection that is cut on every try', async () => {
    const server = await sis({
      rows: { orgs: orgs(250) },
      instead: (asked) => (asked.query.get('offset') === '198' ? { hangUp: true } : undefined),
    });
    const failure = failureOf((await pull(signed(server))).outcome);
    expect(failure.code).toBe('sis.connection-lost');
    expect(failure.message).toContain('page 3, after 199 records');
  });

  it('one malformed record among 1000 is reported, more than 5 % refuse the pull', async () => {
    const withBad = (bad: number): Script => ({
      rows: { orgs: orgs(1000).map((row, n) => (n < bad ? { ...row, sourcedId: '' } : row)) },
    });
    const { outcome, sink } = await pull(signed(await sis(withBad(1))));
    expect(unwrap(outcome).collections.orgs).toMatchObject({ received: 1000, dropped: 1 });
    expect(sink.ids('orgs')).toHaveLength(999);
    expect(sink.findings.map((finding) => [finding.rule, finding.level])).toEqual([['sourcedId-missing', 'dropped']]);
    const failure = failureOf((await pull(signed(await sis(withBad(60))))).outcome);
    expect(failure.code).toBe('sis.bad-rows');
  });

  it('403 on a needed collection ends the pull', async () => {
    const server = await sis({
      rows: { orgs: orgs(3) },
      instead: (asked) => (asked.path === '/enrollments' ? { status: 403 } : undefined),
    });
    const failure = failureOf((await pull(signed(server))).outcome);
    expect(failure.code).toBe('sis.forbidden');
    expect(failure.message).toContain('enrollments');
  });

  it('a next link to another server without an offset is not followed', async () => {
    const server = await sis({
      instead: (asked) =>
        asked.path === '/orgs'
          ? { headers: { Link: '<https://evil.example/orgs?cursor=2>; rel="next"' }, body: { orgs: orgs(100) } }
          : undefined,
    });
    const failure = failureOf((await pull(signed(server))).outcome);
    expect(failure.code).toBe('sis.foreign-link');
    expect(failure.message).toContain('evil.example');
  });
});

describe('patience', () => {
  it('429 with Retry-After pauses all requests for as long as asked', async () => {
    let storm = 3;
    const server = await sis({
      rows: { orgs: orgs(250) },
      instead: (asked) => (asked.path !== '/token' && storm-- > 0 ? { status: 429, headers: { 'Retry-After': '5' } } : undefined),
    });
    const edge = quickEdge();
    const { outcome } = await pull(signed(server, edge));
    expect(unwrap(outcome).collections.orgs.received).toBe(250);
    expect(edge.slept.some((ms) => ms > 4_000)).toBe(true);
  });

  it('500 five times in a row is survived, a sixth is not', async () => {
    const failing = (times: number): Script => {
      let left = times;
      return {
        rows: { orgs: orgs(10) },
        instead: (asked) => (asked.path === '/orgs' && left-- > 0 ? { status: 500 } : undefined),
      };
    };
    expect(unwrap((await pull(signed(await sis(failing(5))))).outcome).collections.orgs.received).toBe(10);
    expect(failureOf((await pull(signed(await sis(failing(6))))).outcome).code).toBe('sis.server-error');
  });

  it('cancelling ends the pull at once, whatever is under way', async () => {
    const stop = new AbortController();
    const server = await sis({
      rows: { orgs: orgs(5000) },
      instead: (asked) => {
        if (asked.query.get('offset') === '297') stop.abort();
        return undefined;
      },
    });
    const sink = new MemorySink();
    const outcome = await pullCollections(signed(server), sink, { pageSize: 100, parallel: 3, signal: stop.signal });
    expect(failureOf(outcome).code).toBe('sis.cancelled');
    const asked = server.asked.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.asked.length).toBe(asked);
  });

  it('the next page is fetched and handed over while the previous one is being stored, and no further one', async () => {
    const server = await sis({ rows: { orgs: orgs(390) } });
    const events: string[] = [];
    const inner = new MemorySink();
    const slow = {
      restart: (collection: (typeof collections)[number]) => inner.restart(collection),
      page(collection: (typeof collections)[number], index: number, body: ArrayBuffer) {
        const { opened, stored } = inner.page(collection, index, body);
        if (collection === 'orgs') events.push(`handed ${index}`);
        const later = new Promise((resolve) => setTimeout(resolve, 60)).then(() => {
          if (collection === 'orgs') events.push(`stored ${index} after ${server.count('/orgs')} requests`);
          return stored;
        });
        return { opened, stored: later };
      },
    };
    unwrap(await pullCollections(signed(server), slow, { pageSize: 100, parallel: 1 }));
    expect(events.slice(0, 4)).toEqual(['handed 0', 'handed 1', 'stored 0 after 3 requests', 'handed 2']);
  });

  it('progress tells each collection with its total', async () => {
    const server = await sis({ rows: { orgs: orgs(250) } });
    const told: string[] = [];
    const outcome = await pullCollections(signed(server), new MemorySink(), {
      pageSize: 100,
      parallel: 1,
      onProgress: ({ collection, received, total, complete }) =>
        told.push(`${collection} ${received}/${total}${complete ? ' done' : ''}`),
    });
    unwrap(outcome);
    expect(told.slice(0, 5)).toEqual([
      'orgs 100/250',
      'orgs 199/250',
      'orgs 250/250',
      'orgs 250/250 done',
      'academicSessions 0/0 done',
    ]);
    expect(told.at(-1)).toBe('enrollments 0/0 done');
  });
});

/** Other collections are honestly empty. */
function emptyExcept(one: string) {
  return (asked: { path: string }) => {
    const name = asked.path.slice(1);
    return name !== one && (collections as readonly string[]).includes(name)
      ? { headers: { 'X-Total-Count': '0' }, body: { [name]: [] } }
      : undefined;
  };
}
