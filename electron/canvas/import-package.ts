import { createHash } from 'node:crypto';
import { constants, deflateRawSync } from 'node:zlib';
import { unzipSync, Zip, ZipPassThrough, type Zippable, zipSync } from 'fflate';
import type { Fields } from '../../shared/entities.ts';
import { type ImportFile, importCells, importColumns, importFileNames, importFiles, importRows } from './columns.ts';
import { csvLine } from './csv-line.ts';

export interface PackageFile {
  readonly name: string;
  readonly entity: ImportFile;
  /** Rows without the header. */
  readonly rows: number;
}

export interface ImportPackage {
  readonly zip: Uint8Array<ArrayBuffer>;
  /** Lower-case hex, of the zip. */
  readonly sha256: string;
  readonly rows: number;
  readonly files: readonly PackageFile[];
}

export interface PackageWriter {
  /** Takes the next row, entities in Canvas' order; false when it no longer fits: finish, and start the next package with it. */
  add(entity: ImportFile, fields: Fields): boolean;
  finish(): ImportPackage;
}

/** The largest package wanted; a first row is always taken. */
export interface PackageLimits {
  /** Of the zip. */
  readonly bytes: number;
  readonly rows: number;
}

/** Text that is compressed at once; what stands before it in the file is not looked back at, which costs 2 % of size. */
const BLOCK_BYTES = 128 * 1024;
/** Canvas refuses beyond 100 : 1 (canvas-sis.md §1.1); an entry that passes this is stored as it is (ROSTER-RULES F4). */
const MAX_RATIO = 50;
/** Local header, data descriptor and directory entry of one file, and the end record, rounded up. */
const ENTRY_OVERHEAD = 256;
/** A block that cannot be compressed grows by less than this. */
const BLOCK_OVERHEAD = 64;
/** The same in every zip, so that equal rows give equal bytes. Made from local parts because zip times are local times. */
const fileTime = () => new Date(2020, 0, 1, 0, 0, 0);

/**
 * Writes one SIS import package: a zip with one csv per entity. Rows stream through in blocks; only the compressed bytes
 * stay in memory. Equal rows give equal bytes, whatever the limits.
 */
export function createPackageWriter(limits: PackageLimits): PackageWriter {
  return new Writer(limits);
}

/**
 * Rows of a file are numbered from 1 with the header as row 1 (canvas-sis.md §1.1), and every record we write is one row:
 * the n-th import row of an entity (from 0) is row n + 2 of its file.
 */
export function rowNumberOf(index: number): number {
  return index + 2;
}

/** The reverse of `rowNumberOf`; null for the header or a row the file does not have. */
export function indexOfRow(file: PackageFile, row: number): number | null {
  const index = row - 2;
  return Number.isInteger(index) && index >= 0 && index < file.rows ? index : null;
}

/** One csv of the zip. Node's own deflate is three times as fast as one in JavaScript; a block is closed at a byte's edge. */
class CsvFile extends ZipPassThrough {
  readonly entity: ImportFile;
  /** Zip bytes that had come out when this file was opened. */
  readonly startsAt: number;
  rows = 0;

  constructor(entity: ImportFile, startsAt: number) {
    super(importFileNames[entity]);
    this.entity = entity;
    this.startsAt = startsAt;
    this.compression = 8;
    this.mtime = fileTime();
  }

  protected override process(chunk: Uint8Array, final: boolean): void {
    const finishFlush = final ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
    this.ondata(null, deflateRawSync(chunk, { level: 6, finishFlush }), final);
  }
}

class Writer implements PackageWriter {
  readonly #limits: PackageLimits;
  readonly #zip: Zip;
  readonly #chunks: Uint8Array[] = [];
  readonly #files: PackageFile[] = [];
  readonly #stored = new Set<string>();
  #file: CsvFile | null = null;
  #written = 0;
  #pending = '';
  #pendingBytes = 0;
  #rows = 0;

