import { randomBytes } from 'node:crypto';
import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { fileUnreadable, fileUnwritable, newerFile } from './failures.ts';
import { CanvasKey } from './vault.ts';

/** Sealed with the keyring (base64), or in the clear because it is a practice district's. */
const Entry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sealed'), backend: z.string(), value: z.string() }),
  z.object({
    kind: z.literal('practice'),
    storeKey: z.string(),
    sisSecret: z.string(),
    canvasToken: z.string(),
    canvasKey: CanvasKey.optional(),
  }),
]);
export type Entry = z.infer<typeof Entry>;

const VERSION = 1;
const VaultFile = z.object({ version: z.literal(VERSION), districts: z.record(z.string(), Entry) });
export type Entries = z.infer<typeof VaultFile>['districts'];

/** Reads `vault.json`. A damaged file is a failure, never an empty vault. */
export function readVaultFile(file: string): Outcome<Entries> {
  if (!existsSync(file)) return succeed({});
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return fail(fileUnreadable(file));
  }
  const version = z.object({ version: z.int() }).safeParse(content);
  if (version.success && version.data.version > VERSION) return fail(newerFile(file));
  const parsed = VaultFile.safeParse(content);
  return parsed.success ? succeed(parsed.data.districts) : fail(fileUnreadable(file));
}

/**
 * Replaces the file in one step, readable by its owner only. The one before stays as `.previous`, except after a removal:
 * what was removed must be gone.
 */
export function writeVaultFile(file: string, districts: Entries, keepPrevious = true): Outcome<void> {
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = openSync(fresh, 'wx', 0o600);
    try {
      writeSync(handle, `${JSON.stringify({ version: VERSION, districts }, null, 2)}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (!keepPrevious) rmSync(`${file}.previous`, { force: true });
    else if (existsSync(file)) copyFileSync(file, `${file}.previous`);
    renameSync(fresh, file);
    return succeed(undefined);
  } catch (error) {
    rmSync(fresh, { force: true });
    return fail(fileUnwritable(file, error instanceof Error ? error.message : String(error)));
  }
}
