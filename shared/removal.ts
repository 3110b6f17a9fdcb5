import { z } from 'zod';

/** What a person may remove once nothing and nobody is in it (ROSTER-RULES D4). */
export const removableKinds = ['account', 'term', 'course', 'section'] as const;
export const RemovableKind = z.enum(removableKinds);
export type RemovableKind = z.infer<typeof RemovableKind>;

export const Removal = z.object({
  kind: RemovableKind,
  /** Its record in the SIS, which no longer names it. */
  sourcedId: z.string().min(1).max(300),
  by: z.string().trim().min(1).max(200),
  reason: z.string().trim().min(1).max(1000),
});
export type Removal = z.infer<typeof Removal>;
