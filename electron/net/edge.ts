/**
 * The world outside the pure rooms: network, clock and chance, passed in so that the same code runs on Electron's
 * `net.fetch`, on Node's fetch, and under a fake clock in tests.
 */
export interface Edge {
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** 0 ≤ x < 1, for jitter only. */
  random(): number;
}

export function realEdge(fetch: typeof globalThis.fetch): Edge {
  return { fetch, now: () => Date.now(), sleep: sleepFor, random: () => Math.random() };
}

function sleepFor(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
