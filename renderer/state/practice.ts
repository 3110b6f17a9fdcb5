import { create } from 'zustand';
import type { Check } from '../../shared/district.ts';
import type { Failure } from '../../shared/failure.ts';
import { useSession } from './session.ts';

/** What the admin chose and how the practice start went. */
interface Practice {
  readonly phase: 'choosing' | 'starting' | 'ready';
  readonly checks: readonly Check[];
  readonly failure: Failure | null;
  start(choice: { students: number; clean: boolean }): Promise<void>;
  reset(): void;
}

export const usePractice = create<Practice>()((set) => ({
  phase: 'choosing',
  checks: [],
  failure: null,
  async start(choice) {
    set({ phase: 'starting', checks: [], failure: null });
    const answer = await window.rosterbridge.shell.startPractice(choice);
    if (!answer.ok) return set({ phase: 'choosing', failure: answer.failure });
    const { district, checks } = answer.value;
    if (district) {
      await useSession.getState().reload();
      useSession.getState().show(district.id);
    }
    set({ phase: district ? 'ready' : 'choosing', checks });
  },
  reset: () => set({ phase: 'choosing', checks: [], failure: null }),
}));
