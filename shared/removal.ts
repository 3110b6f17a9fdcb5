import { z } from 'zod';

/** What a person may remove once nothing and nobody is in it (ROSTER-RULES D4). */
export const removableKinds = ['account', 'term', 'course', 'section'] as const;
export const RemovableKind = z.enum(removableKinds);
export type RemovableKind = z.infer<typeof RemovableKind>;

export interface Removal {
  readonly kind: RemovableKind;
  /** Its record in the SIS, which no longer names it. */
  readonly sourcedId: string;
  readonly by: string;
  readonly reason: string;
}
