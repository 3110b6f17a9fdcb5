import { atPlace, districtText, nothingLeftText, probationText, savedUpText, tooManyText } from './hold-words.ts';
import { comingLimit, exceeds, type HoldRules, type PlacedHold, schoolHold, summed } from './placed-hold.ts';
import type { Tally } from './tally.ts';

/** E2, E3 and E4: who would lose too much at once waits for a person, whatever the reason (a bad feed looks just like it). */
export function judgeRemovals(tallies: readonly Tally[], rules: HoldRules): PlacedHold[] {
  return [...tooMany(tallies, rules), ...tooManyInDistrict(tallies, rules), ...nothingLeft(tallies, rules)];
}

/**
 * E2: more than 10 % and more than 10 rows of an entity at a school (both are settings). Running classes and those that have
 * not started are measured apart, but one hold stops all removals there, or releasing it would not let anything go.
 */
function* tooMany(tallies: readonly Tally[], rules: HoldRules): Generator<PlacedHold> {
  const { settings, schoolName } = rules;
  const places = new Map<string, { readonly at: Tally; readonly texts: string[] }>();
  for (const group of summed(tallies, ({ entity, school, phase }) => [entity, school, phase])) {
    const { entity, school, phase, removed, base } = group;
    const limit = phase === 'coming' ? comingLimit(settings.deletePercent, settings) : settings.deletePercent;
    if (!exceeds(removed, base, settings.deleteFloor, limit)) continue;
    const place = `${entity}\u001f${school}`;
    const known = places.get(place) ?? { at: group, texts: [] };
    known.texts.push(tooManyText(group, atPlace(schoolName(school)), limit));
    places.set(place, known);
  }
  for (const { at, texts } of places.values()) yield schoolHold('E2', at, 'delete', texts.join(' '), rules);
}

/** E3: the whole district, where every school for itself stays below E2. */
function* tooManyInDistrict(tallies: readonly Tally[], rules: HoldRules): Generator<PlacedHold> {
  const { districtUsers, districtPercent, districtFloor } = rules.settings;
  for (const { entity, removed, base } of summed(tallies.filter(isLive), ({ entity }) => [entity])) {
    const limit = entity === 'user' ? districtUsers : Math.max(districtFloor, Math.floor((base * districtPercent) / 100));
    if ((entity !== 'user' && entity !== 'enrollment') || removed <= limit) continue;
    yield schoolHold('E3', { entity, school: '' }, 'delete', districtText(entity, removed, base, limit), rules);
  }
}

/** E4: nothing left of an entity × school × role. All removals there wait: a feed that lost one role is suspect. */
function* nothingLeft(tallies: readonly Tally[], rules: HoldRules): Generator<PlacedHold> {
  for (const { entity, school, role, base, removed, left } of summed(tallies.filter(isLive), (t) => [
    t.entity,
    t.school,
    t.role,
  ])) {
    if (base === 0 || removed === 0 || left > 0) continue;
    const message = nothingLeftText(entity, role, base, atPlace(rules.schoolName(school)));
    yield schoolHold('E4', { entity, school, tail: role }, 'delete', message, rules);
  }
}

/** D1: what belongs to a class that is over is neither a loss nor what is left. */
function isLive({ phase }: Tally): boolean {
  return phase !== 'over';
}

/** How a run came about, as D7 needs it. */
export interface Watch {
  /** Nobody is watching. */
  readonly scheduled: boolean;
  /** Earlier runs nobody watched that came as far as a plan. */
  readonly scheduledRuns: number;
}

/** D7: the first scheduled runs remove nobody, and in additions-only mode no run does. */
export function* judgeProbation(tallies: readonly Tally[], rules: HoldRules, watch: Watch): Generator<PlacedHold> {
  const { additionsOnly, probationRuns } = rules.settings;
  const onProbation = watch.scheduled && watch.scheduledRuns < probationRuns;
  if (!additionsOnly && !onProbation) return;
  for (const { entity, removed } of summed(tallies, ({ entity }) => [entity])) {
    if (removed === 0) continue;
    const message = additionsOnly
      ? savedUpText(entity, removed)
      : probationText(entity, removed, watch.scheduledRuns, probationRuns);
    yield schoolHold('D7', { entity, school: '' }, 'delete', message, rules);
  }
}
