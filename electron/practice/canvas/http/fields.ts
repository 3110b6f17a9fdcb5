import type { IncomingMessage } from 'node:http';

/** Reads a whole body; practice uploads are at most a few dozen megabytes. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Query fields plus those of a form or JSON body. */
export function allFields(query: URLSearchParams, contentType: string, body: Buffer): URLSearchParams {
  const fields = new URLSearchParams(query);
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    for (const [name, value] of new URLSearchParams(body.toString('utf8'))) fields.append(name, value);
  } else if (contentType.startsWith('application/json') && body.length > 0) {
    flatten(parseJson(body), '', fields);
  } else if (contentType.startsWith('multipart/form-data')) {
    for (const part of multipartParts(contentType, body)) {
      if (part.filename === undefined) fields.append(part.name, part.content.toString('utf8'));
    }
  }
  return fields;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function flatten(value: unknown, name: string, into: URLSearchParams): void {
  if (Array.isArray(value)) {
    for (const item of value) flatten(item, `${name}[]`, into);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) flatten(item, name === '' ? key : `${name}[${key}]`, into);
  } else if (value !== undefined && name !== '') {
    // null empties, like a blank field of a form.
    into.append(name, value === null ? '' : String(value));
  }
}

export interface Part {
  name: string;
  filename: string | undefined;
  contentType: string | undefined;
  content: Buffer;
}

/** The parts of a multipart/form-data body, as they were sent. */
export function multipartParts(contentType: string, body: Buffer): Part[] {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/i.exec(contentType);
  const text = boundary?.[1] ?? boundary?.[2];
  if (text === undefined) return [];
  const delimiter = Buffer.from(`--${text.trim()}`);
  const parts: Part[] = [];
  let at = body.indexOf(delimiter);
  while (at >= 0) {
    const start = at + delimiter.length;
    const next = body.indexOf(delimiter, start);
    if (next < 0) break;
    // Between the delimiters: CRLF, headers, empty line, content, CRLF.
    const part = readPart(body.subarray(start + 2, next - 2));
    if (part !== undefined) parts.push(part);
    at = next;
  }
  return parts;
}

function readPart(bytes: Buffer): Part | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.subarray(0, end).toString('utf8');
  const name = /[;\s]name="([^"]*)"/i.exec(head)?.[1];
  if (name === undefined) return undefined;
  return {
    name,
    filename: /filename="([^"]*)"/i.exec(head)?.[1],
    contentType: /content-type:\s*([^\r\n]+)/i.exec(head)?.[1],
    content: bytes.subarray(end + 4),
  };
}

/** All values of `name[]` (or plain `name`). */
export function listField(fields: URLSearchParams, name: string): string[] {
  return [...fields.getAll(`${name}[]`), ...fields.getAll(name)];
}

export function trueField(fields: URLSearchParams, name: string): boolean {
  const value = fields.get(name);
  return value !== null && /^(1|true|t|yes|y|on)$/i.test(value);
}
