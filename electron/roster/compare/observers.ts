import type { Fields } from '../../../shared/entities.ts';
import type { KeptWhy } from '../../../shared/kept.ts';
import type { Reason } from '../../../shared/plan.ts';
import type { LedgerRow, SideRow } from '../../store/store-api.ts';
import { importRow } from '../columns.ts';
import { ledgerExtra, NO_CONTACT } from '../desired.ts';
import { adoption } from './adoption.ts';
import { isOurs, isSentAgain, protectedPerson } from './enrollments.ts';
import { keptRow, notDue } from './kept.ts';
import type { Triple } from './merge.ts';
import { observerOf, studentOf } from './observer-key.ts';
import { heldWith, type Obstacle } from './parents.ts';
import { desiredExtra, fieldsOf, ledgerExtraOf, sourceFrom } from './sides.ts';
import { ALREADY_THERE, type FoundChange, FROZEN, NOT_OURS, NOTHING, UNCHANGED, unmade, type Verdict } from './verdict.ts';

/** A guardian's link to a student as all sides know it. */
export interface ObserverTriple extends Triple<SideRow, SideRow, LedgerRow> {
  /** The last complete pull did not name it either (D5). */
  readonly missedBefore: boolean;
}

export interface ObserverRules {
  /** D6: what is in Canvas already becomes ours. */
  readonly adopt: boolean;
  /** What keeps one of the two from being in Canvas (E13, F3); null when nothing does. */
  readonly obstacleTo: (key: string) => Obstacle | null;
  /** Whether the SIS wants the student in Canvas (by Canvas SIS id). */
  readonly isWanted: (student: string) => boolean;
  /** C6: whether nobody at all observes the student. */
  readonly isAlone: (student: string) => boolean;
  /** E9. */
  readonly isProtected: (user: string) => boolean;
}

/**
 * Judges one link (ROSTER-RULES C6). Canvas makes and ends the observer enrollments behind it by itself (canvas-sis.md §1.12), so
 * they are nothing of ours.
 */
export function judgeObserver(triple: ObserverTriple, rules: ObserverRules): Verdict {
  const { desired } = triple;
  if (desired !== null && fieldsOf(desired).status === 'active') return judgeWanted(triple, desired, rules);
  return judgeUnwanted(triple, rules);
}

function judgeWanted(triple: ObserverTriple, desired: SideRow, rules: ObserverRules): Verdict {
  const { canvas, ledger } = triple;
  const state = canvas === null ? null : (fieldsOf(canvas).status ?? '');
  if (state === 'active' && canvas !== null) {
    if (ledger !== null) return UNCHANGED;
    return rules.adopt ? adoption('observer', triple.key, desired, canvas) : ALREADY_THERE;
  }
  const extra = desiredExtra(desired);
  const change = appearing(triple, desired, state);
  const obstacle = rules.obstacleTo(triple.key);
  if (obstacle?.kind === 'gone') return kept(change, 'removed', ledger, nowhere(change.label));
  const heldBack: FoundChange = obstacle?.kind === 'held' ? { ...change, hold: heldWith(obstacle) } : change;
  const ended = state !== null && ledger !== null && fieldsOf(ledger).status === 'active' && !isSentAgain(ledger);
  const early = obstacle?.kind === 'not-yet' ? obstacle.notYet : null;
  if (ended) return kept(heldBack, ledger.confirmed ? 'removed' : 'ignored', ledger, early === null ? '' : notDue(change.label));
  return early === null ? { kind: 'change', change: heldBack } : unmade(early, extra);
}

function kept(change: FoundChange, why: KeptWhy, ledger: LedgerRow | null, obstacle = ''): Verdict {
  const lastSynced: Fields = ledger === null ? {} : { status: fieldsOf(ledger).status ?? '' };
  return { kind: 'kept', kept: keptRow(change, why, lastSynced, obstacle), gone: false };
}

function nowhere(label: string): string {
  return `${label}: not possible, because one of the two was deleted in Canvas. Bring them back first, then preview again.`;
}

