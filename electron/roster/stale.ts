import type { Fields } from '../../shared/entities.ts';
import { toldValue } from '../canvas/field-knowledge.ts';
import type { SendableChange, SideRow } from '../store/store-api.ts';
import { importRow } from './columns.ts';
import { canvasExtra, fieldsOf } from './compare/sides.ts';

/**
 * Whether Canvas moved under a planned change since the plan was made (ROSTER-RULES F7): such a row is skipped, because
 * what the admin approved is no longer what would happen. What the change is about counts, and the cells its row only echoes:
 * over newer values they would take those back.
 */
export function isStale(change: SendableChange, present: SideRow | null): boolean {
  const fields = present === null ? null : fieldsOf(present);
  const live = present !== null && fields !== null && fields.status !== 'deleted';
  // C9, D3: a suspension, and its end, change a person who is there.
  const isSignIn = change.how === 'suspended' || (change.action === 'restore' && change.before?.status === 'suspended');
  switch (isSignIn ? 'update' : change.action) {
    case 'create':
      return live;
    // The id it is to get belongs to somebody else by now; the object itself is looked at when it is renamed.
    case 'adopt':
      return live && canvasExtra(present).canvasId !== change.canvasId;
    case 'restore':
      return change.entity === 'enrollment' ? fields?.status === 'active' : live;
    case 'update':
      return !live || Object.keys(change.before ?? {}).some((name) => moved(change, name, fields)) || undoes(change, present);
    case 'delete':
      return fields?.status !== change.before?.status;
    // Nothing of it is in Canvas.
    case 'remap':
      return false;
  }
}

/** Whether a field is no longer as the plan saw it; an overwriting may find there what a change before it has just written. */
function moved({ entity, before, after, override }: SendableChange, name: string, present: Readonly<Fields>): boolean {
  const has = toldValue(entity, name, present);
  return has !== undefined && has !== before?.[name] && !(override === true && has === after?.[name]);
}

function undoes({ entity, key, row, after }: SendableChange, present: SideRow): boolean {
  const fields = fieldsOf(present);
  const rowNow = importRow(entity, key, after ?? {}, fields, '');
  return Object.keys(row).some((name) => {
    if (after?.[name] !== undefined || rowNow[name] === undefined) return false;
    // Where a cross-listed section belongs no single read tells.
    if (entity === 'section' && name === 'course_id' && canvasExtra(present).crossListed === true) return false;
    return toldValue(entity, name, fields) !== undefined && rowNow[name] !== row[name];
  });
}
