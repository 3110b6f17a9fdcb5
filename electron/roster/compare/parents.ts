import type { EntityKind } from '../../../shared/entities.ts';
import type { Hold } from '../../../shared/plan.ts';
import type { NotYet, RowHold } from '../desired.ts';

/**
 * Why something cannot stand on its parent: the parent waits itself (E13), somebody deleted it in Canvas (F3), or it is not made
 * yet (C5, C8).
 */
export type Obstacle =
  | {
      readonly kind: 'held';
      readonly text: string;
      /** The hold on the parent, when a person may release it: what belongs to it goes with it. */
      readonly hold?: string;
    }
  | { readonly kind: 'gone' }
  | { readonly kind: 'not-yet'; readonly notYet: NotYet };

interface KeySet {
  has(key: string): boolean;
}

/** The few wanted objects that will not be in Canvas after this plan. All others are, or are made by it. */
export class Parents {
  readonly #obstacles = new Map<string, Obstacle>();
  readonly #waiting = new Map<EntityKind, { readonly keys: KeySet; readonly obstacle: Obstacle }[]>();

  set(entity: EntityKind, key: string, obstacle: Obstacle): void {
    this.#obstacles.set(nameOf(entity, key), obstacle);
  }

  /** All new objects of a kind at a school that has a hold on them (E6). */
  setAll(entity: EntityKind, keys: KeySet, { id, message }: Pick<Hold, 'id' | 'message'>): void {
    const list = this.#waiting.get(entity) ?? [];
    this.#waiting.set(entity, list);
    list.push({ keys, obstacle: { kind: 'held', text: message, hold: id } });
  }

  of(entity: EntityKind, key: string): Obstacle | null {
    const own = this.#obstacles.size === 0 ? undefined : this.#obstacles.get(nameOf(entity, key));
    if (own !== undefined) return own;
    return this.#waiting.get(entity)?.find(({ keys }) => keys.has(key))?.obstacle ?? null;
  }
}

function nameOf(entity: EntityKind, key: string): string {
  return `${entity}\u001f${key}`;
}

/** E13: the hold of what stands on a parent that waits. */
export function heldWith({ text, hold }: Extract<Obstacle, { kind: 'held' }>): RowHold {
  return hold === undefined ? { rule: 'E13', text } : { rule: 'E13', text, with: hold };
}
