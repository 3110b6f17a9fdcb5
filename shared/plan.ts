import { z } from 'zod';
import { EntityKind, Fields, SourceRecord } from './entities.ts';

/**
 * What a change does to one Canvas object. `delete` is every removal; `how` says which (DESIGN §6). `adopt` gives an object
 * that lives in Canvas the id of an SIS record (ROSTER-RULES G2); `remap` only notes which SIS record it belongs to by now (B4).
 */
export const changeActions = ['create', 'update', 'delete', 'restore', 'adopt', 'remap'] as const;
export const ChangeAction = z.enum(changeActions);
export type ChangeAction = z.infer<typeof ChangeAction>;

export const RemovalKind = z.enum(['deleted', 'inactive', 'completed', 'suspended', 'moved']);
export type RemovalKind = z.infer<typeof RemovalKind>;

/** Every key is always present in `plan --json` (DESIGN §6). */
export const countKeys = [
  'create',
  'update',
  'delete',
  'restore',
  'unchanged',
  'frozen',
  'pinned',
  'adopt',
  'remap',
  'alreadyThere',
  'held',
  'stale',
  'kept',
  'waiting',
  'early',
  'filtered',
  'notOurs',
] as const;
export type CountKey = (typeof countKeys)[number];
export const EntityCounts = z.object({
  create: z.int(),
  update: z.int(),
  delete: z.int(),
  restore: z.int(),
  unchanged: z.int(),
  frozen: z.int(),
  pinned: z.int(),
  adopt: z.int(),
  /** Plans of earlier versions knew none. */
  remap: z.int().default(0),
  alreadyThere: z.int(),
  held: z.int(),
  stale: z.int(),
  kept: z.int(),
  waiting: z.int(),
  /** Not made before its day (C5, C8). Plans of earlier versions knew neither of these. */
  early: z.int().default(0),
  /** Left out by a class filter (C5). */
  filtered: z.int().default(0),
  /** Plans made before this was counted do not have it. */
  notOurs: z.int().default(0),
});
export type EntityCounts = z.infer<typeof EntityCounts>;
export const PlanCounts = z.record(EntityKind, EntityCounts);
export type PlanCounts = z.infer<typeof PlanCounts>;

/** A safety rule that stops part of a plan (ROSTER-RULES E, B1, C2, D2). */
export const Hold = z.object({
  /** Stable within a plan, e.g. `E2:enrollment:school-7`; the name a release uses. */
  id: z.string(),
  rule: z.string(),
  entity: EntityKind,
  /** Account id of the school, or '' for the whole district. */
  school: z.string(),
  schoolName: z.string(),
  count: z.int(),
  message: z.string(),
  /** False when only mended data can resolve it (a user without login), not a person's release. */
  releasable: z.boolean(),
  /** True when only a remap plan resolves it: ids were issued again (B4, B2). */
  remap: z.boolean().optional(),
  /** True when it stops changes of every kind, whatever `entity` says. */
  everything: z.boolean().optional(),
  /** True when only absences seen for the first time call for it (D5): it stops a person's apply, and no scheduled run. */
  firstSight: z.boolean().optional(),
});
export type Hold = z.infer<typeof Hold>;

/**
 * Stands among a change's holds for "seen for the first time" (ROSTER-RULES D5): a person's word frees it, or the next pull.
 * It is no hold: it is never listed as one and stops nothing else; a query may ask for it like for one.
 */
export const WAITING = 'waiting';

/** Why a change was planned: the rule by its number, and one sentence. For reading only, never steers code. */
export const Reason = z.object({ rule: z.string(), text: z.string() });
export type Reason = z.infer<typeof Reason>;

export const Change = z.object({
  seq: z.int(),
  entity: EntityKind,
  action: ChangeAction,
  how: RemovalKind.nullable(),
  /** The Canvas SIS id; for enrollments section, user and role joined by U+001F. */
  key: z.string(),
  label: z.string(),
  school: z.string(),
  schoolName: z.string(),
  /** Field names (Canvas columns) that differ. */
  changed: z.array(z.string()),
  before: Fields.nullable(),
  after: Fields.nullable(),
  reason: Reason,
  source: SourceRecord.nullable(),
  holds: z.array(z.string()),
  /** D5: seen for the first time; the next pull confirms it, or a person's word does. */
  waiting: z.boolean(),
});
export type Change = z.infer<typeof Change>;

