import type { Explainable, Explanation } from '../../../shared/explain.ts';
import { explainedWords } from '../../../shared/explain-words.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import { unknownKind } from '../failures.ts';
import type { Report } from '../report.ts';
import type { Session } from '../session.ts';
import { changeText } from '../text.ts';

/** Both sides' own words lead to the same record. */
const kinds: ReadonlyMap<string, Explainable> = new Map([
  ...(['school', 'org', 'account'] as const).map((word) => [word, 'orgs'] as const),
  ...(['session', 'academicSession', 'term'] as const).map((word) => [word, 'academicSessions'] as const),
  ...(['class', 'course', 'section'] as const).map((word) => [word, 'classes'] as const),
  ...(['user', 'student', 'teacher'] as const).map((word) => [word, 'users'] as const),
  ['enrollment', 'enrollments'] as const,
]);

/** The collection somebody means by a kind. */
export function collectionOf(kind: string): Explainable | undefined {
  return kinds.get(kind);
}

export const explainKinds: readonly string[] = [...kinds.keys()];

/** Why a record changes Canvas, or why not. */
export async function explain(kind: string, sourcedId: string, { engine, district }: Session): Promise<Outcome<Report>> {
  const collection = collectionOf(kind);
  if (collection === undefined) return fail(unknownKind(kind, explainKinds));
  const id = await district();
  if (!id.ok) return id;
  const explained = await engine.explain(id.value, { collection, sourcedId });
  return explained.ok ? succeed({ code: 0, json: explained.value, text: explanationText(explained.value) }) : explained;
}

function explanationText({ record, state, reasons, inSis, sisTrouble, inCanvas, changes }: Explanation): string {
  const parts = [
    `${record.label} (${record.collection} ${record.sourcedId}): ${explainedWords[state]}`,
    reasons.map(({ rule, text }) => `  [${rule}] ${text}`).join('\n'),
  ];
  if (sisTrouble !== null) parts.push(`The SIS could not be asked: ${sisTrouble}`);
  if (inSis !== null) parts.push(`The SIS says now:\n${fieldLines(inSis)}`);
  for (const { entity, sisId, lastSynced } of inCanvas) {
    const what = `In Canvas: ${entity} ${sisId.replaceAll('\u001f', ' · ')}`;
    parts.push(lastSynced === null ? `${what}, never written by us` : `${what}, as last synced:\n${fieldLines(lastSynced)}`);
  }
  if (changes.length > 0) parts.push(`What would change:\n${changes.map(changeText).join('\n')}`);
  return parts.filter((part) => part !== '').join('\n\n');
}

function fieldLines(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `  ${name}: ${value}`)
    .join('\n');
}
