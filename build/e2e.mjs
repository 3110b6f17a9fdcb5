/** Runs the end-to-end tests; arguments go to Playwright (`npm run test:e2e -- window --headed`). */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './paths.mjs';

const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
const args = ['test', '--config', join(root, 'test', 'e2e', 'playwright.config.ts'), ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, [cli, ...args], { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
