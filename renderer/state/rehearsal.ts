import { create } from 'zustand';
import type { Failure } from '../../shared/failure.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { RehearsalName, RehearsalState } from '../../shared/rehearsals.ts';

interface Rehearsing {
  /** District the state belongs to. */
  readonly of: string | null;
  readonly state: RehearsalState | null;
  /** The practice servers are being switched. */
  readonly switching: boolean;
  /** What was asked for last; null for the way back. */
  readonly tried: RehearsalName | null;
  readonly failure: Failure | null;
  load(district: string): Promise<void>;
  /** True when the practice servers play this bad day now. */
  start(district: string, name: RehearsalName): Promise<boolean>;
  end(district: string): Promise<boolean>;
}

/** The bad day a practice district plays. */
export const useRehearsal = create<Rehearsing>()((set, get) => {
  async function change(district: string, tried: RehearsalName | null, ask: () => Promise<Outcome<unknown>>): Promise<boolean> {
    set({ of: district, tried, switching: true, failure: null });
    const answer = await ask();
    await get().load(district);
    if (get().of === district) set({ switching: false, failure: answer.ok ? null : answer.failure });
    return answer.ok;
  }
  return {
    of: null,
    state: null,
    tried: null,
    switching: false,
    failure: null,
    async load(district) {
      if (get().of !== district) set({ of: district, state: null, tried: null, switching: false, failure: null });
      const answer = await window.rosterbridge.shell.rehearsal({ district });
      if (get().of !== district) return;
      if (answer.ok) set({ state: answer.value });
      else set({ failure: answer.failure });
    },
    start: (district, name) => change(district, name, () => window.rosterbridge.shell.rehearse({ district, name })),
    end: (district) => change(district, null, () => window.rosterbridge.shell.endRehearsal({ district })),
  };
});
