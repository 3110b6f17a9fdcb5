/** How many rows are serialised together. */
const CHUNK = 500;
/** Most bytes kept serialised; the oldest chunks go first. */
const KEEP_BYTES = 768 * 1024 * 1024;

interface Chunk {
  bytes: Buffer;
  /** Where each row begins; one more entry for the end (commas between rows counted in). */
  starts: Uint32Array;
}

/**
 * A table's rows as JSON bytes, made once and cut by position: a page of thousands of rows costs a few copies. Changed rows throw
 * away their chunk, shifted ones everything behind.
 */
export class RowBytes {
  readonly #length: () => number;
  #json: (index: number) => string;
  readonly #keepBytes: number;
  readonly #chunks = new Map<number, Chunk>();
  #kept = 0;

  constructor(length: () => number, json: (index: number) => string, keepBytes = KEEP_BYTES) {
    this.#length = length;
    this.#json = json;
    this.#keepBytes = keepBytes;
  }

  /** The rows from `from` up to (without) `to`, comma-separated, as pieces to be joined by commas. */
  range(from: number, to: number): Buffer[] {
    const pieces: Buffer[] = [];
    for (let at = from; at < to; ) {
      const n = Math.floor(at / CHUNK);
      const end = Math.min(to, (n + 1) * CHUNK);
      const chunk = this.#chunk(n);
      const first = chunk.starts[at - n * CHUNK] ?? 0;
      const last = chunk.starts[end - n * CHUNK] ?? chunk.bytes.length + 1;
      pieces.push(chunk.bytes.subarray(first, last - 1));
      at = end;
    }
    return pieces;
  }

  /** Forgets the row at an index; with `behind` also all rows after it; without arguments everything. */
  forget(index = 0, behind = true): void {
    const first = Math.floor(index / CHUNK);
    if (!behind) this.#drop(first);
    else for (const n of [...this.#chunks.keys()]) if (n >= first) this.#drop(n);
  }

  /** Lets the rows go; from now on only what was serialised is there. */
  seal(): void {
    this.#json = () => {
      throw new Error('sealed: this row was never serialised');
    };
  }

  #chunk(n: number): Chunk {
    const known = this.#chunks.get(n);
    if (known) return known;
    const count = Math.max(0, Math.min(CHUNK, this.#length() - n * CHUNK));
    const rows = Array.from({ length: count }, (_, i) => this.#json(n * CHUNK + i));
    const starts = new Uint32Array(count + 1);
    rows.forEach((row, i) => {
      starts[i + 1] = (starts[i] ?? 0) + Buffer.byteLength(row) + 1;
    });
    const made: Chunk = { bytes: Buffer.from(rows.join(',')), starts };
    this.#chunks.set(n, made);
    this.#kept += made.bytes.length;
    for (const oldest of this.#chunks.keys()) {
      if (this.#kept <= this.#keepBytes || oldest === n) break;
      this.#drop(oldest);
    }
    return made;
  }

  #drop(n: number): void {
    this.#kept -= this.#chunks.get(n)?.bytes.length ?? 0;
    this.#chunks.delete(n);
  }
}
