import { atPlace, identityText, tooManyNewText, updatesText } from './hold-words.ts';
import { comingLimit, exceeds, type HoldRules, type PlacedHold, schoolHold, summed } from './placed-hold.ts';
import type { Tally } from './tally.ts';

/**
 * E6: a school that would grow too much at once, after its first full sync. What a school has none of yet (the first rows of
 * a role, the classes of a coming year) is a first load and no growth.
 * @param tallies of one entity.
 */
export function judgeAdditions(tallies: readonly Tally[], rules: HoldRules): PlacedHold[] {
  const { settings, schoolName } = rules;
  const places = new Map<string, { readonly at: Tally; readonly texts: string[] }>();
  const roles = summed(tallies, ({ school, role, phase }) => [school, role, phase]);
  const grown = roles.filter(({ base }) => base > 0);
  for (const group of summed(grown, ({ school, phase }) => [school, phase])) {
    const { school, phase, created, base } = group;
    const limit = phase === 'coming' ? comingLimit(settings.createPercent, settings) : settings.createPercent;
    if (!exceeds(created, base, settings.createFloor, limit)) continue;
    const known = places.get(school) ?? { at: group, texts: [] };
    known.texts.push(tooManyNewText(group, atPlace(schoolName(school)), limit));
    places.set(school, known);
  }
  return [...places.values()].map(({ at, texts }) => schoolHold('E6', at, 'create', texts.join(' '), rules));
}

/**
 * E7: too many names, logins or ids that change at once, or too many changes of any kind: a feed that shifted its columns
 * looks like this. The floor keeps both from asking about a handful of rows.
 * @param tallies of one entity.
 */
export function judgeUpdates(tallies: readonly Tally[], rules: HoldRules): PlacedHold[] {
  const { identityPercent, identityFloor, updatePercent } = rules.settings;
  return summed(tallies, ({ school }) => [school]).flatMap((group) => {
    const { school, base, identity, updated } = group;
    const place = atPlace(rules.schoolName(school));
    const texts = [
      exceeds(identity, base, identityFloor, identityPercent) ? identityText(group, place, identityPercent) : '',
      exceeds(updated, base, identityFloor, updatePercent) ? updatesText(group, place, updatePercent) : '',
    ].filter((text) => text !== '');
    return texts.length === 0 ? [] : [schoolHold('E7', group, 'update', texts.join(' '), rules)];
  });
}

/** The fields by which a person or class is known (E7). */
const identityFields: ReadonlySet<string> = new Set([
  'name',
  'short_name',
  'long_name',
  'full_name',
  'sortable_name',
  'login_id',
  'integration_id',
]);

export function touchesIdentity(changed: readonly string[]): boolean {
  return changed.some((name) => identityFields.has(name));
}
