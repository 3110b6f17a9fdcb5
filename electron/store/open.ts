import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '../../shared/failure.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { fail } from '../../shared/outcome.ts';
import { districtReader, tablesOver } from './district-reader.ts';
import { districtStore } from './district-store.ts';
import type { Connection } from './driver.ts';
import { assertKey, openConnection } from './driver.ts';
import type { DistrictLock, Holder } from './lock.ts';
import { lockDistrict } from './lock.ts';
import { assertCurrent, migrate } from './migrations/migrations.ts';
import type { DistrictReader, DistrictStore } from './store-api.ts';
import { attempt } from './store-error.ts';
import { removeWorkFiles } from './work-file.ts';

export type { Holder } from './lock.ts';

export interface OpenStore {
  /** The district's own folder; made when it does not exist. */
  readonly dir: string;
  /** 64 hexadecimal digits. */
  readonly key: string;
  readonly holder: Holder;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How long to wait while another process has the district; commands that only read wait 5,000. Default 0. */
  readonly waitMs?: number;
}

/**
 * Opens a district for writing: takes its lock, brings the file to the newest shape, and clears what a crash left
 * (work files, unfinished plans). Fails with `district.busy`, `store.wrong-key`, `store.newer-version` and the like.
 */
export function openDistrictStore({ dir, key, holder, now, waitMs = 0 }: OpenStore): Outcome<DistrictStore> {
  const prepared = attempt(() => {
    assertKey(key);
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  });
  if (!prepared.ok) return prepared;
  const lock = lockDistrict(dir, holder, new Date(now()).toISOString(), waitMs);
  if (!lock.ok) return lock;
  return openLocked(dir, key, lock.value);
}

function openLocked(dir: string, key: string, lock: DistrictLock): Outcome<DistrictStore> {
  let db: Connection | null = null;
  try {
    const opened = attempt(() => {
      db = openConnection(join(dir, 'district.db'), key, 'writer');
      migrate(db);
      removeWorkFiles(dir);
      const store = districtStore(db, lock, dir, key);
      store.dropUnfinishedPlans();
      return store;
    });
    if (!opened.ok) closeAll(db, lock);
    return opened;
  } catch (error) {
    closeAll(db, lock);
    throw error;
  }
}

function closeAll(db: Connection | null, lock: DistrictLock): void {
  db?.close();
  lock.release();
}

/** Opens a district for reading only, beside the one writer; several may. Fails when it was never opened for writing. */
export function openDistrictReader({ dir, key }: { readonly dir: string; readonly key: string }): Outcome<DistrictReader> {
  const path = join(dir, 'district.db');
  if (!existsSync(path)) return fail(missing);
  return attempt(() => {
    const db = openConnection(path, key, 'reader');
    try {
      assertCurrent(db);
    } catch (error) {
      db.close();
      throw error;
    }
    return districtReader(db, tablesOver(db));
  });
}

/** Ids of the districts that have a folder with data, sorted. */
export function districtDirs(dataDir: string): readonly string[] {
  const parent = join(dataDir, 'districts');
  if (!existsSync(parent)) return [];
  const folders = readdirSync(parent, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map((entry) => entry.name)
    .filter((name) => existsSync(join(parent, name, 'district.db')))
    .sort();
}

/**
 * Deletes a district's folder. Only when no process has it open: the driver keeps files until garbage collection even
 * after `close`, so the engine process is ended first (ENGINE-NOTES §2).
 */
export function removeDistrict(dir: string): void {
  rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

const missing: Failure = {
  code: 'store.missing',
  message: 'There is no data for this district in the data folder.',
  consequence: 'Nothing can be shown for it; Canvas and the SIS are untouched.',
  remedy: 'Check which data folder is used, or connect the district again.',
};
