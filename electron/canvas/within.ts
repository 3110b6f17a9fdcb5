import type { Edge } from '../net/edge.ts';

/** Gives up on a promise nothing is heard of for so long. What it stands for goes on: whoever calls must end that. */
export async function within<T>(edge: Edge, ms: number, promise: Promise<T>, words: string): Promise<T> {
  const watch = new AbortController();
  const late = edge.sleep(ms, watch.signal).then(
    () => Promise.reject(new Error(words)),
    () => new Promise<never>(() => {}),
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    watch.abort();
  }
}
