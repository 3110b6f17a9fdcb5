import { ensureDist } from '../../build/dist.mjs';

/** Vitest's global set-up for tests that start the built programs. */
export async function setup(): Promise<void> {
  await ensureDist();
}
