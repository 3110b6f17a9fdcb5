const BLOCK = 65_536;
const PRIME = 0x01000193;
const FIRST_SEED = 0x811c9dc5;
/** An arbitrary second starting point: two hashes of 32 bits make one of 53. */
const SECOND_SEED = 0x2f0b4a17;

/**
 * Finds ids that may have been read twice without an index over all of them: 8 bytes per row outside the JavaScript
 * heap. Equal ids always meet here; that different ones do is settled by the caller, who compares the texts.
 */
export class IdHashes {
  #blocks: Float64Array[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Gives the id's position: how many came before it. */
  add(id: string): number {
    const offset = this.#count % BLOCK;
    if (offset === 0) this.#blocks.push(new Float64Array(BLOCK));
    const block = this.#blocks[this.#blocks.length - 1];
    if (block !== undefined) block[offset] = hashOf(id);
    this.#count += 1;
    return this.#count - 1;
  }

  /** Hashes that were added more than once, each once. */
  repeated(): readonly number[] {
    const all = new Float64Array(this.#count);
    this.#blocks.forEach((block, i) => {
      all.set(block.subarray(0, Math.min(BLOCK, this.#count - i * BLOCK)), i * BLOCK);
    });
    all.sort();
    const repeated: number[] = [];
    for (let i = 1; i < all.length; i += 1) {
      const hash = all[i];
      if (hash !== undefined && hash === all[i - 1] && hash !== all[i - 2]) repeated.push(hash);
    }
    return repeated;
  }

  /** Where ids with these hashes were added, in order. */
  positionsOf(hashes: ReadonlySet<number>): readonly number[] {
    const positions: number[] = [];
    this.#blocks.forEach((block, i) => {
      const from = i * BLOCK;
      const filled = Math.min(BLOCK, this.#count - from);
      for (let at = 0; at < filled; at += 1) if (hashes.has(block[at] ?? Number.NaN)) positions.push(from + at);
    });
    return positions;
  }
}

/** Two 32-bit FNV-1a hashes, in one walk through the text. */
function hashOf(id: string): number {
  let low = FIRST_SEED;
  let high = SECOND_SEED;
  for (let i = 0; i < id.length; i += 1) {
    const unit = id.charCodeAt(i);
    low = Math.imul(low ^ unit, PRIME);
    high = Math.imul(high ^ unit, PRIME);
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}
