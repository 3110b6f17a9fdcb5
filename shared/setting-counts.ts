import { z } from 'zod';
import { FitStep } from './fit-steps.ts';
import { DistrictSettings } from './settings.ts';

/** What a value of a setting yields: one sentence with its numbers, and the numbers for whoever automates on them. */
export const SettingCount = z.object({
  text: z.string(),
  numbers: z.record(z.string(), z.number()),
  /** Somebody would wait, or be left out: worth a look before it is saved. */
  warn: z.boolean(),
});
export type SettingCount = z.infer<typeof SettingCount>;

export const SettingCounts = z.object({
  /** When the SIS was read for this; null before the first preview. */
  takenAt: z.string().nullable(),
  /** Schools are wanted that the newest read did not look into. */
  schoolsUnread: z.boolean(),
  /** By setting: what the value given yields, and what each other value would. */
  counts: z.record(z.string(), z.object({ now: SettingCount.nullable(), options: z.record(z.string(), SettingCount) })),
  /** The schools to choose from. */
  schools: z.array(z.object({ sourcedId: z.string(), name: z.string() })),
});
export type SettingCounts = z.infer<typeof SettingCounts>;

/** One version of a district's settings: all of them, when and by whom they were saved. */
export const StoredSettings = z.object({
  settings: DistrictSettings,
  version: z.int(),
  at: z.string(),
  /** '' where nobody said. */
  by: z.string(),
  /** The question set-up stands at, null when all were answered. */
  setUp: FitStep.nullable(),
});
export type StoredSettings = z.infer<typeof StoredSettings>;
