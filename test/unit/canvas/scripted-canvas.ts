import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CanvasClient, createCanvasClient } from '../../../electron/canvas/canvas-client.ts';
import { type Edge, realEdge } from '../../../electron/net/edge.ts';

export type Reply = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

/** A server on loopback that answers as the test says, for what a well-behaved Canvas never does. */
export interface ScriptedCanvas {
  readonly origin: string;
  readonly seen: { readonly method: string; readonly url: string; readonly headers: IncomingMessage['headers'] }[];
  reply: Reply;
  /** Pauses the client asked for, in ms; they pass at once, and its clock moves on by them. */
  readonly pauses: number[];
  readonly edge: Edge;
  client(options?: { token?: string; signal?: AbortSignal }): CanvasClient;
  close(): Promise<void>;
}

export async function scriptedCanvas(): Promise<ScriptedCanvas> {
  const seen: ScriptedCanvas['seen'] = [];
  const pauses: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
      scripted.reply(request, response, Buffer.concat(chunks));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let clock = 1_000_000;
  const edge: Edge = {
    ...realEdge(fetch),
    now: () => clock,
    random: () => 0.5,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      // The watch over a download must not fire while the test is running.
      if (ms >= 60_000) return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
      pauses.push(ms);
      clock += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  const scripted: ScriptedCanvas = {
    origin,
    seen,
    pauses,
    edge,
    reply: (_, response) => json(response, 200, {}),
    client: (options = {}) => createCanvasClient({ origin, token: 'secret-token', edge, ...options }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return scripted;
}

export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers }).end(JSON.stringify(body));
}

export function html(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': 'text/html', ...headers }).end('<!DOCTYPE html><html><body>Sign in</body></html>');
}
