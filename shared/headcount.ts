import { z } from 'zod';

/** What somebody may sign in with; the order is that of the bits in a pattern. */
export const loginFields = ['username', 'email', 'identifier'] as const;
export type LoginField = (typeof loginFields)[number];

/** Of people: how many have each pattern of login fields; its bits are those of `loginFields`. */
export const Patterns = z.array(z.int()).length(2 ** loginFields.length);

/** People of the same schools and role, who count in each of these schools. */
export const PeopleCount = z.object({
  schools: z.array(z.string()),
  /** The SIS' own word. */
  role: z.string(),
  patterns: Patterns,
  /** The SIS says they may not sign in. */
  disabled: z.int(),
  /** They have another name they go by. */
  preferred: z.int(),
  /** How many have exactly one value of a source of the district's own, such as `userIds:FLEID` or `metadata:localId` (B). */
  ids: z.record(z.string(), z.int()).default({}),
});
export type PeopleCount = z.infer<typeof PeopleCount>;

/** Classes that are alike in all that settings ask about. */
export const ClassCount = z.object({
  school: z.string(),
  /** ROSTER-RULES C5. */
  kinds: z.array(z.enum(['homeroom', 'lunch', 'study-hall', 'no-teacher', 'no-students'])),
  /** First day of their school year, and their own; '' when nobody knows. */
  yearStarts: z.string(),
  starts: z.string(),
  over: z.boolean(),
  classes: z.int(),
  /** Enrollments of students that are wanted. */
  students: z.int(),
});
export type ClassCount = z.infer<typeof ClassCount>;

/**
 * What the newest complete read of the SIS held, in numbers and without a single person: enough to say what each mapping
 * setting yields, also for values nobody has chosen yet. The records themselves are thrown away with the pull.
 */
export const Headcount = z.object({
  takenAt: z.string(),
  schools: z.array(
    z.object({ sourcedId: z.string(), name: z.string(), identifier: z.boolean(), classes: z.int(), chosen: z.boolean() }),
  ),
  people: z.array(PeopleCount),
  /** Only of the schools that were chosen then. */
  classes: z.array(ClassCount),
  /** Courses that each model makes of the classes that are not over, by school (C4). */
  models: z.array(z.object({ school: z.string(), class: z.int(), teacher: z.int(), course: z.int() })),
  /** Sessions that classes use, with their end date as the SIS writes it (A2). */
  sessions: z.array(
    z.object({ title: z.string(), type: z.string(), schoolYear: z.string(), starts: z.string(), endDate: z.string() }),
  ),
  /** End dates of enrollments beside the last day of their class (A2). */
  ends: z.object({ none: z.int(), onLastDay: z.int(), onDayAfter: z.int(), elsewhere: z.int() }),
  /** Active enrollments by the SIS' own role. */
  roles: z.array(z.object({ role: z.string(), enrollments: z.int() })),
  /** People who share what they would sign in with, for each choice of `student|staff|fallback`; who keeps it does not count. */
  shared: z.record(z.string(), z.object({ student: z.int(), staff: z.int() })),
  /** The same for identifiers as Canvas ids. */
  sharedIdentifiers: z.object({ student: z.int(), staff: z.int() }),
});
export type Headcount = z.infer<typeof Headcount>;
