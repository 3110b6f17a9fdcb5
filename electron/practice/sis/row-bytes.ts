/** How many rows are serialised together. */
const CHUNK = 500;
/** Slabs begin small and double up to this: each allocation outside the heap makes V8 look through all of it. */
const LARGEST_SLAB = 256 * 1024 * 1024;
const FIRST_SLAB = 1024 * 1024;

interface Chunk {
  bytes: Buffer;
  /** Where each row begins; one more entry for the end (commas between rows counted in). */
  starts: Uint32Array;
}

/**
 * A table's rows as JSON bytes, made once and cut by position: a page of thousands of rows costs a few slices. Changed rows throw
 * away their chunk, shifted ones everything behind; when more was thrown away than is kept, all begins anew.
 */
export class RowBytes {
  readonly #length: () => number;
  #json: (index: number) => string;
  readonly #chunks = new Map<number, Chunk>();
  #slab = Buffer.alloc(0);
  #used = 0;
  #nextSlab = FIRST_SLAB;
  #kept = 0;
  #wasted = 0;

  constructor(length: () => number, json: (index: number) => string) {
    this.#length = length;
    this.#json = json;
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
    if (this.#wasted <= this.#kept) return;
    this.#chunks.clear();
    this.#slab = Buffer.alloc(0);
    this.#nextSlab = FIRST_SLAB;
    this.#used = 0;
    this.#kept = 0;
    this.#wasted = 0;
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
    for (const [i, row] of rows.entries()) starts[i + 1] = (starts[i] ?? 0) + Buffer.byteLength(row) + 1;
    const bytes = this.#room(Math.max(0, (starts[count] ?? 0) - 1));
    bytes.write(rows.join(','));
    const made: Chunk = { bytes, starts };
    this.#chunks.set(n, made);
    this.#kept += bytes.length;
    return made;
  }

  #room(size: number): Buffer {
    if (this.#used + size > this.#slab.length) {
      this.#slab = Buffer.allocUnsafeSlow(Math.max(size, this.#nextSlab));
      this.#nextSlab = Math.min(LARGEST_SLAB, this.#nextSlab * 2);
      this.#used = 0;
    }
    const room = this.#slab.subarray(this.#used, this.#used + size);
    this.#used += size;
    return room;
  }

  #drop(n: number): void {
    const size = this.#chunks.get(n)?.bytes.length ?? 0;
    this.#kept -= size;
    this.#wasted += size;
    this.#chunks.delete(n);
  }
}
