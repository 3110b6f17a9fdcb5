import { parentPort } from 'node:worker_threads';
import { StoreError } from '../../store/store-error.ts';
import { DistrictService } from './district-service.ts';
import type { WorkerCall, WorkerMessage } from './wire.ts';
import type { BuiltPackage } from './worker-api.ts';

/** The thread of one open district (ENGINE-NOTES §1): calls come in order; each is answered once. */
const port = parentPort;
if (port === null) throw new Error('district-worker runs as a worker thread only');

const send = (message: WorkerMessage) => port.postMessage(message, handedOver(message));
const service = new DistrictService((progress) => send({ kind: 'progress', progress }));

/** Calls run one after another, save `cancel`, which must overtake the long step it is meant for. */
let queue: Promise<void> = Promise.resolve();

port.on('message', (call: WorkerCall) => {
  if (call.method === 'cancel') {
    void answer(call);
    return;
  }
  queue = queue.then(() => answer(call));
});

async function answer(call: WorkerCall): Promise<void> {
  try {
    const method = service[call.method] as (...args: readonly unknown[]) => Promise<unknown>;
    const value = await method.apply(service, [...call.args]);
    send({ kind: 'answer', id: call.id, value });
  } catch (error) {
    // Errors lose their message when they cross a thread: translate here (ENGINE-NOTES §2).
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    const failure = error instanceof StoreError ? error.failure : null;
    send({ kind: 'broken', id: call.id, name, message, stack: stack ?? '', failure });
  }
}

/** A package's zip changes hands instead of being copied; the worker keeps nothing of it. */
function handedOver(message: WorkerMessage): ArrayBuffer[] {
  if (message.kind !== 'answer') return [];
  const { value } = (message.value ?? {}) as { readonly value?: Partial<BuiltPackage> | null };
  return value?.zip instanceof Uint8Array ? [value.zip.buffer] : [];
}
