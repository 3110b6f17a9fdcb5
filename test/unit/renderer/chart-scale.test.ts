import { describe, expect, it } from 'vitest';
import { niceTop, stack } from '../../../renderer/overview/chart-scale.ts';

describe('the chart of changes', () => {
  it('ends its axis at a round number', () => {
    expect([0, 5, 6, 20, 21, 640, 1_000_000].map(niceTop)).toEqual([5, 5, 10, 20, 50, 1000, 1_000_000]);
  });

  it('stacks parts without gap', () => {
    expect(stack([3, 0, 2])).toEqual([
      { from: 0, to: 3 },
      { from: 3, to: 3 },
      { from: 3, to: 5 },
    ]);
  });
});
