import type { EntityKind } from '../../../shared/entities.ts';
import type { LedgerRow, SideRow } from '../../store/store-api.ts';
import { merge, type Triple } from '../compare/merge.ts';
import type { CompareInput } from './plan-draft.ts';

/** What the SIS wants, what Canvas has and what we last applied, for one bucket of one kind. */
export function sides(input: CompareInput, entity: EntityKind, bucket: number): Generator<Triple<SideRow, SideRow, LedgerRow>> {
  return merge(
    input.work.rows('desired', entity, bucket),
    input.work.rows('canvas', entity, bucket),
    input.store.ledgerRows(entity, bucket),
  );
}
