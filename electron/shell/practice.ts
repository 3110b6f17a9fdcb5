import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { utilityProcess } from 'electron';
import { z } from 'zod';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { childEnvironment } from '../engine/host/child-environment.ts';
import { restartBudget } from '../engine/host/restarts.ts';
import { practiceNotStarted } from './failures.ts';
import type { PracticeMemory } from './practice-memory.ts';
import type { Preferences } from './preferences.ts';

const Addresses = z.object({
  sis: z.object({ url: z.string(), key: z.string(), secret: z.string() }),
  canvas: z.object({ url: z.string(), token: z.string() }),
  control: z.object({ url: z.string() }),
});
export type PracticeAddresses = z.infer<typeof Addresses>;

/** practice process → main. */
const FromPractice = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), addresses: Addresses }),
  z.object({ type: z.literal('failed'), message: z.string() }),
]);

interface PracticeWish {
  readonly students: number;
  readonly clean: boolean;
}

export interface PracticeServers {
  /** `fresh` says that a new district was made, not an earlier one taken up. */
  start(wish: PracticeWish): Promise<Outcome<{ readonly addresses: PracticeAddresses; readonly fresh: boolean }>>;
  /** Brings back the servers of an earlier day, at their old addresses, if there are any. */
  resume(): Promise<void>;
  /** Ends the servers and deletes what they kept. */
  forget(): Promise<void>;
  stop(): Promise<void>;
  /** Where the servers are; null while they do not run. */
  running(): PracticeAddresses | null;
}

export interface PracticeParts {
  readonly dist: string;
  readonly userData: string;
  readonly preferences: Pick<Preferences, 'read' | 'change'>;
  readonly log: (level: 'info' | 'warning' | 'error', text: string) => void;
  readonly now: () => number;
  readonly random: () => number;
}

const STOP_GRACE_MS = 3_000;

/**
 * The practice SIS and Canvas in a process of their own, so that they survive whatever happens to the engine. Seed and
 * ports are remembered and their state is kept in a file: after a restart the district is where and what it was.
 */
export function practiceServers(parts: PracticeParts): PracticeServers {
  const folder = join(parts.userData, 'practice');
  const stateFile = join(folder, 'state.json');
  const budget = restartBudget(3, 10 * 60_000);
  let running: { readonly child: Electron.UtilityProcess; readonly addresses: PracticeAddresses } | null = null;

  let queue: Promise<unknown> = Promise.resolve();
  /** One thing at a time: two starts would fight over the same ports. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  }

  async function launch(memory: PracticeMemory): Promise<Outcome<PracticeAddresses>> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const child = utilityProcess.fork(join(parts.dist, 'practice.js'), [], {
      serviceName: 'Rosterbridge practice district',
      stdio: 'pipe',
      env: childEnvironment(process.env),
    });
    child.stderr?.on('data', (chunk: Buffer) => parts.log('warning', `practice: ${chunk.toString('utf8').trimEnd()}`));
    child.stdout?.resume();
    child.postMessage({ type: 'start', options: optionsOf(memory, stateFile) });
    const answer = await firstAnswer(child);
    if (!answer.ok) {
      child.kill();
      return answer;
    }
    const addresses = answer.value;
    running = { child, addresses };
    parts.preferences.change({ practice: { ...memory, ports: portsOf(addresses) } });
    child.once('exit', () => void bringBack(child));
    return succeed(addresses);
  }

  /** A practice process that ended without being asked is started again, a few times. */
  async function bringBack(child: Electron.UtilityProcess): Promise<void> {
    if (running?.child !== child) return;
    running = null;
    parts.log('error', 'practice process ended unexpectedly');
    if (budget.take(parts.now())) await inTurn(resume);
  }

  async function resume(): Promise<void> {
    const { practice } = parts.preferences.read();
    if (practice === null || running !== null) return;
    const back = await launch(practice);
    if (!back.ok) parts.log('error', `practice district did not come back: ${back.failure.detail ?? ''}`);
  }

  async function stop(): Promise<void> {
    if (running === null) return;
    const { child } = running;
    running = null;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.postMessage({ type: 'stop' });
    const timer = setTimeout(() => child.kill(), STOP_GRACE_MS);
    await gone;
    clearTimeout(timer);
  }

  async function forget(): Promise<void> {
    await stop();
    rmSync(folder, { recursive: true, force: true });
    parts.preferences.change({ practice: null });
  }

  async function start(wish: PracticeWish): Promise<Outcome<{ addresses: PracticeAddresses; fresh: boolean }>> {
    const { students, clean } = wish;
    const before = parts.preferences.read().practice;
    const same = before !== null && before.students === students && before.clean === clean;
    if (same && running !== null) return succeed({ addresses: running.addresses, fresh: false });
    if (same) {
      const back = await launch(before);
      if (back.ok) return succeed({ addresses: back.value, fresh: false });
    }
    await forget();
    const made = await launch({ students, clean, seed: Math.floor(parts.random() * 1_000_000), ports: null, rehearsal: null });
    return made.ok ? succeed({ addresses: made.value, fresh: true }) : made;
  }

  return {
    start: (wish) => inTurn(() => start(wish)),
    resume: () => inTurn(resume),
    forget: () => inTurn(forget),
    stop: () => inTurn(stop),
    running: () => running?.addresses ?? null,
  };
}

function optionsOf({ students, clean, seed, ports }: PracticeMemory, stateFile: string) {
  const fixed = ports === null ? {} : { sisPort: ports.sis, canvasPort: ports.canvas, controlPort: ports.control };
  return { students, clean, seed, stateFile, ...fixed };
}

function firstAnswer(child: Electron.UtilityProcess): Promise<Outcome<PracticeAddresses>> {
  return new Promise((resolve) => {
    child.once('message', (raw: unknown) => {
      const message = FromPractice.safeParse(raw);
      if (!message.success) resolve(fail(practiceNotStarted('unexpected answer')));
      else if (message.data.type === 'failed') resolve(fail(practiceNotStarted(message.data.message)));
      else resolve(succeed(message.data.addresses));
    });
    child.once('exit', (code: number) => resolve(fail(practiceNotStarted(`ended with code ${code}`))));
  });
}

function portsOf({ sis, canvas, control }: PracticeAddresses): { sis: number; canvas: number; control: number } {
  const port = (address: string) => Number(new URL(address).port);
  return { sis: port(sis.url), canvas: port(canvas.url), control: port(control.url) };
}
