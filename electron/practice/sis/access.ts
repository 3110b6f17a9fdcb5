import type { IncomingMessage } from 'node:http';
import type { CodeMinor } from './errors.ts';
import type { Write } from './gradebook/write.ts';
import type { Habits } from './habits.ts';
import type { TokenDesk } from './oauth.ts';
import { parseQuery } from './query.ts';
import type { Found, Route } from './routes.ts';
import type { makeSignatureDesk, SignatureMethod } from './signatures.ts';
import { isGradebook } from './store.ts';
import { pageOf, shows } from './where.ts';

export interface Desks {
  tokens: TokenDesk;
  signatures: ReturnType<typeof makeSignatureDesk>;
}

/** Which signatures are taken. */
export const METHODS: Readonly<Record<Habits['auth'], readonly SignatureMethod[]>> = {
  oauth2: [],
  oauth1: ['HMAC-SHA1', 'HMAC-SHA256'],
  'oauth1-sha1': ['HMAC-SHA1'],
  'oauth1-sha256': ['HMAC-SHA256'],
  either: ['HMAC-SHA1', 'HMAC-SHA256'],
};

const ROSTER_SCOPES = ['roster-core.readonly', 'roster.readonly'];
/** Which scope a gradebook call needs (oneroster-1.1 §1.3). */
const GRADEBOOK_SCOPES: Readonly<Record<string, readonly string[]>> = {
  GET: ['gradebook.readonly'],
  PUT: ['gradebook.createput'],
  DELETE: ['gradebook.delete'],
};

/** One row of the gradebook may be put and deleted; a whole list put to by those who leave the id to the server (§6.1). */
export function methodsFor(found: Found, habits: Habits): string[] {
  const { gradebookWrites } = habits;
  if (!found.route || !isGradebook(found.route.collection) || gradebookWrites === '404' || gradebookWrites === '405')
    return ['GET'];
  if (found.kind === 'single') return ['GET', 'PUT', 'DELETE'];
  return found.kind === 'list' && isWhole(found.route) && habits.gradebookIds.startsWith('minted') ? ['GET', 'PUT'] : ['GET'];
}

function isWhole(route: Route): boolean {
  return route.path === route.collection;
}

export function writeOf(found: Found, method: string): Write | undefined {
  if (found.kind === 'unknown' || (method !== 'PUT' && method !== 'DELETE')) return undefined;
  const { collection } = found.route;
  if (!isGradebook(collection)) return undefined;
  return { method, route: { ...found.route, collection }, sourcedId: found.kind === 'single' ? found.sourcedId : '' };
}

/** Why a call is not allowed; undefined when it is. */
export function refuseCall(desks: Desks, habits: Habits, found: Found, req: IncomingMessage): Denial | undefined {
  const graded = found.route !== undefined && isGradebook(found.route.collection);
  const why = denied(desks, habits, req, graded ? (GRADEBOOK_SCOPES[req.method ?? ''] ?? []) : ROSTER_SCOPES);
  if (why === 'scope') return { status: 403, codeMinor: 'forbidden', description: 'The token does not cover this call.' };
  if (why !== '') return { status: 401, codeMinor: 'unauthorized', description: why };
  if (graded && habits.vendorHeader && !req.headers['x-vendor-authorization'])
    return { status: 401, codeMinor: 'unauthorized', description: 'The vendor is not authorized.' };
  return undefined;
}

export interface Denial {
  status: 401 | 403;
  codeMinor: CodeMinor;
  description: string;
}

/** '' when the call is allowed, else why not. */
function denied({ tokens, signatures }: Desks, habits: Habits, req: IncomingMessage, scopes: readonly string[]): string {
  const { authorization = '', host = '' } = req.headers;
  const signed = habits.auth !== 'oauth2' && !(habits.auth === 'either' && /^Bearer /i.test(authorization));
  if (signed) {
    return signatures.check({ method: req.method ?? '', origin: `http://${host}`, target: req.url ?? '', authorization });
  }
  const access = tokens.check(req, scopes);
  return access === 'granted' ? '' : access === 'scope' ? 'scope' : `Bearer token ${access}.`;
}

/** This very call is where a token dies. */
export function isRevokedHere(habits: Habits, found: Found, method: string, address: URL): boolean {
  const { route } = found;
  if (habits.revokeToken === null || !route || (found.kind === 'single' && method === 'GET')) return false;
  if (method !== 'GET') return shows(habits.revokeToken, route.collection, 0);
  const query = parseQuery(route.collection, address.searchParams, habits);
  return query.ok && shows(habits.revokeToken, route.collection, pageOf(query.query.offset, query.query.limit));
}
