import { createHmac } from 'node:crypto';
import { encode, parametersOf } from './query.ts';

export type Oauth1Method = 'HMAC-SHA1' | 'HMAC-SHA256';

export interface Oauth1Request {
  readonly method: string;
  readonly url: string;
  readonly key: string;
  readonly secret: string;
  readonly algorithm: Oauth1Method;
  /** Seconds since the epoch, by the server's clock. */
  readonly timestamp: number;
  /** Fresh for every request, retry and next page. */
  readonly nonce: string;
}

/** The Authorization header of a two-legged OAuth 1.0a request (oneroster-1.1.md §4.1, RFC 5849 §3.4). */
export function oauth1Header(request: Oauth1Request): string {
  const oauth: [string, string][] = [
    ['oauth_consumer_key', request.key],
    ['oauth_nonce', request.nonce],
    ['oauth_signature_method', request.algorithm],
    ['oauth_timestamp', String(request.timestamp)],
    ['oauth_version', '1.0'],
  ];
  const base = signatureBase(request.method, request.url, oauth);
  const hash = request.algorithm === 'HMAC-SHA1' ? 'sha1' : 'sha256';
  const signature = createHmac(hash, `${encode(request.secret)}&`)
    .update(base)
    .digest('base64');
  const all = [...oauth, ['oauth_signature', signature] as const];
  return `OAuth ${all.map(([name, value]) => `${encode(name)}="${encode(value)}"`).join(', ')}`;
}

/** Every query parameter is signed; the path keeps its percent signs, so `s%2B12` becomes `s%252B12` here. */
export function signatureBase(method: string, address: string, oauth: readonly (readonly [string, string])[]): string {
  const url = new URL(address);
  const pairs = [...parametersOf(url), ...oauth].map(([name, value]) => [encode(name), encode(value)] as const);
  pairs.sort(([nameA, valueA], [nameB, valueB]) => byCode(nameA, nameB) || byCode(valueA, valueB));
  const parameters = pairs.map(([name, value]) => `${name}=${value}`).join('&');
  return `${method.toUpperCase()}&${encode(`${url.protocol}//${url.host}${url.pathname}`)}&${encode(parameters)}`;
}

function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
