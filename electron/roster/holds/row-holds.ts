import type { EntityKind } from '../../../shared/entities.ts';
import type { Hold } from '../../../shared/plan.ts';
import { atPlace, DISTRICT, firstContactText, rowHoldText } from './hold-words.ts';

/** Rules of row holds that a person may release; the others end when the records are mended. */
const questions: ReadonlySet<string> = new Set(['C9', 'D2', 'B2', 'B3', 'E9']);

/** A hold that single rows bring with them, gathered per rule, entity and school. @param example one row's sentence. */
export function rowHold(
  rule: string,
  entity: EntityKind,
  school: string,
  schoolName: string,
  rows: { readonly count: number; readonly example: string },
): Hold {
  const { count, example } = rows;
  const message = rowHoldText(rule, entity, count, atPlace(schoolName), example);
  const releasable = questions.has(rule);
  return { id: rowHoldId(rule, entity, school), rule, entity, school, schoolName, count, message, releasable };
}

/** E11: a whole plan, until a person reviewed what lives in Canvas already; no release opens it. */
export function firstContactHold(count: number): Hold {
  const message = firstContactText(count);
  return { id: 'E11', rule: 'E11', entity: 'account', school: '', schoolName: DISTRICT, count, message, releasable: false };
}

export function rowHoldId(rule: string, entity: EntityKind, school: string): string {
  return `${rule}:${entity}:${school}`;
}

/**
 * Safety holds (E, and re-issued ids) stop a scheduled run as a whole unless the district lets safe parts go. A row that lacks
 * data waits alone, and probation (D7) holds removals only: both stop nothing else.
 */
export function isSafetyHold(hold: Hold): boolean {
  return hold.rule === 'B4' || (hold.rule.startsWith('E') && hold.rule !== 'E13');
}

/** The holds that count for a run: first sightings stay by themselves when nobody watches (D5). */
export function holdsFor(holds: readonly Hold[], attended: boolean): Hold[] {
  return holds.filter((hold) => attended || hold.firstSight !== true);
}
