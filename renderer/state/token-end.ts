import { create } from 'zustand';

interface TokenEnd {
  readonly of: string | null;
  /** Whole days that are left; null where the token has no end or Canvas does not tell. */
  readonly days: number | null;
  /** Asks Canvas, at most every few hours: the overview is opened often. */
  ask(district: string): Promise<void>;
}

const AGAIN_MS = 6 * 3_600_000;
const DAY_MS = 86_400_000;
let asked = 0;

export const useTokenEnd = create<TokenEnd>()((set, get) => ({
  of: null,
  days: null,
  async ask(district) {
    if (get().of === district && Date.now() - asked < AGAIN_MS) return;
    asked = Date.now();
    set({ of: district, days: null });
    const answer = await window.rosterbridge.engine.canvasTokenEnd({ district });
    if (get().of !== district || !answer.ok || answer.value.endsAt === null) return;
    set({ days: Math.max(0, Math.floor((Date.parse(answer.value.endsAt) - Date.now()) / DAY_MS)) });
  },
}));
