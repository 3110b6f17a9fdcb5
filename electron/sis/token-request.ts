import { z } from 'zod';
import type { HttpAnswer, HttpRequest } from '../net/http.ts';
import { decodeBody } from './body.ts';
import type { CredentialPlace, ScopePolicy } from './profiles/profile.ts';
import { encode, queryOf } from './query.ts';
import { isHtml, jsonObject } from './refusal.ts';

const PREFIX = 'https://purl.imsglobal.org/spec/or/v1p1/scope/';
const scopeNames = ['roster-core.readonly', 'roster.readonly', 'gradebook.readonly', 'gradebook.createput', 'gradebook.delete'];

/** The ways servers want to be asked for a token (oneroster-1.1.md §4.2). */
export interface TokenVariant {
  readonly place: CredentialPlace;
  readonly scope: ScopePolicy;
}

/** The scope parameter of each policy; null leaves it out. */
const scopes: Readonly<Record<ScopePolicy, string | null>> = {
  named: scopeNames.map((name) => PREFIX + name).join(' '),
  none: null,
  any: '*',
};

export function tokenRequest(url: string, key: string, secret: string, variant: TokenVariant): HttpRequest {
  const inBody: Record<string, string> = variant.place === 'body' ? { client_id: key, client_secret: secret } : {};
  const asked = scopes[variant.scope];
  const scope: Record<string, string> = asked === null ? {} : { scope: asked };
  // RFC 6749 §2.3.1: id and secret are form-encoded before they are joined.
  const basic = Buffer.from(`${encode(key)}:${encode(secret)}`).toString('base64');
  return {
    method: 'POST',
    url,
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/x-www-form-urlencoded',
      ...(variant.place === 'basic' ? { Authorization: `Basic ${basic}` } : {}),
    },
    body: queryOf({ grant_type: 'client_credentials', ...inBody, ...scope }),
    timeoutMs: 30_000,
  };
}

const TokenReply = z.object({
  access_token: z.string().min(1).max(20_000),
  expires_in: z.coerce.number().positive().max(31_536_000).optional().catch(undefined),
  scope: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
});

export interface Token {
  readonly value: string;
  /** Seconds it lives from now on; an hour when the server does not say. */
  readonly lifetime: number;
  readonly lifetimeTold: boolean;
  /** Granted scopes, null when the reply does not name them. */
  readonly scopes: readonly string[] | null;
}

/**
 * What an answer to a token request means: a token; no token endpoint here; this endpoint knows the credentials are
 * wrong; a refusal that may be about the credentials or about how they were sent; a refusal of the scope.
 */
export type TokenVerdict =
  | { readonly kind: 'token'; readonly token: Token }
  | { readonly kind: 'absent' | 'invalid-client' | 'unclear' | 'scope' | 'trouble' };

export function judgeTokenAnswer(answer: HttpAnswer): TokenVerdict {
  const { status } = answer;
  if (status === 429 || (status >= 500 && status !== 501)) return { kind: 'trouble' };
  if (status === 404 || status === 405 || status === 501 || (status >= 300 && status < 400) || isHtml(answer))
    return { kind: 'absent' };
  const body = jsonObject(decodeBody(answer.body));
  if (status >= 200 && status < 300) return tokenIn(body);
  const error = body === null ? '' : JSON.stringify([body.error, body.error_description, body.message]).toLowerCase();
  if (/invalid.client|unauthorized.client|access.denied|invalid.(?:key|secret|credential)/.test(error))
    return { kind: 'invalid-client' };
  if (status === 401 || status === 403) return { kind: 'unclear' };
  return { kind: /scope/.test(error) || status === 400 || status === 422 ? 'scope' : 'unclear' };
}

function tokenIn(body: Record<string, unknown> | null): TokenVerdict {
  const read = TokenReply.safeParse(body);
  if (!read.success) return { kind: body !== null && 'error' in body ? 'invalid-client' : 'absent' };
  const { access_token, expires_in, scope } = read.data;
  const granted = typeof scope === 'string' ? scope.split(/[\s,]+/).filter((name) => name !== '') : (scope ?? null);
  return {
    kind: 'token',
    token: { value: access_token, lifetime: expires_in ?? 3600, lifetimeTold: expires_in !== undefined, scopes: granted },
  };
}
