/** A small seeded generator (mulberry32): the same seed and stream give the same district on every machine. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in [0, limit). */
  below(limit: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One item of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** The list in a new, seeded order. */
  shuffled<T>(list: readonly T[]): T[];
}

/** Murmur3's finalizer: spreads neighbouring numbers over all 32 bits. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** FNV-1a over UTF-16 units: turns a stream's name into a number. */
export function hashOf(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h);
}

/** A generator for one named stream, so that a change in one part of the census does not move the others. */
export function makeRandom(seed: number, stream: string): Random {
  let state = mix(seed ^ hashOf(stream));
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: <T>(list: readonly T[]): T => {
      const item = list[below(list.length)];
      if (item === undefined) throw new RangeError('pick: the list is empty');
      return item;
    },
    shuffled: <T>(list: readonly T[]): T[] => {
      const out = [...list];
      for (let i = out.length - 1; i > 0; i--) {
        const j = below(i + 1);
        const a = out[i] as T;
        out[i] = out[j] as T;
        out[j] = a;
      }
      return out;
    },
  };
}

const BYTE = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

function hex8(n: number): string {
  return `${BYTE[n >>> 24]}${BYTE[(n >>> 16) & 255]}${BYTE[(n >>> 8) & 255]}${BYTE[n & 255]}`;
}

/** Gives the sourcedId of the n-th record of a kind. */
export type Ids = (kind: string, n: number) => string;

/**
 * UUID-shaped (version 4) ids, a pure function of seed, kind and number: every Focus sourcedId is a UUID (oneroster-1.1 §6.1, §8).
 * The first word is an invertible mix of the number, so two records of a kind never share an id.
 */
export function makeIds(seed: number): Ids {
  const kinds = new Map<string, number>();
  return (kind, n) => {
    let k = kinds.get(kind);
    if (k === undefined) {
      k = mix(seed ^ hashOf(kind));
      kinds.set(kind, k);
    }
    const a = mix(n ^ k);
    const b = mix(a ^ 0x9e3779b9 ^ seed);
    const c = mix(b + k);
    const d = mix(c ^ n);
    const h2 = hex8(((b & 0xffff0fff) | 0x00004000) >>> 0);
    const h3 = hex8(((c & 0x3fffffff) | 0x80000000) >>> 0);
    return `${hex8(a)}-${h2.slice(0, 4)}-${h2.slice(4)}-${h3.slice(0, 4)}-${h3.slice(4)}${hex8(d)}`;
  };
}
