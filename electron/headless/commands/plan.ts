import type { Finding } from '../../../shared/finding.ts';
import { type Outcome, succeed } from '../../../shared/outcome.ts';
import type { PlanSummary } from '../../../shared/plan.ts';
import { BYTE_ORDER_MARK } from '../../engine/file-in-parts.ts';
import { findingsCsv } from '../../engine/findings-csv.ts';
import { planExitCode } from '../exit-code.ts';
import { planJson } from '../json-shapes.ts';
import { keptId } from '../kept-id.ts';
import type { Report } from '../report.ts';
import type { Session } from '../session.ts';
import { planText } from '../text.ts';
import { writeWhole } from '../write-whole.ts';

export interface PlanFlags {
  readonly changes: boolean;
  readonly kept: boolean;
  /** Only the ids that the SIS issued again (ROSTER-RULES B4). */
  readonly remap: boolean;
  /** A file for the findings, as CSV. */
  readonly findings?: string;
}

/**
 * Pulls, compares and stores a plan. With `changes`, stdout carries every change as a JSON line and nothing else; with `kept`
 * so does every row that stays as Canvas has it, under the name `apply --override` takes.
 */
export async function plan({ changes, kept, remap, findings }: PlanFlags, session: Session): Promise<Outcome<Report>> {
  const { engine, deps } = session;
  const id = await session.district();
  if (!id.ok) return id;
  const made = await session.cancellable(id.value, () =>
    remap ? engine.planRemap(id.value, 'headless') : engine.makePlan(id.value, 'headless'),
  );
  if (!made.ok) return made;
  const summary = made.value.plan;
  const code = planExitCode(summary);
  const written = findings === undefined ? succeed(undefined) : await writeFindings(findings, id.value, summary, session);
  if (!written.ok) return written;
  if (!changes && !kept) return succeed({ code, json: planJson(summary), text: planText(summary, deps.programName) });
  deps.stderr(`Plan ${summary.id}\n`);
  const print = (line: object) => deps.stdout(`${JSON.stringify(line)}\n`);
  const listed = changes
    ? await engine.eachChange(id.value, summary.number, print)
    : await engine.eachKept(id.value, summary.number, (row) => print({ id: keptId(row), ...row }));
  return listed.ok ? succeed({ code }) : listed;
}

/** A plan keeps at most 10,000 findings, so they may be held; the file is written like those of the desktop. */
async function writeFindings(file: string, district: string, summary: PlanSummary, session: Session): Promise<Outcome<void>> {
  const all: Finding[] = [];
  const listed = await session.engine.eachFinding(district, summary.number, (finding) => all.push(finding));
  if (!listed.ok) return listed;
  const written = await writeWhole(file, `${BYTE_ORDER_MARK}${findingsCsv(all, true)}`);
  if (!written.ok) return written;
  const counted = summary.findings.dropped + summary.findings.warned;
  const rest = counted > all.length ? ` of ${counted}` : '';
  session.deps.stderr(`${all.length}${rest} findings written to ${file}\n`);
  return succeed(undefined);
}
