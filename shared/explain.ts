import { z } from 'zod';
import { Collection, EntityKind, Fields } from './entities.ts';
import { Finding } from './finding.ts';
import { Change, Reason } from './plan.ts';

/** The OneRoster records that become something in Canvas, and so can be explained (ROSTER-RULES: "why this, why not?"). */
export const explainable = ['orgs', 'academicSessions', 'classes', 'users', 'enrollments'] as const;
export const Explainable = z.enum(explainable);
export type Explainable = z.infer<typeof Explainable>;

/**
 * Where a record stands. `change`: the newest plan changes it; `held`: it does, but somebody must decide or mend first; `waiting`:
 * it waits for a day, or to be seen a second time; `kept`: Canvas' value stays; `frozen`: its class is over; `filtered`: a rule or
 * setting leaves it out; `settled`: Canvas has what the SIS says; `not-ours`: in Canvas, but not made by us; `unknown`: neither
 * side, as last read, says anything of it.
 */
export const explainedStates = [
  'change',
  'held',
  'waiting',
  'kept',
  'frozen',
  'filtered',
  'settled',
  'not-ours',
  'unknown',
] as const;
export const ExplainedState = z.enum(explainedStates);
export type ExplainedState = z.infer<typeof ExplainedState>;

export const Explanation = z.object({
  record: z.object({ collection: Collection, sourcedId: z.string(), label: z.string() }),
  state: ExplainedState,
  /** Rule and sentence, the weightiest first. */
  reasons: z.array(Reason),
  /** What the SIS says of it now, flat and readable; null when it names no such record, or was not asked. */
  inSis: Fields.nullable(),
  /** Whether the SIS could be asked just now; a sentence when not. */
  sisTrouble: z.string().nullable(),
  /** SIS ids it has, or would get, in Canvas. */
  inCanvas: z.array(
    z.object({
      entity: z.string(),
      sisId: z.string(),
      /** What we last wrote and Canvas showed; null when we never did. */
      lastSynced: Fields.nullable(),
      confirmed: z.boolean(),
      /** Made by us, or adopted: only such a thing may ever be removed (ROSTER-RULES D6). */
      owned: z.boolean(),
      run: z.string(),
    }),
  ),
  /** What the newest plan does about it. */
  changes: z.array(Change),
  findings: z.array(Finding),
  /** The plan this is about, '' before the first. */
  plan: z.string(),
});
export type Explanation = z.infer<typeof Explanation>;

/** A record found by what an admin knows of it: a name, a login, an e-mail address, a code, an id of either side. */
export const FoundRecord = z.object({
  collection: Explainable,
  sourcedId: z.string(),
  label: z.string(),
  /** What it is in Canvas; a class is named once, by its section. */
  entity: EntityKind,
  /** What tells it from others of the same name: the login, the course's code; '' when nothing does. */
  detail: z.string(),
  schoolName: z.string(),
  /** Where it was found: written by us, in the newest preview, among the records that were left out, or only in the SIS. */
  from: z.enum(['synced', 'preview', 'left-out', 'sis']),
});
export type FoundRecord = z.infer<typeof FoundRecord>;

export const LookUpResult = z.object({
  records: z.array(FoundRecord),
  /** There are more than are told. */
  more: z.boolean(),
  /** Why the SIS could not be asked; null when it was, or was not to be. */
  sisTrouble: z.string().nullable(),
});
export type LookUpResult = z.infer<typeof LookUpResult>;
