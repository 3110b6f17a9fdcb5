import type { ClassCount, Headcount, PeopleCount } from '../../../shared/headcount.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import type { HouseRole } from '../desired.ts';
import { isGuardian, roleGroup } from '../map/users.ts';
import { hasLogin, sharedName } from './shared-logins.ts';

/** What a count is made from: the numbers of the newest read, the settings as they would be, and the day in the district. */
export interface CountWorld {
  readonly head: Headcount;
  readonly settings: DistrictSettings;
  readonly today: string;
}

/** ROSTER-RULES C1; a person is of a school that is chosen when any of theirs is. */
export function isChosen({ schools }: DistrictSettings, school: string): boolean {
  return schools.length === 0 || schools.includes(school);
}

export function peopleOf({ head, settings }: CountWorld, group: HouseRole | null): readonly PeopleCount[] {
  return head.people.filter(
    ({ role, schools }) =>
      (group === null ? roleGroup(role) !== null : roleGroup(role) === group) && isOfChosen(head, settings, schools),
  );
}

/** Guardians of the chosen schools, whether they belong to a student or not (C6). */
export function guardiansOf({ head, settings }: CountWorld): readonly PeopleCount[] {
  return head.people.filter(({ role, schools }) => isGuardian(role) && isOfChosen(head, settings, schools));
}

function isOfChosen(head: Headcount, settings: DistrictSettings, schools: readonly string[]): boolean {
  return schools.some((school) => head.schools.some(({ sourcedId }) => sourcedId === school) && isChosen(settings, school));
}

/** Classes that are not over, whether a filter leaves them out or not. */
export function openClassesOf({ head, settings }: CountWorld): readonly ClassCount[] {
  return head.classes.filter(({ school, over }) => !over && isChosen(settings, school));
}

export function sizeOf({ patterns }: PeopleCount): number {
  return sum(patterns, (people) => people);
}

export interface Logins {
  readonly people: number;
  readonly missing: number;
  readonly shared: number;
}

/** Who has what they would sign in with, who has none, and who has the same as somebody else (B1). */
export function loginsOf(world: CountWorld, group: HouseRole): Logins {
  const people = peopleOf(world, group);
  const missing = sum(people, ({ patterns }) =>
    patterns.reduce((none, count, pattern) => (hasLogin(pattern, group, world.settings) ? none : none + count), 0),
  );
  const shared = world.head.shared[sharedName(world.settings)]?.[group] ?? 0;
  return { people: sum(people, sizeOf), missing, shared };
}

export function sum<T>(rows: readonly T[], value: (row: T) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}
