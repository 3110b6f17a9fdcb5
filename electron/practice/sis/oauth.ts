import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from './errors.ts';

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
}

export type Access = 'granted' | 'missing' | 'unknown' | 'expired' | 'scope';

export interface TokenDesk {
  /** Answers `POST {base}/token` (oneroster-1.1 §4.2): form body, id and secret in it or as Basic, scope optional. */
  issue(req: IncomingMessage, res: ServerResponse, body: string): void;
  /** Judges an Authorization header for a rostering read. */
  check(authorization: string | undefined): Access;
}

export interface TokenDeskOptions {
  key: string;
  secret: string;
  now: () => number;
  lifetimeSeconds: () => number;
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

export function makeTokenDesk(options: TokenDeskOptions): TokenDesk {
  const grants = new Map<string, Grant>();

  const refuse = (res: ServerResponse, status: number, error: string, error_description: string): void => {
    const challenge = status === 401 ? { 'WWW-Authenticate': 'Basic realm="OneRoster"' } : {};
    sendJson(res, status, { error, error_description }, { 'Cache-Control': 'no-store', ...challenge });
  };

  const issue = (req: IncomingMessage, res: ServerResponse, body: string): void => {
    const type = req.headers['content-type'] ?? '';
    if (!type.startsWith('application/x-www-form-urlencoded')) {
      return refuse(res, 400, 'invalid_request', 'The request body must be application/x-www-form-urlencoded.');
    }
    const form = new URLSearchParams(body);
    const basic = basicCredentials(req.headers.authorization);
    const id = basic?.id ?? form.get('client_id');
    const secret = basic?.secret ?? form.get('client_secret');
    if (id === null || secret === null || !equal(id, options.key) || !equal(secret, options.secret)) {
      return refuse(res, 401, 'invalid_client', 'Client authentication failed.');
    }
    if (!form.has('grant_type')) return refuse(res, 400, 'invalid_request', 'The grant_type parameter is missing.');
    if (form.get('grant_type') !== 'client_credentials') {
      return refuse(res, 400, 'unsupported_grant_type', 'Only client_credentials is supported.');
    }
    const asked = (form.get('scope') ?? '').split(' ').filter((word) => word !== '');
    const scopes = asked.length === 0 || asked.includes('*') ? SCOPES : SCOPES.filter((scope) => asked.includes(scope));
    if (scopes.length === 0) return refuse(res, 400, 'invalid_scope', 'None of the requested scopes is known.');
    const token = randomBytes(24).toString('hex');
    const lifetime = options.lifetimeSeconds();
    const expires = options.now() + lifetime * 1000;
    grants.set(token, { expires, scopes: new Set(scopes) });
    sendJson(
      res,
      200,
      {
        access_token: token,
        token_type: 'Bearer',
        expires_in: lifetime,
        expiration: new Date(expires).toISOString(),
        scope: scopes.join(' '),
        request_id: randomBytes(8).toString('hex'),
      },
      { 'Cache-Control': 'no-store' },
    );
  };

  const check = (authorization: string | undefined): Access => {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (!token) return 'missing';
    const grant = grants.get(token);
    if (!grant) return 'unknown';
    if (grant.expires <= options.now()) return 'expired';
    const reads = [`${SCOPE_PREFIX}roster-core.readonly`, `${SCOPE_PREFIX}roster.readonly`];
    return reads.some((scope) => grant.scopes.has(scope)) ? 'granted' : 'scope';
  };

  return { issue, check };
}
