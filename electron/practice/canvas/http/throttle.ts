import type { CanvasSettings } from '../settings.ts';

/** Canvas' open-source defaults (§5.3). */
const HIGH_WATER_MARK = 600;
const MAXIMUM = 800;
const LEAK_PER_SECOND = 10;
const UP_FRONT = 50;

/** The leaky bucket of the one access token. */
export class Throttle {
  #level = 0;
  #at = Date.now();
  readonly #settings: CanvasSettings;

  constructor(settings: CanvasSettings) {
    this.#settings = settings;
  }

  /** False when the request has to be refused; otherwise its up-front cost is reserved until `done`. */
  admit(): boolean {
    const { throttling } = this.#settings;
    if (throttling.storm > 0) {
      throttling.storm -= 1;
      return false;
    }
    this.#leak();
    if (throttling.enabled && this.#level > HIGH_WATER_MARK) return false;
    this.#level = Math.min(MAXIMUM, this.#level + UP_FRONT);
    return true;
  }

  /** Gives the reserve back, books the real cost (seconds of work) and answers what remains. */
  done(cost: number): number {
    this.#leak();
    this.#level = Math.max(0, Math.min(MAXIMUM, this.#level - UP_FRONT + cost));
    return Math.max(0, HIGH_WATER_MARK - this.#level);
  }

  #leak(): void {
    const now = Date.now();
    this.#level = Math.max(0, this.#level - ((now - this.#at) / 1_000) * LEAK_PER_SECOND);
    this.#at = now;
  }
}