/** One line of the review grid: the narrow part of a change. */
export const ChangeLine = Change.pick({
  seq: true,
  entity: true,
  action: true,
  how: true,
  label: true,
  schoolName: true,
  changed: true,
  holds: true,
  waiting: true,
});
export type ChangeLine = z.infer<typeof ChangeLine>;

export const PlanSummary = z.object({
  id: z.string(),
  /** Row number of the plan in the store; newer plans have greater ones. */
  number: z.int(),
  createdAt: z.string(),
  complete: z.boolean(),
  counts: PlanCounts,
  /** Changes a run could send: create + update + delete + restore of all entities. */
  changes: z.int(),
  holds: z.array(Hold),
  /** `gone`: staff and running classes that the SIS no longer names, listed among what is noted (D3, D4). */
  findings: z.object({ dropped: z.int(), warned: z.int(), gone: z.int().optional() }),
  /** Sentences about the plan as a whole (ROSTER-RULES D6). */
  notes: z.array(z.string()),
  firstChanges: z.array(Change),
});
export type PlanSummary = z.infer<typeof PlanSummary>;

/** In which order changes are listed: as they are written, or by school, kind of change or rule, and then as they are written. */
export const changeSorts = ['written', 'school', 'action', 'rule'] as const;
export const ChangeSort = z.enum(changeSorts);
export type ChangeSort = z.infer<typeof ChangeSort>;

/** What the review screen asks for; answered from the plan's narrow and full-text tables. */
export const ChangeQuery = z.object({
  plan: z.int(),
  entity: EntityKind.nullable(),
  action: ChangeAction.nullable(),
  school: z.string().max(300).nullable(),
  hold: z.string().max(300).nullable(),
  /** The rule that is the reason of a change. */
  rule: z.string().max(20).nullable().optional(),
  search: z.string().max(200),
  sort: ChangeSort.optional(),
  from: z.int().min(0),
  count: z.int().min(1).max(200),
});
export type ChangeQuery = z.infer<typeof ChangeQuery>;

/** What a plan's changes can be narrowed to, with how many of all changes each has; schools by name, rules by number. */
export const PlanFacets = z.object({
  schools: z.array(z.object({ id: z.string(), name: z.string(), changes: z.int() })),
  rules: z.array(z.object({ rule: z.string(), changes: z.int() })),
});
export type PlanFacets = z.infer<typeof PlanFacets>;

export const ChangePage = z.object({ total: z.int(), lines: z.array(ChangeLine) });
export type ChangePage = z.infer<typeof ChangePage>;

const why = z.string().min(1).max(1000);

/** At most so many rows are overwritten by one decision; more than that is no choice of single rows any more. */
export const MOST_OVERRIDES = 20_000;

/** Rows a plan keeps as Canvas has them, chosen by their numbers to be overwritten (ROSTER-RULES F3). */
export const Override = z.object({ rows: z.array(z.int().min(1)).min(1).max(MOST_OVERRIDES), reason: why });
export type Override = z.infer<typeof Override>;

/** At most so many changes are left out by one decision; whoever wants more of a plan to stay refuses a hold, or the plan. */
export const MOST_LEFT_OUT = 1000;

export const LeaveOut = z.object({ changes: z.array(z.int().min(1)).min(1).max(MOST_LEFT_OUT), reason: why });
export type LeaveOut = z.infer<typeof LeaveOut>;

/** A person's decision about one plan, kept apart from it because plans are immutable. */
export const Decision = z.object({
  plan: z.int(),
  releases: z.array(z.object({ hold: z.string().max(300), reason: why })).max(1000),
  /** Left out: nothing is overwritten. */
  overrides: z.array(Override).max(1000).optional(),
  /** Changes left out of this run, by their numbers (shared/leave-out.ts); left out: none. The next plan shows them again. */
  leaveOut: z.array(LeaveOut).max(1000).optional(),
  /** Who decided, as the computer knows them; the engine fills it in (ROSTER-RULES E). */
  by: z.string().max(300).optional(),
});
export type Decision = z.infer<typeof Decision>;
