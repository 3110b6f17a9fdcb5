import type { EntityKind } from '../../../shared/entities.ts';
import { entityKinds } from '../../../shared/entities.ts';
import { type CountKey, countKeys, type EntityCounts } from '../../../shared/plan.ts';

/** What a tally counts. */
export interface TallyCounts {
  /** Live, owned, unfrozen rows. */
  base: number;
  /** Changes that take access away. */
  removed: number;
  /** The same in classes that are over, which count in no other hold (D1, D7). */
  late: number;
  /** Live rows after the plan. */
  left: number;
  /** Rows that are not in Canvas yet. */
  created: number;
  /** Changes of any field, and those of names, logins and ids among them (E7). */
  updated: number;
  identity: number;
}

/** What a school's rows of one entity and role add up to; the base of the safety rules (ROSTER-RULES E). */
export interface Tally extends TallyCounts {
  readonly entity: EntityKind;
  readonly school: string;
  readonly role: string;
  /** In classes that have not started, where more may move (E2). */
  readonly upcoming: boolean;
}

export const tallyCounts = ['base', 'removed', 'late', 'left', 'created', 'updated', 'identity'] as const;

const nothingYet: TallyCounts = { base: 0, removed: 0, late: 0, left: 0, created: 0, updated: 0, identity: 0 };

export class Tallies {
  readonly #tallies = new Map<string, Tally>();

  of(entity: EntityKind, school: string, role: string, upcoming: boolean): Tally {
    const key = `${entity}\u001f${school}\u001f${role}\u001f${upcoming}`;
    const known = this.#tallies.get(key);
    if (known !== undefined) return known;
    const made: Tally = { entity, school, role, upcoming, ...nothingYet };
    this.#tallies.set(key, made);
    return made;
  }

  all(): readonly Tally[] {
    return [...this.#tallies.values()];
  }
}

export function emptyCounts(): Record<EntityKind, EntityCounts> {
  const zero = () => Object.fromEntries(countKeys.map((key) => [key, 0])) as Record<CountKey, number>;
  return Object.fromEntries(entityKinds.map((entity) => [entity, zero()])) as Record<EntityKind, EntityCounts>;
}
