import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import type { Edge } from '../net/edge.ts';
import type { HttpAnswer } from '../net/http.ts';
import { isSafeAddress } from './base-url.ts';
import type { CookieJar } from './cookies.ts';
import { noKnownAuth, unsafeTokenUrl, wrongCredentials } from './failures.ts';
import type { PatientSender } from './patience.ts';
import { type Redact, refusalOf, wordsOf } from './refusal.ts';
import { judgeTokenAnswer, type Token, type TokenVariant, tokenRequest } from './token-request.ts';

export interface TokenSource {
  /** A token that is good for at least some seconds; callers that ask at once share one request. */
  token(): Promise<Outcome<string>>;
  /** Forgets this token if it is still the current one, so that many refused pages cause one refresh. */
  discard(value: string): void;
  /** Where tokens come from, '' until the first one. */
  tokenUrl(): string;
  /** Scopes of the newest token, null when the server does not name them. */
  scopes(): readonly string[] | null;
  /** Seconds the newest token was given for; null without a token, or when the server does not say. */
  lifetime(): number | null;
}

export interface TokenSourceOptions {
  /** Addresses to try in this order; the first that gives a token is kept. */
  readonly urls: readonly string[];
  /** Ways of asking, in this order. */
  readonly variants: readonly TokenVariant[];
  /** Takes the cookies of a token's answer; null where they are not kept. */
  readonly cookies: CookieJar | null;
  readonly key: string;
  readonly secret: string;
  readonly edge: Edge;
  readonly sender: PatientSender;
  readonly redact: Redact;
  /** No other way of signing in will be tried: a refusal is then about the credentials. */
  readonly onlyWay: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** `sis.no-auth` alone says: no token endpoint was found, another way of signing in may still work. */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { edge } = options;
  let found: { readonly url: string; readonly variant: TokenVariant } | null = null;
  let current: { readonly value: string; readonly freshUntil: number } | null = null;
  let granted: readonly string[] | null = null;
  let lifetime: number | null = null;
  let pending: Promise<Outcome<string>> | null = null;

  async function fetchToken(): Promise<Outcome<string>> {
    const urls = found === null ? options.urls : [found.url];
    const result = await searchToken(options, urls, found === null ? options.variants : [found.variant]);
    if (!result.ok) return result;
    const { token, url, variant } = result.value;
    found = { url, variant };
    granted = token.scopes;
    lifetime = token.lifetimeTold ? token.lifetime : null;
    // A minute early, but never more than half of a short life.
    current = { value: token.value, freshUntil: edge.now() + 1000 * Math.max(token.lifetime - 60, token.lifetime / 2) };
    return succeed(token.value);
  }

  return {
    token() {
      if (current !== null && edge.now() < current.freshUntil) return Promise.resolve(succeed(current.value));
      pending ??= fetchToken().finally(() => {
        pending = null;
      });
      return pending;
    },
    discard(value) {
      if (current?.value === value) current = null;
    },
    tokenUrl: () => found?.url ?? '',
    scopes: () => granted,
    lifetime: () => lifetime,
  };
}

interface FoundToken {
  readonly token: Token;
  readonly url: string;
  readonly variant: TokenVariant;
}

/** Together with the probe and OAuth 1 a detection stays near twelve requests (oneroster-1.1.md §4.4). */
const MOST_TRIES = 9;

async function searchToken(
  options: TokenSourceOptions,
  urls: readonly string[],
  variants: readonly TokenVariant[],
): Promise<Outcome<FoundToken>> {
  let tries = 0;
  let refusal: HttpAnswer | null = null;
  for (const url of urls) {
    if (!isSafeAddress(url)) return fail(unsafeTokenUrl());
    const host = new URL(url).host;
    let known = false;
    for (let at = 0; at < variants.length && tries < MOST_TRIES; tries += 1) {
      const variant = variants[at];
      if (variant === undefined) break;
      const answer = await ask(options, url, variant);
      if (!answer.ok && answer.failure.code === 'sis.redirect') break;
      if (!answer.ok) return answer;
      const verdict = judgeTokenAnswer(answer.value);
      if (verdict.kind === 'token') {
        options.cookies?.keep(answer.value);
        return succeed({ token: verdict.token, url, variant });
      }
      if (verdict.kind === 'trouble') return fail(refusalOf(answer.value, host, 'the OneRoster API', options.redact));
      if (verdict.kind === 'absent') break;
      refusal = answer.value;
      known ||= verdict.kind === 'invalid-client';
      // Another scope may help against a refused scope; against refused credentials only another way of sending them.
      at = verdict.kind === 'scope' ? at + 1 : nextPlace(variants, at);
    }
    if (known && refusal !== null) return fail(wrongCredentials(host, detailOf(refusal, options.redact)));
  }
  const host = new URL(urls[0] ?? 'https://sis').host;
  if (refusal === null) return fail(noKnownAuth(host, 'No token endpoint was found.'));
  const detail = detailOf(refusal, options.redact);
  return fail(options.onlyWay ? wrongCredentials(host, detail) : noKnownAuth(host, detail));
}

function nextPlace(variants: readonly TokenVariant[], at: number): number {
  const next = variants.findIndex((variant, index) => index > at && variant.place !== variants[at]?.place);
  return next < 0 ? variants.length : next;
}

function ask(options: TokenSourceOptions, url: string, variant: TokenVariant): Promise<Outcome<HttpAnswer>> {
  const request = succeed(tokenRequest(url, options.key, options.secret, variant));
  return options.sender.send(async () => request, { retries: 2, signal: options.signal });
}

function detailOf(answer: HttpAnswer, redact: Redact): string {
  return redact(`The token address answered with status ${answer.status}. ${wordsOf(answer)}`);
}
