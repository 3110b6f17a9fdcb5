import type { EntityKind } from '../../shared/entities.ts';
import type { Hold } from '../../shared/plan.ts';
import type { DistrictSettings } from '../../shared/settings.ts';
import type { Tally } from './tally.ts';
import { byText } from './text.ts';

/** A hold on all removals of an entity at a school. */
export interface RemovalHold {
  readonly hold: Omit<Hold, 'count'>;
  readonly entity: EntityKind;
  readonly school: string;
}

const plural: Readonly<Record<EntityKind, string>> = {
  account: 'schools',
  term: 'terms',
  course: 'courses',
  section: 'sections',
  user: 'people',
  enrollment: 'enrollments',
  observer: 'observers',
};

const roleWords: Readonly<Record<string, string>> = { student: 'students', teacher: 'teachers', ta: 'teaching assistants' };

/** E2 and E4: a school that would lose too much at once waits for a person, whatever the reason (a bad feed looks just like it). */
export function judgeRemovals(
  tallies: readonly Tally[],
  settings: DistrictSettings,
  schoolName: (school: string) => string,
): RemovalHold[] {
  const ordered = [...tallies].sort((a, b) => byText(a.entity + a.school + a.role, b.entity + b.school + b.role));
  return [...tooMany(ordered, settings, schoolName), ...nothingLeft(ordered, schoolName)];
}

/** E2: more than 10 % and more than 10 rows of an entity at a school (both are settings). */
function* tooMany(
  tallies: readonly Tally[],
  settings: DistrictSettings,
  schoolName: (school: string) => string,
): Generator<RemovalHold> {
  for (const group of bySchool(tallies)) {
    const { entity, school } = group;
    if (group.removed <= settings.deleteFloor || group.removed * 100 <= group.base * settings.deletePercent) continue;
    const name = schoolName(school);
    const share = Math.round((group.removed * 100) / Math.max(group.base, 1));
    yield {
      entity,
      school,
      hold: {
        id: `E2:${entity}:${school}`,
        rule: 'E2',
        entity,
        school,
        schoolName: name,
        releasable: true,
        message: `${group.removed} of ${group.base} ${plural[entity]} at ${name} would be removed (${share} %). The limit is ${settings.deletePercent} % and ${settings.deleteFloor} rows.`,
      },
    };
  }
}

/** E4: nothing left of an entity × school × role. */
function* nothingLeft(tallies: readonly Tally[], schoolName: (school: string) => string): Generator<RemovalHold> {
  for (const { entity, school, role, base, removed, wanted } of tallies) {
    if (base === 0 || removed === 0 || wanted > 0) continue;
    const name = schoolName(school);
    const whom = role === '' ? plural[entity] : `${roleWords[role] ?? role}' enrollments`;
    yield {
      entity,
      school,
      hold: {
        id: `E4:${entity}:${school}${role === '' ? '' : `:${role}`}`,
        rule: 'E4',
        entity,
        school,
        schoolName: name,
        releasable: true,
        message: `None of the ${base} ${whom} at ${name} would be left. All removals there wait.`,
      },
    };
  }
}

function bySchool(tallies: readonly Tally[]): { entity: EntityKind; school: string; base: number; removed: number }[] {
  const groups = new Map<string, { entity: EntityKind; school: string; base: number; removed: number }>();
  for (const { entity, school, base, removed } of tallies) {
    const key = `${entity}\u001f${school}`;
    const group = groups.get(key) ?? { entity, school, base: 0, removed: 0 };
    group.base += base;
    group.removed += removed;
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The hold a single row brings with it, gathered per rule, entity and school. */
export function rowHold(rule: string, entity: EntityKind, school: string, schoolName: string, text: string, count: number): Hold {
  return {
    id: rowHoldId(rule, entity, school),
    rule,
    entity,
    school,
    schoolName,
    count,
    message: text,
    releasable: rule === 'D2',
  };
}

export function rowHoldId(rule: string, entity: EntityKind, school: string): string {
  return `${rule}:${entity}:${school}`;
}

/** Safety holds stop a scheduled run as a whole; a row that lacks data waits alone and stops nothing else. */
export function isSafetyHold(hold: Hold): boolean {
  return hold.rule.startsWith('E') && hold.rule !== 'E13';
}
