import fc from 'fast-check';
import { test } from 'vitest';
import { anyLife, live } from '../helpers/any-canvas.ts';

/**
 * ROSTER-RULES F1–F5 against the practice Canvas over HTTP, judged on its state dump by judges that know none of our code:
 * whatever others did there and whatever the SIS says, each run changes exactly the columns its plan named, every other row stays as
 * it was, and in the end all of ours that is not kept, held or frozen is as wanted and the plan is empty.
 *
 * `CANVAS_LIVES=300 PROPERTY_SEED=7` is a campaign.
 */
const LIVES = Number(process.env.CANVAS_LIVES ?? 15);

test('F1–F5 any Canvas, any SIS: what is written is what was said, and what is wanted comes about', {
  timeout: 60_000 + LIVES * 60_000,
}, async () => {
  const lives = fc.asyncProperty(anyLife, live);
  const path = process.env.CANVAS_PATH;
  const shrink = process.env.CANVAS_SHRINK !== undefined;
  const found = await fc.check(lives, { numRuns: LIVES, endOnFailure: !shrink, ...(path === undefined ? {} : { path }) });
  if (!found.failed) return;
  const { seed, counterexamplePath, counterexample, errorInstance } = found;
  throw new Error(
    `PROPERTY_SEED=${seed} CANVAS_PATH=${counterexamplePath}: ${String(errorInstance)}${shrink ? JSON.stringify(counterexample) : ''}`,
  );
});
