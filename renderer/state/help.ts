import { create } from 'zustand';

/** A page of the help and, behind `#`, one of its headings. */
export type HelpTarget = string;

interface Help {
  /** Null while the help is closed. */
  readonly target: HelpTarget | null;
  /** How often something was asked for. */
  readonly asked: number;
  show(target: HelpTarget): void;
  close(): void;
}

export const useHelp = create<Help>()((set) => ({
  target: null,
  asked: 0,
  show: (target) => set(({ asked }) => ({ target, asked: asked + 1 })),
  close: () => set({ target: null }),
}));

export function showHelp(target: HelpTarget): void {
  useHelp.getState().show(target);
}
