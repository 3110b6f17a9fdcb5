import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { build } from 'vite';

const folder = join(import.meta.dirname, '../../node_modules/.cache/rosterbridge-ui');
/** @type {Record<string, string>} */
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** Builds the harness and serves it under the product's own policy, so that a style or script it would refuse shows here. */
export async function serveHarness() {
  await build({ configFile: join(import.meta.dirname, 'vite.config.ts') });
  const server = createServer(async (request, response) => {
    const path = normalize(join(folder, new URL(request.url ?? '/', 'http://localhost').pathname));
    const body = path.startsWith(folder + sep) ? await readFile(path).catch(() => undefined) : undefined;
    if (body === undefined) return response.writeHead(404).end();
    const nonce = randomBytes(16).toString('base64');
    response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
    response.setHeader(
      'content-security-policy',
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'`,
    );
    response.end(extname(path) === '.html' ? body.toString().replaceAll('__CSP_NONCE__', nonce) : body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The harness got no port');
  return { url: `http://127.0.0.1:${address.port}/harness.html`, close: () => server.close() };
}
