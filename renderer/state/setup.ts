import { create } from 'zustand';
import type { Check, SisAuth } from '../../shared/district.ts';
import type { Failure } from '../../shared/failure.ts';
import { useSession } from './session.ts';
import { type SetupForm, toRequest } from './setup-form.ts';

export const setupSteps = ['sis', 'canvas', 'time', 'test'] as const;
export type SetupStep = (typeof setupSteps)[number];

interface Setup {
  readonly form: SetupForm;
  readonly step: SetupStep;
  /** The furthest step reached, so that going back loses nothing. */
  readonly reached: number;
  readonly testing: 'no' | 'testing' | 'saving';
  readonly checks: readonly Check[];
  readonly failure: Failure | null;
  /** What was tested; any later edit makes the result stale. */
  readonly tested: SetupForm | null;
  type(change: Partial<SetupForm>): void;
  visit(step: SetupStep): void;
  test(): Promise<void>;
  /** The id of the district that is stored now, null when it is not. */
  save(): Promise<string | null>;
  clear(): void;
}

const empty: SetupForm = {
  sis: 'focus',
  name: '',
  sisUrl: '',
  sisKey: '',
  sisSecret: '',
  sisAuth: 'auto' satisfies SisAuth,
  sisTokenUrl: '',
  canvasUrl: '',
  canvasToken: '',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
};
const start = { form: empty, step: 'sis', reached: 0, testing: 'no', checks: [], failure: null, tested: null } as const;

export const useSetup = create<Setup>()((set, get) => ({
  ...start,
  type: (change) => set(({ form }) => ({ form: { ...form, ...change } })),
  visit: (step) => set(({ reached }) => ({ step, reached: Math.max(reached, setupSteps.indexOf(step)) })),
  async test() {
    const { form } = get();
    set({ testing: 'testing', checks: [], failure: null });
    const answer = await window.rosterbridge.shell.testConnection(toRequest(form));
    if (answer.ok) set({ testing: 'no', checks: answer.value.checks, tested: form });
    else set({ testing: 'no', failure: answer.failure, tested: form });
  },
  async save() {
    set({ testing: 'saving', failure: null });
    const answer = await window.rosterbridge.shell.connect(toRequest(get().form));
    if (!answer.ok) {
      set({ testing: 'no', failure: answer.failure });
      return null;
    }
    const { district, checks } = answer.value;
    if (!district) {
      set({ testing: 'no', checks });
      return null;
    }
    await useSession.getState().reload();
    useSession.getState().show(district.id);
    get().clear();
    return district.id;
  },
  // Typed secrets do not outlive the wizard.
  clear: () => set(start),
}));
