import { z } from 'zod';

/** The questions of set-up that need the SIS' own records beside them, in their order (ROSTER-RULES A2, C1, B1, C4). */
export const fitSteps = ['dates', 'schools', 'logins', 'courses'] as const;
export const FitStep = z.enum(fitSteps);
export type FitStep = z.infer<typeof FitStep>;
