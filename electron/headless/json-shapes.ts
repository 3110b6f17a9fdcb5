import type { District } from '../../shared/district.ts';
import { type EntityKind, entityKinds } from '../../shared/entities.ts';
import type { Failure } from '../../shared/failure.ts';
import { type CountKey, countKeys, type EntityCounts, type PlanCounts, type PlanSummary } from '../../shared/plan.ts';
import type { Run, RunCounts } from '../../shared/run.ts';

/** The documents of DESIGN §6: others automate on these names, keys may be added and none renamed. */

export function planJson(plan: PlanSummary) {
  const { id, number, createdAt, complete, changes, holds, findings, notes, firstChanges } = plan;
  return { id, number, createdAt, complete, changes, counts: allPlanCounts(plan.counts), holds, findings, notes, firstChanges };
}

export function runJson(run: Run) {
  return { ...run, counts: allRunCounts(run.counts) };
}

export function districtJson({ id, name, practice }: District) {
  return { id, name, practice };
}

export function failureJson({ code, message, consequence, remedy, detail }: Failure) {
  return { error: { code, message, consequence, remedy, ...(detail === undefined ? {} : { detail }) } };
}

/** Every entity with every key, whether or not it came up. */
export function allPlanCounts(counts: Partial<PlanCounts>): Record<EntityKind, EntityCounts> {
  const none = Object.fromEntries(countKeys.map((key) => [key, 0])) as Record<CountKey, number>;
  return byEntity((entity) => ({ ...none, ...counts[entity] }));
}

function allRunCounts(counts: Partial<RunCounts>): RunCounts {
  return byEntity((entity) => ({ sent: 0, confirmed: 0, failed: 0, held: 0, ...counts[entity] }));
}

function byEntity<T>(make: (entity: EntityKind) => T): Record<EntityKind, T> {
  return Object.fromEntries(entityKinds.map((entity) => [entity, make(entity)])) as Record<EntityKind, T>;
}
