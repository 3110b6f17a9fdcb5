import { z } from 'zod';

/** So many days before its first day a course that is not published is worth a word: students cannot see it. */
export const UNPUBLISHED_DAYS = 14;

/** Courses of ours that Canvas has unpublished though they begin soon, or have begun; as the newest preview found them. */
export const Unpublished = z.object({
  total: z.int(),
  /** Every school that has some, most first. */
  schools: z.array(z.object({ name: z.string(), count: z.int() })),
  /** The earliest, up to a few hundred. */
  courses: z.array(z.object({ name: z.string(), school: z.string(), starts: z.iso.date() })),
});
export type Unpublished = z.infer<typeof Unpublished>;
