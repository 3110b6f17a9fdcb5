import { type Outcome, succeed } from '../../shared/outcome.ts';
import type { CanvasRow } from './canvas-row.ts';

/**
 * SIS ids of accounts or terms by Canvas id. API answers name parents by Canvas id only; the list is read once and again
 * when an id is not in it, because a run makes new ones.
 */
export class SisDirectory {
  readonly #read: () => Promise<Outcome<CanvasRow[]>>;
  #known = new Map<string, string>();

  constructor(read: () => Promise<Outcome<CanvasRow[]>>) {
    this.#read = read;
  }

  fill(rows: readonly CanvasRow[]): void {
    this.#known = new Map(rows.map((row) => [row.canvasId, row.key]));
  }

  /** '' for an object without SIS id: the root account, or one made by hand. */
  async sisIdOf(canvasId: string): Promise<Outcome<string>> {
    const known = this.#known.get(canvasId);
    if (known !== undefined) return succeed(known);
    const rows = await this.#read();
    if (!rows.ok) return rows;
    this.fill(rows.value);
    // Remembered even when unknown (the root account is in no list), or every course would read the list again.
    const found = this.#known.get(canvasId) ?? '';
    this.#known.set(canvasId, found);
    return succeed(found);
  }
}
