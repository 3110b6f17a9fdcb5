import type { Progress } from '../../shared/run.ts';

const EVERY_MS = 2_000;
const numbers = new Intl.NumberFormat('en-US');

/**
 * Turns progress into lines for a terminal or a scheduler's log: one when a step begins, then at most one every two
 * seconds, and none twice. Steps may run side by side.
 */
export function progressLines(write: (line: string) => void, now: () => number): (progress: Progress) => void {
  const begun = new Set<string>();
  let last = { at: Number.NEGATIVE_INFINITY, line: '' };
  return (progress) => {
    const step = `${progress.run} ${progress.step}`;
    const line = lineOf(progress);
    const at = now();
    if (line === last.line || (begun.has(step) && at - last.at < EVERY_MS)) return;
    begun.add(step);
    last = { at, line };
    write(`${line}\n`);
  };
}

function lineOf({ step, done, total, secondsLeft }: Progress): string {
  const count =
    total === null ? (done > 0 ? `: ${numbers.format(done)}` : '') : `: ${numbers.format(done)} of ${numbers.format(total)}`;
  const left = secondsLeft === null || secondsLeft < 1 ? '' : `, about ${Math.ceil(secondsLeft)} s left`;
  return `${step}${count}${left}`;
}
