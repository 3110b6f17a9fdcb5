import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CanvasApp } from '../app.ts';
import { dumpText } from '../dump.ts';
import { readBody } from '../http/fields.ts';
import { changeSettings } from '../settings.ts';
import { handEdits } from './hand-edits.ts';
import { endPlacedImport, placeImport } from './placed-imports.ts';
import { uiEdit } from './ui-edits.ts';
import { UiRefusal } from './ui-input.ts';

/**
 * The practice Canvas' levers, for scenarios and judges; the control server of the practice district calls this with
 * the path after /canvas.
 *
 * GET  /state                   the whole dump
 * GET  /settings, PUT /settings  behaviour (settings.ts); PUT takes the keys to change
 * GET  /counters                imports, violations, most imports in flight, requests, silently dropped rows
 * POST /imports                puts an import of another integration into the list; PUT /imports/<id> ends it (placed-imports.ts)
 * POST /hand-edits             a morning of people's work on what the SIS made (hand-edits.ts)
 * POST /revoke-sign-ins        the person ends every approved integration in Canvas
 * POST /ui/<action>             what a person does in Canvas' own pages (ui-edits.ts)
 */
export async function handleControl(
  app: CanvasApp,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<boolean> {
  const method = request.method ?? 'GET';
  const pathname = path.split('?')[0] ?? '';
  if (method === 'GET' && pathname === '/state') return streamState(app, response);
  if (method === 'GET' && pathname === '/settings') return answer(response, 200, app.settings);
  if (method === 'GET' && pathname === '/counters') return answer(response, 200, counters(app));
  if ((method === 'PUT' || method === 'POST') && pathname === '/settings') {
    const refusal = changeSettings(app.settings, await readJson(request));
    return refusal === undefined ? answer(response, 200, app.settings) : answer(response, 400, { error: refusal });
  }
  const lever = leverOf(app, method, pathname);
  return lever === undefined ? false : pull(app, request, response, lever);
}

type Lever = (body: Readonly<Record<string, unknown>>) => object;

function leverOf(app: CanvasApp, method: string, pathname: string): Lever | undefined {
  const [, room = '', name = ''] = pathname.split('/');
  if (method === 'POST' && pathname === '/hand-edits') return () => handEdits(app.state);
  if (method === 'POST' && pathname === '/revoke-sign-ins') return () => ({ revoked: app.key.revoke() });
  if (method === 'POST' && room === 'ui') return (body) => uiEdit(app.state, name, body);
  if (method === 'POST' && pathname === '/imports') return (body) => placeImport(app, body);
  if (method === 'PUT' && room === 'imports') return (body) => endPlacedImport(app, Number(name), body);
  return undefined;
}

async function pull(app: CanvasApp, request: IncomingMessage, response: ServerResponse, lever: Lever): Promise<boolean> {
  try {
    const body = await readJson(request);
    const result = lever(typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {});
    app.changed();
    return answer(response, 200, result);
  } catch (error) {
    if (!(error instanceof UiRefusal)) throw error;
    return answer(response, 400, { error: error.message });
  }
}

function counters(app: CanvasApp): object {
  return {
    imports: app.imports.records.map(({ messages, ...record }) => ({ ...record, messages: messages.length })),
    violations: app.violations,
    max_imports_in_flight: app.imports.maxWaiting,
    requests: app.requests,
    renewals: app.key.renewals,
    dropped: app.dropped,
    sizes: {
      accounts: app.state.accounts.size,
      terms: app.state.terms.size,
      courses: app.state.courses.size,
      sections: app.state.sections.size,
      users: app.state.users.size,
      logins: app.state.logins.size,
      enrollments: app.state.enrollments.size,
    },
  };
}

async function streamState(app: CanvasApp, response: ServerResponse): Promise<boolean> {
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
  await pipeline(Readable.from(inChunks(dumpText(app)), { objectMode: false }), response);
  return true;
}

function* inChunks(pieces: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < 64 * 1024) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request);
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, status: number, body: unknown): boolean {
  const text = JSON.stringify(body);
  response
    .writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(text) })
    .end(text);
  return true;
}
