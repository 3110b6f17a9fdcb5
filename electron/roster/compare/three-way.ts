import type { Fields } from '../../../shared/entities.ts';

/** Outcome per field (ROSTER-RULES F1, F3; DESIGN §4). */
export type FieldOutcome = 'same' | 'sis-changed' | 'kept';

/**
 * SIS says `wanted`, Canvas has `present`, we last applied `applied` (undefined: we never set it). A value that
 * differs from Canvas although our last import set it was edited in Canvas: kept, never pending for ever (F3). `unseen`: we
 * sent it once and Canvas did not show it (F5), so it is sent once more before it counts as kept.
 */
export function fieldOutcome(wanted: string, present: string, applied: string | undefined, unseen = false): FieldOutcome {
  if (wanted === present) return 'same';
  if (applied === undefined || applied === present || unseen) return 'sis-changed';
  return 'kept';
}

export interface FieldComparison {
  readonly changed: readonly string[];
  readonly kept: readonly string[];
  /** What the ledger holds once this comparison's changes are confirmed. */
  readonly applied: Fields;
}

/** Fields that a blank SIS value does not clear: Canvas keeps what it has (canvas-sis.md §1.4–1.9). */
const blankKeeps: ReadonlySet<string> = new Set(['email', 'full_name', 'sortable_name', 'name', 'short_name', 'long_name']);

/** Whether a value says nothing: the field is then neither compared, confirmed nor remembered as set by us. */
export function saysNothing(name: string, value: string): boolean {
  return value === '' && blankKeeps.has(name);
}

/** The fields that say something. */
export function saidOf(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => !saysNothing(name, value)));
}

export function compareFields(
  wanted: Fields,
  present: Fields,
  applied: Fields | null,
  unseen: readonly string[] = [],
): FieldComparison {
  const changed: string[] = [];
  const kept: string[] = [];
  const result: Fields = {};
  for (const [name, value] of Object.entries(wanted)) {
    const has = present[name] ?? '';
    if (saysNothing(name, value)) {
      const before = applied?.[name];
      if (before !== undefined) result[name] = before;
      continue;
    }
    const outcome = fieldOutcome(value, has, applied?.[name], unseen.includes(name));
    if (outcome === 'sis-changed') changed.push(name);
    if (outcome === 'kept') kept.push(name);
    result[name] = outcome === 'kept' ? (applied?.[name] ?? value) : value;
  }
  return { changed, kept, applied: result };
}
