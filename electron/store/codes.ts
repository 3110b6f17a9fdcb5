import type { EntityKind } from '../../shared/entities.ts';
import { entityKinds } from '../../shared/entities.ts';
import type { ChangeAction } from '../../shared/plan.ts';

/** Small numbers for the words that stand in millions of rows. They are on disk: add, never renumber. */
export const entityCodes: Readonly<Record<EntityKind, number>> = {
  account: 1,
  term: 2,
  course: 3,
  section: 4,
  user: 5,
  enrollment: 6,
  observer: 7,
};

export const actionCodes: Readonly<Record<ChangeAction, number>> = {
  create: 1,
  update: 2,
  delete: 3,
  restore: 4,
  adopt: 5,
  remap: 6,
};

const entities = new Map<number, EntityKind>(entityKinds.map((entity) => [entityCodes[entity], entity]));

export function entityOf(code: number): EntityKind {
  const entity = entities.get(code);
  if (entity === undefined) throw new Error(`No entity has the code ${code}.`);
  return entity;
}

/** One value per entity, in Canvas' order. */
export function perEntity<T>(make: (entity: EntityKind) => T): Record<EntityKind, T> {
  return {
    account: make('account'),
    term: make('term'),
    course: make('course'),
    section: make('section'),
    user: make('user'),
    enrollment: make('enrollment'),
    observer: make('observer'),
  };
}
