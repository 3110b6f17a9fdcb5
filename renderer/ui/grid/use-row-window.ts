import { elementScroll, observeElementOffset, useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { offsetToReveal, scrollScale } from './scroll-scale.ts';

const overscan = 12;

export interface RowWindow {
  /** Rows to mount: those on screen, some around them, and the kept one wherever it is. */
  readonly items: readonly VirtualItem[];
  /** Rows on screen and around, without the kept one: what has to be fetched. */
  readonly first: number;
  readonly last: number;
  /** Height of the scrolled element, px. */
  readonly height: number;
  /** Rows that fit on screen at once. */
  readonly pageRows: number;
  readonly scrolling: boolean;
  /** Width the scrollbar takes, so that the header keeps in line. */
  readonly scrollbar: number;
  topOf(item: VirtualItem): number;
  reveal(index: number): void;
}

/** Which rows of fixed height are on screen, with the scroll position stretched for very long lists (scroll-scale.ts). */
export function useRowWindow(
  scroller: RefObject<HTMLDivElement | null>,
  total: number,
  rowHeight: number,
  kept: number,
): RowWindow {
  const [box, setBox] = useState({ height: 0, scrollbar: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setBox({ height: element.clientHeight, scrollbar: element.offsetWidth - element.clientWidth });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);

  const scale = useMemo(() => scrollScale(total * rowHeight, box.height), [total, rowHeight, box.height]);
  // The virtualizer subscribes to scrolling once, so what it calls then must find the scale of now.
  const scaleNow = useRef(scale);
  scaleNow.current = scale;
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    observeElementOffset: (instance, report) =>
      observeElementOffset(instance, (offset, scrolling) => report(scaleNow.current.toRows(offset), scrolling)),
    scrollToFn: (offset, options, instance) => elementScroll(scaleNow.current.toScroll(offset), options, instance),
    rangeExtractor: ({ startIndex, endIndex }) => {
      const first = Math.max(0, startIndex - overscan);
      const last = Math.min(total - 1, endIndex + overscan);
      const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => first + step);
      // The row with the focus stays mounted, or the focus would be lost when it scrolls away.
      if (kept < first && kept >= 0) indexes.unshift(kept);
      if (kept > last && kept < total) indexes.push(kept);
      return indexes;
    },
  });

  const reveal = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (!element) return;
      const offset = scale.toRows(element.scrollTop);
      const wanted = offsetToReveal(index, rowHeight, offset, element.clientHeight);
      if (wanted !== offset) element.scrollTop = scale.toScroll(wanted);
    },
    [scroller, scale, rowHeight],
  );
  const scrolled = virtualizer.scrollOffset ?? 0;
  return {
    items: virtualizer.getVirtualItems(),
    first: Math.max(0, (virtualizer.range?.startIndex ?? 0) - overscan),
    last: Math.min(total - 1, (virtualizer.range?.endIndex ?? 0) + overscan),
    height: scale.height,
    pageRows: Math.max(1, Math.floor(box.height / rowHeight) - 1),
    scrolling: virtualizer.isScrolling,
    scrollbar: box.scrollbar,
    topOf: (item) => Math.round(item.start - scrolled + scale.toScroll(scrolled)),
    reveal,
  };
}
