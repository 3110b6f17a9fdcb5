import { z } from 'zod';

const percent = z.number().min(0).max(100);
const count = z.int().min(0).max(1_000_000);

/** C5: kinds of classes that many districts do not want in Canvas. */
export const classFilters = ['homeroom', 'lunch', 'study-hall', 'no-teacher'] as const;
export const ClassFilter = z.enum(classFilters);
export type ClassFilter = z.infer<typeof ClassFilter>;

/**
 * Mapping and safety settings of one district: versioned rows in its store, their digest is part of the plan id.
 * Each default is the one ROSTER-RULES gives first; the rule stands beside it.
 */
export const DistrictSettings = z.object({
  /** A1: IANA zone of the district. */
  timeZone: z.string().min(1),
  /** A2: is a SIS end date the last day, or the day after? */
  sessionEndDate: z.enum(['last-day', 'day-after']).default('last-day'),
  enrollmentEndDate: z.enum(['last-day', 'day-after']).default('day-after'),
  /** B: where account ids and user ids come from. */
  accountId: z.enum(['sourcedId', 'identifier']).default('sourcedId'),
  studentUserId: z.enum(['sourcedId', 'identifier']).default('sourcedId'),
  staffUserId: z.enum(['sourcedId', 'identifier']).default('sourcedId'),
  /** B1: one login source per role, a fallback only if chosen. */
  studentLogin: z.enum(['username', 'email', 'identifier']).default('username'),
  staffLogin: z.enum(['username', 'email', 'identifier']).default('username'),
  loginFallback: z.enum(['none', 'email', 'identifier']).default('none'),
  /** F1: new users take this provider; '' is Canvas' own. */
  authenticationProvider: z.string().default(''),
  /** C1: schools to provision by sourcedId; an empty list means all. */
  schools: z.array(z.string()).default([]),
  /** C1: parent of the schools' sub-accounts by SIS id; '' is the root account. */
  parentAccount: z.string().default(''),
  /** C4: only "one course per class" so far. */
  courseModel: z.enum(['class']).default('class'),
  /** C5: classes that get no course, by preset. What Canvas has of them stays. */
  classFilters: z.array(ClassFilter).default([]),
  /** C5: a class without students is made so many days before it starts, at once, or never. */
  emptyClasses: z.enum(['before-start', 'at-once', 'never']).default('before-start'),
  emptyClassLeadDays: count.default(14),
  /** C8: days before its school year starts that a class gets its course and staff, and then its students. */
  courseLeadDays: count.default(45),
  studentLeadDays: count.default(7),
  /** D1: days an explicit drop still applies after the class ended; days before the session's end that make an end date a drop. */
  dropGraceDays: count.default(14),
  dropLeadDays: count.default(5),
  /** E2. */
  deletePercent: percent.default(10),
  deleteFloor: count.default(10),
  /** E: safe parts proceed while held parts wait. */
  safePartsProceed: z.boolean().default(false),
});
export type DistrictSettings = z.infer<typeof DistrictSettings>;
