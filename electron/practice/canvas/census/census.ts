import type { OneRosterData } from '../../oneroster-data.ts';
import type { CanvasState } from '../canvas-state.ts';

export function seedCensus(_state: CanvasState, _sis: OneRosterData, _seed: number): void {}
