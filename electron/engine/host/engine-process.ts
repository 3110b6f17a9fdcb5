import { fail, type Outcome } from '../../../shared/outcome.ts';
import { realEdge } from '../../net/edge.ts';
import { createEngine } from '../engine.ts';
import type { DistrictSecrets, Engine } from '../engine-api.ts';
import { answerCall } from './answer-call.ts';
import { engineBug } from './failures.ts';
import { netFetch } from './net-fetch.ts';
import { type FromEngine, ToEngine } from './protocol.ts';

/** The engine's own process: Electron's network underneath, messages of the protocol on top. */
const port = process.parentPort;
const asked = new Map<number, (outcome: Outcome<DistrictSecrets>) => void>();
let nextQuestion = 1;
let engine: Engine | null = null;

function send(message: FromEngine): void {
  port.postMessage(message);
}

function askSecrets(district: string): Promise<Outcome<DistrictSecrets>> {
  const id = nextQuestion++;
  const answered = new Promise<Outcome<DistrictSecrets>>((resolve) => asked.set(id, resolve));
  send({ type: 'ask-secrets', id, district });
  return answered;
}

function start(dataDir: string, workerFile: string): void {
  engine = createEngine({
    dataDir,
    workerFile,
    edge: realEdge(netFetch),
    secrets: askSecrets,
    emit: (name, payload) => send({ type: 'event', name, payload }),
    log: (line) => send({ type: 'log', line: { ...line } }),
  });
  send({ type: 'ready' });
}

async function stop(): Promise<void> {
  await engine?.close();
  process.exit(0);
}

async function answer(id: number, name: string, args: unknown): Promise<void> {
  const outcome = engine === null ? fail(engineBug('called before start')) : await answerCall(engine, name, args);
  send({ type: 'answer', id, outcome });
}

port.on('message', ({ data }) => {
  const parsed = ToEngine.safeParse(data);
  if (!parsed.success) throw new Error('main sent a message outside the protocol');
  const message = parsed.data;
  if (message.type === 'start') return start(message.dataDir, message.workerFile);
  if (message.type === 'stop') return void stop();
  if (message.type === 'call') return void answer(message.id, message.name, message.args);
  asked.get(message.id)?.(message.outcome);
  asked.delete(message.id);
});
