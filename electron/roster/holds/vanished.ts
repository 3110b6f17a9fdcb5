import { byText } from '../text.ts';
import { vanishedSchoolText, vanishedTermText } from './hold-words.ts';
import { type HoldRules, type PlacedHold, schoolHold, summed } from './placed-hold.ts';
import type { Tally } from './tally.ts';

interface VanishedTerm {
  readonly label: string;
  /** The removals in its classes: first and last seq of each. */
  readonly ranges: (readonly [number, number])[];
}

/** Schools and terms of ours that the SIS no longer names, though they are not over (E8). */
export class Vanished {
  readonly schools = new Set<string>();
  readonly #terms = new Map<string, VanishedTerm>();

  addTerm(term: string, label: string): void {
    this.#terms.set(term, { label, ranges: [] });
  }

  get hasTerms(): boolean {
    return this.#terms.size > 0;
  }

  /** Removals in a class; nothing when its term is still there. */
  removed(term: string, first: number, last: number): void {
    if (first <= last) this.#terms.get(term)?.ranges.push([first, last]);
  }

  terms(): readonly (readonly [string, VanishedTerm])[] {
    return [...this.#terms].sort(([a], [b]) => byText(a, b));
  }
}

/** E8: whoever would leave because a whole school or term vanished from the SIS waits for a person. */
export function judgeVanished(vanished: Vanished, tallies: readonly Tally[], rules: HoldRules): PlacedHold[] {
  const schools = summed(tallies, ({ entity, school }) => [entity, school])
    .filter(({ school, removed }) => removed > 0 && vanished.schools.has(school))
    .map((group) => {
      const message = vanishedSchoolText(group.entity, group.removed, rules.schoolName(group.school));
      return schoolHold('E8', group, 'delete', message, rules);
    });
  const terms = vanished.terms().flatMap(([term, { label, ranges }]) => {
    const removed = ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
    if (removed === 0) return [];
    const message = vanishedTermText(removed, label);
    const placed = schoolHold('E8', { entity: 'enrollment', school: '', tail: term }, 'delete', message, rules);
    return [{ ...placed, rows: { ...placed.rows, ranges } }];
  });
  return [...schools, ...terms];
}
