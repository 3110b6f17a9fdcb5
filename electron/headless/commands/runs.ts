import { type Outcome, succeed } from '../../../shared/outcome.ts';
import { runJson } from '../json-shapes.ts';
import type { Report } from '../report.ts';
import type { Session } from '../session.ts';
import { problemsText, runsText, runText } from '../text.ts';

const SHOWN = 100;

/** The newest runs, newest first. */
export async function runs({ engine, district }: Session): Promise<Outcome<Report>> {
  const id = await district();
  if (!id.ok) return id;
  const page = await engine.calls.runs({ district: id.value, from: 0, count: SHOWN });
  if (!page.ok) return page;
  const { total, runs: found } = page.value;
  return succeed({ code: 0, json: { total, runs: found.map(runJson) }, text: runsText(found) });
}

/** One run with its events, packages and the rows that did not end well. */
export async function run(runId: string, { engine, district }: Session): Promise<Outcome<Report>> {
  const id = await district();
  if (!id.ok) return id;
  const detail = await engine.calls.run({ district: id.value, run: runId });
  if (!detail.ok) return detail;
  const { events, problems } = detail.value;
  const text = [
    runText(detail.value.run),
    ...(events.length === 0 ? [] : [events.map(({ at, level, text: what }) => `${at}  ${level}  ${what}`).join('\n')]),
    ...(problems.length === 0 ? [] : [problemsText(problems)]),
  ].join('\n\n');
  return succeed({ code: 0, json: { ...detail.value, run: runJson(detail.value.run) }, text });
}
