import type { z } from 'zod';
import type { Failure } from '../../shared/failure.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import type { Edge } from '../net/edge.ts';
import { type HttpAnswer, type HttpFault, sendHttp } from '../net/http.ts';
import { failureOfAnswer, failureOfFault, isThrottled, rateLimitRemaining } from './canvas-answers.ts';
import { cancelled, notCanvas, throttledTooLong, tokenRefused, unexpectedAnswer } from './canvas-failures.ts';
import { nextLink } from './link-header.ts';
import { createPacer } from './pacer.ts';

/** One line per exchange, for the support log: never a token, a query or a body. */
export interface CanvasLogLine {
  readonly method: string;
  readonly path: string;
  /** Null when no answer came. */
  readonly status: number | null;
  readonly ms: number;
  readonly note: string;
}

/** Gives the token to go on with; `refused` is the one Canvas did not take, '' at the beginning. */
export type TokenSource = (refused: string) => Promise<Outcome<string>>;

export interface CanvasHttpOptions {
  readonly origin: string;
  /** '' where `renew` gives the first one too. */
  readonly token: string;
  /** Left out for a token that lasts: when Canvas refuses that one, it is wrong. */
  readonly renew?: TokenSource | undefined;
  readonly edge: Edge;
  readonly signal?: AbortSignal | undefined;
  readonly log?: ((line: CanvasLogLine) => void) | undefined;
}

export interface CanvasCall {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** From `/api/v1/…` on, query included. */
  readonly path: string;
  /** What the call is for, in words that follow "not allowed to …". */
  readonly what: string;
  readonly body?: Uint8Array<ArrayBuffer> | string;
  readonly contentType?: string;
  readonly timeoutMs?: number;
  /** Left out for calls that prove something without the token. */
  readonly anonymous?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** How an exchange that was sent ended, before anybody judged the answer. */
export type CanvasExchange =
  | { readonly kind: 'answer'; readonly answer: HttpAnswer }
  | { readonly kind: 'fault'; readonly fault: HttpFault }
  | { readonly kind: 'stopped'; readonly failure: Failure };

export interface CanvasHttp {
  readonly origin: string;
  /** The token in use; '' before a sign-in gave one. */
  token(): string;
  /** The Date header of the newest answer as ISO instant; null when there is none from the last few seconds. */
  serverTime(): string | null;
  /** Paced and retried (only GET is retried after trouble; a throttled request was never begun, so any is repeated). */
  exchange(call: CanvasCall): Promise<CanvasExchange>;
  read<T extends z.ZodType>(call: CanvasCall, schema: T): Promise<Outcome<z.infer<T>>>;
  /** Every page of a list; stops at the first failure. `onPage` may take its time: the next page waits for it. */
  pages<T extends z.ZodType>(
    call: CanvasCall,
    schema: T,
    onPage: (page: z.infer<T>) => void | Promise<void>,
  ): Promise<Outcome<void>>;
}

const TIMEOUT_MS = 60_000;
/** Pauses before the second, third and fourth attempt of a GET. */
const RETRY_PAUSES_MS = [500, 1500, 4000];
/** About five minutes of waiting in all. */
const MAX_REFUSALS = 12;
/** A token refused right after it was renewed has another reason. */
const MAX_RENEWALS = 2;
/** An older Date header no longer tells Canvas' time. */
const FRESH_MS = 5000;
/** No list we read comes near this many pages; a server that always names a next page must not hold us for ever. */
const MAX_PAGES = 20_000;
const retriedStatus = new Set([500, 502, 503, 504]);

/** The HTTP side of one Canvas: pacing, retries, paging, and every answer judged (canvas-sis.md §5). */
export function createCanvasHttp(options: CanvasHttpOptions): CanvasHttp {
  const { origin, edge, log } = options;
  const host = new URL(origin).host;
  let token = options.token.trim();
  const pacer = createPacer(edge);
  let newest: { readonly date: string; readonly at: number } | null = null;

  async function sendOnce(call: CanvasCall, url: string, signal: AbortSignal | undefined): Promise<CanvasExchange> {
    let remaining: number | null = null;
    let refused = false;
    await pacer.enter(signal);
    const started = edge.now();
    try {
      const result = await sendHttp(edge, {
        method: call.method,
        url,
        headers: headersOf(call, token),
        ...(call.body === undefined ? {} : { body: call.body }),
        timeoutMs: call.timeoutMs ?? TIMEOUT_MS,
        signal,
      });
      const status = result.ok ? result.answer.status : null;
      const note = result.ok ? '' : result.fault.kind;
      log?.({ method: call.method, path: loggedPath(url), status, ms: edge.now() - started, note });
      if (!result.ok) return { kind: 'fault', fault: result.fault };
      remaining = rateLimitRemaining(result.answer);
      refused = isThrottled(result.answer);
      const date = dateHeader(result.answer);
      if (date !== null) newest = { date, at: edge.now() };
      return { kind: 'answer', answer: result.answer };
    } finally {
      pacer.leave(remaining, refused);
    }
  }

  async function exchange(call: CanvasCall): Promise<CanvasExchange> {
    const signal = anySignal(options.signal, call.signal);
    if (token === '' && call.anonymous !== true) {
      const first = await renewed('');
      if (first !== null) return { kind: 'stopped', failure: first };
    }
    // A header cannot carry it, and no Canvas token looks like this: something else was pasted.
    if (call.anonymous !== true && !/^[\x21-\x7e]+$/.test(token))
      return { kind: 'stopped', failure: tokenRefused('the token contains impossible characters') };
    const url = new URL(call.path, origin);
    if (url.origin !== origin) return { kind: 'stopped', failure: notCanvas(host, 'the next page is on another server') };
    let attempts = 0;
    let refusals = 0;
    let renewals = 0;
    try {
      while (true) {
        const used = token;
        const result = await sendOnce(call, url.href, signal);
        // An access token that ended: Canvas did nothing, so anything may be asked again.
        if (options.renew !== undefined && renewals < MAX_RENEWALS && isTokenRefused(result, host)) {
          renewals += 1;
          const failure = await renewed(used);
          if (failure !== null) return { kind: 'stopped', failure };
          continue;
        }
        if (result.kind === 'answer' && isThrottled(result.answer)) {
          refusals += 1;
          if (refusals > MAX_REFUSALS) return { kind: 'stopped', failure: throttledTooLong(`${result.answer.status}`) };
          continue;
        }
        const pause = RETRY_PAUSES_MS[attempts];
        if (call.method !== 'GET' || pause === undefined || !isPassing(result)) return result;
        attempts += 1;
        await edge.sleep(pause * (0.75 + edge.random() / 2), signal);
      }
    } catch (error) {
      if (signal?.aborted === true) return { kind: 'stopped', failure: cancelled() };
      throw error;
    }
  }

  /** Null when there is a new token now. Whoever asks with one that was replaced meanwhile gets the newest. */
  async function renewed(refused: string): Promise<Failure | null> {
    if (options.renew === undefined || token !== refused) return null;
    const fresh = await options.renew(refused);
    if (!fresh.ok) return fresh.failure;
    token = fresh.value;
    return null;
  }

  async function readAnswer(call: CanvasCall): Promise<Outcome<HttpAnswer>> {
    const result = await exchange(call);
    if (result.kind === 'stopped') return fail(result.failure);
    if (result.kind === 'fault') return fail(failureOfFault(result.fault, host));
    const failure = failureOfAnswer(result.answer, { what: call.what, host });
    return failure === null ? succeed(result.answer) : fail(failure);
  }

  return {
    origin,
    token: () => token,
    serverTime: () => (newest !== null && Math.abs(edge.now() - newest.at) <= FRESH_MS ? newest.date : null),
    exchange,
    async read(call, schema) {
      const answer = await readAnswer(call);
      return answer.ok ? parseAnswer(answer.value, schema, host) : answer;
    },
    async pages(call, schema, onPage) {
      let path = call.path;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const answer = await readAnswer({ ...call, path });
        if (!answer.ok) return answer;
        const parsed = parseAnswer(answer.value, schema, host);
        if (!parsed.ok) return parsed;
        await onPage(parsed.value);
        const next = nextLink(answer.value.header('link'));
        if (next === null) return succeed(undefined);
        if (next === path) break;
        path = next;
      }
      return fail(unexpectedAnswer('the list of pages never ends'));
    },
  };
}

