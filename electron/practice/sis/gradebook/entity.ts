import type { Category, LineItem, Ref, Result, ScoreStatus } from '../../oneroster-data.ts';
import { plainId } from '../dialect.ts';
import type { Habits } from '../habits.ts';
import type { GradebookName } from '../store.ts';
import { invalid, type Refusal } from './refusal.ts';

type Body = Readonly<Record<string, unknown>>;
export type Entity = Category | LineItem | Result;

const STATUSES: readonly ScoreStatus[] = ['exempt', 'fully graded', 'not submitted', 'partially graded', 'submitted'];

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands in the wrapper of a PUT's body (oneroster-1.1 §6.2). */
export function bodyOf(text: string, wrapper: string): Body | Refusal {
  const bad = (description: string): Refusal => ({ status: 400, codeMinor: 'invalid_data', description });
  try {
    const value: unknown = JSON.parse(text);
    const inner = isObject(value) ? value[wrapper] : undefined;
    return isObject(inner) ? inner : bad(`The body must be {"${wrapper}":{…}}.`);
  } catch {
    return bad('The body is not JSON.');
  }
}

/** Makes the whole row anew, as a PUT replaces it: what is not named is gone (oneroster-1.1 §6.1). */
export function entityOf(name: GradebookName, sourcedId: string, body: Body, now: string, habits: Habits): Entity | Refusal {
  if (body.sourcedId !== undefined && body.sourcedId !== sourcedId) {
    return { status: 400, codeMinor: 'invalid_data', description: 'The sourcedId in the path and in the body differ.' };
  }
  const status = body.status === 'tobedeleted' ? ('tobedeleted' as const) : ('active' as const);
  const metadata = isObject(body.metadata) ? { metadata: { ...body.metadata } } : {};
  const base = { sourcedId, status, dateLastModified: now, ...metadata };
  if (name === 'results') return resultOf(base, body, habits);
  const title = textOf(body.title);
  if (title === '') return invalid('A title is required.');
  return name === 'categories' ? { ...base, title } : lineItemOf({ ...base, title }, body, habits);
}

function lineItemOf(base: Category, body: Body, habits: Habits): LineItem | Refusal {
  const dueDate = textOf(body.dueDate);
  if (dueDate === '') return invalid('Cannot find due date');
  if (!isInstant(dueDate)) return invalid('Invalid due date');
  const assignDate = textOf(body.assignDate);
  if (!isInstant(assignDate)) return invalid('Invalid assigned date');
  const resultValueMin = numberOf(body.resultValueMin ?? 0);
  const resultValueMax = numberOf(body.resultValueMax);
  if (resultValueMin === undefined || resultValueMax === undefined || resultValueMin > resultValueMax)
    return invalid('resultValueMin and resultValueMax must be numbers, the smaller one first.');
  const description = textOf(body.description);
  const period = refOf(body.gradingPeriod, 'academicSession', habits);
  return {
    ...base,
    ...(description === '' ? {} : { description }),
    assignDate,
    dueDate,
    class: refOf(body.class, 'class', habits) ?? nobody('class'),
    category: refOf(body.category, 'category', habits) ?? nobody('category'),
    ...(period ? { gradingPeriod: period } : {}),
    resultValueMin,
    resultValueMax,
  };
}

function resultOf(base: Omit<Category, 'title'>, body: Body, habits: Habits): Result | Refusal {
  const scoreStatus = STATUSES.find((status) => spelling(status) === spelling(textOf(body.scoreStatus)));
  if (!scoreStatus) return invalid(`scoreStatus must be one of ${STATUSES.join(', ')}.`);
  // Mandatory in 1.1, also for `exempt` (§6.3).
  const score = numberOf(body.score);
  if (score === undefined) return invalid('score must be a number.');
  const scoreDate = textOf(body.scoreDate);
  if (!isInstant(scoreDate)) return invalid('Invalid score date');
  const comment = textOf(body.comment);
  const result: Result = {
    ...base,
    lineItem: refOf(body.lineItem, 'lineItem', habits) ?? nobody('lineItem'),
    student: refOf(body.student, 'user', habits) ?? nobody('user'),
    scoreStatus,
    score,
    scoreDate,
    ...(comment === '' ? {} : { comment }),
  };
  if (scoreStatus !== 'exempt' || habits.exempt === 'kept') return result;
  return habits.exempt === 'refused'
    ? invalid('Exempt scores are not supported')
    : { ...result, scoreStatus: 'fully graded', score: 0 };
}

/** A reference that names nothing: the rules refuse it in the SIS' own words. */
function nobody(type: string): Ref {
  return { sourcedId: '', type };
}

/** Servers take references with or without href and type, whatever those say (§6.2). */
function refOf(value: unknown, type: string, habits: Habits): Ref | undefined {
  const id = isObject(value) ? textOf(value.sourcedId) : '';
  if (id === '') return undefined;
  const own = type === 'category' || type === 'lineItem';
  return { sourcedId: own ? id : (plainId(id, habits) ?? id), type };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** Q sends numbers as text. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A date, with or without a time. */
function isInstant(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}(?:T|$)/.test(text) && !Number.isNaN(Date.parse(text));
}

/** "not submitted" is also misspelt "notsubmitted" (§2.10). */
function spelling(text: string): string {
  return text.toLowerCase().replaceAll(' ', '');
}
