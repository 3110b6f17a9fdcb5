/** Keeps dist/ in step with the sources: builds only when something changed, and never twice at once. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { root } from './paths.mjs';

const sources = ['electron', 'renderer', 'shared', 'vite.config.ts', 'package.json', 'package-lock.json'];
const stamp = join(root, 'dist', '.stamp');

/** @param {string} path @returns {string[]} */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The fingerprint of all sources: names, sizes and times of change. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesUnder(join(root, source))).sort()) {
    const { size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0 };
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function isFresh() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();
}

/**
 * Builds dist/ when it is not what the sources say.
 * @returns {Promise<boolean>} whether there was something to build
 * @throws {Error} when the build fails; the builder has printed why
 */
export async function ensureDist() {
  if (isFresh()) return false;
  return withLock('build', async () => {
    if (isFresh()) return false;
    const before = fingerprint();
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    const { status } = spawnSync(process.execPath, [vite, 'build', '--app'], {
      cwd: root,
      stdio: 'inherit',
      env: buildEnvironment(),
    });
    if (status !== 0) throw new Error('The build failed; the reason is above.');
    mkdirSync(join(root, 'dist'), { recursive: true });
    writeFileSync(stamp, before);
    return true;
  });
}

/** Inside a test run the build must not take itself for a test. */
function buildEnvironment() {
  const { VITEST: _vitest, NODE_ENV: _mode, ...env } = process.env;
  return env;
}

if (process.argv[1] === import.meta.filename) await ensureDist();
