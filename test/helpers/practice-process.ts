import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { callControl } from './practice-engine.ts';

const dist = join(import.meta.dirname, '../../dist');

/** The line a practice district prints when it answers (DESIGN §6). */
const Addresses = z.object({
  sis: z.object({ url: z.string(), key: z.string(), secret: z.string() }),
  canvas: z.object({ url: z.string(), token: z.string() }),
  control: z.object({ url: z.string() }),
});
export type Addresses = z.infer<typeof Addresses>;

/** A practice SIS and Canvas in a process of their own, which outlives whoever works with them. */
export interface PracticeProcess extends Addresses {
  /** The control API (electron/practice/control.ts). */
  control: { url: string };
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
  /** The practice Canvas' levers (electron/practice/canvas/settings.ts). */
  canvasSettings(change: Record<string, unknown>): Promise<void>;
  /** The practice SIS' ways (electron/practice/sis/habits.ts). */
  habits(change: Record<string, unknown>): Promise<void>;
  stop(): Promise<void>;
}

export interface PracticeProcessOptions {
  readonly students: number;
  readonly seed: number;
}

export async function startPracticeProcess({ students, seed }: PracticeProcessOptions): Promise<PracticeProcess> {
  const args = [join(dist, 'practice.js'), '--students', String(students), '--seed', String(seed), '--clean'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  // It outlives the programs under test, not the tests.
  const stopWithTests = () => void child.kill('SIGKILL');
  process.once('exit', stopWithTests);
  const addresses = Addresses.parse(JSON.parse(await firstLine(child)));
  const ask = (method: string, path: string, body?: unknown) => callControl(addresses.control.url, method, path, body);
  return {
    ...addresses,
    ask,
    canvasSettings: async (change) => void (await ask('PUT', '/canvas/settings', change)),
    habits: async (change) => void (await ask('POST', '/sis/habits', change)),
    async stop() {
      process.off('exit', stopWithTests);
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.once('exit', (code) => reject(new Error(`The practice district ended with ${code}: ${text}`)));
  });
}
