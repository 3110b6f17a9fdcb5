import { join } from 'node:path';
import { createEngine } from '../engine/engine.ts';
import type { Edge } from '../net/edge.ts';
import { startPracticeDistrict } from '../practice/practice-server.ts';
import type { Vault } from '../vault/vault.ts';
import { endWithReader } from './node-world.ts';
import { runHeadless } from './run-headless.ts';

interface World {
  readonly version: string;
  readonly edge: Edge;
  readonly vault: Vault;
  readonly onStop: (listener: () => void) => () => void;
  readonly abort: () => void;
}

/** The same commands in the installed app: Chromium's network, the sealed vault, folders as the app settled them. */
export function runInElectron(
  argv: readonly string[],
  places: { readonly dataDir: string; readonly dist: string },
  { vault, ...world }: World,
): Promise<number> {
  endWithReader();
  return runHeadless(argv, {
    ...world,
    programName: 'rosterbridge --headless',
    env: process.env,
    dataDir: () => places.dataDir,
    openVault: () => vault,
    createEngine,
    startPractice: startPracticeDistrict,
    workerFile: join(places.dist, 'district-worker.js'),
    printsToTerminal: process.stdout.isTTY === true,
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
  });
}
