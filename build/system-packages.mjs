/** The libraries and programs of the operating system that Electron and a virtual display need, on Debian and its kin. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * `names` are one package under its successive names: Debian 13 and Ubuntu 24.04 renamed some with a `t64` at the end.
 * @typedef {{ names: string[], present: () => boolean }} Need
 */

/** @param {string} command */
function onPath(command) {
  const folders = `${process.env.PATH ?? ''}${delimiter}/usr/bin${delimiter}/usr/sbin`.split(delimiter);
  return folders.some((folder) => existsSync(join(folder, command)));
}

/** @type {string | undefined} */
let knownLibraries;

/** @param {string} soname */
function loadable(soname) {
  knownLibraries ??= spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout ?? '';
  return knownLibraries.includes(`\t${soname} `);
}

function hasFonts() {
  const folder = '/usr/share/fonts';
  return existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => /\.(ttf|otf)$/.test(String(name)));
}

/** @param {string} soname @param {string} name @returns {Need} */
const library = (soname, name) => ({ names: [name, `${name}t64`], present: () => loadable(soname) });
/** @param {string} command @param {string} name @returns {Need} */
const program = (command, name) => ({ names: [name], present: () => onPath(command) });

const electronNeeds = [
  library('libgtk-3.so.0', 'libgtk-3-0'),
  library('libnss3.so', 'libnss3'),
  library('libgbm.so.1', 'libgbm1'),
  library('libasound.so.2', 'libasound2'),
  library('libatk-bridge-2.0.so.0', 'libatk-bridge2.0-0'),
  library('libcups.so.2', 'libcups2'),
  library('libdrm.so.2', 'libdrm2'),
  library('libxkbcommon.so.0', 'libxkbcommon0'),
  library('libsecret-1.so.0', 'libsecret-1-0'),
  { names: ['fonts-dejavu-core'], present: hasFonts },
];
const virtualDisplayNeeds = [
  program('Xvfb', 'xvfb'),
  program('xauth', 'xauth'),
  program('dbus-daemon', 'dbus'),
  program('gnome-keyring-daemon', 'gnome-keyring'),
];

/** @param {string} name @returns {boolean} whether apt could install a package of exactly this name */
function isOffered(name) {
  const { stdout } = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' });
  return /Candidate: (?!\(none\))/.test(stdout ?? '');
}

/** @param {Need[]} missing @returns {string[]} the name each has in this release */
function offeredNames(missing) {
  return missing.map((need) => need.names.find(isOffered) ?? need.names[0] ?? '');
}

/** @param {string[]} args */
function apt(args) {
  const { status } = spawnSync('apt-get', ['-q', '-y', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', DEBCONF_NOWARNINGS: 'yes' },
  });
  return status === 0;
}

/** Fresh package lists are fetched only when the ones at hand do not lead to the packages. @param {Need[]} missing */
function install(missing) {
  const command = ['install', '--no-install-recommends'];
  const known = missing.every((need) => need.names.some(isOffered));
  if (known && apt([...command, ...offeredNames(missing)])) return;
  apt(['update']);
  apt([...command, ...offeredNames(missing)]);
  knownLibraries = undefined;
}

/** @param {Need[]} missing */
function sentence(missing) {
  const names = (onPath('apt-cache') ? offeredNames(missing) : missing.map((need) => need.names[0])).join(' ');
  const command = `apt-get update && apt-get install --no-install-recommends ${names}`;
  return `These system packages are missing and only root can install them: ${names}. Run as root: ${command}`;
}

/**
 * Makes sure that everything is there; what is already there is not touched.
 * @param {{ virtualDisplay: boolean }} wish whether a display, a session bus and a keyring must be started too
 * @returns {string | undefined} the one sentence to show when something is missing and cannot be installed
 */
export function ensureSystemPackages({ virtualDisplay }) {
  if (process.platform !== 'linux') return undefined;
  const needs = virtualDisplay ? [...electronNeeds, ...virtualDisplayNeeds] : electronNeeds;
  const missing = needs.filter((need) => !need.present());
  if (missing.length === 0) return undefined;
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    console.log(`Installing system packages: ${missing.map((need) => need.names[0]).join(' ')}`);
    install(missing);
  }
  knownLibraries = undefined;
  const left = missing.filter((need) => !need.present());
  return left.length === 0 ? undefined : sentence(left);
}
