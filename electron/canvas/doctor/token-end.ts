import { z } from 'zod';
import type { Check } from '../../../shared/district.ts';
import type { CanvasHttp } from '../canvas-http.ts';
import { fine, warning } from './check.ts';

const name = 'Token end date';
const DAY_MS = 86_400_000;
/** Time enough to make a new token without hurry. */
const SOON_DAYS = 30;
/** Letters of a token by which Canvas tells its tokens apart (Access Tokens API: `token_hint`). */
const HINT_LENGTH = 5;
const RENEW = 'Make a new token in Canvas under Account › Settings › Approved Integrations and enter it here.';

const WireToken = z.object({ token_hint: z.string().nullish(), expires_at: z.string().nullable() });
type WireToken = z.infer<typeof WireToken>;

/** When the token ends, as newer Canvas tells its owner: from the list of tokens, else by the hint. At most two requests. */
export async function tokenEndCheck(http: CanvasHttp, token: string, now: number): Promise<Check> {
  const found = await findToken(http, token);
  return found === null ? unknown : judge(found.expires_at, now);
}

/** The instant at which the token ends; null for one without an end, and where Canvas does not tell. */
export async function readTokenEnd(http: CanvasHttp, token: string): Promise<string | null> {
  const end = Date.parse((await findToken(http, token))?.expires_at ?? '');
  return Number.isNaN(end) ? null : new Date(end).toISOString();
}

async function findToken(http: CanvasHttp, token: string): Promise<WireToken | null> {
  return (await fromList(http, token)) ?? (await byHint(http, token));
}

async function fromList(http: CanvasHttp, token: string): Promise<WireToken | null> {
  const path = '/api/v1/users/self/user_generated_tokens?per_page=100';
  const read = await http.read({ method: 'GET', path, what: 'see its own tokens' }, z.array(WireToken));
  if (!read.ok) return null;
  const own = read.value.filter(({ token_hint: hint }) => hint != null && hint !== '' && startsWith(token, hint));
  // Two tokens may begin alike: then the earlier end is the careful answer.
  return own.sort((a, b) => endOf(a) - endOf(b))[0] ?? null;
}

async function byHint(http: CanvasHttp, token: string): Promise<WireToken | null> {
  const path = `/api/v1/users/self/tokens/${encodeURIComponent(token.slice(0, HINT_LENGTH))}`;
  const read = await http.read({ method: 'GET', path, what: 'see its own token' }, WireToken);
  return read.ok ? read.value : null;
}

/** Hosted Canvas puts the number of its database before the token: `1234~…`. */
function startsWith(token: string, hint: string): boolean {
  return token.startsWith(hint) || token.slice(token.indexOf('~') + 1).startsWith(hint);
}

function endOf({ expires_at }: WireToken): number {
  const end = Date.parse(expires_at ?? '');
  return Number.isNaN(end) ? Number.POSITIVE_INFINITY : end;
}

function judge(expiresAt: string | null, now: number): Check {
  if (expiresAt === null) return fine(name, 'The token has no end date.');
  const end = Date.parse(expiresAt);
  if (Number.isNaN(end)) return unknown;
  const days = Math.max(0, Math.floor((end - now) / DAY_MS));
  const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(end));
  const message = `The token ends on ${day}, in ${days} ${days === 1 ? 'day' : 'days'}. From then on syncs stop until there is a new one.`;
  return days < SOON_DAYS ? warning(name, message, RENEW) : fine(name, message);
}

/** Signed in with a developer key: there is no end date to watch. */
export const signInLasts = fine(
  name,
  'Signed in with a developer key. Access is renewed by itself, until somebody ends it in Canvas.',
);

const unknown = fine(
  name,
  'This Canvas does not tell when the token ends. When it does, syncs stop until there is a new one.',
  'Look it up in Canvas under Account › Settings › Approved Integrations, and put the date into your calendar.',
);
