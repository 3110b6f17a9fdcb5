import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

export const APP_SCHEME = 'app';
export const APP_ORIGIN = 'app://ui';
export const APP_URL = `${APP_ORIGIN}/`;

/** Stands in index.html wherever the nonce of this very answer belongs. */
const NONCE_MARK = '__CSP_NONCE__';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** electron-checklist.md §2: nothing but our own files, styles of the kit by nonce, no network for the page. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}

/**
 * The file an address names, or null when it names none of ours: another host, a path that leaves `root`, a hidden
 * file, a type we do not serve. Only the text of the address is judged, the disk is not asked.
 */
export function fileForAddress(address: string, root: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== `${APP_SCHEME}:` || url.host !== 'ui' || url.username !== '' || url.password !== '') return null;
  const path = decodePath(url.pathname);
  if (path === null) return null;
  const file = normalize(join(root, path === '/' ? 'index.html' : path));
  return file.startsWith(root + sep) && Object.hasOwn(types, extname(file)) ? file : null;
}

/** Refuses what has no business in a path of ours: separators, drives, NUL and dots that were hidden by escapes. */
function decodePath(pathname: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  const escapedSeparator = /%2f|%5c/i.test(pathname);
  const foreign = /[\\:\0%]/.test(path);
  const hidden = path.split('/').some((part) => part.startsWith('.'));
  return path.startsWith('/') && !escapedSeparator && !foreign && !hidden ? path : null;
}

/** Answers requests for `app://ui/…` from the built page in `root`; everything else is a 404. */
export function pageServer(root: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const file = request.method === 'GET' || request.method === 'HEAD' ? fileForAddress(request.url, root) : null;
    const body = file === null ? null : await readFile(file).catch(() => null);
    if (file === null || body === null) return new Response(null, { status: 404, headers: guardHeaders() });
    const type = types[extname(file)] ?? 'application/octet-stream';
    if (extname(file) !== '.html')
      return new Response(new Uint8Array(body), { headers: { ...guardHeaders(), 'content-type': type } });
    const nonce = randomBytes(16).toString('base64');
    const page = body.toString('utf8').replaceAll(NONCE_MARK, nonce);
    return new Response(page, {
      headers: { ...guardHeaders(), 'content-type': type, 'content-security-policy': contentSecurityPolicy(nonce) },
    });
  };
}

function guardHeaders(): Record<string, string> {
  return { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' };
}
