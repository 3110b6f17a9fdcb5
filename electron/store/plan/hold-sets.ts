import type { Connection } from '../driver.ts';

type SetRow = readonly [number: number, holds: string];

/** The sets of holds that occur in one plan; set 0 is the empty one. A plan has few, however many changes it has. */
export class HoldSets {
  readonly #db: Connection;
  readonly #plan: number;
  readonly #byText = new Map<string, number>();
  readonly #holds = new Map<number, readonly string[]>([[0, []]]);

  /** Reads the sets a plan has so far. */
  constructor(db: Connection, plan: number) {
    this.#db = db;
    this.#plan = plan;
    for (const [number, text] of db.all<SetRow>('SELECT number, holds FROM plan_holdset WHERE plan = ?', [plan])) {
      this.#keep(number, JSON.parse(text) as string[]);
    }
  }

  holdsOf(number: number): readonly string[] {
    const holds = this.#holds.get(number);
    if (holds === undefined) throw new Error(`Plan ${this.#plan} has no set of holds ${number}.`);
    return holds;
  }

  /** The set that has one hold more; made when it is new. */
  with(number: number, hold: string): number {
    const holds = this.holdsOf(number);
    if (hold === '' || holds.includes(hold)) return number;
    const wider = [...holds, hold].sort();
    const known = this.#byText.get(JSON.stringify(wider));
    if (known !== undefined) return known;
    const fresh = this.#holds.size;
    this.#db.run('INSERT INTO plan_holdset (plan, number, holds) VALUES (?, ?, ?)', [this.#plan, fresh, JSON.stringify(wider)]);
    this.#keep(fresh, wider);
    return fresh;
  }

  /** Sets of which every hold is released: the changes a run may send. As a JSON list for json_each. */
  sendable(released: readonly string[]): string {
    const free = new Set(released);
    return this.#where((holds) => holds.every((hold) => free.has(hold)));
  }

  /** Sets that contain a hold, as a JSON list. */
  containing(hold: string): string {
    return this.#where((holds) => holds.includes(hold));
  }

  #where(test: (holds: readonly string[]) => boolean): string {
    return JSON.stringify([...this.#holds].filter(([, holds]) => test(holds)).map(([number]) => number));
  }

  #keep(number: number, holds: readonly string[]): void {
    this.#byText.set(JSON.stringify(holds), number);
    this.#holds.set(number, holds);
  }
}
