import { unzipSync } from 'fflate';

export interface UploadedFile {
  name: string;
  bytes: Uint8Array;
}

/** The upload could not be read at all: the import ends `failed` with this text in data.error_message. */
export class UnreadableUpload extends Error {}

/** §1.1: the unzipped total must stay below 100 × the zip's size. */
const MAX_RATIO = 100;
const MAX_MEMBERS = 100_000;

/** The files of an upload; a top-level one that is neither csv nor zip is ignored silently (§1.1). */
export function unpackUpload(filename: string, bytes: Uint8Array): UploadedFile[] {
  if (/\.csv$/i.test(filename)) return bytes.length === 0 ? [] : [{ name: filename, bytes }];
  return /\.zip$/i.test(filename) ? unpackZip(bytes) : [];
}

/** The files of a zip that count: no folders, resource forks or dot files, no `..`, no empty members. */
function unpackZip(bytes: Uint8Array): UploadedFile[] {
  const names = listMembers(bytes);
  return names.filter(isContent).map((name) => ({ name, bytes: readMember(bytes, name) }));
}

function listMembers(bytes: Uint8Array): string[] {
  const names: string[] = [];
  let total = 0;
  inflate(bytes, ({ name, originalSize }) => {
    total += originalSize;
    if (originalSize > 0 && !name.endsWith('/')) names.push(name);
    return false;
  });
  if (total > bytes.length * MAX_RATIO) throw new UnreadableUpload('The zip file unpacks to more than 100 times its size');
  if (names.length > MAX_MEMBERS) throw new UnreadableUpload('The zip file has too many members');
  return names;
}

function readMember(bytes: Uint8Array, wanted: string): Uint8Array {
  const found = inflate(bytes, ({ name }) => name === wanted)[wanted];
  if (found === undefined) throw new UnreadableUpload(`The zip member ${wanted} cannot be read`);
  return found;
}

function inflate(
  bytes: Uint8Array,
  filter: (member: { name: string; originalSize: number }) => boolean,
): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter });
  } catch {
    throw new UnreadableUpload('The zip file is malformed');
  }
}

function isContent(name: string): boolean {
  const parts = name.split('/');
  const last = parts.at(-1) ?? '';
  if (parts.includes('__MACOSX') || parts.includes('..')) return false;
  return !last.startsWith('.') && last !== 'Desktop DB' && last !== 'Desktop DF';
}
