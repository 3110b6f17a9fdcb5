import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CanvasClient, CanvasImport, ImportOptions } from '../../../electron/canvas/canvas-client.ts';
import { UploadLine } from '../../../electron/canvas/upload-line.ts';
import { multipartParts, type Part } from '../../../electron/practice/canvas/http/fields.ts';
import type { Outcome } from '../../../shared/outcome.ts';
import { json, type ScriptedCanvas, scriptedCanvas } from './scripted-canvas.ts';

const MB = 1024 * 1024;
const small = new Uint8Array(randomBytes(1000));
/** Too large for a minute on a line nobody has measured. */
const large = new Uint8Array(randomBytes(8 * MB));

describe('F4 how a package leaves', () => {
  test('directly while that takes half a minute at most, by what the last upload showed of the line', () => {
    const line = new UploadLine();
    expect([7 * MB, 8 * MB].map((bytes) => line.isSlowFor(bytes))).toEqual([false, true]);
    line.note(4 * MB, 1000);
    expect(line.isSlowFor(40 * MB)).toBe(false);
    line.note(MB, 60_000);
    expect([0.4 * MB, MB].map((bytes) => line.isSlowFor(bytes))).toEqual([false, true]);
  });

  test('a small upload says nothing of the line', () => {
    const line = new UploadLine();
    line.note(1000, 3000);
    expect(line.isSlowFor(7 * MB)).toBe(false);
  });
});

