import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import type { Edge } from '../net/edge.ts';
import { type HttpAnswer, type HttpFault, type HttpRequest, sendHttp } from '../net/http.ts';
import { busy, cancelled, unreachable } from './failures.ts';

export interface Patience {
  /** Tries after the first one. */
  readonly retries: number;
  readonly signal?: AbortSignal | undefined;
  /** The server ran out of time (timeout, 502, 504): ask for less next time. */
  readonly onSlow?: () => void;
}

export interface PatientSender {
  /**
   * Sends a request that may be repeated without harm. `make` is called anew for each try, because a signature or token
   * is good for one. Any status is an answer once retries are used up (oneroster-1.1.md §5).
   */
  send(make: () => Promise<Outcome<HttpRequest>>, patience: Patience): Promise<Outcome<HttpAnswer>>;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
const LONGEST_WAIT_MS = 5 * 60_000;

/** One per SIS: a server that asks for a pause gets it from all requests at once (§5, 429 and 503). */
export function createPatientSender(edge: Edge, log: (text: string) => void): PatientSender {
  let quietUntil = 0;

  async function send(make: () => Promise<Outcome<HttpRequest>>, patience: Patience): Promise<Outcome<HttpAnswer>> {
    for (let attempt = 0; ; attempt += 1) {
      if (!(await waited(quietUntil - edge.now(), patience.signal))) return fail(cancelled());
      const request = await make();
      if (!request.ok) return request;
      const host = new URL(request.value.url).host;
      const result = await sendHttp(edge, { ...request.value, signal: patience.signal });
      const again = result.ok ? statusWorthRepeating(result.answer.status) : faultWorthRepeating(result.fault);
      if (!again || attempt >= patience.retries)
        return result.ok ? succeed(result.answer) : fail(unreachable(host, result.fault));
      const asked = result.ok ? retryAfterMs(result.answer, edge.now()) : 0;
      if (asked > LONGEST_WAIT_MS) return fail(busy(host, `It asks to wait ${Math.round(asked / 1000)} seconds.`));
      if (asked > 0) quietUntil = Math.max(quietUntil, edge.now() + asked);
      if (isSlow(result)) patience.onSlow?.();
      log(
        `${host}: try ${attempt + 1} ended with ${result.ok ? `status ${result.answer.status}` : result.fault.kind}; trying again`,
      );
      if (!(await waited(backoffMs(attempt, edge.random()), patience.signal))) return fail(cancelled());
    }
  }

  /** False when cancelled meanwhile. */
  async function waited(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
    try {
      if (ms > 0) await edge.sleep(ms, signal);
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
    return signal?.aborted !== true;
  }

  return { send };
}

function backoffMs(attempt: number, chance: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt) * (0.5 + chance / 2);
}

function statusWorthRepeating(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501);
}

function faultWorthRepeating(fault: HttpFault): boolean {
  return fault.kind !== 'cancelled' && fault.kind !== 'certificate' && fault.kind !== 'redirect' && fault.kind !== 'too-large';
}

function isSlow(result: { ok: true; answer: HttpAnswer } | { ok: false; fault: HttpFault }): boolean {
  return result.ok ? [408, 502, 504].includes(result.answer.status) : result.fault.kind === 'timeout';
}

/** Retry-After as seconds or as a date; 0 when absent. */
function retryAfterMs(answer: HttpAnswer, now: number): number {
  const text = answer.header('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const until = text === '' ? Number.NaN : Date.parse(text);
  return Number.isNaN(until) ? 0 : Math.max(0, until - now);
}
