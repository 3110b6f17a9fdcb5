import { fail, type Outcome } from '../../shared/outcome.ts';
import type { Edge } from '../net/edge.ts';
import { cancelled } from './canvas-failures.ts';

/** The first polls come quickly, because small imports are done at once; long ones are asked every 30 s (canvas-sis.md §2.5). */
const FIRST_PAUSES_MS = [100, 250, 500];
const GROWTH = 1.5;
const MAX_PAUSE_MS = 30_000;
/** Canvas may be away for this long while it works for us. */
const OUTAGE_MS = 5 * 60_000;

export interface WaitOptions<T> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((value: T) => void) | undefined;
}

interface Polling<T> extends WaitOptions<T> {
  readonly edge: Edge;
  readonly ask: () => Promise<Outcome<T>>;
  readonly done: (value: T) => boolean;
}

/** Asks until `done`; outages are sat out, any other failure ends the waiting. */
export async function poll<T>({ edge, ask, done, signal, onProgress }: Polling<T>): Promise<Outcome<T>> {
  let goodAt = edge.now();
  for (let turn = 0; ; turn += 1) {
    if (!(await pause(edge, turn, signal))) return fail(cancelled());
    const answer = await ask();
    if (answer.ok) {
      goodAt = edge.now();
      onProgress?.(answer.value);
      if (done(answer.value)) return answer;
    } else if (answer.failure.code !== 'canvas.down' || edge.now() - goodAt > OUTAGE_MS) {
      return answer;
    }
  }
}

async function pause(edge: Edge, turn: number, signal: AbortSignal | undefined): Promise<boolean> {
  const ms = FIRST_PAUSES_MS[turn] ?? Math.min(MAX_PAUSE_MS, 500 * GROWTH ** (turn - FIRST_PAUSES_MS.length + 1));
  try {
    await edge.sleep(ms, signal);
    return true;
  } catch (error) {
    if (signal?.aborted === true) return false;
    throw error;
  }
}
