import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from './errors.ts';
import type { Habits } from './habits.ts';

const SCOPE_PREFIX = 'https://purl.imsglobal.org/spec/or/v1p1/scope/';
const SCOPES = [
  'roster-core.readonly',
  'roster.readonly',
  'roster-demographics.readonly',
  'resource.readonly',
  'gradebook.readonly',
  'gradebook.createput',
  'gradebook.delete',
].map((name) => SCOPE_PREFIX + name);

interface Grant {
  expires: number;
  scopes: ReadonlySet<string>;
  /** The load balancer's cookie that came with the token; '' when there was none. */
  cookie: string;
}

export type Access = 'granted' | 'missing' | 'unknown' | 'expired' | 'revoked' | 'without its cookie' | 'scope';

export interface TokenDesk {
  /** Answers `POST {base}/token` (oneroster-1.1 §4.2): form body, id and secret in it or as Basic, scope optional. */
  issue(req: IncomingMessage, res: ServerResponse, body: string): void;
  /** Judges a call by its Authorization and Cookie headers; one of these scopes (without prefix) must be granted. */
  check(req: IncomingMessage, scopes: readonly string[]): Access;
  /** The token of this request is dead from now on. */
  revoke(req: IncomingMessage): void;
}

export interface TokenDeskOptions {
  key: string;
  secret: string;
  now: () => number;
  habits: Habits;
}

function bearer(req: IncomingMessage): string {
  return /^Bearer (\S+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? '';
}

function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** RFC 6749 §2.3.1: id and secret are form-encoded before they are joined and base64-encoded. */
function basicCredentials(header: string | undefined): { id: string; secret: string } | undefined {
  const match = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? '');
  const [id, ...rest] = Buffer.from(match?.[1] ?? '', 'base64')
    .toString('utf8')
    .split(':');
  if (!match || id === undefined || rest.length === 0) return undefined;
  const decode = (text: string) => {
    try {
      return decodeURIComponent(text.replaceAll('+', ' '));
    } catch {
      return text;
    }
  };
  return { id: decode(id), secret: decode(rest.join(':')) };
}

/** What of the asked scopes is granted; undefined when none is, or none was asked for where one must be. */
function grantedScopes(asked: readonly string[], habit: Habits['scopes']): string[] | undefined {
  if (habit === 'required' && asked.length === 0) return undefined;
  const all = habit === 'readonly' ? SCOPES.filter((scope) => scope.endsWith('.readonly')) : SCOPES;
  const known = habit === 'rostering' ? all.filter((scope) => !scope.includes('gradebook')) : all;
  const scopes = asked.length === 0 || asked.includes('*') ? known : known.filter((scope) => asked.includes(scope));
  return scopes.length === 0 ? undefined : scopes;
}

export function makeTokenDesk({ key, secret, now, habits }: TokenDeskOptions): TokenDesk {
  const grants = new Map<string, Grant>();
  const revoked = new Set<string>();

  const refuse = (res: ServerResponse, status: number, error: string, error_description: string): void => {
    const challenge = status === 401 ? { 'WWW-Authenticate': 'Basic realm="OneRoster"' } : {};
    sendJson(res, status, { error, error_description }, { 'Cache-Control': 'no-store', ...challenge });
  };

  const knows = (req: IncomingMessage, form: URLSearchParams): boolean => {
    const basic = habits.tokenPlace === 'body' ? undefined : basicCredentials(req.headers.authorization);
    const inForm = habits.tokenPlace !== 'basic';
    const id = basic?.id ?? (inForm ? form.get('client_id') : null);
    const word = basic?.secret ?? (inForm ? form.get('client_secret') : null);
    return id !== null && word !== null && equal(id, key) && equal(word, secret);
  };

  const issue = (req: IncomingMessage, res: ServerResponse, body: string): void => {
    const type = req.headers['content-type'] ?? '';
    if (!type.startsWith('application/x-www-form-urlencoded')) {
      return refuse(res, 400, 'invalid_request', 'The request body must be application/x-www-form-urlencoded.');
    }
    const form = new URLSearchParams(body);
    if (!knows(req, form)) return refuse(res, 401, 'invalid_client', 'Client authentication failed.');
    if (!form.has('grant_type')) return refuse(res, 400, 'invalid_request', 'The grant_type parameter is missing.');
    if (form.get('grant_type') !== 'client_credentials') {
      return refuse(res, 400, 'unsupported_grant_type', 'Only client_credentials is supported.');
    }
    const asked = (form.get('scope') ?? '').split(' ').filter((word) => word !== '');
    const scopes = grantedScopes(asked, habits.scopes);
    if (!scopes) return refuse(res, 400, 'invalid_scope', 'None of the requested scopes is known.');
    const token = randomBytes(24).toString('hex');
    const lifetime = habits.tokenLifetimeSeconds;
    const expires = now() + lifetime * 1000;
    const cookie = habits.cookies ? `NODE=${randomBytes(6).toString('hex')}` : '';
    grants.set(token, { expires, scopes: new Set(scopes), cookie });
    const reply = {
      access_token: token,
      token_type: 'Bearer',
      expires_in: lifetime,
      expiration: new Date(expires).toISOString(),
      ...(habits.scopes === 'unnamed' ? {} : { scope: scopes.join(' ') }),
      request_id: randomBytes(8).toString('hex'),
    };
    const cookies: Record<string, string> = cookie === '' ? {} : { 'Set-Cookie': `${cookie}; Path=/; HttpOnly` };
    sendJson(res, 200, reply, { 'Cache-Control': 'no-store', ...cookies });
  };

  const check = (req: IncomingMessage, needed: readonly string[]): Access => {
    const token = bearer(req);
    if (!token) return 'missing';
    const grant = grants.get(token);
    if (!grant) return 'unknown';
    if (revoked.has(token)) return 'revoked';
    if (grant.expires <= now()) return 'expired';
    if (grant.cookie !== '' && !(req.headers.cookie ?? '').split(/;\s*/).includes(grant.cookie)) return 'without its cookie';
    return needed.some((scope) => grant.scopes.has(SCOPE_PREFIX + scope)) ? 'granted' : 'scope';
  };

  return { issue, check, revoke: (req) => void revoked.add(bearer(req)) };
}
