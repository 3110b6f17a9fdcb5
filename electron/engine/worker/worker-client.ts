import { Worker } from 'node:worker_threads';
import type { Failure } from '../../../shared/failure.ts';
import type { StepProgress } from '../../roster/steps/step.ts';
import type { WorkerMessage } from './wire.ts';
import type { DistrictWorker } from './worker-api.ts';

/** A call that broke in the worker: a bug, or trouble with the disk that carries its own words. */
export class WorkerBroke extends Error {
  readonly failure: Failure | null;
  constructor(message: string, failure: Failure | null) {
    super(message);
    this.failure = failure;
  }
}

export interface WorkerHandle {
  readonly calls: DistrictWorker;
  /** Progress of whatever long step runs now. */
  onProgress(listener: (progress: StepProgress) => void): void;
  stop(): Promise<void>;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Without a limit V8 takes one from the computer's memory and lets garbage grow towards it: 40 MB more at the same speed.
 * The worker holds batches, never a district: a million people need less than half of this.
 */
const HEAP_LIMIT = { maxOldGenerationSizeMb: 512 };

/** Starts the thread of a district; the calls are those of `DistrictWorker`. */
export function startWorker(workerFile: string): WorkerHandle {
  const worker = new Worker(workerFile, { resourceLimits: HEAP_LIMIT });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let listener: (progress: StepProgress) => void = () => undefined;
  const breakAll = (error: Error) => {
    for (const call of waiting.values()) call.reject(error);
    waiting.clear();
  };
  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'progress') return listener(message.progress);
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'answer') call?.resolve(message.value);
    else call?.reject(new WorkerBroke(`${message.name}: ${message.message}\n${message.stack}`, message.failure));
  });
  worker.on('error', (error) => breakAll(new WorkerBroke(String(error), null)));
  worker.on('exit', () => breakAll(new WorkerBroke('The district worker ended', null)));
  const send = (method: keyof DistrictWorker, args: readonly unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      worker.postMessage({ id: lastId, method, args }, transfers(method, args));
    });
  return {
    calls: new Proxy({} as DistrictWorker, {
      get:
        (_target, method) =>
        (...args: readonly unknown[]) =>
          send(method as keyof DistrictWorker, args),
    }),
    onProgress: (next) => {
      listener = next;
    },
    async stop() {
      await worker.terminate();
    },
  };
}

/** Page bodies change hands instead of being copied (ENGINE-NOTES §1). */
function transfers(method: keyof DistrictWorker, args: readonly unknown[]): ArrayBuffer[] {
  const body = args[2];
  return method === 'openPage' && body instanceof ArrayBuffer ? [body] : [];
}
