import { homedir } from 'node:os';
import { join } from 'node:path';
import { chooseDataDir } from './engine/connect/data-dir.ts';
import { createEngine } from './engine/engine.ts';
import { endWithReader, flushOutput, onStopSignals } from './headless/node-world.ts';
import { runHeadless } from './headless/run-headless.ts';
import { versionBeside } from './headless/version.ts';
import { realEdge } from './net/edge.ts';
import { startPracticeDistrict } from './practice/practice-server.ts';
import { readCredential } from './vault/credential-file.ts';
import { withCredentials } from './vault/credentials.ts';
import { environmentVault } from './vault/environment-vault.ts';

/** `node dist/headless.js <command>`: the engine in plain Node, secrets from the environment. */
endWithReader();
const env = withCredentials(process.env, readCredential);
const code = await runHeadless(process.argv.slice(2), {
  programName: 'node dist/headless.js',
  version: versionBeside(import.meta.dirname),
  env,
  dataDir: (asked) => chooseDataDir(asked, process.platform, process.env, homedir()),
  openVault: () => environmentVault(env),
  createEngine,
  startPractice: startPracticeDistrict,
  edge: realEdge(fetch),
  workerFile: join(import.meta.dirname, 'district-worker.js'),
  printsToTerminal: process.stdout.isTTY === true,
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  onStop: onStopSignals,
  abort: () => process.exit(130),
});
await flushOutput();
process.exit(code);
