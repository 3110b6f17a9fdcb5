import type { EntityKind } from '../../../shared/entities.ts';
import type { NotYet } from '../desired.ts';

/**
 * Why something cannot stand on its parent: the parent waits itself (E13), somebody deleted it in Canvas (F3), or it is not made
 * yet (C5, C8).
 */
export type Obstacle =
  | { readonly kind: 'held'; readonly text: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'not-yet'; readonly notYet: NotYet };

/** The few wanted objects that will not be in Canvas after this plan. All others are, or are made by it. */
export class Parents {
  readonly #obstacles = new Map<string, Obstacle>();

  set(entity: EntityKind, key: string, obstacle: Obstacle): void {
    this.#obstacles.set(nameOf(entity, key), obstacle);
  }

  of(entity: EntityKind, key: string): Obstacle | null {
    return this.#obstacles.size === 0 ? null : (this.#obstacles.get(nameOf(entity, key)) ?? null);
  }
}

function nameOf(entity: EntityKind, key: string): string {
  return `${entity}\u001f${key}`;
}
