import type { Headcount, PeopleCount } from '../../../shared/headcount.ts';
import type { SettingCount, SettingCounts } from '../../../shared/setting-counts.ts';
import type { SettingKey } from '../../../shared/setting-words.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import { classFilters, UserIdSource } from '../../../shared/settings.ts';
import { plainId } from '../conversion/traits.ts';
import type { HouseRole } from '../desired.ts';
import { filteredOut } from '../map/class-filters.ts';
import { leadTimes } from '../map/lead-times.ts';
import { courseModels } from '../map/placement.ts';
import { idSourceOf } from '../map/users.ts';
import { type CountWorld, guardiansOf, isChosen, loginsOf, openClassesOf, peopleOf, sizeOf, sum } from './chosen.ts';
import { hasEither } from './shared-logins.ts';
import { dayExample, longDate, staffExample } from './time-examples.ts';

interface Counted {
  readonly now: SettingCount | null;
  readonly options?: Readonly<Record<string, SettingCount>>;
}

type CountOf = (world: CountWorld) => Counted;

/** What every setting yields; null where nothing in the SIS tells. A new setting does not compile before somebody has said which. */
const countsOf: { readonly [K in SettingKey]: CountOf | null } = {
  timeZone: ({ today }) => ({ now: said(`There it is ${longDate(today)}.`, {}) }),
  sessionEndDate: byOption('sessionEndDate', ['last-day', 'day-after'], dayExample),
  enrollmentEndDate: byOption('enrollmentEndDate', ['last-day', 'day-after'], enrollmentEnds),
  schools: schoolCounts,
  accounts: null,
  parentAccount: null,
  accountId: byOption('accountId', ['sourcedId', 'identifier'], schoolIds),
  studentUserId: idCounts('studentUserId', 'student'),
  staffUserId: idCounts('staffUserId', 'staff'),
  observerUserId: byOption('observerUserId', ['sourcedId', 'identifier'], guardianIds),
  studentLogin: byOption('studentLogin', ['username', 'email', 'identifier'], (world) => loginCount(world, ['student'])),
  staffLogin: byOption('staffLogin', ['username', 'email', 'identifier'], (world) => loginCount(world, ['staff'])),
  observerLogin: byOption('observerLogin', ['username', 'email', 'identifier'], (world) =>
    guardianCount(world, world.settings.observerLogin, world.settings.loginFallback),
  ),
  loginFallback: byOption('loginFallback', ['none', 'email', 'identifier'], (world) => loginCount(world, ['student', 'staff'])),
  preferredNames: preferredCount,
  authenticationProvider: null,
  followedSessions: null,
  keptSessions: null,
  staffDaysAfterTerm: (world) => ({ now: staffExample(world) }),
  courseModel: byOption('courseModel', courseModels, courseCount),
  classFilters: filterCounts,
  emptyClasses: byOption('emptyClasses', ['before-start', 'at-once', 'never'], emptyCount),
  emptyClassLeadDays: (world) => ({ now: world.settings.emptyClasses === 'before-start' ? emptyCount(world) : null }),
  courseLeadDays: (world) => ({ now: leadCount(world, 'classes') }),
  studentLeadDays: (world) => ({ now: leadCount(world, 'students') }),
  observers: (world) => ({ now: guardianCount(world, world.settings.observerLogin, world.settings.loginFallback, 'a login') }),
  noContact: null,
  protectedPeople: null,
  adoptExisting: null,
  carryDates: null,
  dropStatus: null,
  dropGraceDays: null,
  dropLeadDays: null,
  suspendLeavers: null,
  suspendAfterDays: null,
  suspendFromDay: null,
  suspendDisabled: disabledCount,
  disabledPercent: disabledCount,
  additionsOnly: null,
  probationRuns: null,
  safePartsProceed: null,
  keepRunDays: null,
  keepPreviewDays: null,
  comingPercent: null,
  deletePercent: null,
  deleteFloor: null,
  districtUsers: null,
  districtPercent: null,
  districtFloor: null,
  classFloor: null,
  classPercent: null,
  classesFloor: null,
  classesPercent: null,
  createPercent: null,
  createFloor: null,
  identityPercent: null,
  identityFloor: null,
  updatePercent: null,
  reissuePercent: null,
  samePerson: null,
};

