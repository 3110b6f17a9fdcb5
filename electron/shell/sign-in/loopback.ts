import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { redirectAddress } from '../../../shared/canvas-sign-in.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { CameBack, WaitForBrowser } from '../../engine/connect/canvas-sign-in.ts';
import { redirectPortTaken, signInNotFinished } from './failures.ts';

/** Nobody needs longer to sign in, and no open port stays behind. */
const WAIT_MS = 10 * 60_000;

/**
 * Listens on 127.0.0.1 for the browser to come back, once. A code counts only with the state of this very sign-in; anything
 * else that knocks is turned away and the waiting goes on. `signal` ends it.
 */
export function waitOnLoopback(signal: AbortSignal): WaitForBrowser {
  return ({ port, state, ready }) =>
    new Promise((resolve) => {
      const server = createServer((request, response) => {
        const back = readBack(request, port, state);
        if (back === null) return answer(response, 404, 'Nothing here', 'This address is only for signing in.');
        if (back.kind === 'code') answer(response, 200, 'Signed in', 'You can close this page and go back to Rosterbridge.');
        else answer(response, 200, 'Not signed in', 'Go back to Rosterbridge to see why. You can close this page.');
        end(succeed(back));
      });
      const timer = setTimeout(() => end(fail(signInNotFinished())), WAIT_MS);
      const stop = () => end(fail(signInNotFinished()));
      const end = (outcome: Outcome<CameBack>) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        server.close();
        // The page just written may still be under way.
        setTimeout(() => server.closeAllConnections(), 500).unref();
        resolve(outcome);
      };
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) return stop();
      server.on('error', () => end(fail(redirectPortTaken(port))));
      server.listen(port, '127.0.0.1', () => void ready().catch(() => end(fail(signInNotFinished()))));
    });
}

function readBack(request: IncomingMessage, port: number, state: string): CameBack | null {
  const expected = new URL(redirectAddress(port));
  // A page that points a name of its own at this computer is not Canvas' redirect.
  if (request.method !== 'GET' || request.headers.host !== expected.host) return null;
  // Whatever knocks here must not end the app: "//" is no address at all.
  if (!URL.canParse(request.url ?? '/', expected.href)) return null;
  const url = new URL(request.url ?? '/', expected);
  if (url.pathname !== expected.pathname) return null;
  const fields = url.searchParams;
  const [code, error] = [fields.get('code'), fields.get('error')];
  if (code !== null) return fields.get('state') === state ? { kind: 'code', code } : null;
  if (error === null) return null;
  // Canvas forgets the state in some of its refusals, so only a wrong one is turned away; a refusal opens nothing.
  if (fields.has('state') && fields.get('state') !== state) return null;
  return { kind: 'refused', error: error.slice(0, 60), words: (fields.get('error_description') ?? '').slice(0, 1000) };
}

function answer(response: ServerResponse, status: number, title: string, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    Connection: 'close',
  });
  response.end(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>` +
      '<style>body{font:1rem/1.5 system-ui;margin:15vh auto;max-width:32rem;padding:0 1rem;color-scheme:light dark}</style></head>' +
      `<body><main><h1>${title}</h1><p>${text}</p></main></body></html>`,
  );
}
