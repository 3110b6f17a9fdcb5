import { create } from 'zustand';
import type { Overview } from '../../shared/district.ts';
import type { Failure } from '../../shared/failure.ts';

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
    if (answer.ok) set({ overview: answer.value, failure: null });
    else set({ failure: answer.failure });
  },
}));
