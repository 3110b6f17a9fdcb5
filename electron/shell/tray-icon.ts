import type { StateShape } from './app-state.ts';

/** A picture as 4 bytes a pixel, blue first, colours not multiplied with alpha: what Electron calls a bitmap. */
export interface Bitmap {
  readonly size: number;
  readonly pixels: Uint8Array;
}

/** Drawn points of a pixel's side: edges are smooth. */
const FINE = 4;

interface Look {
  /** Inside the outline, in units of the icon, −1 to 1 from its middle. */
  readonly outline: (x: number, y: number) => boolean;
  readonly glyph: (x: number, y: number) => boolean;
  /** Blue, green, red. */
  readonly colour: readonly [number, number, number];
}

/** Each state has an outline and a sign of its own: nothing is told by colour alone (DESIGN §8). */
const looks: Readonly<Record<StateShape, Look>> = {
  well: {
    outline: roundedSquare(0.92, 0.3),
    glyph: any(stroke(-0.5, 0.05, -0.12, 0.42, 0.14), stroke(-0.12, 0.42, 0.52, -0.38, 0.14)),
    colour: [0x6b, 0x7d, 0x0e],
  },
  working: {
    outline: disc(0, 0, 0.94),
    glyph: any(disc(-0.48, 0, 0.17), disc(0, 0, 0.17), disc(0.48, 0, 0.17)),
    colour: [0xb8, 0x5c, 0x0f],
  },
  waiting: {
    outline: (x, y) => y < 0.86 && y > 2 * Math.abs(x) - 0.96,
    glyph: any(stroke(0, -0.3, 0, 0.25, 0.13), disc(0, 0.6, 0.14)),
    colour: [0x00, 0x5f, 0xa6],
  },
  failed: {
    outline: (x, y) => Math.abs(x) < 0.92 && Math.abs(y) < 0.92 && Math.abs(x) + Math.abs(y) < 1.3,
    glyph: any(stroke(-0.38, -0.38, 0.38, 0.38, 0.14), stroke(-0.38, 0.38, 0.38, -0.38, 0.14)),
    colour: [0x21, 0x1c, 0xb1],
  },
  paused: {
    outline: disc(0, 0, 0.94),
    glyph: any(stroke(-0.27, -0.38, -0.27, 0.38, 0.14), stroke(0.27, -0.38, 0.27, 0.38, 0.14)),
    colour: [0x66, 0x5e, 0x5a],
  },
};

/**
 * The tray icon of a state. macOS wants a template, one colour with the sign cut out, and paints it itself; elsewhere the
 * sign is white on the state's colour, so that it stands on light and on dark bars.
 */
export function drawTrayIcon(shape: StateShape, size: number, style: 'template' | 'colour'): Bitmap {
  const look = looks[shape];
  const pixels = new Uint8Array(size * size * 4);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) pixels.set(pixelAt(look, x, y, size, style), (y * size + x) * 4);
  }
  return { size, pixels };
}

function pixelAt({ outline, glyph, colour }: Look, x: number, y: number, size: number, style: 'template' | 'colour'): number[] {
  let inside = 0;
  let sign = 0;
  for (let n = 0; n < FINE * FINE; n += 1) {
    const px = ((x + ((n % FINE) + 0.5) / FINE) / size) * 2 - 1;
    const py = ((y + (Math.floor(n / FINE) + 0.5) / FINE) / size) * 2 - 1;
    if (!outline(px, py)) continue;
    inside += 1;
    if (glyph(px, py)) sign += 1;
  }
  const all = FINE * FINE;
  if (style === 'template') return [0, 0, 0, Math.round(((inside - sign) / all) * 255)];
  if (inside === 0) return [0, 0, 0, 0];
  const white = sign / inside;
  return [...colour.map((part) => Math.round(part + (255 - part) * white)), Math.round((inside / all) * 255)];
}

function disc(cx: number, cy: number, radius: number): Look['outline'] {
  return (x, y) => (x - cx) ** 2 + (y - cy) ** 2 <= radius ** 2;
}

function roundedSquare(half: number, radius: number): Look['outline'] {
  return (x, y) => {
    const dx = Math.max(Math.abs(x) - (half - radius), 0);
    const dy = Math.max(Math.abs(y) - (half - radius), 0);
    return dx * dx + dy * dy <= radius * radius;
  };
}

/** A line with round ends. */
function stroke(ax: number, ay: number, bx: number, by: number, half: number): Look['glyph'] {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  return (x, y) => {
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
    return (x - ax - along * (bx - ax)) ** 2 + (y - ay - along * (by - ay)) ** 2 <= half * half;
  };
}

function any(...parts: readonly Look['glyph'][]): Look['glyph'] {
  return (x, y) => parts.some((part) => part(x, y));
}
