import { contract, type EventName, type Payload } from '../../../shared/contract.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { LogLine, SecretSource } from '../engine-api.ts';
import { engineBug, engineDown, engineStopped } from './failures.ts';
import { type CarriedArgs, type CarriedCall, type CarriedResult, carriedCalls, FromEngine, type ToEngine } from './protocol.ts';
import { restartBudget } from './restarts.ts';

/** One living engine process, as Electron's utilityProcess gives it. */
export interface EnginePort {
  send(message: ToEngine): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number) => void): void;
  kill(): void;
}

export interface EngineClientOptions {
  readonly fork: () => EnginePort;
  readonly dataDir: string;
  readonly workerFile: string;
  readonly secrets: SecretSource;
  readonly emit: <E extends EventName>(event: E, payload: Payload<E>) => void;
  readonly log: (line: LogLine) => void;
  /** After each start, when the engine answers calls: the moment to take up interrupted runs. */
  readonly onReady: () => void | Promise<void>;
  readonly now: () => number;
}

export interface EngineClient {
  start(): void;
  /** Resolves when the engine is there and has taken up what was interrupted; starts it when it sleeps or was given up. */
  wake(): Promise<void>;
  /** Ends the process while nothing is asked of it; the next call starts it again. Does nothing while there are open calls. */
  sleep(graceMs: number): Promise<void>;
  /** Something is asked of it and not answered yet. */
  isBusy(): boolean;
  call<N extends CarriedCall>(name: N, args: CarriedArgs<N>): Promise<Outcome<CarriedResult<N>>>;
  /** Asks the engine to end, waits `graceMs`, then ends it. */
  stop(graceMs: number): Promise<void>;
}

const RESTARTS = { most: 3, windowMs: 10 * 60_000 };

