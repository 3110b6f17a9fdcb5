import type { Reason } from '../../../shared/plan.ts';
import type { LedgerRow, SideRow } from '../../store/store-api.ts';
import { importRow } from '../columns.ts';
import { type DesiredExtra, type LedgerExtra, ledgerExtra } from '../desired.ts';
import { canonical } from '../text.ts';
import { keptRow } from './kept.ts';
import type { ObjectTriple } from './objects.ts';
import { canvasExtra, fieldsOf, ledgerExtraOf, sourceFrom } from './sides.ts';
import { type FoundChange, FROZEN, type PersonDecides, UNCHANGED, type Verdict } from './verdict.ts';

/** Why somebody may not sign in any more (ROSTER-RULES C9, D3). */
export interface Suspension {
  readonly reason: Reason & { readonly rule: 'C9' | 'D3' };
  /** D5: the absence was seen for the first time. */
  readonly waiting: boolean;
  /** C9: so many are disabled that somebody must look first. */
  readonly ask: PersonDecides | null;
}

/**
 * The person as the SIS wants them, with whether they may sign in where that is our business: it is when we take it away, or once
 * we did. What somebody else suspended in Canvas stays suspended.
 */
export function withSignIn(triple: ObjectTriple, suspension: Suspension | null): ObjectTriple {
  const { desired, canvas, ledger } = triple;
  if (desired === null) return triple;
  const ours = ledger !== null && fieldsOf(ledger).status === 'suspended';
  // A new person is made suspended, unless somebody has to be asked about it.
  const takes = suspension !== null && (canvas !== null || suspension.ask === null);
  if (!takes && !ours) return triple;
  return { ...triple, desired: withStatus(desired, takes ? 'suspended' : 'active') };
}

function withStatus(desired: SideRow, status: string): SideRow {
  return { ...desired, fields: canonical({ ...fieldsOf(desired), status }) };
}

/** A change of the sign-in is a removal, or gives it back; a person nobody names any more is suspended as they are. */
export function judgeSignIn(verdict: Verdict, triple: ObjectTriple, suspension: Suspension | null): Verdict {
  if (triple.desired === null) return suspension === null ? verdict : suspendGone(verdict, triple, suspension);
  if (verdict.kind !== 'change') return verdict;
  const change = asSignIn(verdict.change, suspension);
  return { ...verdict, change };
}

function asSignIn(change: FoundChange, suspension: Suspension | null): FoundChange {
  const { action, after, changed } = change;
  if (!changed.includes('status') || (action !== 'update' && action !== 'create')) return change;
  if (after?.status === 'active') return { ...change, action: 'restore', reason: isBack };
  if (suspension === null) return change;
  const { reason, waiting, ask } = suspension;
  if (action === 'create') return { ...change, reason };
  return {
    ...change,
    action: 'delete',
    how: 'suspended',
    reason,
    hold: change.hold ?? ask,
    ...(waiting ? { waiting: true as const } : {}),
  };
}

const isBack: Reason = {
  rule: 'D3',
  text: 'We suspended this person, and the SIS wants them again, so they may sign in again.',
};

/** D3: somebody the SIS no longer names keeps all they have, but may not sign in. */
function suspendGone(verdict: Verdict, triple: ObjectTriple, { reason, waiting, ask }: Suspension): Verdict {
  const { key, canvas, ledger } = triple;
  if (verdict !== FROZEN || canvas === null || ledger === null) return verdict;
  const present = fieldsOf(canvas);
  if (present.status !== 'active') return verdict;
  const known = ledgerExtraOf(ledger);
  const applied = fieldsOf(ledger);
  const after = { status: 'suspended' };
  const change: FoundChange = {
    entity: 'user',
    action: 'delete',
    how: 'suspended',
    key,
    label: known.label,
    school: known.school,
    changed: ['status'],
    before: { status: 'active' },
    after,
    reason,
    source: sourceFrom(ledger.source),
    row: importRow('user', key, after, present, ''),
    ledgerFields: canonical({ ...applied, ...after }),
    ledgerExtra: JSON.stringify(ledgerExtra(known, known)),
    canvasId: canvasExtra(canvas).canvasId,
    hold: ask,
    ...(waiting ? { waiting: true as const } : {}),
  };
  // F3: we suspended them once, and somebody let them in again.
  const undone = applied.status === 'suspended' && known.unseen?.includes('status') !== true;
  if (!undone) return { kind: 'change', change };
  const why = ledger.confirmed ? 'edited' : 'ignored';
  return { kind: 'kept', kept: keptRow(change, why, { status: 'suspended' }), gone: false };
}

/**
 * The ledger row with what a person is and where, once that changed; null otherwise. Somebody we suspended and somebody else let in
 * again is not suspended by us any more, as soon as the SIS wants them too.
 */
export function refreshedPerson(row: LedgerRow, extra: DesiredExtra, verdict: Verdict, canvas: SideRow | null): LedgerRow | null {
  const known = ledgerExtraOf(row);
  const { status, ...fields } = fieldsOf(row);
  const letIn = status === 'suspended' && verdict === UNCHANGED && canvas !== null && fieldsOf(canvas).status === 'active';
  const same = known.role === extra.role && known.school === extra.school;
  if (same && !letIn) return null;
  const now: LedgerExtra = { ...known, school: extra.school, ...(extra.role === undefined ? {} : { role: extra.role }) };
  return { ...row, extra: JSON.stringify(now), ...(letIn ? { fields: canonical(fields) } : {}) };
}

/** Whether a verdict takes the sign-in away. */
export function suspends(verdict: Verdict): boolean {
  return verdict.kind === 'change' && verdict.change.how === 'suspended';
}

/** Whether somebody the SIS names and Canvas has is as they should be, or only kept so. */
export function signsIn(verdict: Verdict, canvas: SideRow | null): boolean {
  if (suspends(verdict)) return false;
  if (verdict.kind === 'change' && verdict.change.action !== 'update') return verdict.change.hold === null;
  if (verdict === UNCHANGED || verdict.kind === 'change' || verdict.kind === 'kept')
    return canvas !== null && fieldsOf(canvas).status === 'active';
  return false;
}
