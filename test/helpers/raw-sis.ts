import { makeGradebook } from '../../electron/practice/census/gradebook.ts';
import { makeDistrict } from '../../electron/practice/census.ts';
import type { GradebookData, OneRosterData } from '../../electron/practice/oneroster-data.ts';
import { noHabits, setHabits } from '../../electron/practice/sis/habits.ts';
import { type PracticeSis, startPracticeSis } from '../../electron/practice/sis/server.ts';
import { SisStore } from '../../electron/practice/sis/store.ts';

export type Json = Record<string, unknown>;

export interface RawReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** A practice SIS and raw requests to it: what is checked is the server, against reference/oneroster-1.1.md, not our client. */
export interface RawSis {
  readonly sis: PracticeSis;
  readonly data: OneRosterData & GradebookData;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<RawReply>;
  get(path: string): Promise<RawReply>;
  list(path: string, wrapper: string): Promise<Json[]>;
  /** A token of its own, for these scopes. */
  tokenFor(scope: string): Promise<string>;
  habit(wishes: Json): void;
  /** Rows and habits as they were at first. */
  reset(): void;
  close(): Promise<void>;
}

export const TODAY = '2026-11-23';

export async function rawSis(students = 60): Promise<RawSis> {
  const district = makeDistrict({ students, seed: 5, clean: true, today: TODAY });
  const data = { ...district, ...makeGradebook(district, 5, TODAY) };
  const store = new SisStore(data);
  const sis = await startPracticeSis({ store, key: 'k', secret: 's', clock: () => new Date(`${TODAY}T12:00:00Z`) });
  const tokenFor = async (scope: string): Promise<string> => {
    const form = { grant_type: 'client_credentials', client_id: sis.key, client_secret: sis.secret, scope };
    const res = await fetch(`${sis.url}/token`, { method: 'POST', body: new URLSearchParams(form) });
    return String(((await res.json()) as Json).access_token);
  };
  const token = await tokenFor('*');
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const res = await fetch(sis.url + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...headers },
      redirect: 'manual',
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await res.text();
    return { status: res.status, headers: res.headers, body: text === '' ? {} : (JSON.parse(text) as Json) };
  };
  return {
    sis,
    data,
    call,
    tokenFor,
    get: (path) => call('GET', path),
    list: async (path, wrapper) => {
      const { status, body } = await call('GET', path);
      if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
      return body[wrapper] as Json[];
    },
    habit: (wishes) => {
      const unknown = setHabits(sis.habits, wishes);
      if (unknown.length > 0) throw new Error(`no such habits: ${unknown.join(', ')}`);
    },
    reset: () => {
      Object.assign(sis.habits, noHabits());
      store.load(data);
    },
    close: () => sis.close(),
  };
}

/** The words of an error body (§5, shape 1). */
export function reasonOf({ body }: RawReply): string {
  const [info] = (body.statusInfoSet ?? []) as Json[];
  return String(info?.imsx_description ?? body.message ?? '');
}
