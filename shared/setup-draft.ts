import { z } from 'zod';
import { SisAuth } from './district.ts';
import { SisProfileName } from './sis-profiles.ts';

export const setupSteps = ['sis', 'canvas', 'time', 'test'] as const;
export type SetupStep = (typeof setupSteps)[number];

const typed = z.string().max(2000);

/** What was typed in a set-up that is not finished, so that it can be taken up another day. Never a secret. */
export const SetupDraft = z.object({
  step: z.enum(setupSteps),
  sis: SisProfileName,
  name: typed,
  sisUrl: typed,
  sisKey: typed,
  sisAuth: SisAuth,
  sisTokenUrl: typed,
  canvasUrl: typed,
  canvasWay: z.enum(['token', 'key']),
  clientId: typed,
  redirectPort: typed,
  timeZone: typed,
});
export type SetupDraft = z.infer<typeof SetupDraft>;
