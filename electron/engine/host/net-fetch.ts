import { Readable } from 'node:stream';
import { type IncomingMessage, net } from 'electron';

/**
 * Electron's fetch, with redirects shown to whoever wants to follow them by hand: `net.fetch` fails there, and with it the
 * address is lost that tells Canvas of a stored file (canvas-sis.md §2.2).
 */
export const netFetch: typeof globalThis.fetch = (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  return init?.redirect === 'manual' ? showingRedirects(url, init) : net.fetch(url, init);
};

function showingRedirects(url: string, init: RequestInit): Promise<Response> {
  const { method = 'GET', headers, body, signal } = init;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const request = net.request({ url, method, redirect: 'manual', credentials: 'omit' });
    new Headers(headers).forEach((value, name) => {
      request.setHeader(name, value);
    });
    const stop = () => {
      request.abort();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', stop, { once: true });
    request.on('redirect', (status, _method, location) => resolve(new Response(null, { status, headers: { location } })));
    request.on('response', (answer) => resolve(responseOf(answer)));
    // Also comes after a redirect, when nothing waits for it any more.
    request.on('error', reject);
    const bytes = bytesOf(body);
    if (bytes === undefined) request.end();
    else request.end(bytes);
  });
}

function bytesOf(body: RequestInit['body']): Buffer | string | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string') return body;
  if (body instanceof ArrayBuffer) return Buffer.from(body);
  if (ArrayBuffer.isView(body)) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  throw new TypeError('Only texts and bytes can be sent.');
}

const WITHOUT_BODY = [101, 204, 205, 304];

function responseOf(answer: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const line of [value].flat()) headers.append(name, line);
  }
  // Electron's message is a readable stream of Node's, which its types do not say.
  const body = WITHOUT_BODY.includes(answer.statusCode)
    ? null
    : (Readable.toWeb(answer as unknown as Readable) as ReadableStream<Uint8Array>);
  return new Response(body, { status: answer.statusCode, headers });
}
