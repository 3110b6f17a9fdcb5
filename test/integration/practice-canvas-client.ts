import { unzipSync, zipSync } from 'fflate';
import { expect } from 'vitest';
import {
  type PracticeCanvas,
  type PracticeCanvasOptions,
  startPracticeCanvas,
} from '../../electron/practice/canvas/canvas-server.ts';
import { isCanvasText } from '../helpers/canvas-texts.ts';

export type Json = Record<string, unknown> & { id: number };

/** A practice Canvas and the bare calls tests make to it: raw fetch, nothing of our own client. */
export interface CanvasUnderTest {
  canvas: PracticeCanvas;
  call(method: string, path: string, init?: { body?: BodyInit; headers?: Record<string, string> }): Promise<Response>;
  get(path: string): Promise<Json>;
  list(path: string): Promise<Json[]>;
  /** Posts the named csv texts as a zip and waits for the end. */
  importFiles(files: Record<string, string>, options?: string): Promise<ImportResult>;
  /** Posts one csv and waits for the end. */
  importCsv(lines: readonly string[], options?: string): Promise<ImportResult>;
  finish(id: number): Promise<ImportResult>;
  ui(action: string, body: object): Promise<Json>;
  settings(change: object): Promise<void>;
  /** A call of the control API, with the path after /canvas. */
  control(method: string, path: string, body: object): Promise<Response>;
  dump(): Dump;
  /** Rows of one kind of a provisioning_csv report. */
  report(kind: string, parameters?: Record<string, string>): Promise<Record<string, string>[]>;
  close(): Promise<void>;
}

export interface ImportResult {
  id: number;
  workflow_state: string;
  progress: number;
  data: {
    counts: Record<string, number>;
    supplied_batches: string[];
    statistics: Record<string, Record<string, number>> & { total_state_changes: number };
    error_message?: string;
  };
  processing_warnings?: [string | null, string][];
  processing_errors?: [string | null, string][];
  [key: string]: unknown;
}

type Row = Record<string, unknown>;
export interface Dump {
  accounts: Row[];
  terms: Row[];
  courses: Row[];
  sections: Row[];
  users: Row[];
  logins: Row[];
  enrollments: Row[];
  observer_links: Row[];
  admins: Row[];
  group_memberships: Row[];
  imports: Row[];
  violations: Row[];
}

export async function canvasUnderTest(options: PracticeCanvasOptions = {}): Promise<CanvasUnderTest> {
  const canvas = await startPracticeCanvas({ token: 'test-token', ...options });
  const control = await import('node:http').then(({ createServer }) =>
    createServer((request, response) => {
      void canvas.control.handle(request, response, request.url ?? '/').then((known) => {
        if (!known) response.writeHead(404).end();
      });
    }),
  );
  await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve));
  const address = control.address();
  const controlUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;

  const call: CanvasUnderTest['call'] = (method, path, init = {}) =>
    fetch(`${canvas.url}${path.startsWith('/') ? path : `/api/v1/${path}`}`, {
      method,
      ...(init.body === undefined ? {} : { body: init.body }),
      headers: { Authorization: `Bearer ${canvas.token}`, ...init.headers },
    });
  const get = async (path: string) => (await (await call('GET', path)).json()) as Json;
  const settings = async (change: object) => {
    const answer = await fetch(`${controlUrl}/settings`, { method: 'PUT', body: JSON.stringify(change) });
    expect(answer.status, await answer.clone().text()).toBe(200);
  };
  await settings({ durations: { createdMs: 0, importingMs: 0, reportMs: 0 } });

  const finish = async (id: number): Promise<ImportResult> => {
    for (;;) {
      const found = (await get(`accounts/self/sis_imports/${id}`)) as unknown as ImportResult;
      if (!['initializing', 'created', 'importing'].includes(found.workflow_state)) {
        expect([...warnings(found), ...failures(found)].filter((said) => !isCanvasText(said))).toEqual([]);
        return found;
      }
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
  };
  const post = async (body: Uint8Array, contentType: string, query: string) => {
    const answer = await call('POST', `accounts/self/sis_imports${query === '' ? '' : `?${query}`}`, {
      body: body as BodyInit,
      headers: { 'Content-Type': contentType },
    });
    expect(answer.status).toBe(200);
    return finish(((await answer.json()) as Json).id);
  };
  const importFiles: CanvasUnderTest['importFiles'] = (files, query = '') => {
    const members = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]));
    return post(zipSync(members, { level: 0 }), 'application/zip', query);
  };

  return {
    canvas,
    call,
    get,
    list: async (path) => (await get(path)) as unknown as Json[],
    importFiles,
    importCsv: (lines, query = '') => post(Buffer.from(`${lines.join('\n')}\n`), 'text/csv', query),
    finish,
    ui: async (action, body) => {
      const answer = await fetch(`${controlUrl}/ui/${action}`, { method: 'POST', body: JSON.stringify(body) });
      expect(answer.status, await answer.clone().text()).toBe(200);
      return (await answer.json()) as Json;
    },
    settings,
    control: (method, path, body) => fetch(`${controlUrl}${path}`, { method, body: JSON.stringify(body) }),
    dump: () => canvas.dump() as Dump,
    report: async (kind, parameters = {}) => {
      const query = new URLSearchParams({ [`parameters[${kind}]`]: 'true' });
      for (const [name, value] of Object.entries(parameters)) query.set(`parameters[${name}]`, value);
      const started = (await (await call('POST', `accounts/self/reports/provisioning_csv?${query}`)).json()) as Json;
      const done = await reportEnd(get, started.id);
      const file = await fetch((done.attachment as { url: string }).url);
      expect(file.status).toBe(200);
      return rowsOf(await file.text());
    },
    close: async () => {
      control.closeAllConnections();
      await new Promise((resolve) => control.close(resolve));
      await canvas.close();
    },
  };
}

export async function reportEnd(get: (path: string) => Promise<Json>, id: number): Promise<Json> {
  for (;;) {
    const report = await get(`accounts/self/reports/provisioning_csv/${id}`);
    if (report.status === 'complete' || report.status === 'error') return report;
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
}

/** Report rows by column name; the reports under test here have no quoted line breaks. */
export function rowsOf(text: string): Record<string, string>[] {
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, index) => [names[index] ?? `extra${index}`, cell])));
}

function cells(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    (found) => found[1]?.replaceAll('""', '"') ?? found[2] ?? '',
  );
}

export function unzip(bytes: ArrayBuffer): Record<string, string> {
  return Object.fromEntries(
    Object.entries(unzipSync(new Uint8Array(bytes))).map(([name, content]) => [name, Buffer.from(content).toString()]),
  );
}

/** Only the texts of an import's warnings. */
export function warnings(result: ImportResult): string[] {
  return (result.processing_warnings ?? []).map(([, message]) => message);
}

function failures(result: ImportResult): string[] {
  return (result.processing_errors ?? []).map(([, message]) => message);
}
