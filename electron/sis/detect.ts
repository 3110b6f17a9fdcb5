import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import type { Edge } from '../net/edge.ts';
import type { HttpAnswer } from '../net/http.ts';
import { type Authorizer, oauth1Authorizer, oauth2Authorizer } from './authorizer.ts';
import { htmlInsteadOfJson, wrongCredentials, wrongUrl } from './failures.ts';
import type { SisProfile } from './profiles/profile.ts';
import { isHtml, type Redact, refusalOf, wordsOf } from './refusal.ts';
import type { TokenSource } from './token-source.ts';

export interface DetectionParts {
  readonly base: string;
  readonly key: string;
  readonly secret: string;
  readonly edge: Edge;
  readonly redact: Redact;
  /** Tokens from the usual places of this SIS, in order. */
  readonly tokens: TokenSource;
  /** True when only OAuth 2 is wanted. */
  readonly onlyOauth2: boolean;
  /** What the product is known to take, tried in its order. */
  readonly profile: Pick<SisProfile, 'authOrder' | 'signatures'>;
  /** GET relative to the base, with an authorizer or without credentials. */
  get(path: string, authorizer: Authorizer | null): Promise<Outcome<HttpAnswer>>;
}

/**
 * Finds out how this SIS wants to be signed in to (oneroster-1.1.md §4.4): a look without credentials, so that a wrong
 * address never receives the secret; then tokens at the usual places; then OAuth 1.0a signatures.
 */
export async function detectAuth(parts: DetectionParts): Promise<Outcome<Authorizer>> {
  const host = new URL(parts.base).host;
  const looked = await parts.get('/orgs?limit=1', null);
  if (!looked.ok && looked.failure.code !== 'sis.redirect') return looked;
  if (looked.ok) {
    const unfit = judgeLook(looked.value, host, parts.redact);
    if (unfit !== null) return unfit;
  }
  const chosen = await tryInOrder(parts);
  // Nothing worked where the first look was sent elsewhere: the address is the likelier fault.
  return !chosen.ok && chosen.failure.code === 'sis.credentials' && !looked.ok ? looked : chosen;
}

/** One way after the other; only "this way is not offered here" leads on to the next. */
async function tryInOrder(parts: DetectionParts): Promise<Outcome<Authorizer>> {
  const order = parts.onlyOauth2 ? (['oauth2'] as const) : parts.profile.authOrder;
  let refused: Outcome<never> | null = null;
  for (const way of order) {
    const tried = way === 'oauth2' ? await tryTokens(parts) : await trySignatures(parts);
    if (tried.ok) return tried;
    const leadsOn = tried.failure.code === (way === 'oauth2' ? 'sis.no-auth' : 'sis.credentials');
    if (!leadsOn) return tried;
    // A refused signature says more than "no token address was found".
    refused = refused === null || way === 'oauth1' ? tried : refused;
  }
  return refused ?? fail(wrongCredentials(new URL(parts.base).host, ''));
}

async function tryTokens(parts: DetectionParts): Promise<Outcome<Authorizer>> {
  const token = await parts.tokens.token();
  return token.ok ? succeed(oauth2Authorizer(parts.tokens)) : token;
}

function judgeLook(answer: HttpAnswer, host: string, redact: Redact): Outcome<never> | null {
  const { status } = answer;
  if (status === 404 || status === 405) return fail(wrongUrl(host, redact(`Status ${status} for /orgs. ${wordsOf(answer)}`)));
  if (status >= 500 || status === 429) return fail(refusalOf(answer, host, 'the OneRoster API', redact));
  if (status < 300 && isHtml(answer)) return fail(htmlInsteadOfJson(host, `Status ${status} with a web page for /orgs.`));
  return null;
}

/** Which digest a server takes is not told anywhere (§4.1): the profile says which is likelier. */
async function trySignatures(parts: DetectionParts): Promise<Outcome<Authorizer>> {
  const host = new URL(parts.base).host;
  let refusal = wrongCredentials(host, '');
  for (const algorithm of parts.profile.signatures) {
    const authorizer = oauth1Authorizer(parts.edge, parts.key, parts.secret, algorithm);
    const answer = await parts.get('/orgs?limit=1', authorizer);
    if (!answer.ok) return answer;
    if (answer.value.status === 401) {
      refusal = refusalOf(answer.value, host, 'orgs', parts.redact);
      continue;
    }
    if (answer.value.status >= 300) return fail(refusalOf(answer.value, host, 'orgs', parts.redact));
    // Faults of the signature's encoding show only with more than one parameter.
    const paged = await parts.get('/orgs?limit=1&offset=1&filter=status%3D%27active%27', authorizer);
    if (!paged.ok) return paged;
    if (paged.value.status !== 401) return succeed(authorizer);
    refusal = refusalOf(paged.value, host, 'orgs', parts.redact);
  }
  return fail(refusal);
}
