import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Evaluation, type Match, type MatchChoice, type MatchEntity, matchEntities } from '../../../shared/conversion.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import { planExitCode } from '../exit-code.ts';
import { fileNotWritten } from '../failures.ts';
import { planJson } from '../json-shapes.ts';
import { changeSisIdCsv, matchesCsv } from '../matches-csv.ts';
import type { Report } from '../report.ts';
import type { Session } from '../session.ts';
import { table } from '../table.ts';
import { planText } from '../text.ts';
import { writeWhole } from '../write-whole.ts';

/** Matches both sides and prints how many; with `out` every match goes into CSV files there. */
export async function evaluate(out: string | null, session: Session): Promise<Outcome<Report>> {
  const { engine } = session;
  const id = await session.district();
  if (!id.ok) return id;
  const evaluated = await session.cancellable(id.value, () => engine.evaluate(id.value, 'headless'));
  if (!evaluated.ok) return evaluated;
  const files = out === null ? succeed([]) : await writeFiles(out, id.value, session);
  if (!files.ok) return files;
  const { counts, schemes } = evaluated.value;
  const written = files.value.length === 0 ? '' : `\n\nWritten: ${files.value.join(', ')}`;
  const json = { files: files.value, counts, schemes, evaluation: evaluated.value.number };
  return succeed({ code: 0, json, text: `${evaluationText(evaluated.value)}${written}` });
}

const fileNames: Readonly<Record<MatchEntity, string>> = {
  account: 'accounts.csv',
  term: 'terms.csv',
  course: 'courses.csv',
  section: 'sections.csv',
  user: 'users.csv',
};

/** One file per kind with everything that was found, and the ids that would change if every sure match were linked. */
async function writeFiles(out: string, district: string, { engine }: Session): Promise<Outcome<string[]>> {
  const found = new Map<MatchEntity, Match[]>(matchEntities.map((entity) => [entity, []]));
  const listed = await engine.eachMatch(district, (match) => void found.get(match.entity)?.push(match));
  if (!listed.ok) return listed;
  try {
    mkdirSync(out, { recursive: true, mode: 0o700 });
  } catch (error) {
    return fail(fileNotWritten(out, error instanceof Error ? error.message : String(error)));
  }
  const files: string[] = [];
  const texts = [...found].map(([entity, matches]) => [fileNames[entity], () => matchesCsv(matches)] as const);
  for (const [name, text] of [...texts, ['change_sis_id.csv', () => changeSisIdCsv([...found.values()].flat())] as const]) {
    const file = join(out, name);
    const written = await writeWhole(file, text());
    if (!written.ok) return written;
    files.push(file);
  }
  return succeed(files);
}

export interface ReviewOptions {
  readonly by: string;
  readonly adopt: 'none' | 'exact' | 'likely';
  readonly separateRest: boolean;
}

/** Decides about all matches that are open, by grade, ends the review and plans the links. */
export async function review({ by, adopt, separateRest }: ReviewOptions, session: Session): Promise<Outcome<Report>> {
  const { engine, deps } = session;
  const id = await session.district();
  if (!id.ok) return id;
  const known = await engine.calls.evaluation({ district: id.value });
  if (!known.ok) return known;
  const evaluation = known.value?.number ?? 0;
  for (const choice of choices(evaluation, adopt, separateRest)) {
    const decided = await engine.choose(id.value, choice);
    if (!decided.ok) return decided;
  }
  const finished = await engine.finishReview(id.value, evaluation, by);
  if (!finished.ok) return finished;
  const plan = finished.value;
  if (plan === null)
    return succeed({ code: 0, json: { reviewed: true, plan: null }, text: 'Reviewed. There is nothing to link.' });
  const json = { reviewed: true, plan: planJson(plan) };
  return succeed({ code: planExitCode(plan), json, text: `Reviewed.\n\n${planText(plan, deps.programName)}` });
}

function choices(evaluation: number, adopt: ReviewOptions['adopt'], separateRest: boolean): MatchChoice[] {
  const all = { kind: 'all', evaluation, entity: null } as const;
  const list: MatchChoice[] = [];
  if (adopt !== 'none') list.push({ ...all, grade: 'exact', decide: 'adopt' });
  if (adopt === 'likely') list.push({ ...all, grade: 'likely', decide: 'adopt' });
  if (separateRest) {
    for (const grade of ['exact', 'likely', 'ambiguous', 'collision'] as const) list.push({ ...all, grade, decide: 'separate' });
  }
  return list;
}

const numbers = new Intl.NumberFormat('en-US');

function evaluationText({ counts, schemes, number }: Evaluation): string {
  const columns = ['same id', 'exact', 'likely', 'ambiguous', 'collision', 'new', 'Canvas only'];
  const rows = matchEntities.map((entity) => {
    const { byId, exact, likely, ambiguous, collision, new: fresh, canvasOnly } = counts[entity];
    return [entity, ...[byId, exact, likely, ambiguous, collision, fresh, canvasOnly].map((n) => numbers.format(n))];
  });
  const ids = schemes.map(
    ({ what, source, records, found, chosen }) =>
      `  ${what} ids from ${source}${chosen ? ' (chosen)' : ''}: Canvas knows ${numbers.format(found)} of ${numbers.format(records)}`,
  );
  return [`Evaluation ${number}`, table(['', ...columns], rows), ...ids].join('\n\n');
}
