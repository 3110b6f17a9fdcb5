import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../shared/outcome.ts';
import { fail } from '../../shared/outcome.ts';
import type { Connection } from './driver.ts';
import { looksEncrypted, openConnection } from './driver.ts';
import { freeSpace } from './free-space.ts';
import { attempt, diskFull } from './store-error.ts';

const KEPT = 3;

/**
 * Copies district.db, encrypted with the same key, into `backups/`. A copy counts only when its first bytes are not
 * those of a plaintext file and it opens with the key; until then it has another name.
 * @param at ISO instant, part of the file's name
 */
export function backUp(db: Connection, dir: string, key: string, at: string): Outcome<void> {
  if (freeSpace(dir) < statSync(join(dir, 'district.db')).size + 20_000_000) {
    return fail({ ...diskFull, consequence: 'No backup could be made, so nothing was sent to Canvas.' });
  }
  return attempt(() => {
    const folder = join(dir, 'backups');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const partial = join(folder, 'unfinished.db');
    // VACUUM writes into an empty file, and so keeps its permissions.
    writeFileSync(partial, '', { mode: 0o600 });
    db.run('VACUUM INTO ?', [partial]);
    if (!looksEncrypted(partial)) {
      rmSync(partial);
      throw new Error('The backup came out as a plaintext file.');
    }
    const copy = openConnection(partial, key, 'reader');
    copy.one('SELECT count(*) FROM identity');
    copy.close();
    renameSync(partial, join(folder, `district-${at.replace(/[^0-9TZ]/g, '')}.db`));
    removeOldest(folder);
  });
}

/** Paths of the kept backups, oldest first. */
export function backupsIn(dir: string): readonly string[] {
  const folder = join(dir, 'backups');
  const names = readdirSync(folder).filter((name) => /^district-\w+\.db$/.test(name));
  return names.sort().map((name) => join(folder, name));
}

function removeOldest(folder: string): void {
  const all = backupsIn(join(folder, '..'));
  for (const path of all.slice(0, Math.max(0, all.length - KEPT))) rmSync(path, { force: true });
}
