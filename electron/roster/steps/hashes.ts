const BLOCK = 65_536;

/** Hashes of very many texts in 8 bytes each, outside the JavaScript heap (a Set takes five times that). */
export class Hashes {
  #blocks: Float64Array[] = [];
  #count = 0;
  #sorted: Float64Array | null = null;

  add(text: string): void {
    const offset = this.#count % BLOCK;
    if (offset === 0) this.#blocks.push(new Float64Array(BLOCK));
    const block = this.#blocks[this.#blocks.length - 1];
    if (block !== undefined) block[offset] = hash53(text);
    this.#count += 1;
    this.#sorted = null;
  }

  get size(): number {
    return this.#count;
  }

  has(text: string): boolean {
    const all = this.#all();
    const wanted = hash53(text);
    let from = 0;
    let to = all.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((all[middle] ?? 0) < wanted) from = middle + 1;
      else to = middle;
    }
    return all[from] === wanted;
  }

  /** Those that were added more than once. */
  repeated(): ReadonlySet<number> {
    const repeated = new Set<number>();
    const all = this.#all();
    for (let i = 1; i < all.length; i += 1) {
      const hash = all[i];
      if (hash !== undefined && hash === all[i - 1]) repeated.add(hash);
    }
    return repeated;
  }

  #all(): Float64Array {
    if (this.#sorted !== null) return this.#sorted;
    const all = new Float64Array(this.#count);
    this.#blocks.forEach((block, i) => {
      all.set(block.subarray(0, Math.min(BLOCK, this.#count - i * BLOCK)), i * BLOCK);
    });
    this.#sorted = all.sort();
    return all;
  }
}

/** A 53-bit hash of a text; two different texts meet once in billions, and then only cost an exact look. */
export function hash53(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}
