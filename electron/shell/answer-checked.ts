import type { z } from 'zod';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { argumentsRefused, shellBug } from './failures.ts';

/** One contract call as the page may make it: arguments parsed before, result parsed after, never a throw. */
export async function answerChecked(
  call: { readonly args: z.ZodType; readonly result: z.ZodType },
  raw: unknown,
  act: (args: unknown) => Promise<Outcome<unknown>>,
  onBug: (error: unknown) => void,
): Promise<Outcome<unknown>> {
  const args = call.args.safeParse(raw);
  if (!args.success) return fail(argumentsRefused(args.error.issues.map((issue) => issue.path.join('.')).join(', ')));
  try {
    const outcome = await act(args.data);
    if (!outcome.ok) return outcome;
    const result = call.result.safeParse(outcome.value);
    if (result.success) return succeed(result.data);
    onBug(result.error);
  } catch (error) {
    onBug(error);
  }
  return fail(shellBug());
}
