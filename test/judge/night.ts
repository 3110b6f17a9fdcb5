import { z } from 'zod';
import type { CanvasDump } from './canvas-dump.ts';
import type { SisDump } from './sis-dump.ts';

/** The district's settings, with the default each rule gives first. Names are those of `settings get`. */
export const JudgedSettings = z.looseObject({
  timeZone: z.string(),
  /** A2. */
  sessionEndDate: z.enum(['last-day', 'day-after']).default('last-day'),
  enrollmentEndDate: z.enum(['last-day', 'day-after']).default('day-after'),
  /** B, B1. */
  studentUserId: z.enum(['sourcedId', 'identifier']).default('sourcedId'),
  staffUserId: z.enum(['sourcedId', 'identifier']).default('sourcedId'),
  studentLogin: z.enum(['username', 'email', 'identifier']).default('username'),
  staffLogin: z.enum(['username', 'email', 'identifier']).default('username'),
  loginFallback: z.enum(['none', 'email', 'identifier']).default('none'),
  /** C1. */
  schools: z.array(z.string()).default([]),
  accounts: z.string().default('per-school'),
  /** C3. */
  staffDaysAfterTerm: z.number().default(30),
  /** C4. */
  courseModel: z.string().default('class'),
  /** C5. */
  classFilters: z.array(z.string()).default([]),
  emptyClasses: z.enum(['before-start', 'at-once', 'never']).default('before-start'),
  emptyClassLeadDays: z.number().default(14),
  /** C6. */
  observers: z.boolean().default(false),
  observerUserId: z.enum(['sourcedId', 'identifier']).default('sourcedId'),
  observerLogin: z.enum(['username', 'email', 'identifier']).default('username'),
  /** A line is a student, or "student + guardian". */
  noContact: z.array(z.string()).default([]),
  /** C8. */
  courseLeadDays: z.number().default(45),
  studentLeadDays: z.number().default(7),
  /** C9. */
  disabledPercent: z.number().default(5),
  /** D1. */
  dropGraceDays: z.number().default(14),
  dropLeadDays: z.number().default(5),
  /** D2. */
  dropStatus: z.enum(['inactive', 'deleted', 'completed']).default('inactive'),
  /** D3. */
  suspendAfterDays: z.number().default(30),
  suspendFromDay: z.number().default(60),
  /** D7. */
  probationRuns: z.number().default(5),
  /** E3. */
  districtUsers: z.number().default(500),
  districtPercent: z.number().default(3),
  districtFloor: z.number().default(500),
  /** E2–E7. */
  deletePercent: z.number().default(10),
  deleteFloor: z.number().default(10),
  comingPercent: z.number().default(50),
  createPercent: z.number().default(15),
  createFloor: z.number().default(25),
  classFloor: z.number().default(5),
  classPercent: z.number().default(50),
  safePartsProceed: z.boolean().default(false),
});
export type JudgedSettings = z.infer<typeof JudgedSettings>;

const Hold = z.looseObject({
  id: z.string(),
  rule: z.string(),
  entity: z.string(),
  school: z.string(),
  count: z.number(),
  message: z.string(),
  firstSight: z.boolean().default(false),
});
export type JudgedHold = z.infer<typeof Hold>;

const PlannedChange = z.looseObject({
  entity: z.string(),
  action: z.string(),
  key: z.string().default(''),
  label: z.string().default(''),
  holds: z.array(z.string()).default([]),
});

/** What `plan --json` printed (DESIGN §6). */
export const JudgedPlan = z.looseObject({
  id: z.string(),
  changes: z.number().default(0),
  holds: z.array(Hold).default([]),
  firstChanges: z.array(PlannedChange).default([]),
});
export type JudgedPlan = z.infer<typeof JudgedPlan>;

/** What `sync --json` or `apply --json` printed. */
export const JudgedRun = z.looseObject({
  state: z.string(),
  counts: z.record(z.string(), z.looseObject({ sent: z.number() })).default({}),
  holds: z.array(Hold).default([]),
});
export type JudgedRun = z.infer<typeof JudgedRun>;

/** One night: what the SIS had, what Canvas was and became, and what the headless commands said. */
export interface Night {
  readonly today: string;
  readonly sis: SisDump;
  /** Broken: the pull could not have been complete, whatever the SIS holds (E1). */
  readonly feed: 'complete' | 'broken';
  readonly before: CanvasDump;
  readonly after: CanvasDump;
  readonly settings: JudgedSettings;
  /** The run that was to write, null when the command failed. */
  readonly run: JudgedRun | null;
  /** The failure the command printed instead. */
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** A person was watching (`sync --attended`, `apply`): D5 and D7 are satisfied by them. */
  readonly attended: boolean;
  /** Ids of holds that a person released tonight. */
  readonly released: readonly string[];
  /** A plan made right after the run, promise 7; null when none was made. */
  readonly second: JudgedPlan | null;
  /** New SIS id → the id it replaces, from the night a person resolved the re-issue (B4). */
  readonly remapped?: ReadonlyMap<string, string>;
}

/** One breach of a rule, in a sentence for the person who reads the test's output. */
export interface Violation {
  readonly rule: string;
  readonly text: string;
}
