import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage, parseRecord } from '../../electron/sis/parse-page.ts';
import { pullCollections } from '../../electron/sis/pull.ts';
import { createSisClient, type SisPage } from '../../electron/sis/sis-client.ts';
import type { Collection } from '../../shared/entities.ts';
import { closeServer, listen } from './sis-server.ts';
import { clientFor, failureOf, MemorySink, quickEdge, unwrap } from './sis-sink.ts';

interface Exchange {
  readonly request: { readonly method: string; readonly path: string };
  readonly response: { readonly status?: number | null; readonly headers?: Record<string, string>; readonly body?: string };
}
interface Recording {
  readonly base: string;
  readonly exchanges: readonly Exchange[];
}

function load(name: string): Recording {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/recordings/oneroster', name), 'utf8')) as Recording;
}

/** A server that sends exactly what was recorded for a path: status, headers and body, or a closed connection. */
function replay(recording: Recording) {
  return createServer((request, response) => {
    request.resume();
    const path = (request.url ?? '').slice(recording.base.length);
    const exchange = recording.exchanges.find((one) => one.request.path === path);
    if (exchange === undefined) return void response.writeHead(500).end('not recorded');
    const { status, headers, body } = exchange.response;
    if (typeof status !== 'number') return void response.destroy();
    response.writeHead(status, headers).end(body);
  });
}

/** What the client must make of each recorded answer, by the path's collection. */
const collectionOf: Record<string, Collection> = {
  orgs: 'orgs',
  schools: 'orgs',
  academicSessions: 'academicSessions',
  terms: 'academicSessions',
  gradingPeriods: 'academicSessions',
  courses: 'courses',
  classes: 'classes',
  users: 'users',
  students: 'users',
  teachers: 'users',
  enrollments: 'enrollments',
};

const expectedRefusals: Record<string, Record<string, string>> = {
  'go-oneroster-1.1.json': {
    '401 /users?limit=2': 'sis.credentials',
    '404 /demographics': 'sis.not-found',
    'closed /users?limit=abc': 'sis.connection-lost',
  },
  'ed-fi-1.2.json': {
    '404 /users/does-not-exist': 'sis.not-found',
    '401 /users?limit=2': 'sis.credentials',
    '400 /users?limit=0': 'sis.bad-request',
    "400 /users?limit=2&filter=nosuch='x'": 'sis.bad-request',
    '400 /users?limit=2&fields=nosuch': 'sis.bad-request',
  },
};

