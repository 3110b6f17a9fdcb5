import type { CanvasState } from '../canvas-state.ts';

export class UiRefusal extends Error {}

export function uiEdit(_state: CanvasState, action: string, _body: Record<string, unknown>): object {
  throw new UiRefusal(`unknown action ${action}`);
}
