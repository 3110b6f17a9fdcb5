import type { EntityKind } from '../../../shared/entities.ts';
import type { Hold } from '../../../shared/plan.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import type { HeldRows } from '../../store/store-api.ts';
import { byText } from '../text.ts';
import { type Tally, tallyCounts } from './tally.ts';

/** A hold as a rule found it, with the changes it stops; the plan counts them. */
export interface PlacedHold {
  readonly hold: Omit<Hold, 'count'>;
  readonly rows: HeldRows;
}

/** What every rule of E is judged with. */
export interface HoldRules {
  readonly settings: DistrictSettings;
  readonly schoolName: (school: string) => string;
}

/** A hold on what one kind does at one school; `school` '' is the whole district. */
export function schoolHold(
  rule: string,
  at: { readonly entity: EntityKind; readonly school: string; readonly tail?: string },
  action: 'create' | 'update' | 'delete',
  message: string,
  rules: HoldRules,
): PlacedHold {
  const { entity, school, tail = '' } = at;
  const id = [rule, entity, school, ...(tail === '' ? [] : [tail])].join(':');
  return {
    hold: { id, rule, entity, school, schoolName: rules.schoolName(school), releasable: true, message },
    rows: { entities: [entity], actions: [action], ...(school === '' ? {} : { school }) },
  };
}

/** A hold that only absences seen for the first time call for (D5). */
export function onlySeenOnce({ hold, rows }: PlacedHold): PlacedHold {
  return { hold: { ...hold, firstSight: true }, rows };
}

/** Tallies added up by what `parts` keeps apart, in the order of those parts. */
export function summed(tallies: readonly Tally[], parts: (tally: Tally) => readonly string[]): Tally[] {
  const groups = new Map<string, Tally>();
  for (const tally of tallies) {
    const key = parts(tally).join('\u001f');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { ...tally });
    else for (const name of tallyCounts) group[name] += tally[name];
  }
  return [...groups].sort(([a], [b]) => byText(a, b)).map(([, group]) => group);
}

/** Whether so many of so many are more than a floor and more than a share allow. */
export function exceeds(part: number, whole: number, floor: number, percent: number): boolean {
  return part > floor && part * 100 > whole * percent;
}

/** The share allowed in classes that have not started, where plans still move (E). */
export function comingLimit(percent: number, { comingPercent }: DistrictSettings): number {
  return Math.max(percent, comingPercent);
}
