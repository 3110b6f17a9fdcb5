import type { Random } from '../census/random.ts';
import type { Enrollment } from '../oneroster-data.ts';
import type { Habits } from '../sis/habits.ts';
import { mergePatch } from '../sis/merge-patch.ts';
import type { CollectionName, Row, SisStore } from '../sis/store.ts';

/** What a scenario works with: the SIS, a seeded chance, the practice district's own date and the present instant. */
export interface Stage {
  store: SisStore;
  habits: Habits;
  random: Random;
  /** The local date the census was made for, `YYYY-MM-DD`. */
  today: string;
  /** `dateLastModified` of what changes now. */
  now: string;
  /** A sourcedId nobody has. */
  newId: () => string;
}

/** Thrown when a scenario cannot play: no such record, no such school, nothing to change. */
export class NoSuchScene extends Error {}

export type Params = Readonly<Record<string, unknown>>;
/** Plays a scenario and answers what it did. */
export type Scenario = (stage: Stage, params: Params) => Record<string, unknown>;

export function textParam(params: Params, name: string): string | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw new NoSuchScene(`${name} must be a string`);
  return value;
}

export function numberParam(params: Params, name: string, otherwise: number): number {
  const value = params[name] ?? otherwise;
  if (typeof value !== 'number') throw new NoSuchScene(`${name} must be a number`);
  return value;
}

export function oneOf<T extends string>(params: Params, name: string, choices: readonly [T, ...T[]]): T {
  const value = params[name] ?? choices[0];
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw new NoSuchScene(`${name} must be one of ${choices.join(', ')}`);
  return choice;
}

/** Changes a row's fields and its dateLastModified. */
export function change(stage: Stage, collection: CollectionName, sourcedId: string, fields: Record<string, unknown>): void {
  const row = stage.store.get(collection, sourcedId);
  if (!row) throw new NoSuchScene(`no ${collection} row ${sourcedId}`);
  stage.store.put(collection, mergePatch(row, { dateLastModified: stage.now, ...fields }) as Row);
}

export const HOW = ['tobedeleted', 'vanish', 'ended'] as const;
export type How = (typeof HOW)[number];

/** Ends an enrollment the way an SIS may: marked, gone from the feed, or with an end date that has come. */
export function end(stage: Stage, enrollment: Enrollment, how: How): void {
  if (how === 'vanish') stage.store.remove('enrollments', enrollment.sourcedId);
  else if (how === 'tobedeleted') change(stage, 'enrollments', enrollment.sourcedId, { status: 'tobedeleted' });
  else change(stage, 'enrollments', enrollment.sourcedId, { endDate: stage.today });
}

/** Adds an enrollment like another, for somebody or somewhere else. */
export function addLike(stage: Stage, like: Enrollment, fields: Partial<Enrollment>): string {
  const sourcedId = stage.newId();
  const row: Enrollment = { ...like, ...fields, sourcedId, status: 'active', dateLastModified: stage.now };
  stage.store.put('enrollments', row);
  return sourcedId;
}
