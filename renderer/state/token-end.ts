import { create } from 'zustand';

interface TokenEnd {
  readonly of: string | null;
  /** Whole days that are left; null where the token has no end or Canvas does not tell. */
  readonly days: number | null;
  /** Asks Canvas, at most every few hours: the overview is opened often. */
  ask(district: string): Promise<void>;
  /** The token was replaced: what is known of the old one does not count any more. */
  forget(): void;
}

const AGAIN_MS = 6 * 3_600_000;
const DAY_MS = 86_400_000;
/** When Canvas last answered: a question that failed is asked again. */
let asked = 0;
/** Counts the questions, so that a late answer is known as one. */
let question = 0;

export const useTokenEnd = create<TokenEnd>()((set, get) => ({
  of: null,
  days: null,
  async ask(district) {
    if (get().of === district && Date.now() - asked < AGAIN_MS) return;
    question += 1;
    const mine = question;
    asked = 0;
    set({ of: district, days: null });
    const answer = await window.rosterbridge.engine.canvasTokenEnd({ district });
    // An answer about an earlier token or another district does not count any more.
    if (question !== mine || !answer.ok) return;
    asked = Date.now();
    if (answer.value.endsAt === null) return;
    set({ days: Math.max(0, Math.floor((Date.parse(answer.value.endsAt) - Date.now()) / DAY_MS)) });
  },
  forget() {
    question += 1;
    asked = 0;
    set({ of: null, days: null });
  },
}));
