import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Addresses } from './practice-process.ts';

const program = join(import.meta.dirname, '../../dist/headless.js');

/** How a headless command ended. */
export interface Ended {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The one JSON document of stdout; undefined when there is none. */
  readonly json: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** A headless command that runs. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves once stderr shows this, or the process is over: true when it was shown. */
  shows(text: string | RegExp): Promise<boolean>;
  /** SIGKILL, from outside, now. */
  kill(): void;
}

/** An installation: a data folder and the environment its commands run with. */
export interface Installation {
  readonly dataDir: string;
  start(...args: string[]): Running;
  run(...args: string[]): Promise<Ended>;
  /** The same data folder under another environment. */
  with(env: Readonly<Record<string, string | undefined>>): Installation;
  remove(): void;
}

const STORE_KEY = 'c3'.repeat(32);

export function newInstallation(practice: Pick<Addresses, 'sis' | 'canvas'>): Installation {
  const dataDir = mkdtempSync(join(tmpdir(), 'rosterbridge-kill-'));
  return installation(dataDir, {
    ROSTERBRIDGE_SIS_SECRET: practice.sis.secret,
    ROSTERBRIDGE_CANVAS_TOKEN: practice.canvas.token,
    ROSTERBRIDGE_STORE_KEY: STORE_KEY,
  });
}

/** What `connect` needs to know of the two sides. */
export function connectArgs({ sis, canvas }: Pick<Addresses, 'sis' | 'canvas'>): string[] {
  const sides = ['--sis-url', sis.url, '--sis-key', sis.key, '--canvas-url', canvas.url];
  return ['connect', ...sides, '--time-zone', 'America/New_York', '--name', 'Practice'];
}

function installation(dataDir: string, secrets: Readonly<Record<string, string | undefined>>): Installation {
  const start = (...args: string[]) => startCommand(args, { ...bareEnvironment(), ...secrets, ROSTERBRIDGE_DATA_DIR: dataDir });
  return {
    dataDir,
    start,
    run: (...args) => start(...args).ended,
    with: (env) => installation(dataDir, { ...secrets, ...env }),
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

/** No test runner's settings, and no secrets of whoever runs the tests. */
function bareEnvironment(): Record<string, string | undefined> {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR };
}

function startCommand(args: readonly string[], env: Record<string, string | undefined>): Running {
  const child = spawn(process.execPath, [program, '--json', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  let listeners: (() => void)[] = [];
  const told = () => {
    for (const listener of listeners) listener();
  };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
    told();
  });
  let over = false;
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      over = true;
      told();
      resolve({ code, signal, stdout, stderr, json: parsed(stdout) });
    });
  });
  return {
    pid: child.pid ?? 0,
    ended,
    shows(text) {
      const shown = () => (typeof text === 'string' ? stderr.includes(text) : text.test(stderr));
      return new Promise((resolve) => {
        const look = () => {
          if (!shown() && !over) return;
          listeners = listeners.filter((listener) => listener !== look);
          resolve(shown());
        };
        listeners.push(look);
        look();
      });
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
