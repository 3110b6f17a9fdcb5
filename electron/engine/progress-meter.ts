import type { Progress } from '../../shared/run.ts';

type Told = Pick<Progress, 'step' | 'done' | 'total' | 'secondsLeft'>;

/** At most four a second cross the bridge (shared/run.ts). */
const INTERVAL_MS = 250;

/** Turns counts into progress with time left, and not more of it than somebody can read. */
export class ProgressMeter {
  readonly #now: () => number;
  readonly #tell: (progress: Told) => void;
  #step = '';
  #stepBegan = 0;
  #last = Number.NEGATIVE_INFINITY;

  constructor(now: () => number, tell: (progress: Told) => void) {
    this.#now = now;
    this.#tell = tell;
  }

  restart(): void {
    this.#step = '';
    this.#last = Number.NEGATIVE_INFINITY;
  }

  tell(step: string, done: number, total: number | null): void {
    const now = this.#now();
    if (step !== this.#step) {
      this.#step = step;
      this.#stepBegan = now;
    } else if (now - this.#last < INTERVAL_MS && done !== total) {
      return;
    }
    this.#last = now;
    this.#tell({ step, done, total, secondsLeft: secondsLeft(now - this.#stepBegan, done, total) });
  }
}

function secondsLeft(elapsedMs: number, done: number, total: number | null): number | null {
  if (total === null || done <= 0 || elapsedMs < 1000) return null;
  return Math.max(0, Math.round(((elapsedMs / done) * (total - done)) / 1000));
}
