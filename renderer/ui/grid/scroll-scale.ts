/**
 * Chromium stops growing an element at 33,554,428 px (electron-checklist §15). Up to `tallest` a grid is as tall as its
 * rows; beyond, the scroll position is stretched so that the last row stays reachable.
 */
export const tallest = 30_000_000;

export interface ScrollScale {
  /** Height the scrolled element is given, in px. */
  readonly height: number;
  /** Scroll position of the element → position among the rows. */
  toRows(scrollTop: number): number;
  /** Position among the rows → scroll position of the element. */
  toScroll(offset: number): number;
}

/** @param rowsHeight height of all rows in px; @param viewport visible height in px */
export function scrollScale(rowsHeight: number, viewport: number): ScrollScale {
  const height = Math.min(rowsHeight, tallest);
  if (height === rowsHeight) return { height, toRows: (top) => top, toScroll: (offset) => offset };
  const factor = (rowsHeight - viewport) / (height - viewport);
  return { height, toRows: (top) => top * factor, toScroll: (offset) => offset / factor };
}

/** Where to scroll, among the rows, so that row `index` is wholly visible; the present offset when it already is. */
export function offsetToReveal(index: number, rowHeight: number, offset: number, viewport: number): number {
  const start = index * rowHeight;
  if (start < offset) return start;
  const end = start + rowHeight;
  return end > offset + viewport ? end - viewport : offset;
}

/** The row a key leads to, or null when the key is not one of movement. */
export function rowForKey(key: string, index: number, total: number, pageRows: number): number | null {
  const last = total - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, index + 1);
    case 'ArrowUp':
      return Math.max(0, index - 1);
    case 'PageDown':
      return Math.min(last, index + pageRows);
    case 'PageUp':
      return Math.max(0, index - pageRows);
    default:
      return null;
  }
}
