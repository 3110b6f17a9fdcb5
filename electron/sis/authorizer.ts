import { randomBytes } from 'node:crypto';
import { type Outcome, succeed } from '../../shared/outcome.ts';
import type { Edge } from '../net/edge.ts';
import type { HttpAnswer } from '../net/http.ts';
import { type Oauth1Method, oauth1Header } from './oauth1.ts';
import type { TokenSource } from './token-source.ts';

/** Puts credentials on requests to the SIS' own origin. */
export interface Authorizer {
  readonly auth: 'oauth2' | 'oauth1-sha1' | 'oauth1-sha256';
  /** The Authorization header for exactly one request. */
  authorize(method: string, url: string): Promise<Outcome<string>>;
  /** Called with a 401 and the header it answered: true when a new header may do better. */
  renew(answer: HttpAnswer, refused: string): boolean;
}

export function oauth2Authorizer(tokens: TokenSource): Authorizer {
  return {
    auth: 'oauth2',
    async authorize() {
      const token = await tokens.token();
      return token.ok ? succeed(`Bearer ${token.value}`) : token;
    },
    renew(_answer, refused) {
      tokens.discard(refused.replace(/^Bearer /, ''));
      return true;
    },
  };
}

/** Servers allow about five minutes of difference; beyond it the server's clock is used (oneroster-1.1.md §4.1). */
const SKEW_MS = 4 * 60_000;

export function oauth1Authorizer(edge: Edge, key: string, secret: string, algorithm: Oauth1Method): Authorizer {
  let skew = 0;
  return {
    auth: algorithm === 'HMAC-SHA1' ? 'oauth1-sha1' : 'oauth1-sha256',
    async authorize(method, url) {
      const timestamp = Math.floor((edge.now() + skew) / 1000);
      const nonce = randomBytes(16).toString('hex');
      return succeed(oauth1Header({ method, url, key, secret, algorithm, timestamp, nonce }));
    },
    renew(answer) {
      const server = Date.parse(answer.header('date') ?? '');
      if (Number.isNaN(server) || Math.abs(server - (edge.now() + skew)) < SKEW_MS) return false;
      skew = server - edge.now();
      return true;
    },
  };
}
