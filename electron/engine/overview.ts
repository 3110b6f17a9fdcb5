import type { District, Overview, Stays } from '../../shared/district.ts';
import { entityKinds } from '../../shared/entities.ts';
import type { CountKey, PlanSummary } from '../../shared/plan.ts';
import type { Run } from '../../shared/run.ts';
import type { DistrictReader } from '../store/store-api.ts';

const HISTORY = 30;

/** What the overview shows: newest plan and run, and what the last runs changed. */
export function overviewOf(reader: DistrictReader, district: District, running: string | null): Overview {
  const { runs } = reader.runs(0, 100);
  const plan = reader.plan(null);
  const applied = runs.filter((run) => run.kind === 'apply' && run.endedAt !== null && total(run, 'sent') > 0);
  return {
    district,
    lastPlan:
      plan === null
        ? null
        : {
            id: plan.id,
            number: plan.number,
            createdAt: plan.createdAt,
            changes: plan.changes,
            held: held(plan),
            holds: plan.holds.length,
            applied: applied.some((run) => run.planNumber === plan.number),
            stays: staysOf(plan, reader.settings()?.settings.additionsOnly ?? false),
          },
    setUp: reader.settings()?.setUp ?? null,
    lastRun: runs[0] ?? null,
    pause: pauseOf(reader, runs[0]),
    running,
    unpublished: plan === null ? null : reader.unpublished(plan.number),
    history: applied
      .slice(0, HISTORY)
      .reverse()
      .map((run) => ({ run: run.id, endedAt: run.endedAt ?? '', ...actionsOf(reader, run), failed: total(run, 'failed') })),
  };
}

/** A paused run has said why, and nothing after that. */
function pauseOf(reader: DistrictReader, run: Run | undefined): string | null {
  return run?.state === 'paused' ? (reader.run(run.id)?.events.at(-1)?.text ?? null) : null;
}

function held(plan: PlanSummary): number {
  return counted(plan, 'held');
}

function counted({ counts }: PlanSummary, key: CountKey): number {
  return entityKinds.reduce((sum, entity) => sum + counts[entity][key], 0);
}

/** @param additionsOnly the first scheduled runs hold removals by the same rule, but do not save them up (D7). */
function staysOf(plan: PlanSummary, additionsOnly: boolean): Stays {
  const saved = additionsOnly ? plan.holds.filter(({ rule }) => rule === 'D7') : [];
  return {
    waiting: counted(plan, 'waiting'),
    savedUp: saved.reduce((sum, { count }) => sum + count, 0),
    frozen: counted(plan, 'frozen'),
    kept: counted(plan, 'kept'),
    early: counted(plan, 'early'),
    listed: plan.findings.dropped + plan.findings.warned,
  };
}

function total(run: Run, key: 'sent' | 'failed'): number {
  return entityKinds.reduce((sum, entity) => sum + run.counts[entity][key], 0);
}

/** Counts by action as the plan had them: what the run set out to do. */
function actionsOf(reader: DistrictReader, run: Run): { create: number; update: number; delete: number } {
  const plan = run.planNumber === null ? null : reader.plan(run.planNumber);
  const sum = { create: 0, update: 0, delete: 0 };
  if (plan === null) return sum;
  for (const entity of entityKinds) {
    sum.create += plan.counts[entity].create + plan.counts[entity].restore;
    sum.update += plan.counts[entity].update;
    sum.delete += plan.counts[entity].delete;
  }
  return sum;
}
