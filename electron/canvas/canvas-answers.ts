import type { HttpAnswer, HttpFault } from '../net/http.ts';
import {
  type CanvasFailure,
  cancelled,
  canvasDown,
  certificateRefused,
  importsDisabled,
  notCanvas,
  notFound,
  notRootAccount,
  permissionMissing,
  scopeMissing,
  tokenRefused,
  unexpectedAnswer,
  unreachable,
} from './canvas-failures.ts';

/** What an exchange was for, in words that follow "not allowed to …". */
export interface CallPurpose {
  readonly what: string;
  readonly host: string;
}

const decoder = new TextDecoder();

/** Canvas' own words in an error answer, shortened: for `detail`, and for telling cases apart with a fallback each. */
function wordsOf(answer: HttpAnswer): string {
  return decoder.decode(answer.body.slice(0, 2000)).replace(/\s+/g, ' ').slice(0, 400);
}

export function rateLimitRemaining(answer: HttpAnswer): number | null {
  const text = answer.header('x-rate-limit-remaining');
  const value = text === undefined ? Number.NaN : Number.parseFloat(text);
  return Number.isNaN(value) ? null : value;
}

/** Throttling in both dialects, 403 and 429 (canvas-sis.md §5.2): told from a missing permission by text or header. */
export function isThrottled(answer: HttpAnswer): boolean {
  if (answer.status === 429) return true;
  if (answer.status !== 403) return false;
  const remaining = rateLimitRemaining(answer);
  return (remaining !== null && remaining <= 0) || /rate limit exceeded/i.test(wordsOf(answer));
}

/** The failure an answer stands for; null for a 2xx. */
export function failureOfAnswer(answer: HttpAnswer, purpose: CallPurpose): CanvasFailure | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return looksLikePage(answer) ? notCanvas(purpose.host, `${status} html`) : null;
  const detail = `${status} ${wordsOf(answer)}`;
  if (status >= 300 && status < 400) return notCanvas(purpose.host, `${status} redirect`);
  if (status === 401) return failureOf401(answer, purpose, detail);
  if (status === 502 || status === 503 || status === 504) return canvasDown(`${status}`);
  if (looksLikePage(answer)) return status >= 500 ? canvasDown(`${status}`) : notCanvas(purpose.host, `${status} html`);
  if (status === 403) return failureOf403(purpose, detail);
  if (status === 404) return notFound(purpose.what, detail);
  if (status === 400 && /root[ _]account/i.test(detail)) return notRootAccount(detail);
  if (status >= 500) return canvasDown(detail);
  return unexpectedAnswer(detail);
}

/** 401 with WWW-Authenticate is the token, without it a permission (canvas-sis.md §5.2). */
function failureOf401(answer: HttpAnswer, purpose: CallPurpose, detail: string): CanvasFailure {
  if (/insufficient scopes/i.test(detail)) return scopeMissing(purpose.what, detail);
  if (answer.header('www-authenticate') !== undefined) return tokenRefused(detail);
  if (looksLikePage(answer)) return notCanvas(purpose.host, '401 html');
  return /invalid access token|unauthenticated/i.test(detail) ? tokenRefused(detail) : permissionMissing(purpose.what, detail);
}

function failureOf403(purpose: CallPurpose, detail: string): CanvasFailure {
  if (/imports? (is|are) not enabled/i.test(detail)) return importsDisabled(detail);
  if (/insufficient scopes/i.test(detail)) return scopeMissing(purpose.what, detail);
  return permissionMissing(purpose.what, detail);
}

function looksLikePage(answer: HttpAnswer): boolean {
  if (/text\/html/i.test(answer.header('content-type') ?? '')) return true;
  return /^\s*<(!doctype|html|\?xml)/i.test(decoder.decode(answer.body.slice(0, 200)));
}

/** The failure of an exchange that brought no answer. */
export function failureOfFault(fault: HttpFault, host: string): CanvasFailure {
  switch (fault.kind) {
    case 'cancelled':
      return cancelled();
    case 'name-not-found':
      return unreachable(host, fault.detail);
    case 'certificate':
      return certificateRefused(host, fault.detail);
    case 'redirect':
      return notCanvas(host, 'redirect');
    case 'too-large':
      return unexpectedAnswer('the answer is too large');
    case 'connection-refused':
    case 'timeout':
    case 'connection-lost':
    case 'network':
      return canvasDown(`${fault.kind}: ${fault.detail}`);
  }
}
