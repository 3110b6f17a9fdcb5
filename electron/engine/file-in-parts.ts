import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Failure } from '../../shared/failure.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';

/** What a file will hold, one part after the other; a failure ends it. */
export type Parts = AsyncIterable<Outcome<string>>;

/** A byte order mark: without it spreadsheets take accents for other letters. */
export const BYTE_ORDER_MARK = '\ufeff';

/** How systems say that a disk, somebody's share of it, or the file itself can hold no more. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export interface NotWritten {
  /** The disk, or the person's share of it, is full. */
  readonly isFull: boolean;
  readonly detail: string;
}

/**
 * Writes a file beside its place, for its owner's eyes only, and moves it there once it is whole: what was at the place stays
 * until then, and a file that could not be finished leaves nothing behind, not even when the program is closed meanwhile.
 */
export async function writeInParts(path: string, parts: Parts, notWritten: (why: NotWritten) => Failure): Promise<Outcome<void>> {
  try {
    const { place, isDevice } = await placeOf(path);
    return isDevice ? await writeAll(place, parts, 'w') : await writeBeside(place, parts);
  } catch (error) {
    return fail(notWritten(reasonOf(error)));
  }
}

/** Where a link leads, so that the link stays; and whether it is a pipe or a device, which no file may take the place of. */
async function placeOf(path: string): Promise<{ place: string; isDevice: boolean }> {
  const known = await stat(path).catch(() => null);
  if (known === null) return { place: path, isDevice: false };
  if (!known.isFile() && !known.isDirectory()) return { place: path, isDevice: true };
  return { place: await realpath(path), isDevice: false };
}

async function writeBeside(place: string, parts: Parts): Promise<Outcome<void>> {
  const beside = join(dirname(place), `.${randomUUID()}.part`);
  const remove = () => rmSync(beside, { force: true });
  process.once('exit', remove);
  try {
    const written = await writeAll(beside, parts, 'wx');
    if (written.ok) await rename(beside, place);
    return written;
  } finally {
    process.off('exit', remove);
    // Gone already if it was moved; a disk that does not even let go of it must not hide what happened.
    await rm(beside, { force: true }).catch(() => undefined);
  }
}

async function writeAll(path: string, parts: Parts, flags: 'w' | 'wx'): Promise<Outcome<void>> {
  const file = await open(path, flags, 0o600);
  try {
    // The next part is asked for once the one before is written, so only one is in memory.
    for await (const part of parts) {
      if (!part.ok) return part;
      await file.writeFile(part.value);
    }
    if (flags === 'wx') await file.sync();
  } finally {
    await file.close();
  }
  return succeed(undefined);
}

function reasonOf(error: unknown): NotWritten {
  const detail = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return { isFull: NO_ROOM.has(code), detail };
}
