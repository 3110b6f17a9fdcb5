import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import Libsql from 'libsql';
import { StoreError, translated } from './store-error.ts';

/** What a statement takes and gives. The driver ends the process on a boolean, so types and `checked` keep them out. */
export type Cell = string | number | null | Uint8Array;
export type Cells = readonly Cell[];

/**
 * One connection to one encrypted file. The only place that imports `libsql` (ENGINE-NOTES §2); everything is
 * synchronous, rows come as arrays (a tenth faster than objects, and `get` would add `_metadata` to objects).
 */
export interface Connection {
  /** Runs a statement; gives how many rows it changed. */
  run(sql: string, cells?: Cells): number;
  /** The first row, undefined when there is none. */
  one<R extends readonly unknown[]>(sql: string, cells?: Cells): R | undefined;
  all<R extends readonly unknown[]>(sql: string, cells?: Cells): R[];
  /** Runs several statements without values. */
  script(sql: string): void;
  /** Runs in one transaction; inner ones join the outer. After an error all is rolled back and the first error thrown. */
  transaction<T>(work: () => T): T;
  close(): void;
}

export type Role = 'writer' | 'reader' | 'work';

/** Statements are kept per SQL text: 100,000 × `prepare` leak 400 MB. The bound only matters for texts that name a plan. */
const KEPT_STATEMENTS = 600;

const pragmas: Record<Role, readonly string[]> = {
  writer: [
    'journal_mode=WAL',
    'synchronous=FULL',
    'foreign_keys=ON',
    'secure_delete=ON',
    'cache_size=-8000',
    // 32 MB: pages that are written again and again, as of an index, are moved into the file once. A tenth of a first plan.
    'wal_autocheckpoint=8000',
    'journal_size_limit=67108864',
  ],
  // Exactly one connection ever writes or checkpoints (the WAL-reset bug of SQLite 3.45 needs two).
  reader: ['query_only=ON', 'wal_autocheckpoint=0', 'cache_size=-8000'],
  // Thrown away after a crash, so nothing is journalled or synced. Rows of a bucket are read in another order than they
  // lie in: the cache that holds a bucket of 1.4 M enrollments halves the time of mapping.
  work: ['journal_mode=OFF', 'synchronous=OFF', 'locking_mode=EXCLUSIVE', 'secure_delete=OFF', 'cache_size=-40000'],
};

/**
 * Opens an encrypted file. Throws a StoreError when it cannot be read with this key.
 * @param key 64 hexadecimal digits; anything else (an empty text makes a plaintext file!) is refused before opening.
 */
