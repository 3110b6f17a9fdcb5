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
  readonly onReady: () => void;
  readonly now: () => number;
}

export interface EngineClient {
  start(): void;
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

  function log(level: LogLine['level'], text: string): void {
    options.log({ at: new Date(options.now()).toISOString(), level, text });
  }

  function start(): void {
    const started = options.fork();
    port = started;
    started.onMessage((message) => receive(started, message));
    started.onExit((code) => ended(started, code));
    started.send({ type: 'start', dataDir: options.dataDir, workerFile: options.workerFile });
  }

  function ended(gone: EnginePort, code: number): void {
    if (port !== gone) return;
    port = null;
    for (const answer of waiting.values()) answer(fail(engineStopped()));
    waiting.clear();
    if (stopping !== null) return stopping();
    log('error', `engine process ended with code ${code}`);
    if (budget.take(options.now())) start();
    else log('error', 'engine process is not started again');
  }

  function receive(from: EnginePort, raw: unknown): void {
    const parsed = FromEngine.safeParse(raw);
    if (!parsed.success) return log('error', 'engine process sent a message outside the protocol');
    const message = parsed.data;
    if (message.type === 'ready') return options.onReady();
    if (message.type === 'log') return options.log(message.line);
    if (message.type === 'event') return pass(message.name, message.payload);
    if (message.type === 'ask-secrets') return void answerSecrets(from, message.id, message.district);
    const answer = waiting.get(message.id);
    waiting.delete(message.id);
    answer?.(message.outcome.ok ? succeed(message.outcome.value) : fail(message.outcome.failure));
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
    from.send({ type: 'secrets', id, outcome });
  }

  async function call<N extends CarriedCall>(name: N, args: CarriedArgs<N>): Promise<Outcome<CarriedResult<N>>> {
    const asked = carriedCalls[name].args.safeParse(args);
    if (!asked.success) return fail(engineBug(`arguments of ${name}`));
    if (port === null) return fail(engineDown());
    const id = nextId++;
    const answered = new Promise<Outcome<unknown>>((resolve) => waiting.set(id, resolve));
    port.send({ type: 'call', id, name, args: asked.data });
    const outcome = await answered;
    if (!outcome.ok) return outcome;
    const result = carriedCalls[name].result.safeParse(outcome.value);
    return result.success ? succeed(result.data as CarriedResult<N>) : fail(engineBug(`result of ${name}`));
  }

  async function stop(graceMs: number): Promise<void> {
    const running = port;
    if (running === null) {
      stopping = () => undefined;
      return;
    }
    const gone = new Promise<void>((resolve) => {
      stopping = resolve;
    });
    running.send({ type: 'stop' });
    const timer = setTimeout(() => running.kill(), graceMs);
    await gone;
    clearTimeout(timer);
  }

  return { start, call, stop };
}

function isEvent(name: string): name is EventName {
  return Object.hasOwn(contract.events, name);
}
