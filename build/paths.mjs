import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** The checkout. */
export const root = join(import.meta.dirname, '..');

/** Where downloads and locks lie between runs; `npm ci` empties it. */
export const cache = join(root, 'node_modules', '.cache');

/** @param {string} name @returns {string} the folder, made if missing */
export function cacheFolder(name) {
  const folder = join(cache, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}
