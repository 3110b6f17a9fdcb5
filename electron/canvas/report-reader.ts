import { Unzip, type UnzipFile, UnzipInflate } from 'fflate';
import type { Failure } from '../../shared/failure.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { reportColumnsMissing, reportDamaged } from './canvas-failures.ts';
import type { CanvasReportRow } from './canvas-row.ts';
import { CsvDamage, CsvRecords } from './csv-records.ts';
import { type ReportKind, type RowReader, reportKinds, rowReader } from './report-columns.ts';

export type { CanvasReportRow, CanvasRow, XlistRow } from './canvas-row.ts';
export type { ReportKind } from './report-columns.ts';

const BATCH_ROWS = 2000;
/** Enough to hold the end record of a zip without its (never used) comment. */
const TAIL_BYTES = 512;

export interface ReportReaderOptions {
  /** The kind of a report that was asked for one kind only (a plain csv); null when several were asked for (a zip). */
  readonly single: ReportKind | null;
  /** Called with up to 2,000 rows, in the report's order. */
  readonly onRows: (kind: ReportKind, rows: CanvasReportRow[]) => void;
}

export interface ReportReader {
  /** Takes the next bytes; `final` with the last ones. The value is the number of rows so far. */
  push(chunk: Uint8Array, final: boolean): Outcome<number>;
  /** The files seen, in order; meaningful after the final push. */
  kinds(): readonly ReportKind[];
}

/** What stopped the reading, carried through fflate's and our own callbacks. */
class ReadStop extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/**
 * Reads a provisioning report, a csv or a zip of csvs, from chunks of any size in constant memory (canvas-sis.md §6).
 * A report that ends early or is damaged is a failure: what is missing from it must never look like a deletion.
 */
export function createReportReader(options: ReportReaderOptions): ReportReader {
  const seen: ReportKind[] = [];
  let rows = 0;
  let source: { push(chunk: Uint8Array, final: boolean): void } | null = null;
  let head = new Uint8Array(0);
  const openFile = (kind: ReportKind) => {
    seen.push(kind);
    return new ReportFile(kind, (batch) => {
      rows += batch.length;
      options.onRows(kind, batch);
    });
  };
  const choose = () => {
    if (isZip(head)) return new ZipSource(openFile);
    if (options.single === null) throw new ReadStop(reportDamaged('neither a zip nor a single csv was expected'));
    return openFile(options.single);
  };
  return {
    kinds: () => seen,
    push(chunk, final) {
      try {
        if (source === null) {
          head = joinBytes(head, chunk);
          if (head.length < 4 && !final) return succeed(0);
          source = choose();
          source.push(head, final);
        } else {
          source.push(chunk, final);
        }
        return succeed(rows);
      } catch (error) {
        if (error instanceof ReadStop) return fail(error.failure);
        if (error instanceof CsvDamage) return fail(reportDamaged(error.message));
        throw error;
      }
    },
  };
}

/** One csv of a report. */
class ReportFile {
  readonly #kind: ReportKind;
  readonly #onBatch: (rows: CanvasReportRow[]) => void;
  readonly #records: CsvRecords;
  #width = 0;
  #read: RowReader | null = null;
  #batch: CanvasReportRow[] = [];

  constructor(kind: ReportKind, onBatch: (rows: CanvasReportRow[]) => void) {
    this.#kind = kind;
    this.#onBatch = onBatch;
    this.#records = new CsvRecords((records) => this.#take(records));
  }

  push(chunk: Uint8Array, final: boolean): void {
    this.#records.push(chunk, final);
    if (!final) return;
    if (this.#read === null) throw new ReadStop(reportDamaged(`${this.#kind}: no header`));
    if (this.#batch.length > 0) this.#flush();
  }

  #take(records: string[][]): void {
    for (const cells of records) {
      if (this.#read === null) {
        this.#readHeader(cells);
        continue;
      }
      // A short row is a file cut off in the middle of a line.
      if (cells.length < this.#width) throw new ReadStop(reportDamaged(`${this.#kind}: a row has too few cells`));
      this.#batch.push(this.#read(cells));
      if (this.#batch.length >= BATCH_ROWS) this.#flush();
    }
  }

  #readHeader(cells: string[]): void {
    const reader = rowReader(this.#kind, cells);
    if (typeof reader !== 'function') throw new ReadStop(reportColumnsMissing(this.#kind, reader.missing));
    this.#read = reader;
    this.#width = cells.length;
  }

  #flush(): void {
    const rows = this.#batch;
    this.#batch = [];
    this.#onBatch(rows);
  }
}

/** A zip of csvs; files of kinds we do not read are passed over. */
class ZipSource {
  readonly #unzip: Unzip;
  #tail = new Uint8Array(0);
  #open = 0;

  constructor(openFile: (kind: ReportKind) => ReportFile) {
    this.#unzip = new Unzip((file) => this.#start(file, openFile));
    this.#unzip.register(UnzipInflate);
  }

  push(chunk: Uint8Array, final: boolean): void {
    this.#tail = joinBytes(this.#tail, chunk.subarray(-TAIL_BYTES)).slice(-TAIL_BYTES);
    try {
      this.#unzip.push(chunk, final);
    } catch (error) {
      if (error instanceof ReadStop || error instanceof CsvDamage) throw error;
      throw new ReadStop(reportDamaged(`zip: ${error instanceof Error ? error.message : 'unreadable'}`));
    }
    if (final && (this.#open > 0 || !hasEndRecord(this.#tail))) throw new ReadStop(reportDamaged('the zip ends early'));
  }

  #start(file: UnzipFile, openFile: (kind: ReportKind) => ReportFile): void {
    const kind = kindOfFile(file.name);
    if (kind === null) return;
    const target = openFile(kind);
    this.#open += 1;
    file.ondata = (error, data, final) => {
      if (error !== null) throw error;
      target.push(data, final);
      if (final) this.#open -= 1;
    };
    file.start();
  }
}

function kindOfFile(name: string): ReportKind | null {
  const base = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  return reportKinds.find((kind) => base === `${kind}.csv`) ?? null;
}

function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5);
}

/** The end-of-central-directory signature: without it the download stopped early. */
function hasEndRecord(tail: Uint8Array): boolean {
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (tail[at] === 0x50 && tail[at + 1] === 0x4b && tail[at + 2] === 5 && tail[at + 3] === 6) return true;
  }
  return false;
}

function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
