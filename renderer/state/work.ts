import { create } from 'zustand';
import type { Failure } from '../../shared/failure.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { Decision } from '../../shared/plan.ts';
import type { Removal } from '../../shared/removal.ts';
import type { Progress, Run } from '../../shared/run.ts';

export type JobKind = Run['kind'];

/** Long work of one district, ours or started elsewhere (schedule, before the window was reopened). */
export interface Job {
  readonly kind: JobKind;
  readonly progress: Progress | null;
  readonly cancelling: boolean;
}

/** How the last job of a district ended, until the next one starts. */
export interface JobEnd {
  readonly kind: JobKind;
  readonly run: Run | null;
  readonly failure: Failure | null;
}

interface Work {
  readonly jobs: Readonly<Record<string, Job>>;
  readonly ends: Readonly<Record<string, JobEnd>>;
  /** Grows whenever something ended, so that screens read again. */
  readonly ended: number;
  makePlan(district: string): Promise<void>;
  /** A plan of nothing but the ids that the SIS issued again. */
  planRemap(district: string): Promise<void>;
  evaluate(district: string): Promise<void>;
  apply(district: string, decision: Decision): Promise<void>;
  /** Removes one object at a person's word (ROSTER-RULES D4); a refusal is told where it was asked for, and nowhere else. */
  remove(district: string, removal: Removal): Promise<Outcome<Run>>;
  cancel(district: string): Promise<void>;
  forget(district: string): void;
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([one]) => one !== key));
}

/** Runs that ended: late progress of theirs must not bring the job back. */
const endedRuns = new Set<string>();

export const useWork = create<Work>()((set, get) => {
  const begin = (district: string, kind: JobKind) =>
    set((state) => ({
      jobs: { ...state.jobs, [district]: { kind, progress: null, cancelling: false } },
      ends: without(state.ends, district),
    }));
  const finish = (district: string, end: JobEnd) => {
    if (end.run) endedRuns.add(end.run.id);
    set((state) => ({
      jobs: without(state.jobs, district),
      ends: { ...state.ends, [district]: end },
      ended: state.ended + 1,
    }));
  };
  const plan = async (district: string, make: typeof window.rosterbridge.engine.makePlan) => {
    begin(district, 'plan');
    const answer = await make({ district });
    finish(
      district,
      answer.ok
        ? { kind: 'plan', run: answer.value.run, failure: answer.value.run.failure }
        : { kind: 'plan', run: null, failure: answer.failure },
    );
  };
  return {
    jobs: {},
    ends: {},
    ended: 0,
    makePlan: (district) => plan(district, window.rosterbridge.engine.makePlan),
    planRemap: (district) => plan(district, window.rosterbridge.engine.planRemap),
    async evaluate(district) {
      begin(district, 'evaluate');
      const answer = await window.rosterbridge.engine.evaluate({ district });
      finish(district, { kind: 'evaluate', run: null, failure: answer.ok ? null : answer.failure });
    },
    async apply(district, decision) {
      begin(district, 'apply');
      const answer = await window.rosterbridge.engine.apply({ district, decision });
      finish(
        district,
        answer.ok
          ? { kind: 'apply', run: answer.value, failure: answer.value.failure }
          : { kind: 'apply', run: null, failure: answer.failure },
      );
    },
    async remove(district, removal) {
      begin(district, 'apply');
      const answer = await window.rosterbridge.engine.remove({ district, removal });
      if (answer.ok) finish(district, { kind: 'apply', run: answer.value, failure: answer.value.failure });
      else set((state) => ({ jobs: without(state.jobs, district) }));
      return answer;
    },
    async cancel(district) {
      const job = get().jobs[district];
      if (!job) return;
      set((state) => ({ jobs: { ...state.jobs, [district]: { ...job, cancelling: true } } }));
      await window.rosterbridge.engine.cancel({ district });
    },
    forget: (district) => set((state) => ({ ends: without(state.ends, district) })),
  };
});

const writing: ReadonlySet<string> = new Set(['approved', 'sending', 'confirming']);

/** Takes progress from the engine into the store. Returns how to stop. */
export function followWork(): () => void {
  const stops = [
    window.rosterbridge.on('progressed', (progress) => {
      if (endedRuns.has(progress.run)) return;
      const { jobs } = useWork.getState();
      const job = jobs[progress.district];
      const kind = job?.kind ?? (writing.has(progress.state) ? 'apply' : 'plan');
      useWork.setState({ jobs: { ...jobs, [progress.district]: { kind, cancelling: job?.cancelling ?? false, progress } } });
    }),
    window.rosterbridge.on('runEnded', ({ district, run }) => {
      endedRuns.add(run.id);
      useWork.setState((state) => ({
        jobs: without(state.jobs, district),
        ends: { ...state.ends, [district]: { kind: run.kind, run, failure: run.failure } },
        ended: state.ended + 1,
      }));
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Shows work that began before this window did; its progress and end arrive as events. */
export function takeUpJob(district: string, kind: JobKind): void {
  useWork.setState(({ jobs }) =>
    jobs[district] ? {} : { jobs: { ...jobs, [district]: { kind, progress: null, cancelling: false } } },
  );
}
