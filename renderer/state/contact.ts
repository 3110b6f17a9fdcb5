import { create } from 'zustand';
import type { Evaluation, MatchChoice, MatchEntity, MatchGrade } from '../../shared/conversion.ts';
import type { Failure } from '../../shared/failure.ts';

interface Contact {
  /** District the data belongs to. */
  readonly of: string | null;
  /** Null before the first look at Canvas; undefined while it is asked for. */
  readonly evaluation: Evaluation | null | undefined;
  readonly failure: Failure | null;
  readonly entity: MatchEntity;
  readonly grade: MatchGrade;
  readonly search: string;
  /** Grows with every decision, so that lists read again. */
  readonly decided: number;
  load(district: string): Promise<void>;
  show(part: Partial<Pick<Contact, 'entity' | 'grade' | 'search'>>): void;
  choose(district: string, choice: MatchChoice): Promise<void>;
}

/** What was found at first contact, and what is looked at of it (ROSTER-RULES G1). */
export const useContact = create<Contact>()((set, get) => ({
  of: null,
  evaluation: undefined,
  failure: null,
  entity: 'account',
  grade: 'exact',
  search: '',
  decided: 0,
  async load(district) {
    if (get().of !== district) set({ of: district, evaluation: undefined, failure: null });
    const answer = await window.rosterbridge.engine.evaluation({ district });
    if (get().of !== district) return;
    if (!answer.ok) return set({ failure: answer.failure });
    set({ evaluation: answer.value, failure: null });
  },
  show: (part) => set(part),
  async choose(district, choice) {
    const answer = await window.rosterbridge.engine.choose({ district, choice });
    if (!answer.ok) return set({ failure: answer.failure });
    set((state) => ({ decided: state.decided + 1 }));
    await get().load(district);
  },
}));
