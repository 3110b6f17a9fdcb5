import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The practice Canvas' own tests alone: they need no built programs. */
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    environment: 'node',
    include: ['test/integration/practice-canvas-*.test.ts', 'test/unit/practice-canvas/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
