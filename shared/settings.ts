import { z } from 'zod';

const percent = z.number().min(0).max(100);
const count = z.int().min(0).max(1_000_000);
/** A month at least: whoever asks what happened asks weeks later. */
const keptDays = z.int().min(30).max(36_500);

/** C5: kinds of classes that many districts do not want in Canvas. */
export const classFilters = ['homeroom', 'lunch', 'study-hall', 'no-teacher'] as const;
export const ClassFilter = z.enum(classFilters);
export type ClassFilter = z.infer<typeof ClassFilter>;

const name = z.string().min(1).max(200);

/** B: the record number, the identifier, the one of several numbers that has a type, or a field of the product's own. */
export const UserIdSource = z.union(
  [z.enum(['sourcedId', 'identifier']), z.templateLiteral(['userIds:', name]), z.templateLiteral(['metadata:', name])],
  { error: 'Give sourcedId, identifier, userIds:TYPE or metadata:KEY.' },
);
export type UserIdSource = z.infer<typeof UserIdSource>;

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
  studentUserId: UserIdSource.default('sourcedId'),
  staffUserId: UserIdSource.default('sourcedId'),
  observerUserId: UserIdSource.default('sourcedId'),
  /** B1: one login source per role, a fallback only if chosen. */
  studentLogin: z.enum(['username', 'email', 'identifier']).default('username'),
  staffLogin: z.enum(['username', 'email', 'identifier']).default('username'),
  observerLogin: z.enum(['username', 'email', 'identifier']).default('username'),
  loginFallback: z.enum(['none', 'email', 'identifier']).default('none'),
  /** C9: people are called by their preferred names where the SIS has some, otherwise by their legal ones. */
  preferredNames: z.boolean().default(false),
  /** B3: several SIS records of one person are only listed, or are one user where number, or e-mail address and name, agree. */
  samePerson: z.enum(['list', 'identifier', 'email']).default('list'),
  /** B4: share of people, or of classes, whose ids were issued again that makes it a matter of the whole district. */
  reissuePercent: percent.default(2),
  /** F1: new users take this provider; '' is Canvas' own. */
  authenticationProvider: z.string().default(''),
  /** C1: schools to provision by sourcedId; an empty list means all. */
  schools: z.array(z.string()).default([]),
  /** C1: a sub-account per school and nothing else, or below what the schools belong to in the SIS. */
  accounts: z.enum(['per-school', 'org-tree']).default('per-school'),
  /** C1: parent of the schools' sub-accounts by SIS id; '' is the root account. */
  parentAccount: z.string().default(''),
  /** C2: by sourcedId, sessions whose dates their term takes though others differ, and sessions that may differ from their term. */
  followedSessions: z.array(z.string()).default([]),
  keptSessions: z.array(z.string()).default([]),
  /** C3: days after a term’s end that its staff keep their access. */
  staffDaysAfterTerm: count.default(30),
  /** C4: a course for each class, for each teacher's classes of a course in a term, or for all classes of a course in a term. */
  courseModel: z.enum(['class', 'teacher', 'course']).default('class'),
  /** C5: classes that get no course, by preset. What Canvas has of them stays. */
  classFilters: z.array(ClassFilter).default([]),
  /** C5: a class without students is made so many days before it starts, at once, or never. */
  emptyClasses: z.enum(['before-start', 'at-once', 'never']).default('before-start'),
  emptyClassLeadDays: count.default(14),
  /** C6: guardians, parents and relatives observe the students who name them. Off: nothing of them is read, made or changed. */
  observers: z.boolean().default(false),
  /** C6: students whom nobody observes, and `student + guardian` for two who must not be linked: by record, Canvas id, identifier, login or e-mail. */
  noContact: z.array(z.string()).default([]),
  /** C7: students' enrollments carry their own dates, both or none. Teachers never do: it would lock them out. */
  carryDates: z.boolean().default(false),
  /** C8: days before its school year starts that a class gets its course and staff, and then its students. */
  courseLeadDays: count.default(45),
  studentLeadDays: count.default(7),
  /** D1: days an explicit drop still applies after the class ended; days before the session's end that make an end date a drop. */
  dropGraceDays: count.default(14),
  dropLeadDays: count.default(5),
  /** D2: how a student leaves a class that has started. */
  dropStatus: z.enum(['inactive', 'deleted', 'completed']).default('inactive'),
  /** D3: students without a class are suspended after so many days, once this has been in use for so many. */
  suspendLeavers: z.boolean().default(true),
  suspendAfterDays: count.default(30),
  suspendFromDay: count.default(60),
  /** C9: people the SIS disabled are suspended, as long as fewer than this share of all people are. */
  suspendDisabled: z.boolean().default(true),
  disabledPercent: percent.default(5),
  /** D6: what is in Canvas already under its id becomes ours, when a person applies it. */
  adoptExisting: z.boolean().default(false),
  /** D7: scheduled runs at the beginning that hold every removal. */
  probationRuns: count.default(5),
  /** D7: nobody is removed; the removals are counted, and wait until this is switched off. */
  additionsOnly: z.boolean().default(false),
  /** E: classes that have not started may move by this much before anybody is asked (E2, E5, E6). */
  comingPercent: percent.default(50),
  /** E2: removals of an entity at a school. */
  deletePercent: percent.default(10),
  deleteFloor: count.default(10),
  /** E3: people, and enrollments, removed in the district at once. */
  districtUsers: count.default(500),
  districtPercent: percent.default(3),
  districtFloor: count.default(500),
  /** E5: a class of at least so many students that loses this share; more such classes than so many and this share ⇒ the school. */
  classFloor: count.default(5),
  classPercent: percent.default(50),
  classesFloor: count.default(3),
  classesPercent: percent.default(5),
  /** E6: additions of an entity at a school. */
  createPercent: percent.default(15),
  createFloor: count.default(25),
  /** E7: changed names, logins and ids of an entity at a school, and changes of any field. */
  identityPercent: percent.default(5),
  identityFloor: count.default(20),
  updatePercent: percent.default(40),
  /** E9: people nobody changes without a person's word, by login or Canvas SIS id; administrators always are. */
  protectedPeople: z.array(z.string()).default([]),
  /** E: safe parts proceed while held parts wait. */
  safePartsProceed: z.boolean().default(false),
  /** How many days what a run did is kept line by line, and a preview nobody applied; the ledger and the list of runs stay for good. */
  keepRunDays: keptDays.default(730),
  keepPreviewDays: keptDays.default(60),
});
export type DistrictSettings = z.infer<typeof DistrictSettings>;