/** What each setting would yield with these settings, and what its other values would, from the newest read of the SIS. */
export function countSettings(head: Headcount | null, settings: DistrictSettings, today: string): SettingCounts {
  if (head === null) return { takenAt: null, schoolsUnread: false, counts: {}, schools: [] };
  const world = { head, settings, today };
  const counts: SettingCounts['counts'] = {};
  for (const [key, countOf] of Object.entries(countsOf)) {
    if (countOf === null) continue;
    const { now, options = {} } = countOf(world);
    counts[key] = { now, options: { ...options } };
  }
  return {
    takenAt: head.takenAt,
    schoolsUnread: head.schools.some(({ sourcedId, chosen }) => !chosen && isChosen(settings, sourcedId)),
    counts,
    schools: head.schools.map(({ sourcedId, name }) => ({ sourcedId, name })),
  };
}

/** The same count for each value of one setting, everything else as it is. */
function byOption<K extends SettingKey>(
  key: K,
  options: readonly (DistrictSettings[K] & string)[],
  count: (world: CountWorld) => SettingCount | null,
): CountOf {
  return (world) => {
    const counted: Record<string, SettingCount> = {};
    for (const option of options) {
      const one = count({ ...world, settings: { ...world.settings, [key]: option } });
      if (one !== null) counted[option] = one;
    }
    return { now: count(world), options: counted };
  };
}

function enrollmentEnds({ head: { ends }, settings }: CountWorld): SettingCount | null {
  const fit = settings.enrollmentEndDate === 'last-day' ? ends.onLastDay : ends.onDayAfter;
  const dated = ends.onLastDay + ends.onDayAfter + ends.elsewhere;
  if (dated === 0) return null;
  const better = Math.max(ends.onLastDay, ends.onDayAfter);
  return said(
    `So read, ${number(fit)} of ${number(dated)} enrollments with an end date end with their class.`,
    { withClass: fit, dated, undated: ends.none },
    fit < better,
  );
}

function schoolCounts(world: CountWorld): Counted {
  const { head, settings } = world;
  const options: Record<string, SettingCount> = {};
  for (const { sourcedId, classes } of head.schools) {
    const alone = { ...world, settings: { ...settings, schools: [sourcedId] } };
    const [students, staff] = [sum(peopleOf(alone, 'student'), sizeOf), sum(peopleOf(alone, 'staff'), sizeOf)];
    options[sourcedId] = said(inWords({ classes, students, staff }), { classes, students, staff });
  }
  const chosen = head.schools.filter(({ sourcedId }) => isChosen(settings, sourcedId));
  const unknown = settings.schools.filter((school) => !head.schools.some(({ sourcedId }) => sourcedId === school)).length;
  const classes = sum(chosen, (school) => school.classes);
  const [students, staff] = [sum(peopleOf(world, 'student'), sizeOf), sum(peopleOf(world, 'staff'), sizeOf)];
  const gone = unknown === 0 ? '' : ` ${plural(unknown, 'chosen school is', 'chosen schools are')} not in the SIS.`;
  const numbers = { schools: chosen.length, classes, students, staff, unknown };
  const text = `${plural(chosen.length, 'school', 'schools')}: ${inWords({ classes, students, staff })}.${gone}`;
  return { now: said(text, numbers, unknown > 0 || chosen.length === 0), options };
}

function inWords({ classes, students, staff }: { classes: number; students: number; staff: number }): string {
  return `${plural(classes, 'class', 'classes')}, ${plural(students, 'student', 'students')}, ${number(staff)} staff`;
}

function schoolIds({ head, settings }: CountWorld): SettingCount {
  const chosen = head.schools.filter(({ sourcedId }) => isChosen(settings, sourcedId));
  const have = settings.accountId === 'sourcedId' ? chosen.length : chosen.filter(({ identifier }) => identifier).length;
  const rest = chosen.length - have;
  const instead = rest === 0 ? '' : ` ${number(rest)} without one get the record number.`;
  return said(
    `${number(have)} of ${plural(chosen.length, 'school', 'schools')} have one.${instead}`,
    { have, missing: rest },
    rest > 0,
  );
}

