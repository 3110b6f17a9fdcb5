import type { Failure } from '../../../shared/failure.ts';
import type { StepProgress } from '../../roster/steps/step.ts';
import type { DistrictWorker } from './worker-api.ts';

/** Messages between the engine's main thread and a district worker. */
export interface WorkerCall {
  readonly id: number;
  readonly method: keyof DistrictWorker;
  readonly args: readonly unknown[];
}

export type WorkerMessage =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | {
      readonly kind: 'broken';
      readonly id: number;
      readonly name: string;
      readonly message: string;
      readonly stack: string;
      readonly failure: Failure | null;
    }
  | { readonly kind: 'progress'; readonly progress: StepProgress };
