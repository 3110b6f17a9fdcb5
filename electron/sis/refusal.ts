import type { Failure } from '../../shared/failure.ts';
import type { HttpAnswer } from '../net/http.ts';
import { decodeBody, looksLikeHtml } from './body.ts';
import * as failures from './failures.ts';
import { isRecord, textOf } from './schema/loose-row.ts';
import { serverNote } from './server-note.ts';

/** Hides key and secret wherever a server's own words might repeat them. */
export type Redact = (text: string) => string;

export function redactor(...secrets: readonly string[]): Redact {
  const known = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]).filter((secret) => secret.length >= 4);
  return (text) => known.reduce((shown, secret) => shown.replaceAll(secret, '•••'), text);
}

/** An answer that is not the wanted data, told by its status (oneroster-1.1.md §5). `what` is a collection or "the OneRoster API". */
export function refusalOf(answer: HttpAnswer, host: string, what: string, redact: Redact): Failure {
  const detail = redact(`Status ${answer.status}. ${wordsOf(answer)}`.trim());
  const { status } = answer;
  if (status >= 300 && status < 400) return failures.redirected(host, detail);
  if (status === 401) return failures.wrongCredentials(host, detail);
  if (status === 403) return failures.forbidden(host, what, detail);
  if (status === 404 || status === 405 || status === 501) return failures.missingRoute(host, what, detail);
  if (status === 429) return failures.busy(host, detail);
  return status >= 500 ? failures.serverError(host, status, detail) : failures.badRequest(host, detail);
}

export function isHtml(answer: HttpAnswer): boolean {
  return looksLikeHtml(decodeBody(answer.body.slice(0, 500)));
}

/** The server's own words, short and for support only; never its rows. */
export function wordsOf(answer: HttpAnswer): string {
  const text = decodeBody(answer.body.slice(0, 20_000)).trim();
  if (text === '') return 'No text came with it.';
  if (looksLikeHtml(text)) return 'A web page came with it.';
  const body = jsonObject(text);
  if (body === null) return `The server says: ${text.replace(/\s+/g, ' ').slice(0, 200)}`;
  const note = serverNote(body).texts.join(' ');
  const plain = ['error', 'error_description', 'message', 'description']
    .map((key) => textOf(body[key]))
    .filter((part) => part !== '');
  const words = note || plain.join(' – ');
  return words === '' ? '' : `The server says: ${words.slice(0, 300)}`;
}

export function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
