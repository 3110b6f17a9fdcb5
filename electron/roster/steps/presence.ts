import { Hashes, hash53 } from './hashes.ts';

/**
 * What one pull says of people beside their rows (ROSTER-RULES C9, D3): noted while it is mapped, asked when people are compared.
 * People are known by their Canvas id, and only as hashes: they may be all of a district.
 */
export class Presence {
  readonly #wanted = new Hashes();
  readonly #lastDays = new Map<number, string>();
  readonly #from: string;
  /** Active people of the chosen schools, and those among them whom the SIS marks as disabled. */
  people = 0;
  disabled = 0;

  /** @param from day of the last complete pull: what ended before it was known then. */
  constructor(from: string) {
    this.#from = from;
  }

  /** They have a wanted enrollment, or one that nobody can read, or one at a school that was not chosen. */
  noteWanted(userId: string): void {
    this.#wanted.add(userId);
  }

  /** They had a wanted enrollment until that day. */
  noteLastDay(userId: string, day: string): void {
    if (day < this.#from) return;
    const hash = hash53(userId);
    const known = this.#lastDays.get(hash);
    if (known === undefined || known < day) this.#lastDays.set(hash, day);
  }

  isWanted(userId: string): boolean {
    return this.#wanted.has(userId);
  }

  /** '' where no enrollment of theirs ended since the last complete pull. */
  lastDay(userId: string): string {
    return this.#lastDays.get(hash53(userId)) ?? '';
  }
}
