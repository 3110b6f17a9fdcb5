import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What passes on the way back; a changed text or bytes replace the body. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: Buffer;
}

export interface RelayWays {
  /** Answers in the place of the server: a status, or null to pass the request on. */
  refuse?: ((method: string, path: string) => number | null) | undefined;
  /** Bytes served in the place of the server, null to pass the request on. */
  fetchInstead?: ((path: string) => Promise<Buffer | null>) | undefined;
  /** Keeps a request this many milliseconds before the server gets it, whether or not its sender is still there. */
  hold?: ((method: string, path: string) => number) | undefined;
  /** The server gets the request, but its answer is lost with the connection. */
  loseAnswer?: ((method: string, path: string) => boolean) | undefined;
  /** Changes what is sent to the server. */
  damageRequest?: ((method: string, path: string, body: Buffer) => Buffer) | undefined;
  /** Changes what comes back. */
  damageAnswer?: ((passing: Passing) => Buffer) | undefined;
}

/** Something that stands between us and a server, as networks have it: it passes all on, but for what `ways` say. */
export interface Relay {
  readonly origin: string;
  ways: RelayWays;
  /** Cuts every connection and takes no new one. */
  die(): Promise<void>;
}

export async function startRelay(target: string): Promise<Relay> {
  const { origin: behind } = new URL(target);
  const relay = { ways: {} as RelayWays, origin: '' };
  const server = createServer((request, response) => {
    pass(relay, behind, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  relay.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(relay, {
    async die() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

const carried = ['content-type', 'link', 'date', 'x-total-count', 'x-rate-limit-remaining', 'www-authenticate', 'retry-after'];

async function pass(
  relay: { readonly origin: string; readonly ways: RelayWays },
  behind: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url: path = '/' } = request;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const asked = Buffer.concat(chunks);
  const refused = relay.ways.refuse?.(method, path) ?? null;
  if (refused !== null) {
    response.writeHead(refused, { 'Content-Type': 'text/plain' }).end('refused');
    return;
  }
  const instead = (await relay.ways.fetchInstead?.(path)) ?? null;
  if (instead !== null) {
    response.writeHead(200, { 'Content-Length': instead.length }).end(instead);
    return;
  }
  const held = relay.ways.hold?.(method, path) ?? 0;
  if (held > 0) await new Promise((resolve) => setTimeout(resolve, held));
  const sent = relay.ways.damageRequest?.(method, path, asked) ?? asked;
  const { authorization, accept } = request.headers;
  const headers = { authorization, accept, 'content-type': request.headers['content-type'] };
  const answer = await fetch(`${behind}${path}`, {
    method,
    headers: Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    redirect: 'manual',
    ...(method === 'GET' ? {} : { body: new Uint8Array(sent) }),
  });
  const body = Buffer.from(await answer.arrayBuffer());
  if (relay.ways.loseAnswer?.(method, path) === true) {
    request.socket.destroy();
    return;
  }
  for (const name of carried) {
    const value = answer.headers.get(name);
    // Addresses of the server itself lead through here as well.
    if (value !== null) response.setHeader(name, value.replaceAll(behind, relay.origin));
  }
  const back = relay.ways.damageAnswer?.({ method, path, status: answer.status, body }) ?? body;
  response.writeHead(answer.status, { 'Content-Length': back.length }).end(back);
}
