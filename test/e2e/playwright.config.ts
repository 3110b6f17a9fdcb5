import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const results = join(import.meta.dirname, '..', '..', 'test-results');

/** The real Electron, one window at a time: an app takes about 300 MB. */
export default defineConfig({
  testDir: '.',
  outputDir: join(results, 'e2e'),
  globalSetup: './open-session.ts',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: join(results, 'e2e.json') }]],
});
