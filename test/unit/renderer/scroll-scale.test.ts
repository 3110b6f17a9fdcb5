import { describe, expect, it } from 'vitest';
import { offsetToReveal, rowForKey, scrollScale, tallest } from '../../../renderer/ui/grid/scroll-scale.ts';

describe('scrolling very long lists', () => {
  it('scrolls one to one while the rows fit an element', () => {
    const scale = scrollScale(500_000 * 34, 600);
    expect(scale.height).toBe(17_000_000);
    expect(scale.toRows(1234)).toBe(1234);
    expect(scale.toScroll(1234)).toBe(1234);
  });

  it('stretches beyond, so that the end of a million rows is the end of the scrollbar', () => {
    const rows = 1_000_000 * 34;
    const scale = scrollScale(rows, 600);
    expect(scale.height).toBe(tallest);
    expect(scale.toRows(tallest - 600)).toBeCloseTo(rows - 600, 3);
    expect(scale.toScroll(scale.toRows(12_345_678))).toBeCloseTo(12_345_678, 3);
  });

  it('reveals a row with the least movement', () => {
    expect(offsetToReveal(0, 34, 100, 340)).toBe(0);
    expect(offsetToReveal(5, 34, 100, 340)).toBe(100);
    expect(offsetToReveal(20, 34, 100, 340)).toBe(21 * 34 - 340);
  });

  it('moves by keys and stops at both ends', () => {
    expect(rowForKey('ArrowDown', 9, 10, 5)).toBe(9);
    expect(rowForKey('ArrowUp', 0, 10, 5)).toBe(0);
    expect(rowForKey('PageDown', 2, 10, 5)).toBe(7);
    expect(rowForKey('PageUp', 2, 10, 5)).toBe(0);
    expect(rowForKey('a', 2, 10, 5)).toBeNull();
  });
});
