import type { Change } from '../../shared/plan.ts';
import { fieldRank, fieldWord, isReference, isShownField, valueWord } from '../ui/words.ts';

export interface FieldRow {
  readonly field: string;
  readonly word: string;
  /** Null when the object was not there before (or will not be after). */
  readonly was: string | null;
  readonly now: string | null;
  readonly differs: boolean;
}

/** The fields of a change in an admin's words: what differs first, Canvas' own keys and always-empty cells left out. */
export function fieldRows({ entity, changed, before, after }: Change): readonly FieldRow[] {
  const names = [...new Set([...changed, ...Object.keys(after ?? {}), ...Object.keys(before ?? {})])];
  const differing = new Set(before && after ? changed : []);
  return names
    .filter((field) => isShownField(field, entity))
    .filter((field) => differing.has(field) || !isReference(field))
    .filter((field) => differing.has(field) || (before?.[field] ?? '') !== '' || (after?.[field] ?? '') !== '')
    .map((field) => ({
      field,
      word: fieldWord(field, entity),
      was: before ? valueWord(field, before[field]) : null,
      now: after ? valueWord(field, after[field]) : null,
      differs: differing.has(field),
    }))
    .sort((a, b) => Number(b.differs) - Number(a.differs) || fieldRank(a.field) - fieldRank(b.field));
}
