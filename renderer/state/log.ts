import { create } from 'zustand';
import type { Failure } from '../../shared/failure.ts';
import type { Run, RunDetail } from '../../shared/run.ts';

export const runsPerPage = 25;

interface Log {
  readonly of: string | null;
  /** First run shown, newest is 0. */
  readonly from: number;
  readonly total: number | null;
  readonly runs: readonly Run[];
  readonly detail: RunDetail | null;
  readonly failure: Failure | null;
  loadRuns(district: string, from: number): Promise<void>;
  loadRun(district: string, run: string): Promise<void>;
}

export const useLog = create<Log>()((set, get) => ({
  of: null,
  from: 0,
  total: null,
  runs: [],
  detail: null,
  failure: null,
  async loadRuns(district, from) {
    if (get().of !== district) set({ of: district, total: null, runs: [] });
    const answer = await window.rosterbridge.engine.runs({ district, from, count: runsPerPage });
    if (get().of !== district) return;
    if (answer.ok) set({ from, total: answer.value.total, runs: answer.value.runs, failure: null });
    else set({ failure: answer.failure });
  },
  async loadRun(district, run) {
    if (get().detail?.run.id !== run) set({ detail: null });
    set({ of: district, failure: null });
    const answer = await window.rosterbridge.engine.run({ district, run });
    if (get().of !== district) return;
    if (answer.ok) set({ detail: answer.value, failure: null });
    else set({ failure: answer.failure });
  },
}));