/** Parses and checks a JSON body; what is wrong is named by path only, because values may be personal. */
export function parseAnswer<T extends z.ZodType>(answer: HttpAnswer, schema: T, host: string): Outcome<z.infer<T>> {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder().decode(answer.body));
  } catch {
    return fail(notCanvas(host, `${answer.status}, no JSON`));
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return succeed(parsed.data);
  const where = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.')}: ${issue.code}`);
  return fail(unexpectedAnswer(where.join('; ')));
}

/** Ids as strings: on hosted Canvas they pass 2^53 (canvas-sis.md §5.4). The token is a header, never a parameter (§5.1). */
function headersOf(call: CanvasCall, token: string): Record<string, string> {
  return {
    Accept: 'application/json+canvas-string-ids',
    ...(call.contentType === undefined ? {} : { 'Content-Type': call.contentType }),
    ...(call.anonymous === true ? {} : { Authorization: `Bearer ${token}` }),
  };
}

function isTokenRefused(result: CanvasExchange, host: string): boolean {
  if (result.kind !== 'answer' || result.answer.status !== 401) return false;
  return failureOfAnswer(result.answer, { what: '', host })?.code === 'canvas.token';
}

/** Trouble that usually passes by itself. */
function isPassing(result: CanvasExchange): boolean {
  if (result.kind === 'answer') return retriedStatus.has(result.answer.status);
  if (result.kind === 'stopped') return false;
  const { kind } = result.fault;
  return kind === 'timeout' || kind === 'connection-lost' || kind === 'connection-refused' || kind === 'network';
}

/** SIS ids may be a student's number, a token's first letters are the token's: the log shows only the kind. */
function loggedPath(url: string): string {
  return new URL(url).pathname.replace(/(sis_\w+_id:|\/tokens\/)[^/]+/g, '$1…');
}

function dateHeader(answer: HttpAnswer): string | null {
  const instant = Date.parse(answer.header('date') ?? '');
  return Number.isNaN(instant) ? null : new Date(instant).toISOString();
}

function anySignal(first: AbortSignal | undefined, second: AbortSignal | undefined): AbortSignal | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return AbortSignal.any([first, second]);
}
