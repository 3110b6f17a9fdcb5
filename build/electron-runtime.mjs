/** Finds or fetches the Electron that `npm start` and the end-to-end tests run. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { carriedElectron, carriedElectronFits } from './carried-electron.mjs';
import { root } from './paths.mjs';

const regularFolder = join(root, 'node_modules', 'electron', 'dist');

/** Where the executable lies in an Electron folder. */
function executableName() {
  if (process.platform === 'win32') return 'electron.exe';
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
}

/** @returns {string | undefined} the folder of a regular Electron that is already here */
function regularElectron() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? regularFolder;
  return existsSync(join(folder, executableName())) ? folder : undefined;
}

/** @returns {string} the folder of the regular Electron, downloaded when missing */
function fetchRegularElectron() {
  const installer = join(root, 'node_modules', 'electron', 'install.js');
  const { status } = spawnSync(process.execPath, [installer], { stdio: 'inherit' });
  if (status !== 0) throw new Error('Electron could not be downloaded. Check the connection, then run: npx install-electron');
  return regularFolder;
}

/**
 * Takes a regular Electron that is already here, else the carried one (Linux x64, no download), else downloads the regular
 * one. `ROSTERBRIDGE_TEST_RUNTIME=carried` or `=regular` decides instead.
 * @returns {Promise<{ folder: string, executable: string, carried: boolean }>}
 */
export async function electronRuntime() {
  const wish = process.env.ROSTERBRIDGE_TEST_RUNTIME;
  const regular = wish === 'carried' ? undefined : regularElectron();
  const carried = regular === undefined && wish !== 'regular' && carriedElectronFits();
  const folder = regular ?? (carried ? await carriedElectron() : fetchRegularElectron());
  return { folder, executable: join(folder, executableName()), carried };
}
