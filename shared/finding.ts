import { z } from 'zod';
import { Collection } from './entities.ts';

export const findingLevels = ['dropped', 'warned', 'noted'] as const;
export const FindingLevel = z.enum(findingLevels);
export type FindingLevel = z.infer<typeof FindingLevel>;

/**
 * What a tolerant read noticed in one SIS record: an error drops the record, a warning drops (or guesses) one value. What is
 * noted is as it should be: a rule leaves it out or lets it wait for its day.
 * Only what loses information is noted; harmless spellings (`"true"`, a date with a time) are absorbed silently.
 */
export const Finding = z.object({
  rule: z.string(),
  collection: Collection,
  /** '' when the record carries none. */
  sourcedId: z.string(),
  level: FindingLevel,
  message: z.string(),
  remedy: z.string(),
});
export type Finding = z.infer<typeof Finding>;

export const FindingQuery = z.object({
  plan: z.int(),
  level: FindingLevel.nullable(),
  collection: Collection.nullable(),
  from: z.int().min(0),
  count: z.int().min(1).max(500),
});
export type FindingQuery = z.infer<typeof FindingQuery>;

/** Dropped records first, then warnings, each in the order they were read. */
export const FindingPage = z.object({
  /** How many kept findings match. */
  total: z.int(),
  findings: z.array(Finding.extend({ number: z.int() })),
});
export type FindingPage = z.infer<typeof FindingPage>;
