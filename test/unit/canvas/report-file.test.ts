import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CanvasReport } from '../../../electron/canvas/canvas-client.ts';
import { readReport } from '../../../electron/canvas/read-report.ts';
import { createReportReader } from '../../../electron/canvas/report-reader.ts';
import { html, type ScriptedCanvas, scriptedCanvas } from './scripted-canvas.ts';

const csv = 'canvas_user_id,user_id,login_id,status\n5,u-1,ann,active\n6,u-2,bob,active\n';

let canvas: ScriptedCanvas;
let files: ScriptedCanvas;
beforeEach(async () => {
  [canvas, files] = await Promise.all([scriptedCanvas(), scriptedCanvas()]);
});
afterEach(async () => {
  await Promise.all([canvas.close(), files.close()]);
});

/** The files host under another name, as in real life. */
const filesUrl = () => `${files.origin.replace('127.0.0.1', 'localhost')}/files/7/download?verifier=x`;
const report = (url: string, size: number | null = csv.length): CanvasReport => ({
  id: '1',
  status: 'complete',
  progress: 100,
  message: '',
  attachment: { url, size, filename: 'users.csv' },
});

async function fetchRows(url: string, size?: number | null, signal?: AbortSignal): Promise<number | string> {
  const file = await canvas.client(signal === undefined ? {} : { signal }).reportFile(report(url, size));
  if (!file.ok) return file.failure.code;
  const rows = await readReport(file.value, createReportReader({ single: 'users', onRows: () => {} }));
  return rows.ok ? rows.value : rows.failure.code;
}

describe('the file of a report lies on another host', () => {
  test('fetched once and without the token', async () => {
    files.reply = (_, response) => response.writeHead(200).end(csv);
    expect(await fetchRows(filesUrl())).toBe(2);
    expect(files.seen).toHaveLength(1);
    expect(files.seen[0]?.headers.authorization).toBeUndefined();
    expect(canvas.seen).toEqual([]);
  });

  test('redirects are followed by hand, still without the token', async () => {
    canvas.reply = (_, response) => response.writeHead(302, { Location: filesUrl() }).end();
    files.reply = (_, response) => response.writeHead(200).end(csv);
    expect(await fetchRows(`${canvas.origin}/files/7/download`)).toBe(2);
    expect([...canvas.seen, ...files.seen].some((request) => request.headers.authorization !== undefined)).toBe(false);
  });

  test('only Canvas itself gets the token, and only when it asks', async () => {
    canvas.reply = (request, response) => {
      if (request.headers.authorization === undefined) response.writeHead(401).end();
      else response.writeHead(302, { Location: filesUrl() }).end();
    };
    files.reply = (_, response) => response.writeHead(200).end(csv);
    expect(await fetchRows(`${canvas.origin}/files/7/download`)).toBe(2);
    expect(files.seen[0]?.headers.authorization).toBeUndefined();
    files.reply = (_, response) => response.writeHead(401).end();
    expect(await fetchRows(filesUrl())).toBe('canvas.report-file');
    expect(files.seen.every((request) => request.headers.authorization === undefined)).toBe(true);
  });

  test.each(['http://files.example.org/7', 'ftp://files.example.org/7', 'file:///etc/passwd'])('%s is refused', async (url) => {
    expect(await fetchRows(url)).toBe('canvas.report-file');
  });

  test('a redirect to an address without https is refused', async () => {
    files.reply = (_, response) => response.writeHead(302, { Location: 'http://files.example.org/7' }).end();
    expect(await fetchRows(filesUrl())).toBe('canvas.report-file');
  });

  test('redirects in a circle end', async () => {
    files.reply = (request, response) => response.writeHead(302, { Location: request.url }).end();
    expect(await fetchRows(filesUrl())).toBe('canvas.report-file');
  });

  test('a missing file, and a page instead of a file', async () => {
    files.reply = (_, response) => html(response, 404);
    expect(await fetchRows(filesUrl())).toBe('canvas.report-file');
    files.reply = (_, response) => html(response, 200);
    expect(await fetchRows(filesUrl(), null)).toBe('canvas.report-damaged');
  });

  test('a file shorter than Canvas said is not used, though its rows are whole', async () => {
    files.reply = (_, response) => response.writeHead(200).end(csv.slice(0, csv.indexOf('6,u-2')));
    expect(await fetchRows(filesUrl())).toBe('canvas.report-damaged');
  });

  test('a connection that breaks in the middle', async () => {
    files.reply = (request, response) => {
      response.writeHead(200, { 'Content-Length': String(csv.length) }).write(csv.slice(0, 50));
      setTimeout(() => request.socket.destroy(), 20);
    };
    expect(await fetchRows(filesUrl())).toBe('canvas.report-damaged');
  });

  test('however it ends, nothing goes on listening to the run, which reads a report per term', async () => {
    const { signal } = new AbortController();
    const listening = () => getEventListeners(signal, 'abort').length;
    files.reply = (_, response) => response.writeHead(200).end(csv);
    expect([await fetchRows(filesUrl(), csv.length, signal), listening()]).toEqual([2, 0]);
    expect([await fetchRows(filesUrl(), 1, signal), listening()]).toEqual(['canvas.report-damaged', 0]);
    files.reply = (_, response) => html(response, 404);
    expect([await fetchRows(filesUrl(), null, signal), listening()]).toEqual(['canvas.report-file', 0]);
    files.reply = (request) => request.socket.destroy();
    expect([await fetchRows(filesUrl(), null, signal), listening()]).toEqual(['canvas.report-file', 0]);
  });

  test('a fetch that cannot show redirects (Electron) may follow them, because no token is sent', async () => {
    files.reply = (_, response) => response.writeHead(200).end(csv);
    canvas.reply = (_, response) => response.writeHead(302, { Location: filesUrl() }).end();
    const edge = {
      ...canvas.edge,
      fetch: async (input: string | URL | Request, init?: RequestInit) => {
        const response = await fetch(input, init);
        if (init?.redirect === 'manual' && response.status === 302) throw new Error('Redirect was cancelled');
        // net.fetch does not tell where it ended.
        return new Response(response.body, { status: response.status });
      },
    };
    const { createCanvasClient } = await import('../../../electron/canvas/canvas-client.ts');
    const client = createCanvasClient({ origin: canvas.origin, token: 'secret-token', edge });
    const file = await client.reportFile(report(`${canvas.origin}/files/7/download`));
    expect(file.ok).toBe(true);
    expect(files.seen[0]?.headers.authorization).toBeUndefined();
    if (file.ok) for await (const _ of file.value);
  });
});
