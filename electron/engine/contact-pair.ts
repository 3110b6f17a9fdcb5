import type { District } from '../../shared/district.ts';
import { canvasOrigin } from '../canvas/canvas-url.ts';

/** What a first contact is between: another Canvas, or another SIS, is another one (ROSTER-RULES G1). */
export function contactPair({ connection }: Pick<District, 'connection'>): string {
  const canvas = canvasOrigin(connection.canvasUrl);
  return `${connection.sisUrl} → ${canvas.ok ? canvas.value : connection.canvasUrl}`;
}
