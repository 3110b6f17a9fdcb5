import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { badUrl, insecureUrl, otherVersion } from './failures.ts';

export interface SisAddress {
  /** `{root}/ims/oneroster/v1p1`, without a trailing slash; every OneRoster path is relative to it. */
  readonly base: string;
  /** The part before it, path prefix kept (`https://district.example/focus/api/1.0`). */
  readonly root: string;
}

const MARKER = /\/ims\/oneroster\/v1p1(?=\/|$)/i;
const OTHER_VERSION = /\/ims\/oneroster\/(?:rostering\/|gradebook\/|resources\/)?v\d+p\d+(?=\/|$)/i;

/**
 * Makes one base address out of whatever the admin pasted: the root, the full base, a trailing slash, or a base plus an
 * endpoint (oneroster-1.1.md §1.1). https is required, except on this computer itself.
 */
export function normaliseBaseUrl(typed: string): Outcome<SisAddress> {
  const url = parseTyped(typed);
  if (url === null) return fail(badUrl(typed));
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return fail(insecureUrl(url.host));
  const path = url.pathname.replace(/\/+$/, '');
  const marker = MARKER.exec(path);
  if (marker === null && OTHER_VERSION.test(path)) return fail(otherVersion(url.host));
  const root = `${url.origin}${(marker === null ? path : path.slice(0, marker.index)).replace(/\/+$/, '')}`;
  return succeed({ root, base: `${root}${marker === null ? '/ims/oneroster/v1p1' : marker[0]}` });
}

/** True when a secret may travel to this address: https, or plain http on this computer. */
export function isSafeAddress(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)));
}

function parseTyped(typed: string): URL | null {
  const text = typed.trim().replace(/^["'<]+|["'>]+$/g, '');
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (text === '' || /\s/.test(text) || !URL.canParse(withScheme)) return null;
  const url = new URL(withScheme);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  return url.username === '' && url.password === '' && url.hostname !== '' ? url : null;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
