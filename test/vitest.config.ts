import { join } from 'node:path';
import type { ViteUserConfig } from 'vitest/config';

/** Everything that runs in plain Node; the tests in the real Electron are Playwright's (test/e2e). */
export const tests: ViteUserConfig = {
  root: join(import.meta.dirname, '..'),
  test: {
    environment: 'node',
    testTimeout: 120_000,
    // On two cores vitest would take one: two thirds of the time go on waiting for servers and child processes.
    maxWorkers: 2,
    setupFiles: ['test/helpers/property-seed.ts'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'] } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: 'test/helpers/fresh-dist.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
};
