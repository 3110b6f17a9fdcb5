import type { Person } from '../../store/store-api.ts';
import type { RowHold } from '../desired.ts';
import { byText } from '../text.ts';

/** One record of somebody whom the SIS names several times. */
export interface SameRecord {
  readonly id: string;
  /** What it is called by in Canvas, '' while it was never given an id. */
  readonly sisId: string;
  /** Of a chosen school, and with a login: such a record speaks for the person. */
  readonly chosen: boolean;
  readonly hasLogin: boolean;
}

/**
 * Records of the SIS that are one person (ROSTER-RULES B3), by a rule the admin set. One of them speaks for all: its names and its
 * login are the person's. Once given, the common id stays with all of them, whatever the rule says later (B).
 */
export class SamePeople {
  readonly #primaryOf = new Map<string, string>();
  readonly #groups = new Map<string, { readonly sisId: string; readonly records: readonly SameRecord[] }>();
  readonly #people = new Map<string, Person>();
  readonly #doubts = new Map<string, RowHold>();

  merge(records: readonly SameRecord[]): void {
    const [primary, ...others] = [...records].sort(byRight);
    if (primary === undefined || others.length === 0) return;
    const sisId = records.find((one) => one.sisId !== '')?.sisId ?? '';
    this.#groups.set(primary.id, { sisId, records });
    for (const { id } of others) this.#primaryOf.set(id, primary.id);
  }

  doubt(id: string, hold: RowHold): void {
    this.#doubts.set(id, hold);
  }

  /** The record that speaks for this one; itself when it speaks for itself. */
  primaryOf(id: string): string {
    return this.#primaryOf.get(id) ?? id;
  }

  speaksForItself(id: string): boolean {
    return !this.#primaryOf.has(id);
  }

  /** The common id, where there is one already. */
  idOf(id: string): string | undefined {
    return this.#groups.get(this.primaryOf(id))?.sisId || undefined;
  }

  /** Remembers who speaks for others, as mapped. */
  note(person: Person): void {
    if (this.#groups.has(person.sourcedId)) this.#people.set(person.sourcedId, person);
  }

  person(primary: string): Person | undefined {
    return this.#people.get(primary);
  }

  /** Why somebody is not made in Canvas who seems to be there under another id. */
  doubtOf(id: string): RowHold | null {
    return this.#doubts.get(id) ?? null;
  }

  groups(): Iterable<readonly [primary: string, records: readonly SameRecord[]]> {
    return [...this.#groups].map(([primary, { records }]) => [primary, records] as const);
  }
}

function byRight(a: SameRecord, b: SameRecord): number {
  const better = Number(b.chosen) - Number(a.chosen) || Number(b.hasLogin) - Number(a.hasLogin);
  return better || Number(b.sisId !== '') - Number(a.sisId !== '') || byText(a.id, b.id);
}
