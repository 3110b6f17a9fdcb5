import { create } from 'zustand';
import type { Explainable, FoundRecord } from '../../shared/explain.ts';
import type { Failure } from '../../shared/failure.ts';

/** A record of the SIS somebody asks about. */
export interface AskedRecord {
  readonly collection: Explainable;
  readonly sourcedId: string;
  /** Its name as far as it is known before it is explained. */
  readonly label: string;
}

interface LookUp {
  readonly of: string | null;
  readonly text: string;
  /** Null before the first search. */
  readonly records: readonly FoundRecord[] | null;
  readonly more: boolean;
  readonly sisTrouble: string | null;
  /** The SIS was asked for this text as well, or is being asked. */
  readonly sis: 'no' | 'asking' | 'asked';
  readonly failure: Failure | null;
  readonly asked: AskedRecord | null;
  search(district: string, text: string, askSis?: boolean): Promise<void>;
  ask(district: string, record: AskedRecord | null): void;
  /** Another district: what was found in the one before is none of its business. */
  enter(district: string): void;
}

const fresh = { text: '', records: null, more: false, sisTrouble: null, sis: 'no' as const, failure: null, asked: null };

export const useLookUp = create<LookUp>()((set, get) => ({
  of: null,
  ...fresh,
  enter: (district) => (get().of === district ? undefined : set({ of: district, ...fresh })),
  async search(district, text, askSis = false) {
    get().enter(district);
    set({ text, failure: null, sis: askSis ? 'asking' : 'no' });
    if (text === '') return set(fresh);
    const answer = await window.rosterbridge.engine.lookUp({ district, text, askSis });
    // A slower answer to an earlier question does not count any more.
    if (get().of !== district || get().text !== text) return;
    if (!answer.ok) return set({ failure: answer.failure, records: null, more: false, sis: 'no' });
    const { asked } = get();
    const still = answer.value.records.some((one) => one.collection === asked?.collection && one.sourcedId === asked.sourcedId);
    set({ ...answer.value, sis: askSis ? 'asked' : 'no', asked: still ? asked : null });
  },
  ask(district, record) {
    get().enter(district);
    set({ asked: record });
  },
}));
