import type { EntityKind } from '../../../shared/entities.ts';
import { entityKinds } from '../../../shared/entities.ts';
import { type CountKey, countKeys, type EntityCounts } from '../../../shared/plan.ts';

/** What a tally counts. */
export interface TallyCounts {
  /** Live, owned, unfrozen rows. */
  base: number;
  /** Changes that take access away. */
  removed: number;
  /** Of these, absences seen for the first time (D5). */
  waiting: number;
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
  readonly phase: Phase;
}

/**
 * Of the class a row belongs to: more may move while it is coming (E2). Of one that is over only explicit drops change
 * anything (D1); they are measured among what is left of it, and count for nothing else.
 */
export type Phase = 'running' | 'coming' | 'over';

export function phaseOf({ starts = '', ends = '' }: { readonly starts?: string; readonly ends?: string }, today: string): Phase {
  if (ends !== '' && ends < today) return 'over';
  return starts > today ? 'coming' : 'running';
}

export const tallyCounts = ['base', 'removed', 'waiting', 'left', 'created', 'updated', 'identity'] as const;

const nothingYet: TallyCounts = { base: 0, removed: 0, waiting: 0, left: 0, created: 0, updated: 0, identity: 0 };

/** What a run nobody watches would really take away: first sightings stay (D5). */
export function seenTwice(tally: Tally): Tally {
  const { removed, waiting, left } = tally;
  return { ...tally, removed: removed - waiting, waiting: 0, left: left + waiting };
}

export class Tallies {
  readonly #tallies = new Map<string, Tally>();

  of(entity: EntityKind, school: string, role: string, phase: Phase): Tally {
    const key = `${entity}\u001f${school}\u001f${role}\u001f${phase}`;
    const known = this.#tallies.get(key);
    if (known !== undefined) return known;
    const made: Tally = { entity, school, role, phase, ...nothingYet };
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
