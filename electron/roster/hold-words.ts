import type { EntityKind } from '../../shared/entities.ts';

/** Sentences of holds, for a school admin: whole, in number, without our own words. */

const nouns: Readonly<Record<EntityKind, readonly [one: string, many: string]>> = {
  account: ['school', 'schools'],
  term: ['term', 'terms'],
  course: ['course', 'courses'],
  section: ['section', 'sections'],
  user: ['person', 'people'],
  enrollment: ['enrollment', 'enrollments'],
  observer: ['observer', 'observers'],
};

const roleNouns: Readonly<Record<string, string>> = { student: 'student', teacher: 'teacher', ta: 'teaching assistant' };

/** "1 course", "12 enrollments". */
export function counted(count: number, entity: EntityKind): string {
  return `${count} ${nouns[entity][count === 1 ? 0 : 1]}`;
}

/** What stands for the school of things that belong to none. */
export const DISTRICT = 'the district';

/** "at Lincoln High", "in the district". */
export function atPlace(schoolName: string): string {
  return schoolName === DISTRICT ? `in ${DISTRICT}` : `at ${schoolName}`;
}

/** A share as whole percent; with a tenth where it would otherwise look as if it kept the limit. */
function percent(part: number, whole: number, limit: number): string {
  const share = (part * 100) / Math.max(whole, 1);
  return `${Math.round(share) > limit ? Math.round(share) : Math.ceil(share * 10) / 10} %`;
}

/** E2. @param limit percentage above which removals wait. */
export function tooManyText(
  facts: { readonly entity: EntityKind; readonly removed: number; readonly base: number; readonly upcoming: boolean },
  place: string,
  limit: number,
): string {
  const { entity, removed, base, upcoming } = facts;
  const classes = upcoming ? ' in classes that have not started' : '';
  return `${removed} of ${counted(base, entity)} ${place}${classes} would be removed (${percent(removed, base, limit)}). That is more than the ${limit} % you allow at once.`;
}

/** E4. */
export function nothingLeftText(entity: EntityKind, role: string, base: number, place: string): string {
  const [one, many] = nouns[entity];
  const kind = role === '' ? '' : `${roleNouns[role] ?? role} `;
  const what = base === 1 ? `The only ${kind}${one} ${place}` : `All ${base} ${kind}${many} ${place}`;
  return `${what} would be removed. Removals of ${many} there wait until you release them.`;
}

/** One row tells its own reason; several are summed up, with one of them as the example. */
export function rowHoldText(rule: string, entity: EntityKind, count: number, place: string, example: string): string {
  return count === 1 ? example : `${counted(count, entity)} ${place} ${sharedReason(rule, entity)} One of them: ${example}`;
}

/** What several rows that wait for the same reason have in common. */
function sharedReason(rule: string, entity: EntityKind): string {
  switch (rule) {
    case 'B':
      return 'wait for an id of their own.';
    case 'B1':
      return 'wait for a login of their own.';
    case 'B2':
      return 'wait because their login is, or was, somebody else’s in Canvas.';
    case 'C2':
      return 'wait for a session in the SIS.';
    case 'D2':
      return 'would leave a class without a teacher.';
    default:
      return `wait for ${parentWords[entity]} they belong to.`;
  }
}

const parentWords: Readonly<Record<EntityKind, string>> = {
  account: 'the school',
  term: 'the session',
  course: 'the school or term',
  section: 'the course',
  user: 'the school',
  enrollment: 'the person or class',
  observer: 'the people',
};
