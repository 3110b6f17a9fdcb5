/** `npm start`: opens the app; where there is no display it shows itself on a virtual one instead. */
import { spawn } from 'node:child_process';
import { ensureDist } from './dist.mjs';
import { electronRuntime } from './electron-runtime.mjs';
import { root } from './paths.mjs';
import { ensureSystemPackages } from './system-packages.mjs';
import { hasDisplay } from './virtual-session.mjs';

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;

/** @returns {Promise<number>} the app's exit code */
async function openApp() {
  const lacking = ensureSystemPackages({ virtualDisplay: false });
  if (lacking) throw new Error(lacking);
  await ensureDist();
  const { executable } = await electronRuntime();
  const child = spawn(executable, [root, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function start() {
  if (hasDisplay() && !isRoot) return openApp();
  if (hasDisplay())
    console.log('Started as root: Electron refuses its sandbox to root, so the window is not opened on your display.');
  const { guidedTour } = await import('./guided-tour.mjs');
  await guidedTour();
  return 0;
}

try {
  process.exitCode = await start();
} catch (error) {
  console.error(`\nRosterbridge could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
