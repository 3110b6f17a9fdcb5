import type { EntityKind } from '../../shared/entities.ts';
import type { EntityCounts, Hold, PlanSummary } from '../../shared/plan.ts';
import { entityKinds } from '../ui/words.ts';

/** Changes of one entity a run could send. */
export function changesOf(counts: EntityCounts): number {
  return counts.create + counts.update + counts.delete + counts.restore + counts.adopt + counts.remap;
}

/** A remap plan (B4): nothing of it goes to Canvas. */
export function isRemap(plan: PlanSummary): boolean {
  return plan.changes > 0 && entityKinds.reduce((sum, entity) => sum + plan.counts[entity].remap, 0) === plan.changes;
}

/** Rows the plan leaves as people edited them in Canvas. */
export function keptTotal(plan: PlanSummary): number {
  return entityKinds.reduce((sum, entity) => sum + plan.counts[entity].kept, 0);
}

/** Removals seen for the first time (ROSTER-RULES D5). */
export function waitingTotal(plan: PlanSummary): number {
  return entityKinds.reduce((sum, entity) => sum + plan.counts[entity].waiting, 0);
}

/** The kinds something is kept of. */
export function keptTabs(plan: PlanSummary): readonly { readonly entity: EntityKind; readonly count: number }[] {
  return entityKinds.map((entity) => ({ entity, count: plan.counts[entity].kept })).filter(({ count }) => count > 0);
}

/** Tabs in Canvas' order; guardians only when there is something to see. */
export function entityTabs(plan: PlanSummary): readonly { readonly entity: EntityKind; readonly changes: number }[] {
  return entityKinds
    .map((entity) => ({ entity, changes: changesOf(plan.counts[entity]) }))
    .filter(({ entity, changes }) => entity !== 'observer' || changes > 0);
}

export interface Verdict {
  /** Changes under holds nobody released. An upper bound when only some holds are released, because holds overlap. */
  readonly held: number;
  readonly heldIsUpperBound: boolean;
  readonly open: readonly Hold[];
  readonly released: readonly Hold[];
  readonly changes: number;
}

/** What a decision would mean in numbers. */
export function verdictOf(plan: PlanSummary, releases: Readonly<Record<string, string>>): Verdict {
  const open = plan.holds.filter((hold) => releases[hold.id] === undefined);
  const released = plan.holds.filter((hold) => releases[hold.id] !== undefined);
  const allHeld = entityKinds.reduce((sum, entity) => sum + plan.counts[entity].held, 0);
  const openCount = open.reduce((sum, hold) => sum + hold.count, 0);
  const held = released.length === 0 ? allHeld : Math.min(allHeld, openCount);
  return { held, heldIsUpperBound: released.length > 0 && open.length > 0, open, released, changes: plan.changes };
}
