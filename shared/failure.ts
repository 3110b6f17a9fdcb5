import { z } from 'zod';

/**
 * An expected failure, told to the admin in plain words (DESIGN §8). Exceptions are bugs and never take this shape.
 * `detail` is for support: it may hold a status code or a server's own words, never a secret.
 */
export const Failure = z.object({
  code: z.string(),
  message: z.string(),
  consequence: z.string(),
  remedy: z.string(),
  detail: z.string().optional(),
});
export type Failure = z.infer<typeof Failure>;
