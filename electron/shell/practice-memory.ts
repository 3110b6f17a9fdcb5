import { z } from 'zod';
import { RehearsalName } from '../../shared/rehearsals.ts';

/** What the practice servers need to come back as they were. */
export const PracticeMemory = z.object({
  students: z.int(),
  clean: z.boolean(),
  seed: z.int(),
  ports: z.object({ sis: z.int(), canvas: z.int(), control: z.int() }).nullable(),
  /** The bad day that plays now. */
  rehearsal: RehearsalName.nullable().catch(null),
});
export type PracticeMemory = z.infer<typeof PracticeMemory>;
