import { expect } from 'vitest';
import { z } from 'zod';
import type { Ended } from './headless-process.ts';

const Told = z.object({
  error: z.object({ code: z.string(), message: z.string(), consequence: z.string(), remedy: z.string() }),
});

/** Words that belong into `detail`, for support, and never into a sentence for a school admin. */
const programmersWords =
  /\b(undefined|null|nan|exception|stack|typeerror|econn\w+|enotfound|errno|json|http|payload|endpoint|schema|pars(e|ing)|boolean|integer|regex|socket|stdout|stderr|callback|object object|sqlite|undici|fetch failed|status \d+)\b/i;

/** A failed headless command: exit 1, and one document with four sentences a school admin can read (DESIGN §6). */
export function judgeFailure(ended: Ended, code: string): z.infer<typeof Told>['error'] {
  expect(ended.code, `${ended.stdout}\n${ended.stderr}`).toBe(1);
  const told = Told.safeParse(ended.json);
  expect(told.success, `stdout holds one document with the failure, not: ${ended.stdout}`).toBe(true);
  const error = Told.parse(ended.json).error;
  expect(error.code, error.message).toBe(code);
  for (const sentence of [error.message, error.consequence, error.remedy]) {
    expect(sentence).toMatch(/^["“\p{Lu}\p{N}].{10,}[.”)]$/su);
    expect(sentence).not.toMatch(programmersWords);
  }
  return error;
}
