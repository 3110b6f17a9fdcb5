import type { Check, SisAuth } from '../../shared/district.ts';
import type { Collection } from '../../shared/entities.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import type { SisProfileName } from '../../shared/sis-profiles.ts';
import type { Edge } from '../net/edge.ts';
import type { HttpAnswer, HttpRequest } from '../net/http.ts';
import { type Authorizer, oauth1Authorizer, oauth2Authorizer } from './authorizer.ts';
import { runChecks } from './checks.ts';
import { createCookieJar } from './cookies.ts';
import { detectAuth } from './detect.ts';
import { type DoctorQuestions, examineSis } from './doctor/examine.ts';
import { cancelled, wrongUrl } from './failures.ts';
import { lastOffsetOf, type NextLink, resolveNext, targetOfLink } from './link.ts';
import { openPage } from './parse-page.ts';
import { createPatientSender } from './patience.ts';
import type { SisProfile } from './profiles/profile.ts';
import { profileFor, tokenUrlsOf, tokenVariantsOf } from './profiles/profiles.ts';
import { queryOf, withParameter } from './query.ts';
import { redactor, refusalOf } from './refusal.ts';
import { createTokenSource, type TokenSource } from './token-source.ts';

export interface SisClientOptions {
  /** From normaliseBaseUrl. */
  readonly base: string;
  readonly root?: string;
  readonly key: string;
  readonly secret: string;
  readonly auth: SisAuth;
  /** '' while unknown. */
  readonly tokenUrl: string;
  /** Which product the admin says it is; without it the address decides. */
  readonly profile?: SisProfileName | undefined;
  readonly edge: Edge;
  readonly signal?: AbortSignal | undefined;
  readonly log?: (text: string) => void;
}

export interface SisConnection {
  readonly auth: SisAuth;
  readonly tokenUrl: string;
  /** Scopes the server granted, null when it does not say. */
  readonly scopes: readonly string[] | null;
}

