import type { Edge } from '../net/edge.ts';

/** Canvas' bucket leaks about ten units a second (canvas-sis.md §5.3). */
const LEAK_PER_SECOND = 10;
/** Below this many units left, requests go one at a time and wait for the bucket to drain. */
const LOW_WATER = 150;
const MAX_IN_FLIGHT = 2;
const FIRST_BACKOFF_MS = 1000;
const MAX_BACKOFF_MS = 30_000;

/** Keeps one client polite: at most two requests at a time, fewer and later when Canvas' bucket fills up. */
export interface Pacer {
  /** Resolves when a request may start; every `enter` is followed by one `leave`. Rejects when cancelled. */
  enter(signal?: AbortSignal): Promise<void>;
  /**
   * `remaining` from X-Rate-Limit-Remaining, null when not told; `refused` when Canvas turned the request down for going
   * too fast: everybody waits then, longer each time in a row.
   */
  leave(remaining: number | null, refused: boolean): void;
}

export function createPacer(edge: Edge): Pacer {
  const waiting: (() => void)[] = [];
  let inFlight = 0;
  let limit = MAX_IN_FLIGHT;
  let notBefore = 0;
  let refusals = 0;
  const jitter = (ms: number) => ms * (0.75 + edge.random() / 2);
  const postpone = (ms: number) => {
    notBefore = Math.max(notBefore, edge.now() + jitter(ms));
  };
  return {
    async enter(signal) {
      while (inFlight >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
      inFlight += 1;
      try {
        for (let wait = notBefore - edge.now(); wait > 0; wait = notBefore - edge.now()) await edge.sleep(wait, signal);
        signal?.throwIfAborted();
      } catch (error) {
        inFlight -= 1;
        waiting.shift()?.();
        throw error;
      }
    },
    leave(remaining, refused) {
      inFlight -= 1;
      const low = remaining !== null && remaining < LOW_WATER;
      limit = low || refused ? 1 : MAX_IN_FLIGHT;
      if (refused) postpone(Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** refusals));
      else if (low) postpone(((LOW_WATER - Math.max(0, remaining)) / LEAK_PER_SECOND) * 1000);
      refusals = refused ? refusals + 1 : 0;
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
}
