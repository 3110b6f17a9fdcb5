import { KEY_SEPARATOR } from '../../canvas/canvas-row.ts';

/** The parts of a guardian link's key (canvas-row.ts): observer, student. */
export function observerOf(key: string): string {
  return key.slice(0, key.indexOf(KEY_SEPARATOR));
}

export function studentOf(key: string): string {
  return key.slice(key.indexOf(KEY_SEPARATOR) + 1);
}
