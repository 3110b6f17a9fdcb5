import { hash53 } from './hashes.ts';

const PEOPLE_PER_BLOCK = 16_384;

/**
 * Finds who has a text that somebody else has as well, without keeping the texts: 4 bytes for each, outside the JavaScript heap.
 * Two different texts may meet, so whoever is named is still to be looked at exactly; nobody is ever missed.
 */
export class Sharers {
  readonly #texts: number;
  readonly #blocks: Uint32Array[] = [];
  readonly #places: Uint32Array[] = [];
  #people = 0;

  /** @param texts that a person has at most */
  constructor(texts: number) {
    this.#texts = texts;
  }

  /** One more person; '' is no text. @param place by which the person is named later */
  note(place: number, texts: readonly string[]): void {
    const offset = this.#people % PEOPLE_PER_BLOCK;
    if (offset === 0) {
      this.#blocks.push(new Uint32Array(PEOPLE_PER_BLOCK * this.#texts));
      this.#places.push(new Uint32Array(PEOPLE_PER_BLOCK));
    }
    const block = this.#blocks[this.#blocks.length - 1];
    const places = this.#places[this.#places.length - 1];
    if (block === undefined || places === undefined) return;
    places[offset] = place;
    texts.forEach((text, at) => {
      if (at >= this.#texts) throw new Error('Somebody has more texts than there is room for.');
      block[offset * this.#texts + at] = slot(text);
    });
    this.#people += 1;
  }

  /** The places of those who share a text, in the order in which they were noted. */
  people(): readonly number[] {
    const repeated = this.#repeated();
    const found: number[] = [];
    if (repeated.size === 0) return found;
    for (let person = 0; person < this.#people; person += 1) {
      const block = this.#blocks[Math.floor(person / PEOPLE_PER_BLOCK)];
      const offset = person % PEOPLE_PER_BLOCK;
      const texts = block?.subarray(offset * this.#texts, (offset + 1) * this.#texts);
      if (texts?.some((text) => repeated.has(text)) === true) {
        found.push(this.#places[Math.floor(person / PEOPLE_PER_BLOCK)]?.[offset] ?? 0);
      }
    }
    return found;
  }

  #repeated(): ReadonlySet<number> {
    const all = new Uint32Array(this.#blocks.length * PEOPLE_PER_BLOCK * this.#texts);
    this.#blocks.forEach((block, at) => {
      all.set(block, at * block.length);
    });
    all.sort();
    const repeated = new Set<number>();
    for (let at = 1; at < all.length; at += 1) {
      const text = all[at] ?? 0;
      if (text !== 0 && text === all[at - 1]) repeated.add(text);
    }
    return repeated;
  }
}

/** Never 0, which stands for no text. */
function slot(text: string): number {
  return text === '' ? 0 : hash53(text) >>> 0 || 1;
}
