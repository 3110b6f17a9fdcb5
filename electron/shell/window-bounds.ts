export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Bounds {
  readonly x?: number | undefined;
  readonly y?: number | undefined;
  readonly width: number;
  readonly height: number;
}

/** Keeps the size, and the place only while a good part of the title bar would still be on some screen. */
export function fitOnScreen(bounds: Bounds, areas: readonly Area[]): { x?: number; y?: number; width: number; height: number } {
  const { x, y, width, height } = bounds;
  if (x === undefined || y === undefined) return { width, height };
  const reachable = areas.some(
    (area) => y >= area.y && y < area.y + area.height - 40 && x + width - 100 > area.x && x + 100 < area.x + area.width,
  );
  return reachable ? { x, y, width, height } : { width, height };
}