export interface PageRequest {
  readonly offset: number;
  readonly limit: number;
  /** Parameters a server put into its next link besides offset and limit. */
  readonly extra?: Readonly<Record<string, string>>;
  /** A next link that carries no offset, to be followed as it is. */
  readonly url?: string;
  /** Tries after the first one, default 5. */
  readonly retries?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface SisPage {
  readonly status: number;
  readonly url: string;
  readonly body: ArrayBuffer;
  /** X-Total-Count, null when absent or not a number. */
  readonly total: number | null;
  /** Rows on this page by X-Count, and the revision of what is shared, as ClassLink sends them; null elsewhere (oneroster-1.1.md §3.1). */
  readonly counted: number | null;
  readonly revision: string | null;
  /** Where the last page begins, by `Link rel=last`. */
  readonly lastOffset: number | null;
  /** `Link rel=next`, absolute and on this SIS' own origin. */
  readonly nextLink: string | null;
  /** Host of a next link that leads elsewhere; it is never followed. */
  readonly foreignLink: string | null;
  readonly serverDate: string | null;
  /** Host of a next link elsewhere of which only the offset is used. */
  readonly strangeLink: string | null;
  /** False when the server refused to sort this page. */
  readonly sorted: boolean;
  /** Rows asked for, after shrinking for a slow server. */
  readonly limit: number;
}

/** An answer of any status, asked for once: for a doctor, who wants to know and never insists. */
export interface SisProbe {
  readonly status: number;
  readonly body: ArrayBuffer;
  readonly total: number | null;
  /** Methods the server offers there, from its Allow header; null when it names none. */
  readonly allow: readonly string[] | null;
}

export interface SisClient {
  readonly base: string;
  readonly profile: SisProfile;
  /** Requests sent so far. */
  asked(): number;
  /** What the newest token came with; `lifetime` in seconds, null when not told or without tokens. */
  token(): { readonly lifetime: number | null; readonly scopes: readonly string[] | null };
  probe(path: string, method?: 'GET' | 'OPTIONS'): Promise<Outcome<SisProbe>>;
  /** Signs in and reads one org; what it found out is worth keeping. */
  connect(): Promise<Outcome<SisConnection>>;
  page(collection: Collection, request: PageRequest): Promise<Outcome<SisPage>>;
  /** Any GET below the base (`/users/…`), with credentials and retries; a status other than 2xx is a failure. */
  get(path: string, signal?: AbortSignal): Promise<Outcome<SisPage>>;
  /** Resolves a next link found in a body against a page's address. */
  nextOf(target: string | null, requested: string): NextLink;
  /** The server refused the sort field with a warning: stop asking for it (oneroster-1.1.md §3.2). */
  dropSort(): void;
  /** The connection test: at most twelve requests once signed in, never throws. */
  checks(): Promise<Check[]>;
  /** The doctor: the whole examination, at most 25 requests (doctor/examine.ts). */
  examine(questions: DoctorQuestions): Promise<Check[]>;
}

const SMALLEST_PAGE = 50;
/** The specification's own default: what a server takes that refuses larger pages. */
const SPEC_PAGE = 100;
const PAGE_RETRIES = 5;
/** Slow servers take up to two minutes for a page (oneroster-1.1.md §7). */
const PAGE_TIMEOUT_MS = 120_000;

export function createSisClient(options: SisClientOptions): SisClient {
  const { base, edge } = options;
  const host = new URL(base).host;
  const redact = redactor(options.key, options.secret);
  const profile = profileFor(options.profile, base);
  const cookies = profile.cookies === 'keep' ? createCookieJar() : null;
  let asked = 0;
  const counting: typeof edge.fetch = (input, init) => {
    asked += 1;
    return edge.fetch(input, init);
  };
  const sender = createPatientSender({ ...edge, fetch: counting, now: () => edge.now() }, (text) => options.log?.(redact(text)));
  const onlyWay = isOnlyOauth2(options);
  const variants = tokenVariantsOf(profile);
  const tokens = createTokenSource({ ...options, urls: tokenUrls(options, profile), variants, cookies, onlyWay, sender, redact });
  const smallest = new Map<string, number>();
  let sort = true;
  let signedIn: Promise<Outcome<Authorizer>> | null = null;

  function authorizer(): Promise<Outcome<Authorizer>> {
    signedIn ??= chooseAuthorizer(options, tokens, () =>
      detectAuth({
        ...options,
        tokens,
        redact,
        profile,
        onlyOauth2: onlyWay,
        get: (path, using) => get(() => `${base}${path}`, using, { retries: 1, timeoutMs: 60_000, signal: options.signal }),
      }),
    ).then((chosen) => {
      if (!chosen.ok) signedIn = null;
      return chosen;
    });
    return signedIn;
  }

  /** One GET with credentials; a 401 is answered once with a new token, or a signature by the server's clock. */
  async function get(url: () => string, using: Authorizer | null, patience: GetPatience): Promise<Outcome<HttpAnswer>> {
    const { method = 'GET' } = patience;
    for (let renewed = false; ; renewed = true) {
      let header = '';
      const make = async (): Promise<Outcome<HttpRequest>> => {
        const to = url();
        const headers: Record<string, string> = { Accept: 'application/json' };
        if (using !== null) {
          const made = await unlessAborted(using.authorize(method, to), patience.signal);
          if (!made.ok) return made;
          header = made.value;
          headers.Authorization = header;
          const kept = cookies?.headerFor(to) ?? null;
          if (kept !== null) headers.Cookie = kept;
        }
        return succeed({ method, url: to, headers, timeoutMs: patience.timeoutMs });
      };
      const answer = await sender.send(make, patience);
      if (!answer.ok || answer.value.status !== 401 || using === null || renewed || !using.renew(answer.value, header))
        return answer;
    }
  }

  async function page(collection: Collection, request: PageRequest): Promise<Outcome<SisPage>> {
    const signal = request.signal ?? options.signal;
    const using = await unlessAborted(authorizer(), signal);
    if (!using.ok) return using;
    let limit = Math.min(request.limit, smallest.get(collection) ?? request.limit);
    let sorted = sort && request.url === undefined;
    const url = () => addressOf(base, collection, request, limit, sorted);
    const onSlow = () => {
      limit = Math.max(Math.min(SMALLEST_PAGE, limit), Math.floor(limit / 2));
    };
    const patience = { retries: request.retries ?? PAGE_RETRIES, timeoutMs: PAGE_TIMEOUT_MS, signal, onSlow };
    let answer = await get(url, using.value, patience);
    if (answer.ok && answer.value.status === 400 && sorted) {
      sorted = false;
      answer = await get(url, using.value, patience);
      if (answer.ok && isSuccess(answer.value.status)) sort = false;
    }
    if (answer.ok && answer.value.status === 400 && limit > SPEC_PAGE && request.url === undefined) {
      limit = SPEC_PAGE;
      answer = await get(url, using.value, patience);
    }
    if (!answer.ok) return answer;
    if (!isSuccess(answer.value.status)) return fail(refusalOf(answer.value, host, collection, redact));
    if (limit < request.limit) smallest.set(collection, limit);
    return succeed(pageOf(answer.value, base, limit, sorted));
  }

  async function probe(path: string, method: 'GET' | 'OPTIONS' = 'GET'): Promise<Outcome<SisProbe>> {
    const using = await unlessAborted(authorizer(), options.signal);
    if (!using.ok) return using;
    const once = { ...using.value, renew: () => false };
    const patience = { retries: 0, timeoutMs: PAGE_TIMEOUT_MS, signal: options.signal, method };
    const answer = await get(() => `${base}${path}`, once, patience);
    if (!answer.ok) return answer;
    const { status, body } = answer.value;
    const allow =
      answer.value
        .header('allow')
        ?.toUpperCase()
        .match(/[A-Z]+/g) ?? null;
    return succeed({ status, body, total: totalOf(answer.value), allow });
  }

  async function getPath(path: string, signal = options.signal): Promise<Outcome<SisPage>> {
    const using = await unlessAborted(authorizer(), signal);
    if (!using.ok) return using;
    const patience = { retries: 1, timeoutMs: PAGE_TIMEOUT_MS, signal };
    const answer = await get(() => `${base}${path}`, using.value, patience);
    if (!answer.ok) return answer;
    return isSuccess(answer.value.status)
      ? succeed(pageOf(answer.value, base, 0, false))
      : fail(refusalOf(answer.value, host, path, redact));
  }

  async function connect(): Promise<Outcome<SisConnection>> {
    const using = await authorizer();
    if (!using.ok) return using;
    const answer = await get(() => `${base}/orgs?limit=1`, using.value, {
      retries: 1,
      timeoutMs: 60_000,
      signal: options.signal,
    });
    if (!answer.ok) return answer;
    const { status } = answer.value;
    if (status === 404 || status === 405) return fail(wrongUrl(host, `Status ${status} for /orgs.`));
    if (!isSuccess(status)) return fail(refusalOf(answer.value, host, 'orgs', redact));
    const opened = openPage('orgs', answer.value.body);
    if (!opened.ok) return opened;
    return succeed({ auth: using.value.auth, tokenUrl: tokens.tokenUrl(), scopes: tokens.scopes() });
  }

  const client: SisClient = {
    base,
    profile,
    asked: () => asked,
    token: () => ({ lifetime: tokens.lifetime(), scopes: tokens.scopes() }),
    probe,
    connect,
    page,
    get: getPath,
    nextOf: (target, requested) => resolveNext(target, base, requested),
    dropSort: () => {
      sort = false;
    },
    checks: () => runChecks(client, edge),
    examine: (questions) => examineSis(client, edge, questions),
  };
  return client;
}

interface GetPatience {
  readonly method?: 'GET' | 'OPTIONS';
  readonly retries: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onSlow?: () => void;
}

function isOnlyOauth2(options: SisClientOptions): boolean {
  return options.auth === 'oauth2' || (options.auth === 'auto' && options.tokenUrl !== '');
}

async function chooseAuthorizer(
  options: SisClientOptions,
  tokens: TokenSource,
  detect: () => Promise<Outcome<Authorizer>>,
): Promise<Outcome<Authorizer>> {
  const { auth, tokenUrl, edge, key, secret } = options;
  if (auth === 'oauth1-sha1') return succeed(oauth1Authorizer(edge, key, secret, 'HMAC-SHA1'));
  if (auth === 'oauth1-sha256') return succeed(oauth1Authorizer(edge, key, secret, 'HMAC-SHA256'));
  return tokenUrl === '' ? detect() : succeed(oauth2Authorizer(tokens));
}

/** The admin's own address first and only; else the usual ones, all on the SIS' origin (oneroster-1.1.md §4.2, §4.4). */
function tokenUrls(options: SisClientOptions, profile: SisProfile): string[] {
  if (options.tokenUrl !== '') return [options.tokenUrl];
  const root = options.root ?? options.base.replace(/\/ims\/oneroster\/.*$/i, '');
  return tokenUrlsOf(profile, { base: options.base, root });
}

function addressOf(base: string, collection: Collection, request: PageRequest, limit: number, sort: boolean): string {
  if (request.url !== undefined) return limit < request.limit ? withParameter(request.url, 'limit', limit) : request.url;
  const order: Record<string, string> = sort ? { sort: 'sourcedId', orderBy: 'asc' } : {};
  return `${base}/${collection}?${queryOf({ limit, offset: request.offset, ...order, ...request.extra })}`;
}

function totalOf(answer: HttpAnswer, name = 'x-total-count'): number | null {
  const total = answer.header(name)?.trim() ?? '';
  return /^\d{1,12}$/.test(total) ? Number(total) : null;
}

function pageOf(answer: HttpAnswer, base: string, limit: number, sorted: boolean): SisPage {
  const link = answer.header('link');
  const next = resolveNext(targetOfLink(link, 'next'), base, answer.url);
  const revision = answer.header('x-perm-rev')?.trim() ?? null;
  return {
    status: answer.status,
    url: answer.url,
    body: answer.body,
    total: totalOf(answer),
    // Elsewhere X-Count may count anything.
    counted: revision === null ? null : totalOf(answer, 'x-count'),
    revision,
    lastOffset: lastOffsetOf(link, answer.url),
    nextLink: next.kind === 'here' ? next.url : null,
    foreignLink: next.kind === 'elsewhere' && !next.offset ? next.host : null,
    strangeLink: next.kind === 'elsewhere' && next.offset ? next.host : null,
    sorted,
    serverDate: answer.header('date') ?? null,
    limit,
  };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Shared work (a token, the detection) goes on for others when one caller is cancelled. */
function unlessAborted<T>(work: Promise<Outcome<T>>, signal: AbortSignal | undefined): Promise<Outcome<T>> {
  if (signal === undefined) return work;
  if (signal.aborted) return Promise.resolve(fail(cancelled()));
  return new Promise((resolve, reject) => {
    const stop = () => resolve(fail(cancelled()));
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
