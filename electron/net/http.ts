import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { boundedFetch } from './bounded-body.ts';
import type { Edge } from './edge.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'OPTIONS' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer> | string;
  /** Whole request, milliseconds. */
  readonly timeoutMs: number;
  /** Refuse bodies beyond this many bytes (default 64 MiB); never applies to files. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly url: string;
  /** Header value by any spelling of its name; undefined for one that came more than once. */
  header(name: string): string | undefined;
  /** All lines of a header that may come more than once; some networks join them by commas. */
  headerLines(name: string): readonly string[];
  readonly body: ArrayBuffer;
}

/** Why no answer came. `detail` is for support and carries no secret. */
export interface HttpFault {
  readonly kind:
    | 'cancelled'
    | 'timeout'
    | 'name-not-found'
    | 'connection-refused'
    | 'connection-lost'
    | 'certificate'
    | 'redirect'
    | 'too-large'
    | 'network';
  readonly detail: string;
}

export type HttpResult = { readonly ok: true; readonly answer: HttpAnswer } | { readonly ok: false; readonly fault: HttpFault };

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
const instances = new WeakMap<typeof globalThis.fetch, Map<number, AxiosInstance>>();

/**
 * One HTTP exchange through axios on the given fetch. Every status is an answer; redirects are refused so that a
 * credential never follows one (ENGINE-NOTES §3); cookies are neither sent nor kept, unless a caller sends them itself.
 */
export async function sendHttp(edge: Edge, request: HttpRequest): Promise<HttpResult> {
  try {
    const response: AxiosResponse<ArrayBuffer> = await instanceFor(edge.fetch, request.maxBytes ?? DEFAULT_MAX_BYTES).request({
      method: request.method,
      url: request.url,
      headers: { ...request.headers },
      ...(request.body === undefined ? {} : { data: request.body }),
      timeout: request.timeoutMs,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
    const { headers } = response;
    return {
      ok: true,
      answer: {
        status: response.status,
        url: request.url,
        body: response.data,
        header: (name) => headerValue(headers, name),
        headerLines: (name) => headerLines(headers, name),
      },
    };
  } catch (error) {
    return { ok: false, fault: faultOf(error, request.signal) };
  }
}

function instanceFor(fetch: typeof globalThis.fetch, maxBytes: number): AxiosInstance {
  const byLimit = instances.get(fetch) ?? new Map<number, AxiosInstance>();
  instances.set(fetch, byLimit);
  const known = byLimit.get(maxBytes);
  if (known !== undefined) return known;
  const made = axios.create({
    adapter: 'fetch',
    // `Request: null` keeps axios from probing stream uploads, which Electron's net.fetch does not offer; `Response: null`
    // from reading the body through streams of its own.
    env: { fetch: boundedFetch(fetch, maxBytes), Request: null, Response: null } as never,
    fetchOptions: { redirect: 'error', credentials: 'omit' },
    responseType: 'arraybuffer',
    maxRedirects: 0,
    validateStatus: () => true,
    transformResponse: [],
    headers: { 'User-Agent': 'Rosterbridge' },
  });
  byLimit.set(maxBytes, made);
  return made;
}

function headerValue(headers: AxiosResponse['headers'], name: string): string | undefined {
  const value: unknown = headers[name.toLowerCase()];
  return typeof value === 'string' ? value : undefined;
}

function headerLines(headers: AxiosResponse['headers'], name: string): string[] {
  const value: unknown = headers[name.toLowerCase()];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((line) => typeof line === 'string');
}

/** Connection faults carry a code under Node and only a `net::ERR_…` text under Electron: map both in this one place. */
function faultOf(error: unknown, signal: AbortSignal | undefined): HttpFault {
  const detail = describe(error);
  if (signal?.aborted === true || /ERR_CANCELED|AbortError/.test(detail)) return { kind: 'cancelled', detail };
  if (/BodyTooLarge/.test(detail)) return { kind: 'too-large', detail };
  if (/redirect/i.test(detail)) return { kind: 'redirect', detail };
  if (/ETIMEDOUT|ECONNABORTED|TIMED_OUT|timeout/i.test(detail)) return { kind: 'timeout', detail };
  if (/ENOTFOUND|EAI_AGAIN|NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED/.test(detail)) return { kind: 'name-not-found', detail };
  if (/ECONNREFUSED|CONNECTION_REFUSED|ADDRESS_UNREACHABLE/.test(detail)) return { kind: 'connection-refused', detail };
  if (/CERT_|SSL|TLS|self.signed|UNABLE_TO_VERIFY/i.test(detail)) return { kind: 'certificate', detail };
  if (
    /ECONNRESET|EPIPE|CONNECTION_RESET|CONNECTION_CLOSED|EMPTY_RESPONSE|CONTENT_LENGTH_MISMATCH|INCOMPLETE_CHUNKED|other side closed|terminated/i.test(
      detail,
    )
  ) {
    return { kind: 'connection-lost', detail };
  }
  return { kind: 'network', detail };
}

/** The texts and codes of an error and its causes; axios wraps fetch's error, which wraps the socket's. */
function describe(error: unknown): string {
  const parts: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    const code: unknown = 'code' in current ? current.code : undefined;
    parts.push(typeof code === 'string' ? `${code} ${current.message}` : `${current.name} ${current.message}`);
    current = current.cause;
  }
  return parts.join(' < ') || String(error);
}
