import { type Outcome, succeed } from '../../../shared/outcome.ts';
import { planExitCode } from '../exit-code.ts';
import { planJson } from '../json-shapes.ts';
import type { Report } from '../report.ts';
import type { Session } from '../session.ts';
import { planText } from '../text.ts';

/** Pulls, compares and stores a plan. With `changes`, stdout carries every change as a JSON line and nothing else. */
export async function plan(changes: boolean, session: Session): Promise<Outcome<Report>> {
  const { engine, deps } = session;
  const id = await session.district();
  if (!id.ok) return id;
  const made = await session.cancellable(id.value, () => engine.makePlan(id.value, 'headless'));
  if (!made.ok) return made;
  const summary = made.value.plan;
  const code = planExitCode(summary);
  if (!changes) return succeed({ code, json: planJson(summary), text: planText(summary, deps.programName) });
  deps.stderr(`Plan ${summary.id}\n`);
  const listed = await engine.eachChange(id.value, summary.number, (change) => deps.stdout(`${JSON.stringify(change)}\n`));
  return listed.ok ? succeed({ code }) : listed;
}
