import type { Connection } from '../driver.ts';

/** A kind by number, or written out when there were too many to number. */
export type Kind = number | readonly [role: string, body: string];

interface Known {
  readonly number: number;
  readonly role: string;
  readonly body: string;
}

/** A district has a few thousand: schools × terms × roles. Where each student has dates of her own, the rest is written out. */
const MOST_KINDS = 50_000;

/** Role and body of enrollments hold no id: the same few texts again and again, kept once. */
export class Kinds {
  readonly #db: Connection;
  readonly #byBody = new Map<string, Known>();
  readonly #known: Known[] = [];

  constructor(db: Connection) {
    this.#db = db;
    db.script('CREATE TABLE enrollment_kinds (kind INTEGER PRIMARY KEY, role TEXT NOT NULL, body TEXT NOT NULL)');
  }

  of(role: string, body: string): Kind {
    const known = this.#byBody.get(body);
    if (known !== undefined) return known.role === role ? known.number : [role, body];
    if (this.#known.length >= MOST_KINDS) return [role, body];
    const made = { number: this.#known.length, role, body };
    this.#db.run('INSERT INTO enrollment_kinds VALUES (?, ?, ?)', [made.number, role, body]);
    this.#byBody.set(body, made);
    this.#known.push(made);
    return made.number;
  }

  read(kind: Kind): { readonly role: string; readonly body: string } {
    if (typeof kind !== 'number') return { role: kind[0], body: kind[1] };
    const known = this.#known[kind];
    if (known === undefined) throw new Error(`There is no kind ${kind} of enrollment.`);
    return known;
  }
}
