import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import { realEdge } from '../../net/edge.ts';
import { createEngine } from '../engine.ts';
import type { DistrictSecrets, Engine } from '../engine-api.ts';
import { answerCall } from './answer-call.ts';
import { engineBug } from './failures.ts';
import { netFetch } from './net-fetch.ts';
import { type FromEngine, ToEngine } from './protocol.ts';

/** The engine's own process: Electron's network underneath, messages of the protocol on top. */
const port = process.parentPort;
type ToldSecrets = DistrictSecrets & { readonly canvasByKey: boolean };
const asked = new Map<number, (outcome: Outcome<ToldSecrets>) => void>();
const askedTokens = new Map<number, (outcome: Outcome<string>) => void>();
let nextQuestion = 1;
let engine: Engine | null = null;

function send(message: FromEngine): void {
  port.postMessage(message);
}

function askSecrets(district: string): Promise<Outcome<ToldSecrets>> {
  const id = nextQuestion++;
  const answered = new Promise<Outcome<ToldSecrets>>((resolve) => asked.set(id, resolve));
  send({ type: 'ask-secrets', id, district });
  return answered;
}

function askToken(district: string, refused: string): Promise<Outcome<string>> {
  const id = nextQuestion++;
  const answered = new Promise<Outcome<string>>((resolve) => askedTokens.set(id, resolve));
  send({ type: 'ask-canvas-token', id, district, refused });
  return answered;
}

async function secretsOf(district: string): Promise<Outcome<DistrictSecrets>> {
  const outcome = await askSecrets(district);
  if (!outcome.ok || !outcome.value.canvasByKey) return outcome;
  return succeed({ ...outcome.value, canvasAccess: (refused: string) => askToken(district, refused) });
}

function start(dataDir: string, workerFile: string): void {
  engine = createEngine({
    dataDir,
    workerFile,
    edge: realEdge(netFetch),
    secrets: secretsOf,
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
  if (message.type === 'canvas-token') {
    askedTokens.get(message.id)?.(message.outcome);
    askedTokens.delete(message.id);
    return;
  }
  asked.get(message.id)?.(message.outcome);
  asked.delete(message.id);
});
