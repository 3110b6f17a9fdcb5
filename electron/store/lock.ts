import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Failure } from '../../shared/failure.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { fail, succeed } from '../../shared/outcome.ts';
import { openLockConnection } from './driver.ts';
import { attempt } from './store-error.ts';

/** Who has a district open, as another process is told. */
export const Holder = z.object({ title: z.string(), pid: z.int(), host: z.string() });
export type Holder = z.infer<typeof Holder>;

const HolderNote = Holder.extend({ since: z.string() });

export interface DistrictLock {
  release(): void;
}

/**
 * Takes the district for this process: an exclusive transaction on an empty database file, which the operating system
 * frees however the process ends. The note beside it only names the holder; it decides nothing.
 *
 * Nothing may open `lock.db` in any other way: closing a second handle would drop the lock (POSIX).
 * @param waitMs how long to wait for another holder to finish
 */
export function lockDistrict(dir: string, holder: Holder, since: string, waitMs: number): Outcome<DistrictLock> {
  const path = join(dir, 'lock.db');
  if (!existsSync(path)) createQuietly(path);
  const opened = attempt(() => openLockConnection(path, waitMs));
  if (!opened.ok) return opened;
  const connection = opened.value;
  const taken = attempt(() => connection.script('BEGIN EXCLUSIVE'));
  if (!taken.ok) {
    connection.close();
    return fail(taken.failure.code === 'store.busy' ? districtBusy(dir) : taken.failure);
  }
  writeNote(dir, { ...holder, since });
  return succeed({
    release: () => {
      connection.script('ROLLBACK');
      connection.close();
    },
  });
}

/** Two processes may make the file at the same time; either one is right. */
function createQuietly(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch {}
}

/** Whole or not at all: written aside, then renamed. Windows refuses while somebody reads it; then it names the last holder. */
function writeNote(dir: string, note: z.infer<typeof HolderNote>): void {
  const path = join(dir, 'lock.json');
  const aside = `${path}.${note.pid}`;
  try {
    writeFileSync(aside, JSON.stringify(note), { mode: 0o600 });
    renameSync(aside, path);
  } catch {
    rmSync(aside, { force: true });
  }
}

function districtBusy(dir: string): Failure {
  const note = readNote(dir);
  const who =
    note === null ? 'another Rosterbridge process' : `${note.title} (process ${note.pid} on ${note.host}) since ${note.since}`;
  return {
    code: 'district.busy',
    message: `This district is open in ${who}.`,
    consequence: 'This command did nothing; the other process goes on undisturbed.',
    remedy: 'Wait until it has finished, or close it, then try again.',
  };
}

function readNote(dir: string): z.infer<typeof HolderNote> | null {
  try {
    return HolderNote.parse(JSON.parse(readFileSync(join(dir, 'lock.json'), 'utf8')));
  } catch {
    return null;
  }
}
