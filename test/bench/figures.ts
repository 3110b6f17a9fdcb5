/** One line of the bench's table. */
interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
  readonly within: boolean | null;
}

/** Gathers figures and prints them as one table. Nothing here fails: a figure over its goal says so. */
export class Figures {
  readonly #lines: Figure[] = [];

  add(what: string, measured: string): void {
    this.#lines.push({ what, measured, goal: '', within: null });
  }

  /** @param value what is compared with the goal; null: not measured here */
  most(what: string, measured: string, value: number | null, limit: number, unit: string): void {
    this.#lines.push({ what, measured, goal: `≤ ${limit}${unit}`, within: value === null ? null : value <= limit });
  }

  least(what: string, measured: string, value: number, limit: number, unit: string): void {
    this.#lines.push({ what, measured, goal: `≥ ${limit}${unit}`, within: value >= limit });
  }

  print(): void {
    const widest = (pick: (line: Figure) => string) => Math.max(...this.#lines.map((line) => pick(line).length));
    const [what, measured, goal] = [widest((l) => l.what), widest((l) => l.measured), widest((l) => l.goal)];
    console.log(`| ${'what'.padEnd(what)} | ${'measured'.padEnd(measured)} | ${'goal'.padEnd(goal)} |      |`);
    console.log(`|${'-'.repeat(what + 2)}|${'-'.repeat(measured + 2)}|${'-'.repeat(goal + 2)}|------|`);
    for (const line of this.#lines) {
      const verdict = line.within === null ? '    ' : line.within ? 'ok  ' : 'over';
      console.log(`| ${line.what.padEnd(what)} | ${line.measured.padEnd(measured)} | ${line.goal.padEnd(goal)} | ${verdict} |`);
    }
  }

  get over(): readonly string[] {
    return this.#lines.filter((line) => line.within === false).map((line) => line.what);
  }
}

/** Thousand rows a second. */
export function rate(rows: number, ms: number): string {
  return `${Math.round(rows / ms)} k rows/s`;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

/** Seconds on the clock, and what of them was processor time: the part other programs cannot lengthen. */
export function took({ ms, cpu }: { readonly ms: number; readonly cpu: number }): string {
  return `${seconds(ms)} (CPU ${seconds(cpu)})`;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