describe('the upload in steps (canvas-sis.md §2.2)', () => {
  let canvas: ScriptedCanvas;
  let files: ScriptedCanvas;
  let client: CanvasClient;
  /** What happened, in order. */
  let told: string[];
  let state: string;
  let parts: Part[];
  let stored: { status: number; location: string };
  let uploadUrl: string;

  beforeEach(async () => {
    [canvas, files] = await Promise.all([scriptedCanvas(), scriptedCanvas()]);
    client = canvas.client();
    told = [];
    state = 'initializing';
    parts = [];
    stored = { status: 201, location: `${canvas.origin}/api/v1/files/7/create_success?uuid=x` };
    uploadUrl = `${files.origin.replace('127.0.0.1', 'localhost')}/put?signature=y`;
    canvas.reply = (request, response, body) => {
      const url = new URL(request.url ?? '', canvas.origin);
      if (request.method === 'POST' && url.searchParams.has('pre_attachment[name]')) {
        told.push(`announced ${url.searchParams.get('pre_attachment[size]')} bytes, ${body.length} sent`);
        const upload_params = { key: 'a/b', policy: 'p"q', max: 5, none: null };
        return json(response, 200, imported({ upload_url: uploadUrl, upload_params, file_param: 'attachment' }));
      }
      if (request.method === 'POST') {
        told.push(`directly ${body.length} bytes`);
        state = 'created';
        return json(response, 200, imported(null));
      }
      if (url.pathname.endsWith('create_success')) {
        told.push('Canvas told');
        state = 'created';
        return json(response, 200, {});
      }
      return json(response, 200, imported(null));
    };
    files.reply = (request, response, body) => {
      told.push('file stored');
      parts = multipartParts(request.headers['content-type'] ?? '', body);
      response.writeHead(stored.status, { Location: stored.location }).end();
    };
  });
  afterEach(async () => {
    await Promise.all([canvas.close(), files.close()]);
  });

  const imported = (pre_attachment: object | null) => ({
    id: '12',
    workflow_state: state,
    created_at: '2026-10-01T10:00:00Z',
    started_at: null,
    ...(pre_attachment === null ? {} : { pre_attachment }),
  });
  const send = (zip = large, options: ImportOptions = {}): Promise<Outcome<CanvasImport>> =>
    client.createImport(zip, {
      onNamed: async (id) => {
        await new Promise((resolve) => setTimeout(resolve, 30));
        told.push(`import ${id} written down`);
      },
      ...options,
    });
  const codeOf = (outcome: Outcome<CanvasImport>) => (outcome.ok ? outcome.value.workflowState : outcome.failure.code);
  const tokensSent = () => files.seen.filter((request) => request.headers.authorization !== undefined).length;

  test.each([201, 303])('answered by %i: announced, written down, stored without the token, told with it', async (status) => {
    stored.status = status;
    expect(codeOf(await send())).toBe('created');
    expect(told).toEqual([`announced ${large.length} bytes, 0 sent`, 'import 12 written down', 'file stored', 'Canvas told']);
    expect(tokensSent()).toBe(0);
    expect(canvas.seen.every((request) => request.headers.authorization === 'Bearer secret-token')).toBe(true);
  });

  test('the form has what Canvas gave, and the file last, whole', async () => {
    await send();
    expect(parts.map((part) => part.name)).toEqual(['key', 'policy', 'max', 'attachment']);
    expect(parts.slice(0, 3).map((part) => part.content.toString())).toEqual(['a/b', 'p"q', '5']);
    expect(parts[3]?.filename).toBe('sis_import.zip');
    expect(Buffer.compare(parts[3]?.content ?? Buffer.alloc(0), large)).toBe(0);
  });

  test('what fits goes directly, unless it did not arrive that way before', async () => {
    await send(small);
    expect(told).toEqual([`directly ${small.length} bytes`]);
    told.length = 0;
    state = 'initializing';
    await send(small, { inSteps: true });
    expect(told).toContain('file stored');
  });

  test('overwriting what was edited in Canvas is announced too', async () => {
    await send(large, { overrideStickiness: true });
    expect(canvas.seen[0]?.url).toContain('override_sis_stickiness=true');
  });

  test('an address of Canvas under another name: the token stays with the name we know', async () => {
    stored.location = `${files.origin}/api/v1/files/7/create_success`;
    expect(codeOf(await send())).toBe('created');
    expect(files.seen).toHaveLength(1);
    expect(tokensSent()).toBe(0);
    expect(told.at(-1)).toBe('Canvas told');
  });

  test('a place that is not of Canvas’ API is told nothing; the import itself shows whether it begins', async () => {
    stored.location = `${files.origin}/thanks`;
    expect(codeOf(await send())).toBe('canvas.upload-unclear');
    expect(files.seen).toHaveLength(1);
    expect(canvas.pauses.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(120_000);
  });

  test.each([400, 403, 500])('a file host that answers %i: said with its name, and not tried again', async (status) => {
    stored.status = status;
    const sent = await send();
    expect(codeOf(sent)).toBe('canvas.upload-file');
    expect(sent.ok ? '' : sent.failure.message).toContain('localhost');
    expect(told.filter((what) => what === 'file stored')).toHaveLength(1);
    expect(told).not.toContain('Canvas told');
  });

  test('a file host that drops the connection', async () => {
    files.reply = (request) => request.socket.destroy();
    expect(codeOf(await send())).toBe('canvas.upload-file');
    expect(tokensSent()).toBe(0);
  });

  test('a place without https on another computer gets nothing', async () => {
    uploadUrl = 'http://files.example.org/put';
    expect(codeOf(await send())).toBe('canvas.upload-file');
    expect(files.seen).toEqual([]);
  });

  test('a stop ends the upload', async () => {
    const stop = new AbortController();
    files.reply = () => stop.abort();
    expect(codeOf(await send(large, { signal: stop.signal }))).toBe('canvas.cancelled');
    expect(told).not.toContain('Canvas told');
  });

  test('a Canvas that does not know pre-attachments gets the file directly, and is not asked again', async () => {
    const knowing = canvas.reply;
    canvas.reply = (request, response, body) => {
      if (request.url?.includes('pre_attachment')) {
        told.push('announced');
        return json(response, 200, imported(null));
      }
      return knowing(request, response, body);
    };
    expect(codeOf(await send())).toBe('created');
    await send();
    expect(told).toEqual(['announced', `directly ${large.length} bytes`, `directly ${large.length} bytes`]);
    expect(files.seen).toEqual([]);
  });

  test('refused when it is announced: nothing is stored anywhere', async () => {
    canvas.reply = (_, response) => json(response, 403, { errors: ['SIS imports are not enabled for this account'] });
    expect(codeOf(await send())).toBe('canvas.imports-disabled');
    canvas.reply = (request) => request.socket.destroy();
    expect(codeOf(await send())).toBe('canvas.down');
    expect(files.seen).toEqual([]);
  });
});
