/** `npm test`, and with an install before it `npm cit`: every check there is, one closing line, one exit code. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDist } from './dist.mjs';
import { root } from './paths.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const results = join(root, 'test-results');
const vitestResults = join(results, 'vitest.json');
const playwrightResults = join(results, 'e2e.json');
const tool = (/** @type {string[]} */ ...path) => join(root, 'node_modules', ...path);

/** Colours are for people at a terminal, not for log files. */
const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' };

/** @param {string[]} args a script of one of our tools, and its arguments @returns {Promise<void>} */
function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...plain } });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('its output above says why'))));
  });
}

async function systemPackages() {
  const lacking = ensureSystemPackages({ virtualDisplay: true });
  if (lacking) throw new Error(lacking);
}

const vitest = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestResults}`];

/** In this order: what fails fastest comes first. @type {[string, () => Promise<unknown>][]} */
const stages = [
  ['system packages', systemPackages],
  ['type check', () => run([tool('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json'])],
  [
    'format and lint',
    () =>
      run([
        tool('@biomejs', 'biome', 'bin', 'biome'),
        'ci',
        '--error-on-warnings',
        ...(process.stdout.isTTY ? [] : ['--colors=off']),
      ]),
  ],
  ['build', ensureDist],
  ['unit and integration tests', () => run([tool('vitest', 'vitest.mjs'), ...vitest])],
  ['end-to-end tests', () => run([join(root, 'build', 'e2e.mjs')])],
];

/** @param {string} file @returns {Record<string, any>} what a reporter wrote; empty when its stage was not reached */
function report(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** The tests of both runners together. */
function countTests() {
  const vitestReport = report(vitestResults);
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report(playwrightResults).stats ?? {};
  return {
    passed: (vitestReport.numPassedTests ?? 0) + expected,
    failed: (vitestReport.numFailedTests ?? 0) + unexpected + flaky,
    skipped: (vitestReport.numPendingTests ?? 0) + (vitestReport.numTodoTests ?? 0) + skipped,
  };
}

/** A stage that fails without a failing test (types, lint, build, a suite that does not load) counts as one failure. @param {boolean} fine */
function close(fine) {
  const { passed, failed, skipped } = countTests();
  const failures = failed === 0 && !fine ? 1 : failed;
  if (skipped > 0) console.log(`\n${skipped} skipped`);
  console.log(`\n${passed} passed, ${failures} failed`);
  process.exitCode = failures === 0 ? 0 : 1;
}

/** @param {string} name @param {() => Promise<unknown>} work @returns {Promise<boolean>} */
async function stage(name, work) {
  const begun = performance.now();
  console.log(`\n── ${name}`);
  try {
    await work();
    console.log(`── ${name}: done in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    return true;
  } catch (error) {
    console.error(`── ${name}: FAILED, ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

mkdirSync(results, { recursive: true });
for (const file of [vitestResults, playwrightResults]) rmSync(file, { force: true });
let fine = true;
for (const [name, work] of stages) {
  fine = await stage(name, work);
  if (!fine) break;
}
close(fine);
