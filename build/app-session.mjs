/** Everything the real app needs to be driven by a program: built files, Electron, an ordinary user and a desktop session. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDist } from './dist.mjs';
import { electronRuntime } from './electron-runtime.mjs';
import { isAlive } from './lock.mjs';
import { root } from './paths.mjs';
import { folderFor, stageFor, throwAwayUser } from './run-as-user.mjs';
import { ensureSystemPackages } from './system-packages.mjs';
import { startVirtualSession } from './virtual-session.mjs';

const prefix = 'rosterbridge-session-';

/**
 * `flags` and then `appFolder` are Electron's first arguments; `data` is a folder in which user-data folders may be made
 * (owned by `user` when there is one); plain data, so that it can be handed to other processes.
 * @typedef {object} AppSession
 * @property {string} executable
 * @property {string[]} flags
 * @property {string} appFolder
 * @property {Record<string, string>} env
 * @property {import('./run-as-user.mjs').User | null} user
 * @property {string} data
 */

/** Removes what killed sessions left behind. */
function sweep() {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : 0;
    if (pid > 0 && !isAlive(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

/**
 * @returns {Promise<{ session: AppSession, close: () => Promise<void> }>}
 * @throws {Error} with one plain sentence when the machine lacks something
 */
export async function openAppSession() {
  const lacking = ensureSystemPackages({ virtualDisplay: process.platform === 'linux' });
  if (lacking) throw new Error(lacking);
  await ensureDist();
  const runtime = await electronRuntime();
  sweep();
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  const user = throwAwayUser();
  const staged = user ? stageFor(user, runtime.folder, folder) : { executable: runtime.executable, appFolder: root };
  const data = folderFor(join(folder, 'userdata'), user);
  const desktop = process.platform === 'linux' ? await startVirtualSession({ user, scratch: folder }) : undefined;
  const close = async () => {
    await desktop?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const session = { ...staged, flags: desktop?.flags ?? [], env: desktop?.env ?? ownEnvironment(), user: user ?? null, data };
  return { session, close };
}

/** @returns {Record<string, string>} */
function ownEnvironment() {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
