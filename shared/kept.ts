import { z } from 'zod';
import { EntityKind, Fields, SourceRecord } from './entities.ts';
import { ChangeAction, Reason, RemovalKind } from './plan.ts';

/** Why Canvas' value stays although the SIS says something else (ROSTER-RULES F3). */
export const keptWhys = [
  /** Somebody changed it in Canvas after our last import set it. */
  'edited',
  /** That, and the SIS has moved on as well. */
  'both',
  /** Canvas took our value twice without a word and does not show it: probably sticky. */
  'ignored',
  /** Somebody removed or ended it in Canvas. */
  'removed',
] as const;
export const KeptWhy = z.enum(keptWhys);
export type KeptWhy = z.infer<typeof KeptWhy>;

/**
 * One row a plan leaves as Canvas has it. It is no change and never pending; a person may choose to overwrite it (F3), and
 * then exactly this would be written.
 */
export const Kept = z.object({
  /** Counts from 1 within its plan. */
  number: z.int(),
  entity: EntityKind,
  /** What overwriting would do. */
  action: ChangeAction,
  how: RemovalKind.nullable(),
  key: z.string(),
  label: z.string(),
  school: z.string(),
  schoolName: z.string(),
  /** Field names (Canvas columns) whose value in Canvas stays. */
  fields: z.array(z.string()),
  /** Of these fields: what Canvas has (null: it has no such object), what the SIS says, what our last import set. */
  inCanvas: Fields.nullable(),
  inSis: Fields,
  lastSynced: Fields,
  why: KeptWhy,
  reason: Reason,
  source: SourceRecord.nullable(),
  /** Why it cannot be overwritten now, '' when it can. */
  obstacle: z.string(),
});
export type Kept = z.infer<typeof Kept>;

export const KeptFilter = z.object({
  plan: z.int(),
  entity: EntityKind.nullable(),
  school: z.string().max(300).nullable(),
  search: z.string().max(200),
});
export type KeptFilter = z.infer<typeof KeptFilter>;

export const KeptQuery = KeptFilter.extend({ from: z.int().min(0), count: z.int().min(1).max(200) });
export type KeptQuery = z.infer<typeof KeptQuery>;
export const KeptPage = z.object({ total: z.int(), rows: z.array(Kept) });
export type KeptPage = z.infer<typeof KeptPage>;

/** The numbers of the rows of a filter that can be overwritten, for choosing them all; at most MOST_OVERRIDES of them. */
export const KeptNumbers = z.object({ total: z.int(), numbers: z.array(z.int()) });
export type KeptNumbers = z.infer<typeof KeptNumbers>;
