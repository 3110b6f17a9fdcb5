import type { EntityKind, Fields } from '../../shared/entities.ts';
import type { Kept, KeptWhy } from '../../shared/kept.ts';
import { fieldRank, fieldWord, isShownField, valueWord } from './words.ts';

/** Why Canvas' value stays, in a cell. */
export const keptWhyWords: Readonly<Record<KeptWhy, string>> = {
  edited: 'Edited in Canvas',
  both: 'Changed on both sides',
  ignored: 'Canvas does not take it',
  removed: 'Removed in Canvas',
};

/** The fields of a kept row, in the order a person would tell them; a row that is gone is about that and nothing else. */
export function keptFields({ entity, fields, why }: Pick<Kept, 'entity' | 'fields' | 'why'>): readonly string[] {
  if (why === 'removed' && fields.includes('status')) return ['status'];
  return fields.filter((field) => isShownField(field, entity)).sort((a, b) => fieldRank(a) - fieldRank(b));
}

/** "course name: Ms. Lee, course code: LEE": one side of a kept row. */
export function sideWords(kept: Kept, side: Fields | null, most = 2): string {
  if (side === null) return 'not there';
  const fields = keptFields(kept);
  const words = fields.slice(0, most).map((field) => oneWord(kept.entity, field, side[field], fields.length === 1));
  const more = fields.length - most;
  return more > 0 ? `${words.join(', ')} and ${more} more` : words.join(', ');
}

function oneWord(entity: EntityKind, field: string, value: string | undefined, alone: boolean): string {
  const word = valueWord(field, value);
  return alone ? word : `${fieldWord(field, entity)}: ${word}`;
}
