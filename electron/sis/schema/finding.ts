import { z } from 'zod';
import { Collection } from '../../../shared/entities.ts';

/**
 * What a tolerant read noticed in one record: an error drops the record, a warning drops (or guesses) one value.
 * Only what loses information is noted; harmless spellings (`"true"`, a date with a time) are absorbed silently.
 */
export const Finding = z.object({
  rule: z.string(),
  collection: Collection,
  /** '' when the record carries none. */
  sourcedId: z.string(),
  level: z.enum(['warned', 'dropped']),
  message: z.string(),
  remedy: z.string(),
});
export type Finding = z.infer<typeof Finding>;