function personIds(world: CountWorld, group: HouseRole): SettingCount {
  const source = idSourceOf(group, world.settings);
  const people = sum(peopleOf(world, group), sizeOf);
  if (source !== 'sourcedId' && source !== 'identifier') return ownIds(peopleOf(world, group), source);
  if (source === 'sourcedId') return said(`All ${number(people)} have one.`, { have: people, held: 0, missing: 0, shared: 0 });
  const asLogin = { studentLogin: 'identifier', staffLogin: 'identifier', loginFallback: 'none' } as const;
  const { missing } = loginsOf({ ...world, settings: { ...world.settings, ...asLogin } }, group);
  return whoWaits(people, missing, world.head.sharedIdentifiers[group], 'have one of their own');
}

/** Who shares a value of such a source shows when it is chosen and previewed: only how many have one is counted before. */
function ownIds(people: readonly PeopleCount[], source: string): SettingCount {
  const all = sum(people, sizeOf);
  const have = sum(people, ({ ids }) => ids[spelling(ids, source)] ?? 0);
  const rest = all === have ? '' : ` ${number(all - have)} would wait.`;
  return said(`${number(have)} of ${number(all)} have one.${rest}`, { have, held: all - have, missing: all - have }, have < all);
}

/** Types of numbers are one whatever their spelling, fields are not. */
function spelling(ids: Readonly<Record<string, number>>, source: string): string {
  if (!source.startsWith('userIds:')) return source;
  return Object.keys(ids).find((one) => one.startsWith('userIds:') && plainId(one) === plainId(source)) ?? source;
}

/** The two fields everybody has, and those that the people of these schools have. */
function idCounts(key: 'studentUserId' | 'staffUserId', group: HouseRole): CountOf {
  return (world) => {
    const own = new Set(peopleOf(world, group).flatMap(({ ids }) => Object.keys(ids)));
    const sources = ['sourcedId', 'identifier', ...[...own].sort()].flatMap((one) => UserIdSource.safeParse(one).data ?? []);
    return byOption(key, sources, (one) => personIds(one, group))(world);
  };
}

function loginCount(world: CountWorld, groups: readonly HouseRole[]): SettingCount {
  const logins = groups.map((group) => loginsOf(world, group));
  const total = (key: 'people' | 'missing' | 'shared') => sum(logins, (one) => one[key]);
  return whoWaits(total('people'), total('missing'), total('shared'), 'can sign in');
}

function whoWaits(people: number, missing: number, shared: number, ready: string): SettingCount {
  const held = missing + shared;
  const numbers = { have: people - missing, held, missing, shared };
  if (held === 0) return said(`All ${number(people)} have one of their own.`, numbers);
  const why = [missing > 0 ? `${number(missing)} without` : '', shared > 0 ? `${number(shared)} share theirs` : ''].filter(
    Boolean,
  );
  return said(
    `${number(people - held)} of ${number(people)} ${ready}; ${number(held)} would wait (${why.join(', ')}).`,
    numbers,
    true,
  );
}

/** C6: of the guardians the SIS sends, those who could come. */
function guardianCount(world: CountWorld, first: string, second: string, what = 'one'): SettingCount {
  const all = guardiansOf(world);
  const guardians = sum(all, sizeOf);
  if (guardians === 0) return said('The SIS sends no guardians.', { guardians, have: 0 });
  const have = sum(all, ({ patterns }) =>
    patterns.reduce((total, people, pattern) => total + (hasEither(pattern, first, second) ? people : 0), 0),
  );
  const waits = guardians - have;
  const rest = waits === 0 ? '' : ` ${number(waits)} would wait.`;
  return said(
    `${number(have)} of ${plural(guardians, 'guardian has', 'guardians have')} ${what}.${rest}`,
    { guardians, have },
    waits > 0,
  );
}

function guardianIds(world: CountWorld): SettingCount | null {
  const { observerUserId } = world.settings;
  if (observerUserId !== 'sourcedId' && observerUserId !== 'identifier') return null;
  if (observerUserId === 'identifier') return guardianCount(world, 'identifier', 'identifier');
  const guardians = sum(guardiansOf(world), sizeOf);
  return said(`All ${number(guardians)} have one.`, { guardians, have: guardians });
}

