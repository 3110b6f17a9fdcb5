import { create } from 'zustand';
import type { EntityKind } from '../../shared/entities.ts';
import type { Failure } from '../../shared/failure.ts';
import type { ChangeAction, ChangeSort, LeaveOut, PlanFacets, PlanSummary } from '../../shared/plan.ts';

/** What the grid is narrowed to. `school` is an account id. */
export interface Filters {
  readonly entity: EntityKind | null;
  readonly action: ChangeAction | null;
  readonly school: string | null;
  readonly hold: string | null;
  readonly rule: string | null;
  readonly sort: ChangeSort;
  readonly search: string;
}

/** What the review shows of a plan: what will be written, what is kept as people edited it, what stays for other reasons. */
export const planViews = ['changes', 'kept', 'stays'] as const;
export type PlanView = (typeof planViews)[number];

export const noFilters: Filters = {
  entity: null,
  action: null,
  school: null,
  hold: null,
  rule: null,
  sort: 'written',
  search: '',
};

interface Review {
  readonly of: string | null;
  /** False until the engine has answered once. */
  readonly loaded: boolean;
  readonly plan: PlanSummary | null;
  /** Was this plan applied already? Then there is nothing left to decide. */
  readonly applied: boolean;
  readonly failure: Failure | null;
  readonly view: PlanView;
  readonly filters: Filters;
  /** Hold id → the reason the admin gave for releasing it. Sent with apply, then forgotten. */
  readonly releases: Readonly<Record<string, string>>;
  /** Number of a change → why it is left out. Sent with apply, then forgotten. */
  readonly leftOut: Readonly<Record<number, string>>;
  /** What the plan's changes can be narrowed to; null until it is known. */
  readonly facets: PlanFacets | null;
  load(district: string): Promise<void>;
  look(view: PlanView): void;
  filter(change: Partial<Filters>): void;
  release(hold: string, reason: string): void;
  takeBack(hold: string): void;
  leaveOut(seq: number, reason: string): void;
  takeIn(seq: number): void;
}

const fresh = {
  loaded: false,
  plan: null,
  applied: false,
  failure: null,
  view: 'changes' as PlanView,
  filters: noFilters,
  releases: {},
  leftOut: {},
  facets: null,
};

export const useReview = create<Review>()((set, get) => ({
  of: null,
  ...fresh,
  async load(district) {
    if (get().of !== district) set({ of: district, ...fresh });
    const [answer, overview] = await Promise.all([
      window.rosterbridge.engine.plan({ district, number: null }),
      window.rosterbridge.engine.overview({ district }),
    ]);
    if (get().of !== district) return;
    if (!answer.ok) return set({ loaded: true, failure: answer.failure });
    const plan = answer.value;
    const lastPlan = overview.ok ? overview.value.lastPlan : null;
    const applied = plan !== null && lastPlan?.number === plan.number && lastPlan.applied;
    if (get().plan?.number === plan?.number) return set({ loaded: true, plan, applied, failure: null });
    const view = plan?.changes === 0 ? 'kept' : 'changes';
    set({ ...fresh, loaded: true, plan, applied, view });
    if (plan === null) return;
    const facets = await window.rosterbridge.engine.facets({ district, plan: plan.number });
    if (facets.ok && get().plan?.number === plan.number) set({ facets: facets.value });
  },
  look: (view) => set({ view }),
  filter: (change) => set(({ filters }) => ({ filters: { ...filters, ...change } })),
  release: (hold, reason) => set(({ releases }) => ({ releases: { ...releases, [hold]: reason } })),
  takeBack: (hold) =>
    set(({ releases }) => ({ releases: Object.fromEntries(Object.entries(releases).filter(([id]) => id !== hold)) })),
  leaveOut: (seq, reason) => set(({ leftOut }) => ({ leftOut: { ...leftOut, [seq]: reason } })),
  takeIn: (seq) =>
    set(({ leftOut }) => ({ leftOut: Object.fromEntries(Object.entries(leftOut).filter(([one]) => Number(one) !== seq)) })),
}));

/** The changes left out, those with the same reason together, as a decision tells them. */
export function leftOutOf(leftOut: Readonly<Record<number, string>>): LeaveOut[] {
  const byReason = new Map<string, number[]>();
  for (const [seq, reason] of Object.entries(leftOut)) byReason.set(reason, [...(byReason.get(reason) ?? []), Number(seq)]);
  return [...byReason].map(([reason, changes]) => ({ reason, changes }));
}
