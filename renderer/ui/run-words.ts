import type { Failure } from '../../shared/failure.ts';
import type { Run, RunCounts, RunState } from '../../shared/run.ts';
import type { TagTone } from './Tag.tsx';

/** Did somebody stop this work on purpose? Then it is told calmly, not as an error. */
export function isCancelled(end: { readonly run: Run | null; readonly failure: Failure | null }): boolean {
  return end.run?.state === 'cancelled' || /cancel/i.test(end.failure?.code ?? '');
}

export function stateTone(state: RunState): TagTone {
  switch (state) {
    case 'done':
    case 'planned':
      return 'good';
    case 'partial':
    case 'held':
    case 'interrupted':
      return 'warning';
    case 'failed':
      return 'bad';
    default:
      return 'neutral';
  }
}

export interface RunTotals {
  readonly sent: number;
  readonly confirmed: number;
  readonly failed: number;
  readonly held: number;
}

/** All entities of a run together. */
export function runTotals(counts: RunCounts): RunTotals {
  const total = { sent: 0, confirmed: 0, failed: 0, held: 0 };
  for (const one of Object.values(counts)) {
    total.sent += one.sent;
    total.confirmed += one.confirmed;
    total.failed += one.failed;
    total.held += one.held;
  }
  return total;
}

export function isRunning(state: RunState): boolean {
  return ['pulling', 'reading', 'comparing', 'approved', 'sending', 'confirming'].includes(state);
}
