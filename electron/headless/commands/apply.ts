import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { Decision, Override, PlanSummary } from '../../../shared/plan.ts';
import type { Run } from '../../../shared/run.ts';
import { type DaysOff, dayOffNow } from '../days-off.ts';
import { idleSyncExitCode, runExitCode } from '../exit-code.ts';
import {
  keptUnknown,
  noPlan,
  overrideHindered,
  overrideWithoutReason,
  releaseWithoutReason,
  unknownHold,
  unknownPlan,
} from '../failures.ts';
import { failureJson, runJson } from '../json-shapes.ts';
import { keptId } from '../kept-id.ts';
import type { Report } from '../report.ts';
import type { Session } from '../session.ts';
import { planText, problemsText, runText } from '../text.ts';

/** A hold to release as given on the command line; `reason` is null while it still lacks one. */
export interface Release {
  readonly hold: string;
  readonly reason: string | null;
}

/** A kept row to overwrite, by the name `plan --kept` gives it (ROSTER-RULES F3). */
export interface Overwrite {
  readonly row: string;
  readonly reason: string | null;
}

/** What a person decided on the command line. */
export interface Choices {
  readonly releases: readonly Release[];
  readonly overwrites: readonly Overwrite[];
}

/** Applies a stored plan, confirms, records. A person typed this and has seen the plan: it counts as attended. */
export async function apply(planId: string | null, choices: Choices, session: Session): Promise<Outcome<Report>> {
  const { engine } = session;
  const id = await session.district();
  if (!id.ok) return id;
  const plan = await findPlan(id.value, planId, session);
  if (!plan.ok) return plan;
  const released = decisionOf(plan.value, choices.releases);
  if (!released.ok) return released;
  const overrides = await overridesOf(id.value, plan.value, choices.overwrites, session);
  if (!overrides.ok) return overrides;
  const decision: Decision = overrides.value.length === 0 ? released.value : { ...released.value, overrides: overrides.value };
  const applied = await session.cancellable(id.value, () =>
    engine.apply(id.value, decision, { trigger: 'headless', attended: true }),
  );
  return applied.ok ? runReport(id.value, applied.value, session) : applied;
}

/** plan + apply when nothing holds: what a schedule runs. */
export async function sync(attended: boolean, daysOff: readonly DaysOff[], session: Session): Promise<Outcome<Report>> {
  const { engine, deps } = session;
  const id = await session.district();
  if (!id.ok) return id;
  if (daysOff.length > 0) {
    const settings = await engine.settings(id.value);
    if (!settings.ok) return settings;
    const off = dayOffNow(daysOff, settings.value.timeZone, deps.edge.now());
    if (off !== null) return succeed({ code: 0, json: { run: null, dayOff: off }, text: dayOffText(off) });
  }
  const synced = await session.cancellable(id.value, () => engine.sync(id.value, { trigger: 'headless', attended }));
  if (!synced.ok) return synced;
  const { run, plan, applied, pause } = synced.value;
  if (plan === null) return succeed({ code: 0, json: { run: { ...runJson(run), pause } }, text: pause });
  if (applied !== null) return runReport(id.value, applied, session);
  const code = idleSyncExitCode({ run, plan }, attended);
  const state = code === 3 ? 'held' : run.state === 'planned' ? 'done' : run.state;
  const shown: Run = {
    ...run,
    state,
    plan: plan.id,
    planNumber: plan.number,
    holds: plan.holds.filter((hold) => attended || hold.firstSight !== true),
  };
  return succeed({ code, json: { run: runJson(shown) }, text: planText(plan, deps.programName) });
}

function dayOffText({ from, to }: DaysOff): string {
  return `Nothing to do: ${from === to ? from : `${from} to ${to}`} is off.`;
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

/** The named rows by their numbers, those with the same reason together. */
async function overridesOf(
  district: string,
  plan: PlanSummary,
  overwrites: readonly Overwrite[],
  { engine, deps }: Session,
): Promise<Outcome<Override[]>> {
  const found = new Map<string, { readonly number: number; readonly obstacle: string }>();
  if (overwrites.length > 0) {
    const wanted = new Set(overwrites.map(({ row }) => row));
    const listed = await engine.eachKept(district, plan.number, (kept) => {
      const name = keptId(kept);
      if (wanted.has(name)) found.set(name, kept);
    });
    if (!listed.ok) return listed;
  }
  const byReason = new Map<string, number[]>();
  for (const { row, reason } of overwrites) {
    if (reason === null || reason.trim() === '') return fail(overrideWithoutReason(row));
    const kept = found.get(row);
    if (kept === undefined) return fail(keptUnknown(row, deps.programName));
    if (kept.obstacle !== '') return fail(overrideHindered(row, kept.obstacle));
    byReason.set(reason, [...(byReason.get(reason) ?? []), kept.number]);
  }
  return succeed([...byReason].map(([reason, rows]) => ({ rows, reason })));
}

export async function runReport(district: string, run: Run, session: Session): Promise<Outcome<Report>> {
  const stale = await session.engine.calls.receipts({
    district,
    query: { run: run.id, search: '', outcome: 'stale', from: 0, count: 1 },
  });
  const staleCount = stale.ok ? stale.value.total : 0;
  const code = runExitCode(run, staleCount);
  const note =
    staleCount === 0 ? '' : `\n\nLeft out because they changed since the plan was made: ${staleCount}. Make a new plan.`;
  const error = run.failure === null ? {} : failureJson(run.failure);
  const text = `${runText(run)}${await failedRowsText(district, run, session)}${note}`;
  return succeed({ code, json: { run: { ...runJson(run), stale: staleCount }, ...error }, text });
}

const SHOWN_FAILURES = 20;

/** The rows that did not get through, in plain words; where they are many, how to see the rest. */
async function failedRowsText(district: string, run: Run, { engine, deps }: Session): Promise<string> {
  const failed = Object.values(run.counts).reduce((total, counts) => total + counts.failed, 0);
  if (failed === 0) return '';
  const detail = await engine.calls.run({ district, run: run.id });
  if (!detail.ok) return '';
  const rows = detail.value.problems.filter(({ outcome }) => outcome === 'failed' || outcome === 'unconfirmed');
  const shown = rows.slice(0, SHOWN_FAILURES);
  const more = failed - shown.length;
  const rest = more > 0 ? `\n\nAnd ${more} more; to see them: ${deps.programName} run ${run.id}` : '';
  return `\n\n${problemsText(shown)}${rest}`;
}
