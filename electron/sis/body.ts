import { isAscii, isUtf8 } from 'node:buffer';
import type { Collection } from '../../shared/entities.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { htmlInsteadOfJson, notJson } from './failures.ts';

/** UTF-8 with or without a byte order mark; bytes that are not UTF-8 are read as Windows-1252, which old servers send. */
export function decodeBody(body: ArrayBuffer | Uint8Array): string {
  const bytes = body instanceof Uint8Array ? body : new Uint8Array(body);
  // Most pages are: a copy instead of decoding, six times as fast.
  if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!isUtf8(bytes)) return new TextDecoder('windows-1252').decode(bytes);
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return Buffer.from(bytes.buffer, bytes.byteOffset + marked, bytes.byteLength - marked).toString('utf8');
}

export function looksLikeHtml(text: string): boolean {
  return /^\s*<(?:!doctype|html|head|body|\?xml|!--|div|script|form)/i.test(text.slice(0, 500));
}

/** JSON, or why not; a parse error's own text is not passed on because it quotes the data. */
export function parseBody(text: string, what: Collection | 'token'): Outcome<unknown> {
  try {
    return succeed<unknown>(JSON.parse(text));
  } catch {
    if (looksLikeHtml(text))
      return fail(htmlInsteadOfJson('The SIS', `A web page of ${text.length} characters came for ${what}.`));
    const cut = /^\s*[[{]/.test(text) ? 'It begins like JSON but does not end like it' : 'It is not JSON';
    return fail(notJson(what, `${cut} (${text.length} characters).`));
  }
}
