import { create } from 'zustand';
import { usualRedirectPort } from '../../shared/canvas-sign-in.ts';
import type { Check, SisAuth } from '../../shared/district.ts';
import type { Failure } from '../../shared/failure.ts';
import { type SetupDraft, type SetupStep, setupSteps } from '../../shared/setup-draft.ts';
import { useSession } from './session.ts';
import { type SetupForm, stepOfDraft, toDraft, toRequest, toSignIn, withChange } from './setup-form.ts';
import { useTokenEnd } from './token-end.ts';

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
  readonly signingIn: boolean;
  readonly signInFailure: Failure | null;
  type(change: Partial<SetupForm>): void;
  visit(step: SetupStep): void;
  /** Opens the browser; resolves when the person is back. */
  signIn(): Promise<void>;
  cancelSignIn(): Promise<void>;
  takeUp(draft: SetupDraft): void;
  test(): Promise<void>;
  /** The id of the district that is stored now, null when it is not. */
  save(): Promise<string | null>;
  /** Forgets what was typed, also what was kept of it. */
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
  canvasWay: 'token',
  canvasToken: '',
  clientId: '',
  clientSecret: '',
  redirectPort: String(usualRedirectPort),
  signedIn: null,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
};
const start = {
  ...({ form: empty, step: 'sis', reached: 0, testing: 'no', checks: [], failure: null, tested: null } as const),
  signingIn: false,
  signInFailure: null,
};

export const useSetup = create<Setup>()((set, get) => ({
  ...start,
  type: (change) => set(({ form }) => ({ form: withChange(form, change) })),
  visit: (step) => set(({ reached }) => ({ step, reached: Math.max(reached, setupSteps.indexOf(step)) })),
  async signIn() {
    const { form } = get();
    const wish = toSignIn(form);
    if (wish === null) return;
    set({ signingIn: true, signInFailure: null });
    const answer = await window.rosterbridge.shell.signInToCanvas(wish);
    // Typed over meanwhile: it is another key's sign-in.
    const same = JSON.stringify(toSignIn(get().form)) === JSON.stringify(wish);
    set({ signingIn: false, signInFailure: answer.ok ? null : answer.failure });
    if (answer.ok && same) get().type({ signedIn: answer.value });
  },
  async cancelSignIn() {
    await window.rosterbridge.shell.cancelSignIn({});
  },
  takeUp(draft) {
    const { step, ...typed } = draft;
    const form = { ...empty, ...typed };
    const at = stepOfDraft(form, step);
    set({ ...start, form, step: at, reached: setupSteps.indexOf(at) });
  },
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
    useTokenEnd.getState().forget();
    await useSession.getState().reload();
    useSession.getState().show(district.id);
    get().clear();
    return district.id;
  },
  // Typed secrets do not outlive the wizard.
  clear() {
    set(start);
    void window.rosterbridge.shell.keepSetupDraft({ draft: null });
  },
}));

const KEEP_AFTER_MS = 400;
let pause: ReturnType<typeof setTimeout> | undefined;

/** Keeps what is typed, without its secrets, so that set-up can be taken up after the app was closed. Returns how to stop. */
export function keepDraft(): () => void {
  return useSetup.subscribe(({ form, step }, before) => {
    if (form === before.form && step === before.step) return;
    clearTimeout(pause);
    if (form !== empty) pause = setTimeout(() => void keepDraftNow(), KEEP_AFTER_MS);
  });
}

/** Whoever leaves right after the last key must find that, too, and nothing may be kept after they chose to forget it. */
export async function keepDraftNow(): Promise<void> {
  clearTimeout(pause);
  const { form, step } = useSetup.getState();
  if (form !== empty) await window.rosterbridge.shell.keepSetupDraft({ draft: toDraft(form, step) });
}
