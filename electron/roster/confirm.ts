import { saysNothing, toldValue } from '../canvas/field-knowledge.ts';
import type { SendableChange, SideRow } from '../store/store-api.ts';
import { canvasExtra, fieldsOf } from './compare/sides.ts';
import type { LedgerExtra } from './desired.ts';

/**
 * Whether a read-back shows a sent row as it was meant (ROSTER-RULES F5). `differing` names what it does not; `exists` tells
 * whether the object is there at all.
 */
export type Confirmation =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'differs'; readonly differing: readonly string[]; readonly exists: boolean };

const CONFIRMED: Confirmation = { kind: 'confirmed' };

/**
 * Compares what was sent with what Canvas has now. Only fields the change was about count: the rest of a whole row only
 * echoed what Canvas had. A field that no read tells is believed: from now on the ledger knows it as sent.
 */
export function confirmChange(change: SendableChange, present: SideRow | null): Confirmation {
  if (change.action === 'delete' && change.how !== 'suspended') return confirmRemoval(change.how ?? 'deleted', present);
  if (present === null) return { kind: 'differs', differing: [...change.changed], exists: false };
  if (change.action === 'adopt') return confirmAdoption(change, present);
  const fields = fieldsOf(present);
  // D3: whoever was deleted meanwhile cannot sign in either.
  if (fields.status === 'deleted' && change.how === 'suspended') return CONFIRMED;
  if (fields.status === 'deleted') return { kind: 'differs', differing: ['status'], exists: false };
  const differing = Object.entries(change.after ?? {})
    .filter(([name, value]) => (toldValue(change.entity, name, fields) ?? value) !== value)
    .filter(([name, value]) => !saysNothing(change.entity, name, value) && !isMereLife(change, name))
    .map(([name]) => name);
  return differing.length === 0 ? CONFIRMED : { kind: 'differs', differing, exists: true };
}

/** The id must now name the very object that was adopted (ROSTER-RULES G2). */
function confirmAdoption({ canvasId }: SendableChange, present: SideRow): Confirmation {
  return canvasExtra(present).canvasId === canvasId ? CONFIRMED : { kind: 'differs', differing: ['sis_id'], exists: true };
}

/** A restored object is live in whatever state Canvas gives it: a course comes back unpublished (canvas-sis.md §1.6). */
function isMereLife({ entity, action }: SendableChange, field: string): boolean {
  return action === 'restore' && entity !== 'enrollment' && entity !== 'user' && field === 'status';
}

/** A row that cannot be seen proves that it is deleted, but not that it is inactive: that one Canvas would still show. */
function confirmRemoval(how: string, present: SideRow | null): Confirmation {
  if (present === null && how !== 'deleted') return { kind: 'differs', differing: ['status'], exists: false };
  const status = present === null ? 'deleted' : (fieldsOf(present).status ?? '');
  return status === how || status === 'deleted' ? CONFIRMED : { kind: 'differs', differing: ['status'], exists: true };
}

/**
 * What the ledger learns from a sent row; null when nothing of it arrived and Canvas said why: then all stays as it was. So it
 * does after an overwriting that Canvas does not show: the row is kept as before, and not sent again by itself (F3).
 */
export function learned(
  change: Pick<SendableChange, 'action' | 'ledgerExtra' | 'override'>,
  confirmation: Confirmation,
  refused: boolean,
): { readonly confirmed: boolean; readonly extra: string } | null {
  const { unseen: before = [], ...extra } = JSON.parse(change.ledgerExtra) as LedgerExtra;
  if (confirmation.kind === 'confirmed') return { confirmed: true, extra: JSON.stringify(extra) };
  if (change.override === true) return null;
  // Made, though not all of it as it was meant: it is ours, or its next change would never be.
  const made = confirmation.exists && (change.action === 'create' || change.action === 'restore');
  if (refused && !made) return null;
  const unseen = confirmation.differing.filter((name) => !before.includes(name));
  return { confirmed: false, extra: JSON.stringify(unseen.length === 0 ? extra : { unseen, ...extra }) };
}
