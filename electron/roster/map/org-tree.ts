import type { SisOrg } from '../../sis/schema/rows.ts';
import { byText } from '../text.ts';

/** What an organisation stands below. `unknown`: the SIS names something, but it cannot be told. */
export type OrgParent =
  | { readonly kind: 'top' }
  | { readonly kind: 'org'; readonly sourcedId: string }
  | { readonly kind: 'unknown'; readonly why: 'missing' | 'circle' };

export interface OrgTree {
  /** Organisations above chosen schools that become accounts as well, in order of their ids. */
  readonly above: readonly SisOrg[];
  parentOf(sourcedId: string): OrgParent;
  /** How many are above it. */
  levelOf(sourcedId: string): number;
}

const TOP: OrgParent = { kind: 'top' };

/** One sub-account per school, nothing between. */
export const FLAT: OrgTree = { above: [], parentOf: () => TOP, levelOf: () => 0 };

/**
 * The tree of what stands above the chosen schools (ROSTER-RULES C1): districts, local and state offices as the SIS links them. A
 * school that was not chosen is passed over. Who belongs to themself, over however many others, has no place that can be told.
 */
export function orgTree(orgs: Iterable<SisOrg>, isChosen: (org: SisOrg) => boolean): OrgTree {
  const all = new Map([...orgs].map((org) => [org.sourcedId, org]));
  const parents = new Map<string, OrgParent>();
  const above = new Map<string, SisOrg>();
  const waiting = [...all.values()].filter(isChosen);
  for (let org = waiting.pop(); org !== undefined; org = waiting.pop()) {
    if (parents.has(org.sourcedId)) continue;
    const parent = nearest(org, all, isChosen);
    parents.set(org.sourcedId, parent);
    const next = parent.kind === 'org' ? all.get(parent.sourcedId) : undefined;
    if (next === undefined || isChosen(next)) continue;
    above.set(next.sourcedId, next);
    waiting.push(next);
  }
  for (const sourcedId of circling(parents)) parents.set(sourcedId, { kind: 'unknown', why: 'circle' });
  const levelOf = (sourcedId: string): number => {
    const parent = parents.get(sourcedId) ?? TOP;
    return parent.kind === 'org' ? levelOf(parent.sourcedId) + 1 : 0;
  };
  return {
    above: [...above.values()].sort((a, b) => byText(a.sourcedId, b.sourcedId)),
    parentOf: (sourcedId) => parents.get(sourcedId) ?? TOP,
    levelOf,
  };
}

/** The next one up that becomes an account. */
function nearest(org: SisOrg, all: ReadonlyMap<string, SisOrg>, isChosen: (org: SisOrg) => boolean): OrgParent {
  const passed = new Set<string>();
  let up = org.parent ?? '';
  while (up !== '') {
    const next = all.get(up);
    if (next === undefined || next.status !== 'active') return { kind: 'unknown', why: 'missing' };
    if (next.type !== 'school' || isChosen(next)) return { kind: 'org', sourcedId: up };
    if (passed.has(up)) return { kind: 'unknown', why: 'circle' };
    passed.add(up);
    up = next.parent ?? '';
  }
  return TOP;
}

function circling(parents: ReadonlyMap<string, OrgParent>): string[] {
  return [...parents.keys()].filter((start) => {
    const seen = new Set<string>();
    let at: string = start;
    for (;;) {
      const parent = parents.get(at);
      if (parent?.kind !== 'org' || seen.has(at)) return false;
      seen.add(at);
      at = parent.sourcedId;
      if (at === start) return true;
    }
  });
}
