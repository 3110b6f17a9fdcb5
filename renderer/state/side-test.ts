import { create } from 'zustand';
import type { Check } from '../../shared/district.ts';
import type { Failure } from '../../shared/failure.ts';
import { useSetup } from './setup.ts';
import { type SetupForm, sideReady, toSideRequest } from './setup-form.ts';

export type Side = 'sis' | 'canvas';

interface SideState {
  readonly state: 'idle' | 'waiting' | 'testing' | 'done';
  readonly checks: readonly Check[];
  readonly failure: Failure | null;
}

interface SideTest {
  readonly sis: SideState;
  readonly canvas: SideState;
  /** Something of this side was typed: what was found before is no longer true. */
  typed(side: Side, form: SetupForm): void;
}

/** Whoever pauses this long has finished typing; a paste is one change. */
export const PAUSE_MS = 900;
const idle: SideState = { state: 'idle', checks: [], failure: null };
const timers = new Map<Side, ReturnType<typeof setTimeout>>();
/** Number of the newest test; an older one's answer is of yesterday. */
const newest = { sis: 0, canvas: 0 };

/** Tries a side out while its credentials are typed: after a pause, complete ones only, and never two at a time for long. */
export const useSideTest = create<SideTest>()((set) => ({
  sis: idle,
  canvas: idle,
  typed(side, form) {
    clearTimeout(timers.get(side));
    newest[side] += 1;
    const own = newest[side];
    if (!sideReady(side, form)) return set({ [side]: idle });
    set({ [side]: { ...idle, state: 'waiting' } });
    const go = async () => {
      set({ [side]: { ...idle, state: 'testing' } });
      const answer = await window.rosterbridge.shell.testSide(toSideRequest(side, form));
      if (newest[side] !== own) return;
      if (answer.ok) set({ [side]: { state: 'done', checks: answer.value.checks, failure: null } });
      else set({ [side]: { state: 'done', checks: [], failure: answer.failure } });
    };
    timers.set(
      side,
      setTimeout(() => void go(), PAUSE_MS),
    );
  },
}));

/** Watches what is typed. Returns how to stop. */
export function followTyping(): () => void {
  return useSetup.subscribe(({ form }, { form: before }) => {
    for (const side of ['sis', 'canvas'] as const) {
      if (JSON.stringify(toSideRequest(side, form)) !== JSON.stringify(toSideRequest(side, before))) {
        useSideTest.getState().typed(side, form);
      }
    }
  });
}
