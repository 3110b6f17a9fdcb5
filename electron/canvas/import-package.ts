import { createHash } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import { unzipSync, Zip, ZipDeflate, type Zippable, zipSync } from 'fflate';
import { type EntityKind, entityKinds, type Fields } from '../../shared/entities.ts';
import { importCells, importColumns, importFileNames } from './columns.ts';

export interface PackageFile {
  readonly name: string;
  readonly entity: EntityKind;
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
  add(entity: EntityKind, fields: Fields): boolean;
  finish(): ImportPackage;
}

const BATCH_ROWS = 1000;
/** Canvas refuses beyond 100 : 1 (canvas-sis.md §1.1); an entry that passes this is stored as it is (ROSTER-RULES F4). */
const MAX_RATIO = 50;
/** Local header, data descriptor and directory entry of one file, and the end record, rounded up. */
const ENTRY_OVERHEAD = 256;
/** The same in every zip, so that equal rows give equal bytes. Made from local parts because zip times are local times. */
const fileTime = () => new Date(2020, 0, 1, 0, 0, 0);

/**
 * Writes one SIS import package: a zip with one csv per entity. Rows stream through csv-stringify and deflate in batches;
 * only the compressed bytes stay in memory. `maxBytes` is the largest zip wanted; a first row is always taken.
 */
export function createPackageWriter({ maxBytes }: { readonly maxBytes: number }): PackageWriter {
  return new Writer(maxBytes);
}

/**
 * Rows of a file are numbered from 1 with the header as row 1 (canvas-sis.md §1.1), and every record we write is one row:
 * the n-th row added for an entity (from 0) is row n + 2 of its file.
 */
export function rowNumberOf(index: number): number {
  return index + 2;
}

/** The reverse of `rowNumberOf`; null for the header or a row the file does not have. */
export function indexOfRow(file: PackageFile, row: number): number | null {
  const index = row - 2;
  return Number.isInteger(index) && index >= 0 && index < file.rows ? index : null;
}

interface OpenFile {
  readonly entity: EntityKind;
  readonly stream: ZipDeflate;
  rows: number;
  rawBytes: number;
  /** Zip bytes that had come out when this file was opened. */
  readonly startsAt: number;
}

class Writer implements PackageWriter {
  readonly #maxBytes: number;
  readonly #zip: Zip;
  readonly #chunks: Uint8Array[] = [];
  readonly #files: PackageFile[] = [];
  readonly #stored = new Set<string>();
  #file: OpenFile | null = null;
  #written = 0;
  /** Raw bytes handed to the compressor since it last gave something back: an upper bound of what it still holds. */
  #unwritten = 0;
  #pending: string[][] = [];
  #pendingBytes = 0;
  #rows = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#zip = new Zip((error, chunk) => {
      if (error !== null) throw error;
      this.#chunks.push(chunk);
      this.#written += chunk.length;
      this.#unwritten = 0;
    });
  }

  add(entity: EntityKind, fields: Fields): boolean {
    const cells = importCells(entity, fields);
    const size = upperBytes(cells);
    if (this.#rows > 0 && !this.#fits(entity, size)) return false;
    if (this.#file?.entity !== entity) this.#open(entity);
    this.#pending.push(cells);
    this.#pendingBytes += size;
    this.#rows += 1;
    if (this.#pending.length >= BATCH_ROWS) this.#flush();
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

  /** Counts with estimates that are never too small; writes out what is pending before it says no. */
  #fits(entity: EntityKind, size: number): boolean {
    const overhead = (this.#files.length + 2) * ENTRY_OVERHEAD + (this.#file?.entity === entity ? 0 : headerBytes(entity));
    if (this.#expected() + overhead + size <= this.#maxBytes) return true;
    if (this.#pending.length === 0) return false;
    this.#flush();
    return this.#expected() + overhead + size <= this.#maxBytes;
  }

  /** Size of the zip if it ended now, at most. */
  #expected(): number {
    const file = this.#file;
    if (file === null) return this.#written;
    const deflated = this.#written - file.startsAt;
    const stored = file.rawBytes > MAX_RATIO * deflated ? file.rawBytes : 0;
    return file.startsAt + Math.max(deflated + this.#unwritten, stored) + this.#pendingBytes;
  }

  #open(entity: EntityKind): void {
    const before = this.#file?.entity;
    if (before !== undefined && entityKinds.indexOf(before) >= entityKinds.indexOf(entity)) {
      throw new Error(`Import rows out of order: ${entity} after ${before}`);
    }
    this.#close();
    const stream = new ZipDeflate(importFileNames[entity], { level: 6 });
    stream.mtime = fileTime();
    this.#zip.add(stream);
    this.#file = { entity, stream, rows: 0, rawBytes: 0, startsAt: this.#written };
    this.#push([[...importColumns[entity]]], false);
  }

  #flush(): void {
    const rows = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    if (this.#file !== null) this.#file.rows += rows.length;
    this.#push(rows, false);
  }

  #close(): void {
    const file = this.#file;
    if (file === null) return;
    this.#flush();
    this.#push([], true);
    this.#files.push({ name: importFileNames[file.entity], entity: file.entity, rows: file.rows });
    if (file.rawBytes > MAX_RATIO * (this.#written - file.startsAt)) this.#stored.add(importFileNames[file.entity]);
    this.#file = null;
  }

  #push(rows: string[][], final: boolean): void {
    const file = this.#file;
    if (file === null || (rows.length === 0 && !final)) return;
    const bytes = Buffer.from(rows.length === 0 ? '' : stringify(rows, { quoted_match: /[\r\n]/ }));
    file.rawBytes += bytes.length;
    this.#unwritten += bytes.length;
    file.stream.push(bytes, final);
  }
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

/** At most this many csv bytes: three per UTF-16 unit, quotes doubled, and a comma. */
function upperBytes(cells: readonly string[]): number {
  let units = 0;
  for (const cell of cells) units += cell.length;
  return 3 * units + 3 * cells.length + 1;
}

function headerBytes(entity: EntityKind): number {
  return upperBytes(importColumns[entity]) + ENTRY_OVERHEAD;
}

/** Writes the zip again with some entries stored: rare (thousands of nearly equal rows), so it may hold them in memory. */
function storeSome(zip: Uint8Array, stored: ReadonlySet<string>): Uint8Array<ArrayBuffer> {
  const entries: Zippable = {};
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    entries[name] = [bytes, { level: stored.has(name) ? 0 : 6, mtime: fileTime() }];
  }
  return zipSync(entries);
}
