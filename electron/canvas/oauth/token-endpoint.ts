import { z } from 'zod';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { Edge } from '../../net/edge.ts';
import { type HttpAnswer, sendHttp } from '../../net/http.ts';
import { failureOfAnswer, failureOfFault } from '../canvas-answers.ts';
import { type CanvasFailure, developerKeyRefused, notCanvas, signInEnded, signInRefused } from '../canvas-failures.ts';

/** A developer key as its owner copies it from Canvas. */
export interface DeveloperKeyPair {
  readonly origin: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface GrantedToken {
  readonly accessToken: string;
  /** Milliseconds since the epoch; for ever where Canvas names no end. */
  readonly endsAt: number;
  /** With the first answer; later ones name one only where Canvas replaces it. */
  readonly refreshToken: string | null;
  readonly userName: string;
}

const TIMEOUT_MS = 30_000;
const WireGrant = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().nullish(),
  refresh_token: z.string().min(1).nullish(),
  user: z.object({ name: z.string().nullish() }).nullish(),
});
const WireError = z.object({ error: z.string(), error_description: z.string().nullish() });

/** Trades the code of the browser for tokens. */
export function exchangeCode(
  edge: Edge,
  key: DeveloperKeyPair,
  { code, redirectUri, verifier }: { readonly code: string; readonly redirectUri: string; readonly verifier: string },
): Promise<Outcome<GrantedToken>> {
  const fields = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
  return ask(edge, key, fields, signInRefused.bind(null, 'the code it gave was refused.'));
}

/** A new access token; the one of before ends at once, so only one may ask at a time. */
export function refresh(edge: Edge, key: DeveloperKeyPair, refreshToken: string): Promise<Outcome<GrantedToken>> {
  return ask(edge, key, { grant_type: 'refresh_token', refresh_token: refreshToken }, signInEnded);
}

/** Secrets go in the body, which no log shows, and to Canvas' own origin only. */
async function ask(
  edge: Edge,
  { origin, clientId, clientSecret }: DeveloperKeyPair,
  fields: Readonly<Record<string, string>>,
  refused: (detail: string) => CanvasFailure,
): Promise<Outcome<GrantedToken>> {
  const asked = edge.now();
  const result = await sendHttp(edge, {
    method: 'POST',
    url: `${origin}/login/oauth2/token`,
    headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...fields, client_id: clientId, client_secret: clientSecret }).toString(),
    timeoutMs: TIMEOUT_MS,
  });
  const { host } = new URL(origin);
  // Older Canvas answers a refusal by sending whoever asks to the redirect address.
  if (!result.ok) return fail(result.fault.kind === 'redirect' ? refused('redirect') : failureOfFault(result.fault, host));
  const failure = failureOf(result.answer, host, refused);
  if (failure !== null) return fail(failure);
  const granted = WireGrant.safeParse(jsonOf(result.answer));
  if (!granted.success) return fail(notCanvas(host, 'no token in the answer'));
  const { access_token, expires_in, refresh_token, user } = granted.data;
  const endsAt = expires_in == null ? Number.POSITIVE_INFINITY : asked + expires_in * 1000;
  return succeed({ accessToken: access_token, endsAt, refreshToken: refresh_token ?? null, userName: user?.name ?? '' });
}

/** What Canvas says of a refusal names no secret; anything that is no refusal is judged like every other answer. */
function failureOf(answer: HttpAnswer, host: string, refused: (detail: string) => CanvasFailure): CanvasFailure | null {
  if (answer.status < 400) return failureOfAnswer(answer, { what: 'sign in', host });
  const error = WireError.safeParse(jsonOf(answer));
  if (answer.status >= 500 || answer.status === 429 || !error.success) return failureOfAnswer(answer, { what: 'sign in', host });
  const detail = `${answer.status} ${error.data.error}: ${error.data.error_description ?? ''}`.slice(0, 300);
  return error.data.error === 'invalid_client' || error.data.error === 'unauthorized_client'
    ? developerKeyRefused(detail)
    : refused(detail);
}

function jsonOf(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(answer.body));
  } catch {
    return null;
  }
}
