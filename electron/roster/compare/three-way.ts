import type { EntityKind, Fields } from '../../../shared/entities.ts';
import { factsOf, saysNothing, toldValue } from '../../canvas/field-knowledge.ts';

/** Outcome per field (ROSTER-RULES F1, F3; DESIGN §4). */
export type FieldOutcome = 'same' | 'sis-changed' | KeptOutcome;

/** Canvas has another value than our last import set: only there (`edited`), or the SIS has moved on as well (`both`). */
export type KeptOutcome = 'edited' | 'both';

/**
 * SIS says `wanted`, Canvas has `present` (undefined: no read tells), we last applied `applied` (undefined: we never set it).
 * A value that differs from Canvas although our last import set it was edited in Canvas: kept, never pending for ever (F3).
 * `unseen`: we sent it once and Canvas did not show it (F5), so it is sent once more before it counts as kept.
 */
export function fieldOutcome(
  wanted: string,
  present: string | undefined,
  applied: string | undefined,
  unseen = false,
): FieldOutcome {
  // What only the ledger knows is never called edited in Canvas (F5).
  if (present === undefined) return wanted === applied ? 'same' : 'sis-changed';
  if (wanted === present) return 'same';
  if (applied === undefined || applied === present || unseen) return 'sis-changed';
  return wanted === applied ? 'edited' : 'both';
}

export interface FieldComparison {
  readonly changed: readonly string[];
  /** Fields whose value in Canvas stays. */
  readonly kept: ReadonlyMap<string, KeptOutcome>;
  /** What the ledger holds once this comparison's changes are confirmed. */
  readonly applied: Fields;
}

/** The fields that say something. */
export function saidOf(entity: EntityKind, fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => !saysNothing(entity, name, value)));
}

export function compareFields(
  entity: EntityKind,
  wanted: Fields,
  present: Fields,
  applied: Fields | null,
  unseen: readonly string[] = [],
): FieldComparison {
  const changed: string[] = [];
  const kept = new Map<string, KeptOutcome>();
  const result: Fields = {};
  for (const [name, value] of Object.entries(wanted)) {
    const before = applied?.[name];
    if (saysNothing(entity, name, value)) {
      if (before !== undefined) result[name] = before;
      continue;
    }
    const has = toldValue(entity, name, present);
    const theirs = before === undefined && factsOf(entity, name).stays === true && has !== undefined && has !== '';
    const outcome = fieldOutcome(value, has, theirs ? '' : before, unseen.includes(name));
    result[name] = value;
    if (outcome === 'sis-changed') changed.push(name);
    if (outcome === 'edited' || outcome === 'both') {
      kept.set(name, outcome);
      if (before === undefined) delete result[name];
      else result[name] = before;
    }
  }
  return { changed, kept, applied: result };
}