/** @param state what Canvas has, null for nothing. */
function appearing(triple: ObserverTriple, desired: SideRow, state: string | null): FoundChange {
  const extra = desiredExtra(desired);
  const after: Fields = { status: 'active' };
  return {
    entity: 'observer',
    action: state === null ? 'create' : 'restore',
    how: null,
    key: triple.key,
    label: extra.label,
    school: extra.school,
    changed: ['status'],
    before: state === null ? null : { status: state },
    after,
    reason: appearingReason(triple, state),
    source: { collection: extra.source[0], sourcedId: extra.source[1] },
    row: importRow('observer', triple.key, after, null, ''),
    ledgerFields: JSON.stringify(after),
    ledgerExtra: JSON.stringify(ledgerExtra(extra, triple.ledger === null ? {} : ledgerExtraOf(triple.ledger))),
    canvasId: '',
    hold: null,
  };
}

function appearingReason({ ledger }: ObserverTriple, state: string | null): Reason {
  if (ledger !== null && isSentAgain(ledger))
    return { rule: 'F5', text: 'Sent before, but Canvas did not show it; sent once more.' };
  if (state !== null) return { rule: 'C6', text: 'The SIS names this guardian of the student again.' };
  if (ledger !== null && fieldsOf(ledger).status === 'active')
    return { rule: 'F6', text: 'It was in Canvas after an earlier sync and is not there any more; it is made again.' };
  return { rule: 'C6', text: 'The SIS names this person as guardian of the student, and guardians observe in this district.' };
}

/** D6: only our own links go. Of a student who left nothing changes (D3): there is nothing left to observe, and they may be back. */
function judgeUnwanted(triple: ObserverTriple, rules: ObserverRules): Verdict {
  const { key, desired, canvas, ledger } = triple;
  if (canvas === null || fieldsOf(canvas).status !== 'active') return NOTHING;
  if (ledger === null || !isOurs(ledger, canvas)) return NOT_OURS;
  const dropped = dropText(triple, rules);
  if (dropped === null && desired !== null) return UNCHANGED;
  if (dropped === null && !rules.isWanted(studentOf(key))) return FROZEN;
  const change = leaving(triple, ledger, dropped, rules);
  // Our removal was sent twice, and Canvas goes on showing the link.
  const isStillThere = fieldsOf(ledger).status !== 'active' && !isSentAgain(ledger);
  return isStillThere ? kept({ ...change, hold: null }, 'ignored', ledger) : { kind: 'change', change };
}

/** Why a link goes without being seen missing twice (D5); null when nobody says so. */
function dropText({ key, desired }: ObserverTriple, rules: ObserverRules): string | null {
  const said = desired === null ? undefined : desiredExtra(desired).dropped?.text;
  if (said !== undefined) return said;
  return desired === null && rules.isAlone(studentOf(key)) ? NO_CONTACT : null;
}

function leaving(triple: ObserverTriple, ledger: LedgerRow, dropped: string | null, rules: ObserverRules): FoundChange {
  const { key, desired } = triple;
  const known = ledgerExtraOf(ledger);
  const extra = desired === null ? null : desiredExtra(desired);
  const after: Fields = { status: 'deleted' };
  return {
    entity: 'observer',
    action: 'delete',
    how: 'deleted',
    key,
    label: known.label,
    school: extra?.school || known.school,
    changed: ['status'],
    before: { status: 'active' },
    after,
    reason: dropped === null ? { rule: 'D5', text: NO_LONGER } : { rule: 'C6', text: dropped },
    source: extra === null ? sourceFrom(ledger.source) : { collection: extra.source[0], sourcedId: extra.source[1] },
    row: importRow('observer', key, after, null, ''),
    ledgerFields: JSON.stringify(after),
    ledgerExtra: fieldsOf(ledger).status === 'active' ? JSON.stringify(ledgerExtra(known)) : ledger.extra,
    canvasId: '',
    hold: rules.isProtected(observerOf(key)) || rules.isProtected(studentOf(key)) ? protectedPerson(known.label) : null,
    ...(dropped === null && !triple.missedBefore ? { waiting: true as const } : {}),
  };
}

const NO_LONGER = 'The SIS no longer names this person as guardian of the student.';
