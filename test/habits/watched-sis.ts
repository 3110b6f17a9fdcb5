import type { Edge } from '../../electron/net/edge.ts';
import type { OneRosterData } from '../../electron/practice/oneroster-data.ts';
import { type Habits, setHabits } from '../../electron/practice/sis/habits.ts';
import { type PracticeSis, startPracticeSis } from '../../electron/practice/sis/server.ts';
import { SisStore } from '../../electron/practice/sis/store.ts';
import type { SisClient, SisClientOptions } from '../../electron/sis/sis-client.ts';
import { clientFor, quickEdge } from '../integration/sis-sink.ts';

/** One request of the client, as it went out. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  /** Path below the OneRoster base, undecoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: string;
  readonly status: number;
}

/** A practice SIS over real HTTP, a client for it, and what went between them. */
export interface WatchedSis {
  readonly sis: PracticeSis;
  readonly sent: Sent[];
  readonly edge: Edge & { shift: number; readonly slept: number[] };
  client(options?: Partial<SisClientOptions>): SisClient;
  /** What was asked of one path below the base. */
  to(path: string): Sent[];
  /** Sets one row, however odd. */
  put(collection: Parameters<SisStore['put']>[0], row: Record<string, unknown>): void;
}

export async function watchedSis(data: Partial<OneRosterData>, habits: Partial<Habits> = {}): Promise<WatchedSis> {
  const empty: OneRosterData = { orgs: [], academicSessions: [], courses: [], classes: [], users: [], enrollments: [] };
  const store = new SisStore({ ...empty, ...data });
  const quick = quickEdge();
  const sent: Sent[] = [];
  // Both clocks are one, so that waiting on one side is waiting on the other.
  const clock = () => new Date(quick.now());
  const sis = await startPracticeSis({ store, key: 'district-key', secret: 's3cret/with+signs', clock });
  setHabits(sis.habits, habits);
  const edge = Object.assign(quick, {
    fetch: async (input: Parameters<typeof fetch>[0], init?: RequestInit) => {
      const request = new Request(input, init);
      const url = new URL(request.url);
      const body = await request.clone().text();
      const at = sent.length;
      const seen = {
        method: request.method,
        url: request.url,
        query: url.searchParams,
        headers: request.headers,
        body,
        status: 0,
      };
      sent.push({ ...seen, path: url.pathname.slice(new URL(sis.url).pathname.length) });
      const answer = await globalThis.fetch(input, init);
      const known = sent[at];
      if (known) sent[at] = { ...known, status: answer.status };
      return answer;
    },
  });
  return {
    sis,
    sent,
    edge,
    client: (options = {}) => clientFor(sis.url, { key: sis.key, secret: sis.secret, edge, ...options }),
    to: (path) => sent.filter((one) => one.path === path),
    put: (collection, row) => store.put(collection, row as never),
  };
}

/** So many schools. */
export function schools(count: number): OneRosterData['orgs'] {
  return Array.from({ length: count }, (_, n) => ({
    sourcedId: `o${String(n).padStart(4, '0')}`,
    status: 'active' as const,
    dateLastModified: '2026-08-01T00:00:00.000Z',
    name: `School ${n}`,
    type: 'school',
  }));
}

/** So many students of one school. */
export function students(count: number): OneRosterData['users'] {
  return Array.from({ length: count }, (_, n) => ({
    sourcedId: `u${String(n).padStart(4, '0')}`,
    status: 'active' as const,
    dateLastModified: '2026-08-01T00:00:00.000Z',
    username: `student${n}`,
    enabledUser: true,
    givenName: 'Ada',
    familyName: `Byron ${n}`,
    role: 'student',
    orgs: [{ sourcedId: 'o0000', type: 'org' }],
    grades: ['09'],
  }));
}