/** Main's side of the engine process: carries calls, answers for secrets, starts it again after a crash. */
export function engineClient(options: EngineClientOptions): EngineClient {
  const budget = restartBudget(RESTARTS.most, RESTARTS.windowMs);
  const waiting = new Map<number, (outcome: Outcome<unknown>) => void>();
  let port: EnginePort | null = null;
  let stopping: (() => void) | null = null;
  let nextId = 1;
  /** It crashed too often; a later waking may try again. */
  let givenUp = false;
  /** Put to sleep: resolves when the process is gone. */
  let asleep: { readonly port: EnginePort; readonly gone: Promise<void>; readonly tell: () => void } | null = null;
  let ready = deferred();

  function log(level: LogLine['level'], text: string): void {
    options.log({ at: new Date(options.now()).toISOString(), level, text });
  }

  function start(): void {
    const started = options.fork();
    port = started;
    ready = deferred();
    started.onMessage((message) => receive(started, message));
    started.onExit((code) => ended(started, code));
    started.send({ type: 'start', dataDir: options.dataDir, workerFile: options.workerFile });
  }

  function ended(gone: EnginePort, code: number): void {
    if (asleep?.port === gone) return asleep.tell();
    if (port !== gone) return;
    port = null;
    ready.tell();
    for (const answer of waiting.values()) answer(fail(engineStopped()));
    waiting.clear();
    if (stopping !== null) return stopping();
    log('error', `engine process ended with code ${code}`);
    givenUp = !budget.take(options.now());
    if (givenUp) log('error', 'engine process is not started again for now');
    else start();
  }

  function receive(from: EnginePort, raw: unknown): void {
    const parsed = FromEngine.safeParse(raw);
    if (!parsed.success) return log('error', 'engine process sent a message outside the protocol');
    const message = parsed.data;
    if (message.type === 'ready') return void takeUp(ready.tell);
    if (message.type === 'log') return options.log(message.line);
    if (message.type === 'event') return pass(message.name, message.payload);
    if (message.type === 'ask-secrets') return void answerSecrets(from, message.id, message.district);
    if (message.type === 'ask-canvas-token') return void answerToken(from, message);
    const answer = waiting.get(message.id);
    waiting.delete(message.id);
    answer?.(message.outcome.ok ? succeed(message.outcome.value) : fail(message.outcome.failure));
  }

  async function takeUp(done: () => void): Promise<void> {
    await options.onReady();
    done();
  }

  function pass(name: string, payload: unknown): void {
    if (!isEvent(name)) return log('error', 'engine process sent an unknown event');
    const parsed = contract.events[name].payload.safeParse(payload);
    if (parsed.success) options.emit(name, parsed.data as Payload<typeof name>);
    else log('error', `event ${name} does not fit the contract`);
  }

  async function answerSecrets(from: EnginePort, id: number, district: string): Promise<void> {
    const outcome = await options.secrets(district).catch((): Outcome<never> => fail(engineBug('secrets')));
    if (port !== from) return;
    if (!outcome.ok) return from.send({ type: 'secrets', id, outcome });
    const { canvasAccess, ...secrets } = outcome.value;
    const value = { ...secrets, canvasByKey: canvasAccess !== undefined };
    from.send({ type: 'secrets', id, outcome: succeed(value) });
  }

  /** The engine was told that there is a developer key; who keeps it answers. */
  async function answerToken(
    from: EnginePort,
    { id, district, refused }: { readonly id: number; readonly district: string; readonly refused: string },
  ): Promise<void> {
    const secrets = await options.secrets(district).catch((): Outcome<never> => fail(engineBug('secrets')));
    const outcome = secrets.ok
      ? await (secrets.value.canvasAccess?.(refused) ?? succeed(secrets.value.canvasToken))
      : fail(secrets.failure);
    if (port === from) from.send({ type: 'canvas-token', id, outcome });
  }

  async function call<N extends CarriedCall>(name: N, args: CarriedArgs<N>): Promise<Outcome<CarriedResult<N>>> {
    const asked = carriedCalls[name].args.safeParse(args);
    if (!asked.success) return fail(engineBug(`arguments of ${name}`));
    if (asleep !== null) await rise(asleep.gone);
    if (port === null) return fail(engineDown());
    const id = nextId++;
    const answered = new Promise<Outcome<unknown>>((resolve) => waiting.set(id, resolve));
    port.send({ type: 'call', id, name, args: asked.data });
    const outcome = await answered;
    if (!outcome.ok) return outcome;
    const result = carriedCalls[name].result.safeParse(outcome.value);
    return result.success ? succeed(result.data as CarriedResult<N>) : fail(engineBug(`result of ${name}`));
  }

  /** The old process must be gone before a new one opens the same districts. */
  async function rise(gone: Promise<void>): Promise<void> {
    await gone;
    if (asleep === null) return;
    asleep = null;
    if (stopping === null) start();
  }

  async function wake(): Promise<void> {
    if (asleep !== null) await rise(asleep.gone);
    if (givenUp && stopping === null && budget.take(options.now())) {
      givenUp = false;
      start();
    }
    if (port !== null) await ready.done;
  }

  async function sleep(graceMs: number): Promise<void> {
    const resting = port;
    if (resting === null || waiting.size > 0 || stopping !== null) return;
    const { done: gone, tell } = deferred();
    asleep = { port: resting, gone, tell };
    port = null;
    await end(resting, gone, graceMs);
  }

  async function stop(graceMs: number): Promise<void> {
    const running = port;
    if (running === null) {
      stopping = () => undefined;
      return asleep?.gone;
    }
    const gone = new Promise<void>((resolve) => {
      stopping = resolve;
    });
    await end(running, gone, graceMs);
  }

  return { start, wake, sleep, isBusy: () => waiting.size > 0, call, stop };
}

async function end(running: EnginePort, gone: Promise<void>, graceMs: number): Promise<void> {
  running.send({ type: 'stop' });
  const timer = setTimeout(() => running.kill(), graceMs);
  await gone;
  clearTimeout(timer);
}

function deferred(): { readonly done: Promise<void>; readonly tell: () => void } {
  let tell: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return { done, tell };
}

function isEvent(name: string): name is EventName {
  return Object.hasOwn(contract.events, name);
}
