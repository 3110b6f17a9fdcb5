import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeDistrict } from './census.ts';
import { close, listen } from './sis/listening.ts';
import { RowBytes } from './sis/row-bytes.ts';
import { makeSerialiser } from './sis/serialise.ts';
import type { RosterName } from './sis/store.ts';
import { ROSTER, SisStore } from './sis/store.ts';

const BASE_PATH = '/focus/api/1.0/ims/oneroster/v1p1';

export interface PrebuiltOptions {
  students: number;
  seed?: number;
  clean?: boolean;
  today: string;
  port?: number;
  /** Every page waits this long: a distant server. */
  delayMs?: number;
}

export interface PrebuiltPages {
  /** The OneRoster base. Any key, secret and token are accepted. */
  readonly url: string;
  readonly rows: Record<RosterName, number>;
  close(): Promise<void>;
}

/**
 * A page server for benchmarks, to be run as a process of its own (ENGINE-NOTES §3): all rows of a district are JSON bytes before the
 * first request, a page of any size is a few slices of them. Totals and offsets are honest; there are no filters, no sorts, no checks.
 */
export async function startPrebuiltPages(options: PrebuiltOptions): Promise<PrebuiltPages> {
  const server = createServer();
  const url = (await listen(server, options.port ?? 0)) + BASE_PATH;
  const { tables, rows } = build(options, url);
  server.on('request', (req, res) => {
    const address = new URL(req.url ?? '/', url);
    const name = address.pathname.slice(BASE_PATH.length + 1);
    if (name === 'token') {
      const token = JSON.stringify({ access_token: 'prebuilt', token_type: 'Bearer', expires_in: 86_400 });
      req.resume();
      res.writeHead(200, { 'Content-Type': 'application/json' }).end(token);
      return;
    }
    const collection = ROSTER.find((known) => known === name);
    const table = collection && tables.get(collection);
    if (!table) {
      res.writeHead(404, { 'Content-Type': 'application/json' }).end('{"message":"API route not found"}');
      return;
    }
    const offset = Number(address.searchParams.get('offset') ?? 0);
    const to = Math.min(rows[collection], offset + Number(address.searchParams.get('limit') ?? 100));
    const pieces = offset < to ? table.range(offset, to) : [];
    const body = Buffer.concat([
      Buffer.from(`{"${name}":[`),
      ...pieces.flatMap((piece, i) => (i === 0 ? [piece] : [Buffer.from(','), piece])),
      Buffer.from(']}'),
    ]);
    const answer = (): void => {
      const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length, 'X-Total-Count': rows[collection] };
      res.writeHead(200, headers).end(body);
    };
    if (options.delayMs) void sleep(options.delayMs).then(answer);
    else answer();
  });
  return { url, rows, close: () => close(server) };
}

/** Serialises everything; the objects are let go. */
function build(options: PrebuiltOptions, url: string) {
  const store = new SisStore(makeDistrict(options));
  const serialise = makeSerialiser(store, url);
  const tables = new Map<RosterName, RowBytes>();
  const rows: Record<RosterName, number> = { orgs: 0, academicSessions: 0, courses: 0, classes: 0, users: 0, enrollments: 0 };
  for (const collection of ROSTER) {
    const all = store.rows(collection);
    const count = all.length;
    const json = (i: number): string => {
      const row = all[i];
      return row ? serialise(row) : 'null';
    };
    const table = new RowBytes(() => count, json);
    table.range(0, count);
    table.seal();
    tables.set(collection, table);
    rows[collection] = count;
  }
  store.load({ orgs: [], academicSessions: [], courses: [], classes: [], users: [], enrollments: [] });
  return { tables, rows };
}

/** `practice.js --prebuilt --students N [--delay MS] [--port P] [--today DATE] [--clean]`: prints `{ url, rows }` when ready, ends on SIGTERM. */
export async function prebuiltPagesProcess(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      students: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      delay: { type: 'string', default: '0' },
      port: { type: 'string', default: '0' },
      today: { type: 'string', default: new Date().toISOString().slice(0, 10) },
      clean: { type: 'boolean', default: false },
    },
  });
  const pages = await startPrebuiltPages({
    students: Number(values.students),
    seed: Number(values.seed),
    clean: values.clean,
    today: values.today,
    port: Number(values.port),
    delayMs: Number(values.delay),
  });
  process.on('SIGTERM', () => void pages.close().then(() => process.exit(0)));
  process.stdout.write(`${JSON.stringify({ url: pages.url, rows: pages.rows })}\n`);
}
