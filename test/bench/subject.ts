import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

/** What a measured process offers: plain JSON in, plain JSON out. */
export type Handlers = Readonly<Record<string, (args: never) => Promise<unknown>>>;

interface Call {
  readonly id: number;
  readonly name: string;
  readonly args: unknown;
}

type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string };

/** The measured side: answers calls until its parent lets go. */
export function serve(handlers: Handlers): void {
  process.on('message', (call: Call) => {
    const handler = handlers[call.name] as ((args: unknown) => Promise<unknown>) | undefined;
    const reply = (answer: Answer) => process.send?.(answer);
    if (handler === undefined) return reply({ id: call.id, error: `There is no ${call.name}` });
    handler(call.args).then(
      (value) => reply({ id: call.id, value }),
      (error: unknown) => reply({ id: call.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
}

/** The measuring side's end of a process of its own; `execArgv` are Node's options. */
export class Subject {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #calls = 0;

  constructor(file: string, execArgv: readonly string[] = []) {
    this.#child = fork(file, [], { execArgv: [...execArgv], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#child.on('message', (answer: Answer) => {
      const call = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('error' in answer) call?.reject(new Error(answer.error));
      else call?.resolve(answer.value);
    });
    this.#child.on('exit', (code, signal) => {
      for (const call of this.#waiting.values()) call.reject(new Error(`The measured process ended (${code ?? signal})`));
      this.#waiting.clear();
    });
  }

  call<T>(name: string, args: unknown = null): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#calls += 1;
      this.#waiting.set(this.#calls, { resolve: (value) => resolve(value as T), reject });
      this.#child.send({ id: this.#calls, name, args });
    });
  }

  /** Highest resident memory since the last call, in MB (10⁶ bytes); null where the system does not tell (not Linux). */
  takePeak(): number | null {
    try {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
      const peak = Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1]) * 1024;
      // Begins a new peak at what is resident now.
      writeFileSync(`/proc/${this.#child.pid}/clear_refs`, '5');
      return peak / 1e6;
    } catch {
      return null;
    }
  }

  /** Lets the process end by itself, so that a profile it was asked for is written. */
  stop(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#child.exitCode !== null) return resolve();
      this.#child.once('exit', () => resolve());
      this.#child.disconnect();
    });
  }
}
