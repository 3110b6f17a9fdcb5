import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { Decision, PlanSummary } from '../../../shared/plan.ts';
import type { Run } from '../../../shared/run.ts';
import { idleSyncExitCode, runExitCode } from '../exit-code.ts';
import { noPlan, releaseWithoutReason, unknownHold, unknownPlan } from '../failures.ts';
import { failureJson, runJson } from '../json-shapes.ts';
import type { Report } from '../report.ts';
import type { Session } from '../session.ts';
import { planText, runText } from '../text.ts';

/** A hold to release as given on the command line; `reason` is null while it still lacks one. */
export interface Release {
  readonly hold: string;
  readonly reason: string | null;
}

/** Applies a stored plan, confirms, records. A person typed this and has seen the plan: it counts as attended. */
export async function apply(planId: string | null, releases: readonly Release[], session: Session): Promise<Outcome<Report>> {
  const { engine } = session;
  const id = await session.district();
  if (!id.ok) return id;
  const plan = await findPlan(id.value, planId, session);
  if (!plan.ok) return plan;
  const decision = decisionOf(plan.value, releases);
  if (!decision.ok) return decision;
  const applied = await session.cancellable(id.value, () =>
    engine.apply(id.value, decision.value, { trigger: 'headless', attended: true }),
  );
  return applied.ok ? runReport(id.value, applied.value, session) : applied;
}

/** plan + apply when nothing holds: what a schedule runs. */
export async function sync(attended: boolean, session: Session): Promise<Outcome<Report>> {
  const { engine, deps } = session;
  const id = await session.district();
  if (!id.ok) return id;
  const synced = await session.cancellable(id.value, () => engine.sync(id.value, { trigger: 'headless', attended }));
  if (!synced.ok) return synced;
  const { run, plan, applied } = synced.value;
  if (applied !== null) return runReport(id.value, applied, session);
  const code = idleSyncExitCode({ run, plan });
  const state = code === 3 ? 'held' : run.state === 'planned' ? 'done' : run.state;
  const shown: Run = { ...run, state, plan: plan.id, planNumber: plan.number, holds: plan.holds };
  return succeed({ code, json: { run: runJson(shown) }, text: planText(plan, deps.programName) });
}

async function findPlan(district: string, planId: string | null, { engine, deps }: Session): Promise<Outcome<PlanSummary>> {
  let number: number | null = null;
  if (planId !== null) {
    const found = await engine.planNumber(district, planId);
    if (!found.ok) return found;
    if (found.value === null) return fail(unknownPlan(planId, deps.programName));
    number = found.value;
  }
  const plan = await engine.calls.plan({ district, number });
  if (!plan.ok) return plan;
  if (plan.value === null) return fail(noPlan(deps.programName));
  return succeed(plan.value);
}

function decisionOf(plan: PlanSummary, releases: readonly Release[]): Outcome<Decision> {
  const checked: { hold: string; reason: string }[] = [];
  for (const { hold, reason } of releases) {
    if (reason === null || reason.trim() === '') return fail(releaseWithoutReason(hold));
    const ids = plan.holds.map((one) => one.id);
    if (!ids.includes(hold)) return fail(unknownHold(hold, ids));
    checked.push({ hold, reason });
  }
  return succeed({ plan: plan.number, releases: checked });
}

async function runReport(district: string, run: Run, { engine }: Session): Promise<Outcome<Report>> {
  const stale = await engine.calls.receipts({
    district,
    query: { run: run.id, search: '', outcome: 'stale', from: 0, count: 1 },
  });
  const staleCount = stale.ok ? stale.value.total : 0;
  const code = runExitCode(run, staleCount);
  const note =
    staleCount === 0 ? '' : `\n\nLeft out because they changed since the plan was made: ${staleCount}. Make a new plan.`;
  const error = run.failure === null ? {} : failureJson(run.failure);
  return succeed({ code, json: { run: { ...runJson(run), stale: staleCount }, ...error }, text: `${runText(run)}${note}` });
}
