import { z } from 'zod';

/** Whether syncs can start while nobody is signed in to this computer, through the operating system's own scheduler. */
export const LoggedOutOffer = z.object({
  /** False where no secret can be had without somebody signed in, or the times cannot be said to that scheduler. */
  possible: z.boolean(),
  /** Why not; where possible, what it means. */
  why: z.string(),
  /** What to do with the saved files, in order. */
  steps: z.array(z.object({ words: z.string(), command: z.string().nullable() })),
});
export type LoggedOutOffer = z.infer<typeof LoggedOutOffer>;
