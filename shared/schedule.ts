import { z } from 'zod';

/** A time on the district's own clock, `02:00`. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export type TimeOfDay = z.infer<typeof TimeOfDay>;

/** 1 is Monday, 7 is Sunday. */
export const Weekday = z.int().min(1).max(7);
export type Weekday = z.infer<typeof Weekday>;
export const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** Days on which nothing runs, both ends included, by the district's calendar. */
export const Blackout = z
  .object({ name: z.string().trim().min(1).max(100), from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'The last day comes before the first.' });
export type Blackout = z.infer<typeof Blackout>;

/** Every so many hours, from a time to a time of the same day. */
export const Intraday = z
  .object({ everyHours: z.int().min(1).max(12), from: TimeOfDay, to: TimeOfDay, days: z.array(Weekday).min(1).max(7) })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'The end comes before the beginning.' });
export type Intraday = z.infer<typeof Intraday>;

/**
 * When a district syncs by itself. It belongs to the shell, not to the district's settings: it says when a plan is made and
 * never what is in it (ENGINE-NOTES §2).
 */
export const Schedule = z.object({
  on: z.boolean(),
  nightly: z.object({ times: z.array(TimeOfDay).max(6), days: z.array(Weekday).max(7) }),
  intraday: Intraday.nullable(),
  blackouts: z.array(Blackout).max(60),
  /** Until when nothing runs; `until` null is until somebody resumes. */
  paused: z.object({ until: z.iso.datetime().nullable() }).nullable(),
});
export type Schedule = z.infer<typeof Schedule>;

/** What the screen proposes; off, until somebody has seen a sync of this district. */
export const usualSchedule: Schedule = {
  on: false,
  nightly: { times: ['02:00'], days: [...weekdays] },
  intraday: null,
  blackouts: [],
  paused: null,
};

/** One coming run, and how long before it the clocks change, where they do. */
export const ComingRun = z.object({
  at: z.iso.datetime(),
  /** As the district's clock will show it: "2026-03-08T03:00". */
  local: z.string(),
  /** This time does not exist that night, or exists twice (clocks change). */
  clocks: z.enum(['usual', 'skipped', 'doubled']),
});
export type ComingRun = z.infer<typeof ComingRun>;

/** A run that did not happen when it was due, and why. */
export const Missed = z.object({
  at: z.iso.datetime(),
  why: z.enum(['running', 'elsewhere', 'blackout', 'paused']),
});
export type Missed = z.infer<typeof Missed>;

/** How long a person wants the schedule to rest: till tomorrow morning, till a day begins, till it is resumed, or no more. */
export const PauseWish = z.union([z.enum(['tomorrow', 'until-resumed', 'none']), z.object({ day: z.iso.date() })]);
export type PauseWish = z.infer<typeof PauseWish>;

/** What the overview and the schedule screen show of a district's schedule. */
export const ScheduleView = z.object({
  district: z.string(),
  schedule: Schedule,
  timeZone: z.string(),
  /** Up to five, earliest first; empty while it is off or paused without an end. */
  coming: z.array(ComingRun),
  /** The day off that is on now, by its name. */
  blackout: z.string().nullable(),
  missed: Missed.nullable(),
  /** When a missed run was caught up last. */
  caughtUp: z.object({ due: z.iso.datetime(), at: z.iso.datetime() }).nullable(),
});
export type ScheduleView = z.infer<typeof ScheduleView>;
