import type { Failure } from '../../shared/failure.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { fail, succeed } from '../../shared/outcome.ts';

/**
 * An expected fault of the disk or the file, thrown from deep inside a statement and turned into its Failure where the
 * store's caller can act on it. Errors lose their message when they cross a thread: send `failure`, not the error.
 */
export class StoreError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(`${failure.code}: ${failure.message}`, { cause });
    this.name = 'StoreError';
    this.failure = failure;
  }
}

/** The Failure an error stands for, or null when the error is a bug. */
export function failureOf(error: unknown): Failure | null {
  return error instanceof StoreError ? error.failure : null;
}

/** Runs a step of the store; an expected fault becomes its Failure, a bug stays an exception. */
export function attempt<T>(step: () => T): Outcome<T> {
  try {
    return succeed(step());
  } catch (error) {
    const known = translated(error);
    const failure = failureOf(known);
    if (failure === null) throw known;
    return fail(failure);
  }
}

/** Translates what the driver and Node's file calls throw. Unknown errors (a constraint, a typo in SQL) come back unchanged: they are bugs. */
export function translated(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const code = driverCode(error);
  const known = knownFaults.find(([prefix]) => code.startsWith(prefix));
  if (known === undefined) return error;
  return new StoreError({ ...known[1], detail: `${code}: ${error.message}` }, error);
}

/** Errors of opening carry no code, only SQLite's number at the end of their message. */
function driverCode(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code !== '') return code;
  const number = /ConnectionFailed.*: (\d+)"?\)?$/.exec(error.message)?.[1];
  return number === undefined ? '' : (primaryCodes[Number(number) & 0xff] ?? 'SQLITE_CANTOPEN');
}

const primaryCodes: Record<number, string> = {
  5: 'SQLITE_BUSY',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  26: 'SQLITE_NOTADB',
};

export const wrongKey: Failure = {
  code: 'store.wrong-key',
  message: 'This district’s data cannot be opened with the key of this computer.',
  consequence: 'Nothing was read or changed; Canvas and the SIS are untouched.',
  remedy:
    'Open the app as the person who set the district up. If the data folder was moved here from another computer, bring its key along or restore a backup made here.',
};

export const diskFull: Failure = {
  code: 'store.disk-full',
  message: 'The disk is full.',
  consequence: 'The step was stopped before anything half-written could be used; Canvas keeps what it has.',
  remedy: 'Free some space on the disk that holds the data folder, then start again.',
};

export const corrupt: Failure = {
  code: 'store.corrupt',
  message: 'The district’s data file is damaged.',
  consequence: 'Nothing is sent to Canvas from damaged data.',
  remedy: 'Close the app and put the newest file of the district’s “backups” folder in the place of district.db.',
};

const busy: Failure = {
  code: 'store.busy',
  message: 'Another program is using the district’s data file.',
  consequence: 'The step was not done; nothing changed.',
  remedy: 'Close other copies of Rosterbridge and programs that copy the data folder (backup, sync), then try again.',
};

const cannotOpen: Failure = {
  code: 'store.cannot-open',
  message: 'The district’s data file cannot be opened or written.',
  consequence: 'Nothing was read or changed.',
  remedy: 'Check that the data folder exists and that your user may write in it.',
};

const diskFault: Failure = {
  code: 'store.disk-fault',
  message: 'The disk reported an error while the district’s data was read or written.',
  consequence: 'The step was stopped; what was committed before is kept.',
  remedy: 'Check the disk and the connection to it, then start again.',
};

const knownFaults: readonly (readonly [string, Failure])[] = [
  ['SQLITE_NOTADB', wrongKey],
  ['SQLITE_BUSY', busy],
  ['SQLITE_LOCKED', busy],
  ['SQLITE_FULL', diskFull],
  ['SQLITE_CORRUPT', corrupt],
  ['SQLITE_IOERR', diskFault],
  ['SQLITE_CANTOPEN', cannotOpen],
  ['SQLITE_READONLY', cannotOpen],
  ['ENOSPC', diskFull],
  ['EDQUOT', diskFull],
  ['EIO', diskFault],
  ['EACCES', cannotOpen],
  ['EPERM', cannotOpen],
  ['EROFS', cannotOpen],
  ['ENOENT', cannotOpen],
  ['ENOTDIR', cannotOpen],
  ['EBUSY', busy],
];
