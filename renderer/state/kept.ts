import { create } from 'zustand';
import type { EntityKind } from '../../shared/entities.ts';
import type { Override } from '../../shared/plan.ts';

/** What the list of kept rows is narrowed to. `school` is an account id. */
export interface KeptFilters {
  readonly entity: EntityKind | null;
  readonly school: string | null;
  readonly search: string;
}

export const noKeptFilters: KeptFilters = { entity: null, school: null, search: '' };

interface KeptChoice {
  /** The district and its plan whose rows these are: numbers mean nothing in another one, and districts number alike. */
  readonly of: string | null;
  readonly plan: number | null;
  readonly filters: KeptFilters;
  /** Ticked, but without a reason yet. */
  readonly chosen: ReadonlySet<number>;
  /** Decided: number → reason. Sent with apply, then forgotten. */
  readonly overrides: ReadonlyMap<number, string>;
  begin(district: string, plan: number): void;
  filter(change: Partial<KeptFilters>): void;
  choose(numbers: readonly number[]): void;
  leave(numbers: readonly number[]): void;
  leaveAll(): void;
  decide(numbers: Iterable<number>, reason: string): void;
}

export const useKept = create<KeptChoice>()((set, get) => ({
  of: null,
  plan: null,
  filters: noKeptFilters,
  chosen: new Set(),
  overrides: new Map(),
  begin(district, plan) {
    if (get().of === district && get().plan === plan) return;
    set({ of: district, plan, filters: noKeptFilters, chosen: new Set(), overrides: new Map() });
  },
  filter: (change) => set(({ filters }) => ({ filters: { ...filters, ...change } })),
  choose: (numbers) =>
    set(({ chosen, overrides }) => ({ chosen: new Set([...chosen, ...numbers.filter((number) => !overrides.has(number))]) })),
  leave: (numbers) =>
    set(({ chosen, overrides }) => {
      const gone = new Set(numbers);
      return {
        chosen: new Set([...chosen].filter((number) => !gone.has(number))),
        overrides: new Map([...overrides].filter(([number]) => !gone.has(number))),
      };
    }),
  leaveAll: () => set({ chosen: new Set(), overrides: new Map() }),
  decide: (numbers, reason) =>
    set(({ chosen, overrides }) => {
      const decided = new Set(numbers);
      return {
        chosen: new Set([...chosen].filter((number) => !decided.has(number))),
        overrides: new Map([...overrides, ...[...decided].map((number) => [number, reason] as const)]),
      };
    }),
}));

type Choice = Pick<KeptChoice, 'chosen' | 'overrides'>;
const nothingChosen: Choice = { chosen: new Set(), overrides: new Map() };

/** What was chosen for this very preview: a choice made for another one must never be sent with it. */
export function choiceFor(state: Pick<KeptChoice, 'of' | 'plan'> & Choice, district: string, plan: number): Choice {
  return state.of === district && state.plan === plan ? state : nothingChosen;
}

/** The decision's part: rows with the same reason together, in their order. */
export function overridesOf(overrides: ReadonlyMap<number, string>): Override[] {
  const byReason = new Map<string, number[]>();
  for (const [number, reason] of overrides) byReason.set(reason, [...(byReason.get(reason) ?? []), number]);
  return [...byReason].map(([reason, rows]) => ({ reason, rows: rows.sort((a, b) => a - b) }));
}
