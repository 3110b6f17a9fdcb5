/** A desktop session of our own for machines without one: display, message bus and an unlocked keyring, all throw-away. */
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { asUser, folderFor } from './run-as-user.mjs';

/** @typedef {import('./run-as-user.mjs').User} User */
/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/** @typedef {Record<string, string>} Environment */

/** Whether this login has a display that Electron could use. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

/** @param {ChildProcess} child @param {number} fd @returns {Promise<string>} the first line the child writes there */
function firstLine(child, fd) {
  return new Promise((resolve, reject) => {
    let text = '';
    const stream = /** @type {import('node:stream').Readable} */ (child.stdio[fd]);
    stream.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.trim());
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code} instead of starting.`)));
  });
}

/** The folders every desktop program expects to be its own. @param {string} scratch @param {User | undefined} user */
function homeEnvironment(scratch, user) {
  /** @param {string} name */
  const own = (name) => folderFor(join(scratch, name), user);
  return {
    HOME: own('home'),
    XDG_DATA_HOME: own('data'),
    XDG_CONFIG_HOME: own('config'),
    XDG_CACHE_HOME: own('cache'),
    XDG_RUNTIME_DIR: own('run'),
    TMPDIR: own('tmp'),
  };
}

/** @param {string} file @param {string} display @param {string} cookie @param {User | undefined} user @param {Environment} env */
function allow(file, display, cookie, user, env) {
  const [command, args] = asUser(user, ['xauth', '-q', '-f', file, 'add', display, '.', cookie]);
  execFileSync(command, args, { env, stdio: ['ignore', 'ignore', 'ignore'] });
}

/** Only who holds the cookie may use the display. @param {User | undefined} user @param {Environment} env @param {ChildProcess[]} children */
async function startDisplay(user, env, children) {
  if (process.getuid?.() === 0 && !existsSync('/tmp/.X11-unix')) {
    mkdirSync('/tmp/.X11-unix');
    chmodSync('/tmp/.X11-unix', 0o1777);
  }
  const cookie = randomBytes(16).toString('hex');
  const file = join(env.XDG_RUNTIME_DIR ?? '', 'xauthority');
  allow(file, ':0', cookie, user, env);
  const options = ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp', '-auth', file];
  const [command, args] = asUser(user, ['Xvfb', ...options]);
  const server = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  children.push(server);
  const display = `:${await firstLine(server, 3)}`;
  allow(file, display, cookie, user, env);
  return { DISPLAY: display, XAUTHORITY: file };
}

/** @param {User | undefined} user @param {Environment} env @param {ChildProcess[]} children */
async function startBus(user, env, children) {
  const address = `unix:path=${join(env.XDG_RUNTIME_DIR ?? '', 'bus')}`;
  const [command, args] = asUser(user, [
    'dbus-daemon',
    '--session',
    '--nofork',
    '--nopidfile',
    '--print-address=1',
    `--address=${address}`,
  ]);
  const bus = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(bus);
  return { DBUS_SESSION_BUS_ADDRESS: await firstLine(bus, 1) };
}

/** @param {User | undefined} user @param {Environment} env */
function keyringAnswers(user, env) {
  const question = ['--print-reply=literal', '--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner'];
  const [command, args] = asUser(user, ['dbus-send', '--session', ...question, 'string:org.freedesktop.secrets']);
  return execFileSync(command, args, { env, encoding: 'utf8' }).includes('true');
}

/** The password is nobody's: the keyring lives as long as the session. @param {User | undefined} user @param {Environment} env @param {ChildProcess[]} children */
async function startKeyring(user, env, children) {
  const [command, args] = asUser(user, ['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets']);
  const keyring = spawn(command, args, { env, stdio: ['pipe', 'ignore', 'ignore'] });
  children.push(keyring);
  keyring.stdin?.end(randomBytes(16).toString('hex'));
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (keyringAnswers(user, env)) return;
    await sleep(50);
  }
  throw new Error('The keyring of the virtual session did not start.');
}

/** What a program may know of the outer session: where programs are and which language to speak. */
function outerEnvironment() {
  const names = ['PATH', 'LANG', 'LC_ALL', 'TZ', 'CI', 'NO_COLOR'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name] ?? '']])));
}

/** @param {ChildProcess[]} children */
async function endAll(children) {
  for (const child of children.toReversed()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(2000, undefined, { ref: false })]);
    child.kill('SIGKILL');
  }
}

/**
 * Starts a session; a display that is already there is used unless we act for another user.
 * @param {{ user: User | undefined, scratch: string }} options `scratch`: an existing folder for everything the session writes
 * @returns {Promise<{ env: Environment, flags: string[], close: () => Promise<void> }>} environment and flags for Electron
 */
export async function startVirtualSession({ user, scratch }) {
  /** @type {ChildProcess[]} */
  const children = [];
  try {
    /** @type {Environment} */
    let env = { ...outerEnvironment(), ...homeEnvironment(scratch, user) };
    if (user || !hasDisplay()) env = { ...env, ...(await startDisplay(user, env, children)) };
    else env = { ...env, ...outerDisplay() };
    env = { ...env, ...(await startBus(user, env, children)) };
    await startKeyring(user, env, children);
    return { env, flags: ['--password-store=gnome-libsecret'], close: () => endAll(children) };
  } catch (error) {
    await endAll(children);
    throw error;
  }
}

/** @returns {Environment} */
function outerDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY, XAUTHORITY } = process.env;
  return { ...(DISPLAY && { DISPLAY }), ...(WAYLAND_DISPLAY && { WAYLAND_DISPLAY }), ...(XAUTHORITY && { XAUTHORITY }) };
}
