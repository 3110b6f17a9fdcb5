import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { caseReporter } from './case-reporter.ts';

/** `npm run cases`: the practice Canvas' own tests, which need no built programs, and the table of the reference's cases. */
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    environment: 'node',
    include: ['test/integration/practice-canvas-*.test.ts', 'test/unit/practice-canvas/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    reporters: [caseReporter()],
  },
});
