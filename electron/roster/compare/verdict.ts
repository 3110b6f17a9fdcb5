import type { Collection, EntityKind, Fields, SourceRecord } from '../../../shared/entities.ts';
import type { KeptWhy } from '../../../shared/kept.ts';
import type { ChangeAction, CountKey, Reason, RemovalKind } from '../../../shared/plan.ts';
import type { DesiredExtra, NotYet, RowHold } from '../desired.ts';

/** A change as comparison finds it; the plan adds numbers, names and holds. */
export interface FoundChange {
  readonly entity: EntityKind;
  readonly action: ChangeAction;
  readonly how: RemovalKind | null;
  readonly key: string;
  readonly label: string;
  readonly school: string;
  readonly changed: readonly string[];
  readonly before: Fields | null;
  readonly after: Fields | null;
  readonly reason: Reason;
  readonly source: SourceRecord | null;
  readonly row: Fields;
  readonly ledgerFields: string;
  readonly ledgerExtra: string;
  readonly canvasId: string;
  readonly hold: RowHold | PersonDecides | null;
  /** D5: a removal by absence, seen for the first time. */
  readonly waiting?: true;
}

/**
 * A row-level question a person answers by releasing it: a teacher leaves without replacement (D2), protected people (E9), many
 * disabled people at once (C9).
 */
export interface PersonDecides {
  readonly rule: 'C9' | 'D2' | 'E9';
  readonly text: string;
}

/** Something Canvas does not have and that is not made today (C5, C8). */
export interface Unmade {
  readonly notYet: NotYet;
  readonly label: string;
  readonly school: string;
  readonly source: readonly [Collection, string];
}

export function unmade(notYet: NotYet, { label, school, source }: DesiredExtra): Verdict {
  return { kind: 'not-yet', notYet, label, school, source };
}

/** The hold on the parent that frees this row as well (E13); undefined when it has a hold of its own. */
export function heldUnder(hold: RowHold | PersonDecides): string | undefined {
  return 'with' in hold ? hold.with : undefined;
}

/** What stays as Canvas has it (F3), with the change that would overwrite it if a person says so. */
export interface FoundKept {
  readonly change: FoundChange;
  readonly why: KeptWhy;
  /** What our last import set, of the kept fields. */
  readonly lastSynced: Fields;
  /** Why it cannot be overwritten now, '' when it can. */
  readonly obstacle: string;
}

/** What one key amounts to: a change, something kept, both in different fields, or a reason why there is neither. */
export type Verdict =
  | { readonly kind: 'change'; readonly change: FoundChange; readonly kept?: FoundKept }
  /** `gone`: deleted in Canvas, so nothing can be placed there. */
  | { readonly kind: 'kept'; readonly kept: FoundKept; readonly gone: boolean }
  | { readonly kind: 'count'; readonly count: CountKey }
  | ({ readonly kind: 'not-yet' } & Unmade)
  | { readonly kind: 'nothing' };

export const NOTHING: Verdict = { kind: 'nothing' };
export const UNCHANGED: Verdict = { kind: 'count', count: 'unchanged' };
export const FROZEN: Verdict = { kind: 'count', count: 'frozen' };
/** Deleted in Canvas as well, and the SIS no longer names it either. */
export const FORGOTTEN: Verdict = { kind: 'nothing' };
/** In Canvas, but perhaps not what the SIS means: nothing is written to it (E11). */
export const HELD: Verdict = { kind: 'count', count: 'held' };
export const ALREADY_THERE: Verdict = { kind: 'count', count: 'alreadyThere' };
/** Live in Canvas, not wanted by the SIS and never ours (D6): none of our business. */
export const NOT_OURS: Verdict = { kind: 'count', count: 'notOurs' };
