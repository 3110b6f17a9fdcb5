import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const PREFIX = 'rosterbridge-headless-';

/**
 * A folder for Chromium's session files of this process. Chromium still writes there after we have ended, so each start
 * removes what ended processes left behind.
 */
export function makeScratch(temporary: string, pid: number, isAlive: (pid: number) => boolean): string {
  for (const name of readdirSync(temporary)) {
    const owner = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN;
    if (Number.isNaN(owner) || isAlive(owner)) continue;
    try {
      rmSync(join(temporary, name), { recursive: true, force: true });
    } catch {
      // Another user's; theirs to remove.
    }
  }
  return mkdtempSync(join(temporary, `${PREFIX}${pid}-`));
}

export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
