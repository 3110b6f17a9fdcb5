import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** `npm run mutants`: the school year against some twenty mistakes in `electron/roster`; some minutes, so not part of `npm cit`. */
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: { environment: 'node', include: ['test/mutants/*.test.ts'], hookTimeout: 120_000, maxWorkers: 1 },
});
