import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import type { Edge } from '../net/edge.ts';
import { cancelled, fileNotStored } from './canvas-failures.ts';
import { isSafeAddress } from './canvas-url.ts';
import { formWithFile } from './form-file.ts';
import type { WirePreAttachment } from './wire.ts';
import { within } from './within.ts';

/** Where Canvas wants an import file, and what belongs into the form beside it (canvas-sis.md §2.2). */
export interface FilePlace {
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly fileParam: string;
}

export const IMPORT_FILE_NAME = 'sis_import.zip';
const ZIP = 'application/zip';
/** Ten minutes, and a second for each 20 KB: a line on which this is too short is no line. */
const LEAST_MS = 10 * 60_000;
const BYTES_PER_MS = 20;

/** What a pre-attachment adds to the query of a new import. */
export function preAttachmentQuery(bytes: number): string {
  const fields = { name: IMPORT_FILE_NAME, size: String(bytes), content_type: ZIP };
  return Object.entries(fields)
    .map(([name, value]) => `pre_attachment%5B${name}%5D=${encodeURIComponent(value)}`)
    .join('&');
}

/** Null where Canvas names no place: it does not know pre-attachments. */
export function placeOf(wire: WirePreAttachment, origin: string): FilePlace | null {
  const { pre_attachment: given } = wire;
  if (given === null || given === undefined || !URL.canParse(given.upload_url, origin)) return null;
  const params = Object.entries(given.upload_params).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]));
  return {
    url: new URL(given.upload_url, origin),
    params: Object.fromEntries(params),
    fileParam: given.file_param ?? 'file',
  };
}

/**
 * Puts the file where Canvas wants it: another host as a rule, https except on this computer, and never with the token
 * (ENGINE-NOTES §3). Gives the address that tells Canvas, or null where the store names none.
 */
export async function putFile(
  edge: Edge,
  place: FilePlace,
  zip: Uint8Array<ArrayBuffer>,
  signal: AbortSignal | undefined,
): Promise<Outcome<URL | null>> {
  const { url, params, fileParam } = place;
  if (!isSafeAddress(url)) return fail(fileNotStored(url.host, 'its address is without https'));
  const control = new AbortController();
  const both = signal === undefined ? control.signal : AbortSignal.any([signal, control.signal]);
  const form = formWithFile(params, { param: fileParam, name: IMPORT_FILE_NAME, contentType: ZIP, bytes: zip });
  try {
    const sent = edge.fetch(url.href, {
      method: 'POST',
      headers: { 'Content-Type': form.contentType },
      body: form.bytes,
      redirect: 'manual',
      credentials: 'omit',
      signal: both,
    });
    const response = await within(edge, LEAST_MS + zip.byteLength / BYTES_PER_MS, sent, 'it took too long');
    await response.body?.cancel();
    const location = response.headers.get('location');
    const stored = response.ok || (response.status >= 300 && response.status < 400 && location !== null);
    if (!stored) return fail(fileNotStored(url.host, `it answered ${response.status}`));
    return succeed(location !== null && URL.canParse(location, url) ? new URL(location, url) : null);
  } catch (error) {
    if (signal?.aborted === true) return fail(cancelled());
    control.abort();
    return fail(fileNotStored(url.host, error instanceof Error ? error.message : 'connection failed'));
  }
}

/**
 * The path on Canvas itself that takes the news of a stored file. Canvas may name itself otherwise than the admin does
 * (districts have addresses of their own): its API is asked at the address we know, for the token goes nowhere else.
 */
export function pathOnCanvas(location: URL, origin: string): string | null {
  if (location.origin !== origin && !location.pathname.startsWith('/api/')) return null;
  return `${location.pathname}${location.search}`;
}