export function openConnection(path: string, key: string, role: Role): Connection {
  assertKey(key);
  if (role !== 'reader') createEncrypted(path, key, role);
  const connection = new SqlConnection(path, key, role);
  try {
    connection.all('PRAGMA busy_timeout=5000');
    connection.all('PRAGMA temp_store=MEMORY');
    for (const pragma of pragmas[role]) connection.all(`PRAGMA ${pragma}`);
    // The first read decides whether the key fits.
    connection.one('SELECT count(*) FROM sqlite_master');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** A connection for locking only: it never writes a page, so it needs no key. */
export function openLockConnection(path: string, waitMs: number): Connection {
  const connection = new SqlConnection(path, null, 'reader');
  connection.all(`PRAGMA busy_timeout=${Math.round(waitMs)}`);
  return connection;
}

export function assertKey(key: string): void {
  if (/^[0-9a-fA-F]{64}$/.test(key)) return;
  throw new StoreError({
    code: 'store.bad-key',
    message: 'The key of the local store is not usable.',
    consequence: 'The district’s data was not opened, so nothing could be read or changed.',
    remedy: 'Give a key of exactly 64 hexadecimal digits (ROSTERBRIDGE_STORE_KEY when running without the app).',
  });
}

/** True when the file's first bytes are not those of a plaintext database. Never call it on a file this process has open. */
export function looksEncrypted(path: string): boolean {
  const head = Buffer.alloc(16);
  const file = openSync(path, 'r');
  try {
    return readSync(file, head, 0, 16, 0) === 16 && head.toString('latin1') !== 'SQLite format 3\0';
  } finally {
    closeSync(file);
  }
}

/**
 * Makes a new file, owner-only, and looks at its bytes. Only here, with no connection left open: on POSIX, closing any
 * handle of a file drops all locks this process holds on it, SQLite's included.
 */
function createEncrypted(path: string, key: string, role: Role): void {
  if (existsSync(path)) return;
  guarded(() => closeSync(openSync(path, 'wx', 0o600)));
  const connection = new SqlConnection(path, key, 'reader');
  if (role === 'writer') connection.all('PRAGMA journal_mode=WAL');
  connection.script('PRAGMA user_version=0; CREATE TABLE first_page (x); DROP TABLE first_page;');
  connection.close();
  if (!looksEncrypted(path)) throw new Error('The driver made a plaintext file although it was given a key.');
}

class SqlConnection implements Connection {
  readonly #database: Libsql.Database;
  readonly #statements = new Map<string, Libsql.Statement<Cell[]>>();
  readonly #role: Role;
  #closed = false;
  #depth = 0;
  #begun = false;
  #firstError: { readonly error: unknown } | null = null;
  #broken: { readonly error: unknown } | null = null;

  constructor(path: string, key: string | null, role: Role) {
    this.#role = role;
    const options: object = key === null ? {} : { encryptionCipher: 'aes256cbc', encryptionKey: key };
    this.#database = guarded(() => new Libsql(path, options));
  }

  run(sql: string, cells: Cells = []): number {
    return guarded(() => this.#statement(sql).run(...as(cells)).changes);
  }

  one<R extends readonly unknown[]>(sql: string, cells: Cells = []): R | undefined {
    return guarded(() => this.#statement(sql).get(...as(cells))) as R | undefined;
  }

  all<R extends readonly unknown[]>(sql: string, cells: Cells = []): R[] {
    return guarded(() => {
      const statement = this.#statement(sql);
      if (statement.reader) return statement.all(...as(cells));
      statement.run(...as(cells));
      return [];
    }) as R[];
  }

  script(sql: string): void {
    guarded(() => this.#database.exec(sql));
  }

  transaction<T>(work: () => T): T {
    if (this.#broken !== null) throw this.#broken.error;
    if (this.#depth === 0) {
      this.#firstError = null;
      this.#begin();
    }
    this.#depth += 1;
    try {
      const value = work();
      // An inner step failed and somebody caught its error: half of it must not be committed.
      if (this.#firstError !== null) throw this.#firstError.error;
      if (this.#depth === 1 && this.#role !== 'work') this.script('COMMIT');
      return value;
    } catch (error) {
      this.#firstError ??= { error };
      if (this.#depth === 1) this.#abandon();
      throw this.#firstError.error;
    } finally {
      this.#depth -= 1;
    }
  }

  /**
   * A work file is never read by anyone after this connection, so its one transaction never ends: each commit would
   * encrypt and write the half full last page of every table again.
   */
  #begin(): void {
    if (this.#begun) return;
    this.script('BEGIN IMMEDIATE');
    this.#begun = this.#role === 'work';
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#role === 'writer') this.#moveLogIntoFile();
    this.#statements.clear();
    this.#database.close();
  }

  /** The driver lets go of files only when their statements are collected; a copy of district.db alone is whole from now on. */
  #moveLogIntoFile(): void {
    try {
      this.all('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {}
  }

  /**
   * A failed ROLLBACK (SQLite may have done it already) must not hide the first error. Without a journal nothing can be
   * rolled back: a work file is of no use afterwards.
   */
  #abandon(): void {
    if (this.#role === 'work') this.#broken = this.#firstError;
    try {
      this.#database.exec('ROLLBACK');
    } catch {}
  }

  #statement(sql: string): Libsql.Statement<Cell[]> {
    if (this.#broken !== null) throw this.#broken.error;
    const kept = this.#statements.get(sql);
    if (kept !== undefined) return kept;
    const statement = this.#database.prepare<Cell[]>(sql);
    if (statement.reader) statement.raw();
    if (this.#statements.size >= KEPT_STATEMENTS) this.#forgetOldest();
    this.#statements.set(sql, statement);
    return statement;
  }

  #forgetOldest(): void {
    const oldest = this.#statements.keys().next();
    if (oldest.done !== true) this.#statements.delete(oldest.value);
  }
}

/**
 * Hands all values over as one array, which the driver does not copy again. Kept out are a boolean, which would end the
 * process, undefined, which would become NULL, and U+0000 in a text, where the driver would cut it when reading.
 */
function as(cells: Cells): [Cell] {
  for (const cell of cells) {
    if (typeof cell === 'boolean' || cell === undefined) throw new Error('A statement was given a value SQLite does not know.');
    if (typeof cell === 'string' && cell.includes('\u0000')) throw new Error('A text with U+0000 cannot be stored.');
  }
  return [cells as unknown as Cell];
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translated(error);
  }
}
