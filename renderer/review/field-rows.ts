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
export function fieldRows(change: Change): readonly FieldRow[] {
  const { entity, changed, before, after } = change;
  const names = [...new Set([...changed, ...Object.keys(after ?? {}), ...Object.keys(before ?? {})])];
  const differing = new Set(before && after ? changed : []);
  const rows = names
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
  return [...boundBy(change), ...rows];
}

/** Whom a guardian's link binds stands in its key alone (ROSTER-RULES C6). */
function boundBy({ entity, key, before, after }: Change): readonly FieldRow[] {
  if (entity !== 'observer') return [];
  const ids = key.split('\u001f');
  return ['guardian', 'student'].map((word, index) => {
    const id = valueWord('user_id', ids[index]);
    return { field: word, word, was: before ? id : null, now: after ? id : null, differs: false };
  });
}
