import type { EntityKind } from '../../../shared/entities.ts';
import { compareKeys } from '../../store/key-order.ts';
import type { Sightings } from '../../store/store-api.ts';

/** Which enrollments, or guardian links, the last complete pull did not name, and which this one does not (ROSTER-RULES D5). */
export class Absences {
  readonly #sightings: Sightings;
  readonly #entity: EntityKind;
  readonly #bucketOf: (key: string) => number;
  #bucket: Iterator<string> = [][Symbol.iterator]();
  #next: string | null = null;
  #found: Map<number, string[]> = new Map();

  constructor(sightings: Sightings, entity: EntityKind, bucketOf: (key: string) => number) {
    this.#sightings = sightings;
    this.#entity = entity;
    this.#bucketOf = bucketOf;
  }

  /** From here on, keys of this bucket are asked for in their order. */
  open(bucket: number): void {
    this.#bucket = this.#sightings.before(this.#entity, bucket)[Symbol.iterator]();
    this.#advance();
  }

  /** Whether the last complete pull did not name it either. */
  missedBefore(key: string): boolean {
    while (this.#next !== null && compareKeys(this.#next, key) < 0) this.#advance();
    return this.#next === key;
  }

  /** This pull does not name it. */
  note(key: string): void {
    const bucket = this.#bucketOf(key);
    const found = this.#found.get(bucket);
    if (found === undefined) this.#found.set(bucket, [key]);
    else found.push(key);
  }

  flush(): void {
    for (const [bucket, keys] of this.#found) this.#sightings.add(this.#entity, bucket, keys);
    this.#found = new Map();
  }

  #advance(): void {
    const step = this.#bucket.next();
    this.#next = step.done === true ? null : step.value;
  }
}
