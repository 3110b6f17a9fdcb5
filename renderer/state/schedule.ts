import { create } from 'zustand';
import type { Failure } from '../../shared/failure.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { PauseWish, Schedule, ScheduleView } from '../../shared/schedule.ts';

interface ScheduleState {
  /** District the data belongs to. */
  readonly of: string | null;
  readonly view: ScheduleView | null;
  /** As on screen; it may hold what cannot be saved. */
  readonly draft: Schedule | null;
  readonly failure: Failure | null;
  readonly saving: boolean;
  /** What was changed and not saved stays. */
  load(district: string): Promise<void>;
  edit(part: Partial<Schedule>): void;
  discard(): void;
  save(): Promise<boolean>;
  /** Acts at once. */
  pause(wish: PauseWish): Promise<void>;
}

export const useSchedule = create<ScheduleState>()((set, get) => {
  const take = (district: string, answer: Outcome<ScheduleView>, keepDraft: boolean): boolean => {
    if (get().of !== district) return false;
    if (!answer.ok) {
      set({ failure: answer.failure });
      return false;
    }
    const { draft } = get();
    const { schedule } = answer.value;
    // A pause acts at once and is never part of what waits to be saved.
    const next = keepDraft && draft !== null ? { ...draft, paused: schedule.paused } : schedule;
    set({ view: answer.value, draft: next, failure: null });
    return true;
  };
  return {
    of: null,
    view: null,
    draft: null,
    failure: null,
    saving: false,
    async load(district) {
      if (get().of !== district) set({ of: district, view: null, draft: null, failure: null, saving: false });
      take(district, await window.rosterbridge.shell.schedule({ district }), isScheduleChanged(get()));
    },
    edit(part) {
      const { draft } = get();
      if (draft !== null) set({ draft: { ...draft, ...part } });
    },
    discard: () => set(({ view }) => ({ draft: view?.schedule ?? null, failure: null })),
    async save() {
      const { of: district, draft: schedule } = get();
      if (district === null || schedule === null) return false;
      set({ saving: true });
      const answer = await window.rosterbridge.shell.saveSchedule({ district, schedule });
      // Another district is on screen, and what it saves is its own.
      if (get().of === district) set({ saving: false });
      return take(district, answer, false);
    },
    async pause(pause) {
      const { of: district } = get();
      if (district === null) return;
      take(district, await window.rosterbridge.shell.pauseSchedule({ district, pause }), true);
    },
  };
});

/** Whether there is something to save. */
export function isScheduleChanged({ view, draft }: Pick<ScheduleState, 'view' | 'draft'>): boolean {
  return view !== null && draft !== null && JSON.stringify(view.schedule) !== JSON.stringify(draft);
}

/** Keeps what is shown of a schedule true while it runs. Returns how to stop. */
export function followSchedule(): () => void {
  return window.rosterbridge.on('scheduleChanged', ({ district }) => {
    const { of, load } = useSchedule.getState();
    if (of === district) void load(district);
  });
}
