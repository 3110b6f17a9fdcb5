import { create } from 'zustand';
import type { DoctorReport } from '../../shared/district.ts';
import type { Failure } from '../../shared/failure.ts';

interface DoctorState {
  /** District the report belongs to. */
  readonly of: string | null;
  readonly checking: boolean;
  readonly report: DoctorReport | null;
  readonly failure: Failure | null;
  check(district: string): Promise<void>;
}

/** The last examination of a district's two connections; kept while the window is open. */
export const useDoctor = create<DoctorState>()((set, get) => ({
  of: null,
  checking: false,
  report: null,
  failure: null,
  async check(district) {
    if (get().of === district && get().checking) return;
    set({ of: district, checking: true, failure: null, ...(get().of === district ? {} : { report: null }) });
    const answer = await window.rosterbridge.engine.doctor({ district });
    if (get().of !== district) return;
    if (answer.ok) set({ checking: false, report: answer.value });
    else set({ checking: false, failure: answer.failure, report: null });
  },
}));