  constructor(limits: PackageLimits) {
    this.#limits = limits;
    this.#zip = new Zip((error, chunk) => {
      if (error !== null) throw error;
      this.#chunks.push(chunk);
      this.#written += chunk.length;
    });
  }

  add(entity: ImportFile, fields: Fields): boolean {
    const rows = importRows(entity, fields);
    const line = rows.map((row) => csvLine(importCells(entity, row))).join('');
    const bytes = Buffer.byteLength(line);
    if (this.#rows > 0 && !this.#fits(entity, bytes)) return false;
    const file = this.#file?.entity === entity ? this.#file : this.#open(entity);
    this.#put(file, line, bytes);
    file.rows += rows.length;
    this.#rows += rows.length;
    return true;
  }

  finish(): ImportPackage {
    this.#close();
    this.#zip.end();
    const streamed = joined(this.#chunks, this.#written);
    this.#chunks.length = 0;
    const zip = this.#stored.size === 0 ? streamed : storeSome(streamed, this.#stored);
    const sha256 = createHash('sha256').update(zip).digest('hex');
    return { zip, sha256, rows: this.#rows, files: this.#files };
  }

  /** Counts what waits to be compressed as if it could not be. */
  #fits(entity: ImportFile, bytes: number): boolean {
    if (this.#rows >= this.#limits.rows) return false;
    const another = this.#file?.entity === entity ? 0 : Buffer.byteLength(header(entity)) + ENTRY_OVERHEAD;
    const overhead = (this.#files.length + 2) * ENTRY_OVERHEAD + another;
    return this.#expected() + overhead + bytes <= this.#limits.bytes;
  }

  /** Size of the zip if it ended now, at most. */
  #expected(): number {
    const file = this.#file;
    if (file === null) return this.#written;
    const deflated = this.#written - file.startsAt;
    const stored = file.size > MAX_RATIO * deflated ? file.size : 0;
    return file.startsAt + Math.max(deflated, stored) + this.#pendingBytes + BLOCK_OVERHEAD;
  }

  #open(entity: ImportFile): CsvFile {
    const before = this.#file?.entity;
    if (before !== undefined && importFiles.indexOf(before) >= importFiles.indexOf(entity)) {
      throw new Error(`Import rows out of order: ${entity} after ${before}`);
    }
    this.#close();
    const file = new CsvFile(entity, this.#written);
    this.#zip.add(file);
    this.#file = file;
    const line = header(entity);
    this.#put(file, line, Buffer.byteLength(line));
    return file;
  }

  /** Blocks depend on the rows alone: a package that is made again after a crash must have the same bytes. */
  #put(file: CsvFile, line: string, bytes: number): void {
    this.#pending += line;
    this.#pendingBytes += bytes;
    if (this.#pendingBytes >= BLOCK_BYTES) this.#flush(file, false);
  }

  #flush(file: CsvFile, final: boolean): void {
    const block = Buffer.from(this.#pending);
    this.#pending = '';
    this.#pendingBytes = 0;
    file.push(block, final);
  }

  #close(): void {
    const file = this.#file;
    if (file === null) return;
    this.#flush(file, true);
    this.#files.push({ name: file.filename, entity: file.entity, rows: file.rows });
    if (file.size > MAX_RATIO * (this.#written - file.startsAt)) this.#stored.add(file.filename);
    this.#file = null;
  }
}

function header(entity: ImportFile): string {
  return csvLine(importColumns[entity]);
}

/** In a buffer of its own, so that it can be handed to another thread without a copy: a package may have 40 MB. */
function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** Writes the zip again with some entries stored: rare (thousands of nearly equal rows), so it may hold them in memory. */
function storeSome(zip: Uint8Array, stored: ReadonlySet<string>): Uint8Array<ArrayBuffer> {
  const entries: Zippable = {};
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    entries[name] = [bytes, { level: stored.has(name) ? 0 : 6, mtime: fileTime() }];
  }
  return zipSync(entries);
}
