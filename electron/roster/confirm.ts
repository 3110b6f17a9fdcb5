import type { SendableChange, SideRow } from '../store/store-api.ts';
import { fieldsOf } from './compare/sides.ts';

/** Whether a read-back shows a sent row as it was meant (ROSTER-RULES F5); `differing` names what does not. */
export type Confirmation = { readonly kind: 'confirmed' } | { readonly kind: 'differs'; readonly differing: readonly string[] };

const CONFIRMED: Confirmation = { kind: 'confirmed' };

/**
 * Compares what was sent with what Canvas has now. Only fields the change was about count: the rest of a whole row only
 * echoed what Canvas had.
 */
export function confirmChange(change: SendableChange, present: SideRow | null): Confirmation {
  if (change.action === 'delete') return confirmRemoval(change.how ?? 'deleted', present);
  if (present === null) return { kind: 'differs', differing: [...change.changed] };
  const fields = fieldsOf(present);
  if (fields.status === 'deleted') return { kind: 'differs', differing: ['status'] };
  const differing = Object.entries(change.after ?? {})
    .filter(([name, value]) => (fields[name] ?? '') !== value && !(name === 'email' && value === ''))
    .map(([name]) => name);
  return differing.length === 0 ? CONFIRMED : { kind: 'differs', differing };
}

function confirmRemoval(how: string, present: SideRow | null): Confirmation {
  const status = present === null ? 'deleted' : (fieldsOf(present).status ?? '');
  return status === how || status === 'deleted' ? CONFIRMED : { kind: 'differs', differing: ['status'] };
}
