import type { EntityKind } from '../../shared/entities.ts';
import type { Hold } from '../../shared/plan.ts';
import type { DistrictSettings } from '../../shared/settings.ts';
import { atPlace, nothingLeftText, rowHoldText, tooManyText } from './hold-words.ts';
import type { Tally } from './tally.ts';
import { byText } from './text.ts';

/** A hold on all removals of an entity at a school. */
export interface RemovalHold {
  readonly hold: Omit<Hold, 'count'>;
  readonly entity: EntityKind;
  readonly school: string;
}

type SchoolName = (school: string) => string;

/** E2: in classes that have not started, this many percent may move before anybody is asked. */
const UPCOMING_PERCENT = 50;

/** E2 and E4: a school that would lose too much at once waits for a person, whatever the reason (a bad feed looks just like it). */
export function judgeRemovals(tallies: readonly Tally[], settings: DistrictSettings, schoolName: SchoolName): RemovalHold[] {
  return [...tooMany(tallies, settings, schoolName), ...nothingLeft(tallies, schoolName)];
}

/**
 * E2: more than 10 % and more than 10 rows of an entity at a school (both are settings). Running classes and those that have
 * not started are measured apart, but one hold stops all removals there, or releasing it would not let anything go.
 */
function* tooMany(tallies: readonly Tally[], settings: DistrictSettings, schoolName: SchoolName): Generator<RemovalHold> {
  const messages = new Map<string, { readonly entity: EntityKind; readonly school: string; readonly texts: string[] }>();
  for (const group of summed(tallies, ({ entity, school, upcoming }) => [entity, school, upcoming ? 'upcoming' : ''])) {
    const { entity, school, upcoming, removed, base } = group;
    const limit = upcoming ? Math.max(UPCOMING_PERCENT, settings.deletePercent) : settings.deletePercent;
    if (removed <= settings.deleteFloor || removed * 100 <= base * limit) continue;
    const id = `E2:${entity}:${school}`;
    const known = messages.get(id) ?? { entity, school, texts: [] };
    known.texts.push(tooManyText(group, atPlace(schoolName(school)), limit));
    messages.set(id, known);
  }
  for (const [id, { entity, school, texts }] of messages) {
    const message = texts.join(' ');
    yield { entity, school, hold: { id, rule: 'E2', entity, school, schoolName: schoolName(school), releasable: true, message } };
  }
}

/** E4: nothing left of an entity × school × role. All removals there wait: a feed that lost one role is suspect. */
function* nothingLeft(tallies: readonly Tally[], schoolName: SchoolName): Generator<RemovalHold> {
  for (const { entity, school, role, base, removed, left } of summed(tallies, (t) => [t.entity, t.school, t.role])) {
    if (base === 0 || removed === 0 || left > 0) continue;
    const name = schoolName(school);
    const id = `E4:${entity}:${school}${role === '' ? '' : `:${role}`}`;
    const message = nothingLeftText(entity, role, base, atPlace(name));
    yield { entity, school, hold: { id, rule: 'E4', entity, school, schoolName: name, releasable: true, message } };
  }
}

/** Tallies added up by what `parts` keeps apart, in the order of those parts. */
function summed(tallies: readonly Tally[], parts: (tally: Tally) => readonly string[]): Tally[] {
  const groups = new Map<string, Tally>();
  for (const tally of tallies) {
    const key = parts(tally).join('\u001f');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { ...tally });
    else {
      group.base += tally.base;
      group.removed += tally.removed;
      group.left += tally.left;
    }
  }
  return [...groups].sort(([a], [b]) => byText(a, b)).map(([, group]) => group);
}

/** A hold that single rows bring with them, gathered per rule, entity and school. @param example one row's sentence. */
export function rowHold(
  rule: string,
  entity: EntityKind,
  school: string,
  schoolName: string,
  rows: { readonly count: number; readonly example: string },
): Hold {
  const { count, example } = rows;
  const message = rowHoldText(rule, entity, count, atPlace(schoolName), example);
  // D2 and B2 are questions a person may answer; the others end when the records are mended.
  const releasable = rule === 'D2' || rule === 'B2';
  return { id: rowHoldId(rule, entity, school), rule, entity, school, schoolName, count, message, releasable };
}

export function rowHoldId(rule: string, entity: EntityKind, school: string): string {
  return `${rule}:${entity}:${school}`;
}

/** Safety holds stop a scheduled run as a whole; a row that lacks data waits alone and stops nothing else. */
export function isSafetyHold(hold: Hold): boolean {
  return hold.rule.startsWith('E') && hold.rule !== 'E13';
}
