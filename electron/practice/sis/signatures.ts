import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What a signed request consists of, as it came over the wire. */
export interface SignedRequest {
  method: string;
  /** `http://host:port`, as the client named it. */
  origin: string;
  /** Path and query, undecoded. */
  target: string;
  authorization: string;
}

export type SignatureMethod = 'HMAC-SHA1' | 'HMAC-SHA256';

export interface SignatureDeskOptions {
  key: string;
  secret: string;
  /** The server's clock, milliseconds. */
  now: () => number;
  methods: () => readonly SignatureMethod[];
}

/** Servers allow about five minutes either way (oneroster-1.1 §4.1). */
const WINDOW_SECONDS = 300;
/** RFC 3986 §2.3: everything else must come as %XX with capital digits. */
const ENCODED = /^(?:[A-Za-z0-9\-._~]|%[0-9A-F]{2})*$/;

/** The text behind the percent signs; undefined when it is encoded in any other way, or no UTF-8. */
function decoded(text: string): string | undefined {
  try {
    return ENCODED.test(text) ? decodeURIComponent(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Written from RFC 5849 and oneroster-1.1 §4.1, strictly: what is encoded in any other way is refused, not understood. */
export function makeSignatureDesk(options: SignatureDeskOptions): { check(request: SignedRequest): string } {
  const nonces = new Map<string, number>();

  /** '' when the signature is right, else why it is not. */
  const check = ({ method, origin, target, authorization }: SignedRequest): string => {
    const oauth = oauthParameters(authorization);
    if (typeof oauth === 'string') return oauth;
    const query = queryParameters(target);
    if (query === undefined) return 'parameter_rejected: the query is not encoded as RFC 3986 demands';
    const algorithm = options.methods().find((known) => known === oauth.get('oauth_signature_method'));
    if (algorithm === undefined) return 'signature_method_rejected';
    if (!equal(oauth.get('oauth_consumer_key') ?? '', options.key)) return 'consumer_key_unknown';
    if ((oauth.get('oauth_version') ?? '1.0') !== '1.0') return 'version_rejected';
    const timestamp = oauth.get('oauth_timestamp') ?? '';
    const now = Math.floor(options.now() / 1000);
    if (!/^[1-9]\d*$/.test(timestamp) || Math.abs(Number(timestamp) - now) > WINDOW_SECONDS) return 'timestamp_refused';

    const signed = [...query, ...oauth].filter(([name]) => name !== 'oauth_signature' && name !== 'realm');
    const [path = ''] = target.split('?');
    const base = [method.toUpperCase(), origin.toLowerCase().replace(/:80$/, '') + path, normalised(signed)]
      .map(encode)
      .join('&');
    const hash = algorithm === 'HMAC-SHA1' ? 'sha1' : 'sha256';
    const expected = createHmac(hash, `${encode(options.secret)}&`)
      .update(base)
      .digest('base64');
    if (!equal(oauth.get('oauth_signature') ?? '', expected)) return 'signature_invalid';

    for (const [old, seen] of nonces) if (seen < now - 2 * WINDOW_SECONDS) nonces.delete(old);
    const nonce = `${timestamp} ${oauth.get('oauth_nonce')}`;
    if (!oauth.get('oauth_nonce') || nonces.has(nonce)) return 'nonce_used';
    nonces.set(nonce, now);
    return '';
  };

  return { check };
}

/** The header's parameters, or why it cannot be read. */
function oauthParameters(header: string): Map<string, string> | string {
  if (!/^OAuth /i.test(header)) return 'parameter_absent: no OAuth header';
  const parameters = new Map<string, string>();
  for (const part of header.slice(6).split(',')) {
    const [, name, value] = /^\s*([A-Za-z0-9_]+)="([^"]*)"\s*$/.exec(part) ?? [];
    if (name === undefined || value === undefined) return `parameter_rejected: ${part.trim()}`;
    const text = name === 'realm' ? value : decoded(value);
    if (text === undefined) return `parameter_rejected: ${name} is not encoded as RFC 3986 demands`;
    if (parameters.has(name)) return `parameter_rejected: ${name} comes twice`;
    parameters.set(name, text);
  }
  return parameters;
}

/** The query's decoded pairs; undefined when a sign in it should have been encoded. */
function queryParameters(target: string): [string, string][] | undefined {
  const [, query = ''] = target.split(/\?(.*)/s);
  const pairs: [string, string][] = [];
  for (const part of query.split('&')) {
    if (part === '') continue;
    const [name, value, ...rest] = (part.includes('=') ? part : `${part}=`).split('=').map(decoded);
    if (rest.length > 0 || name === undefined || value === undefined) return undefined;
    pairs.push([name, value]);
  }
  return pairs;
}

/** RFC 5849 §3.4.1.3.2: encoded first, then sorted by name and value. */
function normalised(pairs: readonly (readonly [string, string])[]): string {
  return pairs
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => order(a, b) || order(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function encode(text: string): string {
  let out = '';
  for (const byte of Buffer.from(text, 'utf8')) {
    const sign = String.fromCharCode(byte);
    out += /[A-Za-z0-9\-._~]/.test(sign) ? sign : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
