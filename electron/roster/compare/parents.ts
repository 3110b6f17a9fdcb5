import type { EntityKind } from '../../../shared/entities.ts';

/** Why something cannot stand on its parent: the parent waits itself (E13), or somebody deleted it in Canvas (F3). */
export type Obstacle = { readonly kind: 'held'; readonly text: string } | { readonly kind: 'gone' };

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