describe.each(['go-oneroster-1.1.json', 'ed-fi-1.2.json'])('answers recorded from a real server: %s', (name) => {
  const recording = load(name);
  const server = replay(recording);
  let origin = '';
  beforeAll(async () => {
    await listen(server);
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => closeServer(server));

  it.each(recording.exchanges.map((exchange) => [labelOf(exchange), exchange] as const))('%s', async (label, exchange) => {
    const client = createSisClient({
      base: origin + recording.base,
      key: 'key',
      secret: 'secret',
      auth: 'oauth1-sha1',
      tokenUrl: '',
      edge: quickEdge(),
    });
    const page = await client.get(exchange.request.path);
    const refusal = expectedRefusals[name]?.[label];
    if (refusal !== undefined) {
      expect(failureOf(page).code).toBe(refusal);
      return;
    }
    readAsRecorded(exchange, unwrap(page));
  });

  it('every refusal expected here was recorded, and every path once', () => {
    expect(new Set(recording.exchanges.map((exchange) => exchange.request.path)).size).toBe(recording.exchanges.length);
    const labels = recording.exchanges.map(labelOf);
    for (const label of Object.keys(expectedRefusals[name] ?? {})) expect(labels).toContain(label);
  });
});

function labelOf(exchange: Exchange): string {
  return `${exchange.response.status ?? 'closed'} ${decodeURIComponent(exchange.request.path)}`;
}

/** Compares what the client read with the recorded text itself. */
function readAsRecorded(exchange: Exchange, page: SisPage): void {
  const { path } = exchange.request;
  const segment = /^\/(\w+)/.exec(path)?.[1] ?? '';
  const sent = JSON.parse(exchange.response.body ?? '{}') as Record<string, Record<string, unknown>[]>;
  const rows = Object.values(sent)[0] ?? [];
  const collection = collectionOf[segment];
  if (collection === undefined) {
    // Demographics are never asked for; as an answer for people they are no list of people.
    expect(failureOf(openPage('users', page.body)).code).toBe('sis.no-wrapper');
    return;
  }
  if (path === `/${segment}/does-not-exist`) {
    expect(unwrap(parseRecord(collection, page.body)).rows).toEqual([]);
    return;
  }
  const opened = unwrap(openPage(collection, page.body));
  expect(opened.empty).toBe(Object.keys(sent).length === 0);
  expect(opened.received).toBe(rows.length);
  const read = opened.rows();
  expect(read.rows.map((row) => row.sourcedId)).toEqual(rows.map((row) => row.sourcedId));
  expect(read.rows.every((row) => row.status === 'active')).toBe(true);
  const total = exchange.response.headers?.['X-Total-Count'];
  expect(page.total).toBe(total === undefined ? null : Number(total));
  const more = exchange.response.headers?.Link?.includes('rel="next"') ?? false;
  expect(page.nextLink !== null).toBe(more);
  if (page.nextLink !== null) expect(new URL(page.nextLink).pathname).toBe(new URL(page.url).pathname);
}

describe('what the recordings teach', () => {
  it('go-oneroster: a link that is relative, unencoded and ends in a comma still leads to the next page', async () => {
    const recording = load('go-oneroster-1.1.json');
    const server = replay(recording);
    await listen(server);
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}${recording.base}`;
    const client = clientFor(base, { auth: 'oauth1-sha1' });
    const page = unwrap(await client.get('/users?limit=2&filter=role%3D%27teacher%27%20AND%20status%3D%27active%27'));
    expect(page.nextLink).toBe(`${base}/users?offset=2&limit=2&filter=role=%27teacher%27%20AND%20status=%27active%27&`);
    const dated = unwrap(await client.get('/enrollments?limit=2&filter=dateLastModified%3E%272026-01-01%27'));
    expect(dated.nextLink).toBe(`${base}/enrollments?offset=2&limit=2&filter=dateLastModified%3E%272026-01-01%27&`);
    await closeServer(server);
  });

  it('ed-fi: a 1.2-shaped person has the primary role, its school, and words for booleans', () => {
    const recording = load('ed-fi-1.2.json');
    const page = recording.exchanges.find((one) => one.request.path === '/users?limit=3');
    const read = unwrap(openPage('users', Buffer.from(page?.response.body ?? ''))).rows();
    expect(read.rows[0]).toEqual({
      sourcedId: '000845e73e0faf84f43a8ee5feaac7bf',
      status: 'active',
      enabledUser: true,
      givenName: 'Stu611',
      familyName: 'Lähde11',
      middleName: '',
      preferredFirstName: '',
      preferredLastName: '',
      username: 'stu611@gbisd.example',
      identifier: '604611',
      email: 'stu611@gbisd.example',
      role: 'student',
      orgs: ['1bd08d499d05760713d62a617894b78f'],
      agents: [],
      userIds: [{ type: 'studentUniqueId', identifier: '604611' }],
      grades: ['Tenth grade'],
      metadata: {},
    });
  });

  it('go-oneroster: {} past the end closes a pull, and pages of three are asked for as the rows come', async () => {
    const recording = load('go-oneroster-1.1.json');
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://sis');
      const collection = url.pathname.slice(recording.base.length + 1);
      const offset = Number(url.searchParams.get('offset'));
      // Only the schools were recorded whole; the other collections are served as the empty ones they are in the field.
      const path = offset === 0 ? '/orgs?limit=3' : offset === 3 ? '/orgs?limit=3&offset=3' : '/orgs?limit=3&offset=1000000';
      const found = recording.exchanges.find((one) => one.request.path === path);
      if (collection !== 'orgs') return void response.writeHead(200, { 'X-Total-Count': '0' }).end('{}\n');
      response.writeHead(200, found?.response.headers).end(found?.response.body);
    });
    await listen(server);
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}${recording.base}`;
    const sink = new MemorySink();
    const report = unwrap(await pullCollections(clientFor(base, { auth: 'oauth1-sha1' }), sink, { pageSize: 3, parallel: 2 }));
    expect(report.collections.orgs).toMatchObject({ received: 4, total: 4, restarts: 0, duplicates: 0 });
    expect(sink.ids('orgs')).toHaveLength(4);
    expect(report.collections.users).toMatchObject({ received: 0, total: 0 });
    await closeServer(server);
  });
});
