import { z } from 'zod';
import { EntityKind } from './entities.ts';
import { Failure } from './failure.ts';
import { Hold, PlanSummary } from './plan.ts';

export const RunTrigger = z.enum(['person', 'schedule', 'headless']);
export type RunTrigger = z.infer<typeof RunTrigger>;

/**
 * The states of one run. Everything before `approved` simply restarts after a crash; from `approved` on a run
 * resumes (ENGINE-NOTES §4). `paused` planned nothing, because the school year is over (D7). `partial` is done with rows that failed; `held` ended because a hold stopped it.
 */
export const runStates = [
  'pulling',
  'reading',
  'comparing',
  'planned',
  'paused',
  'approved',
  'sending',
  'confirming',
  'done',
  'partial',
  'held',
  'failed',
  'interrupted',
  'cancelled',
] as const;
export const RunState = z.enum(runStates);
export type RunState = z.infer<typeof RunState>;

export const RunCounts = z.record(EntityKind, z.object({ sent: z.int(), confirmed: z.int(), failed: z.int(), held: z.int() }));
export type RunCounts = z.infer<typeof RunCounts>;

export const Run = z.object({
  id: z.string(),
  /** `evaluate`: the look at a living Canvas before the first sync (ROSTER-RULES G1). */
  kind: z.enum(['plan', 'apply', 'evaluate']),
  trigger: RunTrigger,
  /** Nobody was watching: removals need a second sighting (D5), and the first such runs hold them (D7). */
  scheduled: z.boolean(),
  state: RunState,
  /** Content hash of the plan, null while there is none. */
  plan: z.string().nullable(),
  planNumber: z.int().nullable(),
  counts: RunCounts,
  holds: z.array(Hold),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  seconds: z.number(),
  failure: Failure.nullable(),
});
export type Run = z.infer<typeof Run>;

export const RunEvent = z.object({ at: z.string(), level: z.enum(['info', 'warning', 'error']), text: z.string() });
export type RunEvent = z.infer<typeof RunEvent>;

/** What happened to one change of a run; `left-out`: a person chose so. */
export const receiptOutcomes = ['confirmed', 'unconfirmed', 'failed', 'stale', 'held', 'sent', 'left-out'] as const;
export const Receipt = z.object({
  seq: z.int(),
  entity: EntityKind,
  label: z.string(),
  action: z.string(),
  outcome: z.enum(receiptOutcomes),
  importId: z.string().nullable(),
  message: z.string().nullable(),
  at: z.string(),
});
export type Receipt = z.infer<typeof Receipt>;

export const ImportPackage = z.object({
  index: z.int(),
  rows: z.int(),
  bytes: z.int(),
  state: z.enum(['intended', 'uploaded', 'imported', 'confirmed', 'failed']),
  importId: z.string().nullable(),
  importState: z.string().nullable(),
  /** Holds nothing but rows a person chose to overwrite (ROSTER-RULES F3). */
  override: z.literal(true).optional(),
});
export type ImportPackage = z.infer<typeof ImportPackage>;

export const RunDetail = z.object({
  run: Run,
  events: z.array(RunEvent),
  packages: z.array(ImportPackage),
  /** Rows that did not end confirmed, first 200; all of them through the receipts query. */
  problems: z.array(Receipt),
  receipts: z.object({ total: z.int() }),
});
export type RunDetail = z.infer<typeof RunDetail>;

export const ReceiptQuery = z.object({
  run: z.string().max(60),
  search: z.string().max(200),
  outcome: z.enum(receiptOutcomes).nullable(),
  from: z.int().min(0),
  count: z.int().min(1).max(200),
});
export type ReceiptQuery = z.infer<typeof ReceiptQuery>;
export const ReceiptPage = z.object({ total: z.int(), receipts: z.array(Receipt) });
export type ReceiptPage = z.infer<typeof ReceiptPage>;

/** Progress of a long step; at most four a second cross the bridge. */
export const Progress = z.object({
  district: z.string(),
  run: z.string(),
  state: RunState,
  /** What is happening, in an admin's words: "Reading enrollments". */
  step: z.string(),
  done: z.int(),
  /** Null while the total is unknown. */
  total: z.int().nullable(),
  secondsLeft: z.number().nullable(),
});
export type Progress = z.infer<typeof Progress>;

export const PlanResult = z.object({ run: Run, plan: PlanSummary });
export type PlanResult = z.infer<typeof PlanResult>;
