import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Step, StepProgress } from '../../roster/steps/step.ts';

/** At most this often the world hears of progress and may cancel. */
const CHECKPOINT_MS = 100;

export interface Driving {
  cancelled(): boolean;
  onProgress(progress: StepProgress): void;
}

export type Driven<T> = { readonly done: true; readonly value: T } | { readonly done: false };

/** Runs a long step; between its checkpoints messages are handled, so that it can be watched and cancelled (ENGINE-NOTES §1). */
export async function drive<T>(step: Step<T>, driving: Driving): Promise<Driven<T>> {
  let last = performance.now();
  for (;;) {
    const turn = step.next();
    if (turn.done === true) return { done: true, value: turn.value };
    if (performance.now() - last < CHECKPOINT_MS) continue;
    driving.onProgress(turn.value);
    await nextTurn();
    last = performance.now();
    if (!driving.cancelled()) continue;
    stop(step);
    return { done: false };
  }
}

/** Lets the step clean up: its `finally` blocks run. */
function stop<T>(step: Step<T>): void {
  step.return(undefined as T);
}
