import { assertNever } from '../../../shared/assert-never.ts';
import type { EntityKind, Fields } from '../../../shared/entities.ts';
import type { KeptWhy } from '../../../shared/kept.ts';
import type { FoundChange, FoundKept } from './verdict.ts';

/**
 * What stays as Canvas has it (F3). A row that waits for something (a hold, a missing parent) cannot be overwritten either;
 * nor can one that a row of ours would not bring about: `obstacle` says so.
 * @param change what overwriting would do
 */
export function keptRow(change: FoundChange, why: KeptWhy, lastSynced: Fields = {}, obstacle = ''): FoundKept {
  const { hold, ...rest } = change;
  const reason = { rule: 'F3', text: keptText(why, change.entity) };
  return { change: { ...rest, reason, hold: null }, why, lastSynced, obstacle: obstacle || (hold?.text ?? '') };
}

function keptText(why: KeptWhy, entity: EntityKind): string {
  switch (why) {
    case 'edited':
      return 'Somebody changed this in Canvas after the last sync. It stays as it is in Canvas until you overwrite it.';
    case 'both':
      return 'The SIS changed this, and somebody changed it to something else in Canvas. It stays as it is in Canvas until you overwrite it.';
    case 'ignored':
      return 'Canvas took our value twice without a word and does not show it: it was probably edited by hand once, which Canvas protects.';
    case 'removed':
      return entity === 'enrollment'
        ? 'Somebody ended this enrollment in Canvas. It stays ended until you bring it back.'
        : 'Somebody deleted this in Canvas. It stays deleted until you bring it back.';
    default:
      return assertNever(why);
  }
}

/** Why a row cannot be overwritten before its day (C5, C8). */
export function notDue(label: string): string {
  return `“${label}” is not due yet, or a class filter leaves it out.`;
}
