/**
 * Electron's sandbox does not work for root, and the app must never be tested without it. When root runs the tests, Electron
 * runs as an ordinary throw-away user, from a copy that this user can read (root's home is closed to others).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, linkSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';

const userName = 'rosterbridge-tests';

/** What a bundle cannot hold: libsql with its native file, and the two modules that find it. */
const externals = ['libsql', '@libsql', '@neon-rs', 'detect-libc'];

/** @typedef {{ uid: number, gid: number }} User */

/** @returns {User | undefined} */
function findUser() {
  const { status, stdout } = spawnSync('getent', ['passwd', userName], { encoding: 'utf8' });
  const [, , uid, gid] = status === 0 ? stdout.split(':') : [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

/** @returns {User | undefined} whom to become; undefined when we are an ordinary user already */
export function throwAwayUser() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const known = findUser();
  if (known) return known;
  execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', userName]);
  const made = findUser();
  if (!made) throw new Error(`The user ${userName} could not be made.`);
  return made;
}

/** @param {string} folder @param {User | undefined} user @returns {string} the folder, made, and the user's own */
export function folderFor(folder, user) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user) chownSync(folder, user.uid, user.gid);
  return folder;
}

/**
 * The command that runs `command` as the user; on Linux it ends with us, however we end.
 * @param {User | undefined} user
 * @param {string[]} command
 * @returns {[string, string[]]}
 */
export function asUser(user, command) {
  return ['setpriv', ['--pdeathsig', 'TERM', ...identity(user), '--', ...command]];
}

/** @param {User | undefined} user */
function identity(user) {
  return user ? ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups', '--inh-caps=-all'] : [];
}

/** Links every file where the file system allows it, else copies. @param {string} from @param {string} to */
function mirror(from, to) {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const source = join(entry.parentPath, entry.name);
    const target = join(to, source.slice(from.length));
    mkdirSync(dirname(target), { recursive: true });
    try {
      linkSync(source, target);
    } catch {
      cpSync(source, target);
    }
  }
}

/** @param {string} folder */
function stageApp(folder) {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const name of externals) cpSync(join(root, 'node_modules', name), join(folder, 'node_modules', name), { recursive: true });
  spawnSync('chmod', ['-R', 'a+rX', folder]);
}

/**
 * @param {User} user
 * @param {string} runtime the Electron folder
 * @param {string} stage an empty folder for the copy
 * @returns {{ executable: string, appFolder: string }} what to start, and with which app folder as its argument
 */
export function stageFor(user, runtime, stage) {
  chmodSync(stage, 0o755);
  mirror(runtime, join(stage, 'runtime'));
  stageApp(join(stage, 'app'));
  const executable = join(stage, 'electron-as-user');
  const electron = `'${join(stage, 'runtime', 'electron')}'`;
  writeFileSync(executable, `#!/bin/sh\nexec setpriv ${identity(user).join(' ')} -- ${electron} "$@"\n`, { mode: 0o755 });
  return { executable, appFolder: join(stage, 'app') };
}
