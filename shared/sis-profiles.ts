import { z } from 'zod';

/** The SIS products the app knows the ways of. */
export const sisProfileNames = ['focus', 'infinite-campus', 'aeries', 'classlink', 'generic'] as const;
export const SisProfileName = z.enum(sisProfileNames);
export type SisProfileName = z.infer<typeof SisProfileName>;
