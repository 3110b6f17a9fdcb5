import type { Progress } from '../../shared/run.ts';

const EVERY_MS = 2_000;
const numbers = new Intl.NumberFormat('en-US');

/** Turns progress into lines for a terminal or a scheduler's log: one per new step, then at most one every two seconds. */
export function progressLines(write: (line: string) => void, now: () => number): (progress: Progress) => void {
  let step = '';
  let last = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const at = now();
    if (progress.step === step && at - last < EVERY_MS) return;
    step = progress.step;
    last = at;
    write(`${lineOf(progress)}\n`);
  };
}

function lineOf({ step, done, total, secondsLeft }: Progress): string {
  const count =
    total === null ? (done > 0 ? `: ${numbers.format(done)}` : '') : `: ${numbers.format(done)} of ${numbers.format(total)}`;
  const left = secondsLeft === null || secondsLeft < 1 ? '' : `, about ${Math.ceil(secondsLeft)} s left`;
  return `${step}${count}${left}`;
}
