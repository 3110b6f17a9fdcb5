import { create } from 'zustand';
import type { Overview } from '../../shared/district.ts';
import type { Failure } from '../../shared/failure.ts';
import { takeUpJob } from './work.ts';

interface OverviewState {
  /** District the data belongs to. */
  readonly of: string | null;
  readonly overview: Overview | null;
  readonly failure: Failure | null;
  load(district: string): Promise<void>;
}

export const useOverview = create<OverviewState>()((set, get) => ({
  of: null,
  overview: null,
  failure: null,
  async load(district) {
    if (get().of !== district) set({ of: district, overview: null, failure: null });
    const answer = await window.rosterbridge.engine.overview({ district });
    if (get().of !== district) return;
    if (answer.ok) {
      set({ overview: answer.value, failure: null });
      const { running, lastRun } = answer.value;
      // The window was opened while the engine works: show it before the next progress comes.
      if (running !== null) takeUpJob(district, lastRun?.id === running ? lastRun.kind : 'plan');
    } else set({ failure: answer.failure });
  },
}));
