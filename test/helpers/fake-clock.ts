import type { Clock } from '../../electron/shell/schedule/scheduler.ts';

interface Timer {
  left: number;
  readonly call: () => void;
}

/** A computer's clock: it runs, sleeps (timers stand still, the time goes on) and can be set. */
export class FakeClock implements Clock {
  #now: number;
  #timers: Timer[] = [];

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, call: () => void): () => void {
    const timer = { left: ms, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  /** Lets awake time pass until that instant; everything that became due has been called. */
  async runUntil(iso: string): Promise<void> {
    const end = Date.parse(iso);
    while (this.#now < end) {
      const step = Math.min(end - this.#now, ...this.#timers.map(({ left }) => left));
      this.#pass(step);
      await settled();
    }
  }

  /** Sleep or power-off: the time goes on and no timer does. */
  sleepUntil(iso: string): void {
    this.#now = Date.parse(iso);
  }

  /** Somebody, or a time server, sets the clock. */
  set(iso: string): void {
    this.#now = Date.parse(iso);
  }

  #pass(ms: number): void {
    this.#now += ms;
    for (const timer of this.#timers) timer.left -= ms;
    const due = this.#timers.filter(({ left }) => left <= 0);
    this.#timers = this.#timers.filter(({ left }) => left > 0);
    for (const { call } of due) call();
  }
}

/** Promises that were waiting have gone on. */
export async function settled(): Promise<void> {
  for (let n = 0; n < 10; n += 1) await Promise.resolve();
}
