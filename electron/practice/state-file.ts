import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

/** Saves soon after a change, never in the middle of one: what is on disk is always a whole state. */
export interface StateFile {
  /** What was saved last; undefined when there is nothing readable. */
  read(): unknown;
  /** Notes a change; it is on disk within a second. */
  touch(): void;
  /** Writes now. */
  flush(): void;
}

const WAIT_MS = 500;

/** Keeps `snapshot()` in a file, written beside it and moved into place. */
export function makeStateFile(path: string, snapshot: () => unknown): StateFile {
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const fresh = `${path}.new`;
    const file = openSync(fresh, 'w', 0o600);
    try {
      writeSync(file, JSON.stringify(snapshot()));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(fresh, path);
  };
  return {
    read: () => {
      try {
        return JSON.parse(readFileSync(path, 'utf8')) as unknown;
      } catch {
        return undefined;
      }
    },
    touch: () => {
      timer ??= setTimeout(flush, WAIT_MS);
    },
    flush,
  };
}
