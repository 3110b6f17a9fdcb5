import { z } from 'zod';

/** The second half of set-up in its order: questions with the SIS' own records beside them (ROSTER-RULES A2, C1, B1, C4, C8), then when it runs, then all of it. */
export const fitSteps = ['dates', 'schools', 'logins', 'courses', 'leads', 'schedule', 'summary'] as const;
export const FitStep = z.enum(fitSteps);
export type FitStep = z.infer<typeof FitStep>;