function preferredCount(world: CountWorld): Counted {
  const people = peopleOf(world, null);
  const preferred = sum(people, (one) => one.preferred);
  const text =
    preferred === 0 ? 'Nobody has one in the SIS.' : `${plural(preferred, 'person has', 'people have')} one in the SIS.`;
  return { now: said(text, { preferred, people: sum(people, sizeOf) }) };
}

/** C9: whom the SIS disabled, and whether so many are believed. */
function disabledCount(world: CountWorld): Counted {
  const all = peopleOf(world, null);
  const [people, disabled] = [sum(all, sizeOf), sum(all, (one) => one.disabled)];
  const { suspendDisabled, disabledPercent } = world.settings;
  const many = disabled > 0 && disabled * 100 >= people * disabledPercent;
  const then = disabled === 0 || !suspendDisabled ? '' : many ? ' That is too many to be believed.' : ' They are suspended.';
  const text = `${plural(disabled, 'person is', 'people are')} disabled in the SIS, of ${number(people)}.${then}`;
  return { now: said(text, { disabled, people }, many && suspendDisabled) };
}

function courseCount({ head, settings }: CountWorld): SettingCount {
  const chosen = head.models.filter(({ school }) => isChosen(settings, school));
  const [courses, sections] = [sum(chosen, (one) => one[settings.courseModel]), sum(chosen, (one) => one.class)];
  return said(`${plural(courses, 'course', 'courses')} for ${plural(sections, 'class', 'classes')}.`, { courses, sections });
}

function filterCounts(world: CountWorld): Counted {
  const open = openClassesOf(world);
  const options: Record<string, SettingCount> = {};
  for (const filter of classFilters) {
    const classes = sum(open, (one) => (one.kinds.includes(filter) ? one.classes : 0));
    options[filter] = said(plural(classes, 'class', 'classes'), { classes });
  }
  const out = sum(open, (one) =>
    one.kinds.some((kind) => world.settings.classFilters.some((f) => f === kind)) ? one.classes : 0,
  );
  const all = sum(open, ({ classes }) => classes);
  const text =
    out === 0
      ? `All ${plural(all, 'class', 'classes')} come to Canvas.`
      : `${number(out)} of ${plural(all, 'class', 'classes')} left out.`;
  return { now: said(text, { leftOut: out, classes: all }), options };
}

/** C5, as mapping judges it: what a preset leaves out already is not counted again. */
function emptyCount({ today, ...world }: CountWorld): SettingCount {
  const { settings } = world;
  const empty = openClassesOf({ ...world, today }).filter(({ kinds }) => kinds.includes('no-students'));
  const waiting = empty.filter(({ kinds, starts }) => filteredOut(kinds, starts, settings, today)?.filter === 'no-students');
  const [all, waits] = [sum(empty, ({ classes }) => classes), sum(waiting, ({ classes }) => classes)];
  if (all === 0) return said('No class is without students.', { empty: 0, waiting: 0 });
  const words =
    waits === 0
      ? 'none of them waits'
      : settings.emptyClasses === 'never'
        ? `${number(waits)} stay out`
        : `${number(waits)} wait today`;
  return said(`${plural(all, 'class is', 'classes are')} without students; ${words}.`, { empty: all, waiting: waits });
}

/** C8: what would wait today, and the first day something of it comes. */
function leadCount(world: CountWorld, who: 'classes' | 'students'): SettingCount {
  const waiting = openClassesOf(world).flatMap((one) => {
    const wait = leadTimes(one.yearStarts, world.settings, world.today)[who];
    return wait === null ? [] : [{ ...one, until: wait.until }];
  });
  const numbers = { classes: sum(waiting, ({ classes }) => classes), students: sum(waiting, ({ students }) => students) };
  const [next] = waiting.map(({ until }) => until).sort();
  if (next === undefined) return said('Nothing waits today: no school year is about to begin.', numbers);
  const what =
    who === 'classes'
      ? plural(numbers.classes, 'class waits', 'classes wait')
      : plural(numbers.students, 'enrollment of a student waits', 'enrollments of students wait');
  return said(`${what}; the first until ${longDate(next)}.`, numbers);
}

function said(text: string, numbers: Readonly<Record<string, number>>, warn = false): SettingCount {
  return { text, numbers: { ...numbers }, warn };
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function plural(value: number, one: string, many: string): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}
