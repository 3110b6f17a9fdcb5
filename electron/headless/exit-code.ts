import type { PlanSummary } from '../../shared/plan.ts';
import type { PlanResult, Run } from '../../shared/run.ts';
import type { ExitCode } from './report.ts';

/** The weightiest of several codes (DESIGN §6). */
export function weightiest(codes: readonly ExitCode[]): ExitCode {
  const order: readonly ExitCode[] = [1, 4, 3, 2];
  return order.find((code) => codes.includes(code)) ?? 0;
}

/** 3 when anything is held, else 2 when something would change; a change that waits for its second sighting counts. */
export function planExitCode(plan: Pick<PlanSummary, 'counts' | 'holds' | 'changes'>): ExitCode {
  const counts = Object.values(plan.counts);
  const held = plan.holds.length > 0 || counts.some((count) => count.held > 0);
  const pending = plan.changes > 0 || counts.some((count) => count.waiting > 0);
  return weightiest([held ? 3 : 0, pending ? 2 : 0]);
}

/**
 * How an applied run ended.
 * @param unsettled rows that were stale or failed, as the receipts count them
 */
export function runExitCode(run: Pick<Run, 'state' | 'counts'>, unsettled: number): ExitCode {
  const counts = Object.values(run.counts);
  const failed = run.state === 'failed' || run.state === 'interrupted' || run.state === 'cancelled';
  const withFailures = run.state === 'partial' || unsettled > 0 || counts.some((count) => count.failed > 0);
  const held = run.state === 'held' || counts.some((count) => count.held > 0);
  return weightiest([failed ? 1 : 0, withFailures ? 4 : 0, held ? 3 : 0]);
}

/** A sync that applied nothing: held, nothing to do, or nothing but first sightings when nobody watches (ROSTER-RULES D5). */
export function idleSyncExitCode({ run, plan }: PlanResult, attended: boolean): ExitCode {
  const stopped = plan.holds.some((hold) => attended || hold.firstSight !== true);
  return weightiest([runExitCode(run, 0), stopped ? 3 : 0]);
}
