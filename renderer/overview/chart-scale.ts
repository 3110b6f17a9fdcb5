/** The next round number at or above `value`: 1, 2 or 5 times a power of ten. */
export function niceTop(value: number): number {
  if (value <= 5) return 5;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10;
  return step * power;
}

export interface Bar {
  readonly from: number;
  readonly to: number;
}

/** Stacks parts from the ground up: [3, 2] → 0–3, 3–5. */
export function stack(parts: readonly number[]): readonly Bar[] {
  let from = 0;
  return parts.map((part) => {
    const bar = { from, to: from + part };
    from += part;
    return bar;
  });
}
