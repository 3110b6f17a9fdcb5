import { isLive } from './canvas-view.ts';
import type { Case } from './case.ts';
import { addDays } from './dates.ts';
import { linkHoldCases } from './link-holds.ts';
import { type Link, linkTalliesOf } from './observer-links.ts';
import { isMassReissue, otherOwner, reissued, sharesLogin, wantedLogin } from './people.ts';
import { canvasUserId, isOver, type Place } from './places.ts';
import { hasStarted, ofType, type SchoolTally } from './removals.ts';
import { isActive, type SisUser } from './sis-dump.ts';
import { lapseOf } from './suspensions.ts';

/**
 * What rule E says about one rule at one school tonight. Where the text leaves a choice (does a row that waits for its
 * second sighting count?) both readings are computed: `required` when every reading holds, `allowed` when one does.
 */
export interface HoldCase {
  readonly rules: readonly string[];
  /** Holds of links of guardians are measured for themselves (C6); otherwise of anything else. */
  readonly entity?: 'observer';
  /** '' for the district. */
  readonly school: string;
  readonly required: boolean;
  readonly allowed: boolean;
  /** Between which numbers the count must be, where rule E counts. */
  readonly counts?: readonly [number, number];
  /** What happened, for the sentence that misses the hold. */
  readonly what: string;
  /** The rule that is breached when the hold is missing because nothing was done in the first place. */
  readonly because?: string;
}

export function holdCases(found: Case, tallies: readonly SchoolTally[], links: readonly Link[]): HoldCase[] {
  return [
    ...linkHoldCases(found, linkTalliesOf(found, links)),
    ...tallies.flatMap((tally) => [
      manyRemovals(found, tally),
      ...nothingLeft(found, tally),
      ...emptiedClasses(found, tally),
      manyArrivals(found, tally),
      probation(found, tally),
    ]),
    ...suspensions(found),
    districtWide(found, tallies),
    ...identityChanges(found),
    ...vanished(found),
    administrators(found, tallies),
    otherIntegration(found),
    ...loginsMissing(found, links),
    {
      rules: ['E10', 'B4'],
      school: '',
      required: isMassReissue(found),
      allowed: isMassReissue(found),
      what: 'ids were re-issued',
    },
    ...sessionsMissing(found),
  ];
}

/** E2, with 50 % for classes that have not started. */
function manyRemovals(found: Case, { school, base, leaving, late, waiting }: SchoolTally): HoldCase {
  const { deletePercent, deleteFloor, comingPercent } = found.settings;
  const phases = [
    { percent: deletePercent, is: (place: Place) => hasStarted(found, place) },
    { percent: comingPercent, is: (place: Place) => !hasStarted(found, place) },
  ];
  const sure = leaving.filter((one) => one.must && !one.moves).map((one) => one.place);
  const maybe = [...leaving.map((one) => one.place), ...waiting.map((one) => one.place)];
  const over = (rows: readonly Place[], of: readonly Place[], percent: number) =>
    rows.length > deleteFloor && rows.length * 100 > of.length * percent;
  return {
    rules: ['E2'],
    school,
    required: phases.some(({ percent, is }) => over(sure.filter(is), base, percent)),
    // Many late drops at once may be asked about, though no rule says so (D1).
    allowed:
      late.length > deleteFloor ||
      over(maybe, base, deletePercent) ||
      phases.some(({ percent, is }) => over(maybe.filter(is), base.filter(is), percent)),
    counts: [sure.length, maybe.length + late.length],
    what: `${sure.length} of ${base.length} enrollments would leave`,
  };
}

/** E3: more than 500 people, or more than 3 % of all live enrollments (at least 500). */
function districtWide(found: Case, tallies: readonly SchoolTally[]): HoldCase {
  const { districtUsers, districtPercent, districtFloor } = found.settings;
  const base = tallies.reduce((sum, tally) => sum + tally.base.length, 0);
  const sure = tallies.flatMap((tally) => tally.leaving).filter((one) => one.must && !one.moves).length;
  const maybe = tallies.reduce((sum, tally) => sum + tally.leaving.length + tally.waiting.length, 0);
  const over = (rows: number) => rows > Math.max(districtFloor, (base * districtPercent) / 100);
  const suspended = found.sis.dump.users.filter((user) => lapseOf(found, user) !== 'no').length;
  return {
    rules: ['E3'],
    school: '*',
    required: over(sure),
    allowed: over(maybe) || suspended > districtUsers,
    what: `${sure} of ${base} enrollments of the district would leave`,
  };
}

/** E4: nothing left of a school's students, teachers or aides. */
function nothingLeft(_found: Case, tally: SchoolTally): HoldCase[] {
  const types = ['StudentEnrollment', 'TeacherEnrollment', 'TaEnrollment'] as const;
  return types.map((type) => {
    const base = ofType(tally.base, type).length;
    const sure = ofType(
      tally.leaving.filter((one) => one.must && !one.moves).map((one) => one.place),
      type,
    ).length;
    const maybe = ofType(
      [...tally.leaving, ...tally.waiting].map((one) => one.place),
      type,
    ).length;
    const arriving = ofType(tally.arriving, type).length;
    return {
      rules: ['E4'],
      school: tally.school,
      required: base > 0 && sure > 0 && base - sure + arriving <= 0,
      allowed: maybe > 0 && base - maybe <= 0,
      what: `no ${type} would be left`,
    };
  });
}

/** E5: a running class loses half of its students, or its only teacher. */
function emptiedClasses(found: Case, { school, base, leaving, waiting }: SchoolTally): HoldCase[] {
  const { classFloor, classPercent } = found.settings;
  const running = new Set(base.filter((place) => hasStarted(found, place)).map((place) => place.classId));
  const emptied = [...running].map((classId) => {
    const of = (places: readonly Place[]) => ofType(places, 'StudentEnrollment').filter((place) => place.classId === classId);
    const there = of(base).length;
    const sure = of(leaving.filter((one) => one.must && !one.moves).map((one) => one.place)).length;
    const maybe = of([...leaving, ...waiting].map((one) => one.place)).length;
    const half = (rows: number) => there >= classFloor && rows > 0 && rows * 100 >= there * classPercent;
    const title = found.sis.knownClass(classId)?.title ?? classId;
    return {
      rules: ['E5'],
      school,
      required: half(sure),
      allowed: half(maybe),
      what: `${title} would lose ${sure} of ${there} students`,
    };
  });
  const alone = waiting.filter(({ staying, place }) => staying.rule === 'D2' && place.type === 'TeacherEnrollment');
  const unseen = waiting.some(({ staying, place }) => ['D5', 'B4'].includes(staying.rule) && place.type !== 'StudentEnrollment');
  const teachers = alone.map(({ place }) => ({
    rules: ['E5', 'D2'],
    school,
    required: hasStarted(found, place),
    allowed: true,
    what: `${found.sis.knownClass(place.classId)?.title ?? place.classId} would lose its only teacher`,
  }));
  const aides = waiting.some(({ staying, place }) => staying.rule === 'D2' && place.type === 'TaEnrollment');
  return [
    ...emptied,
    ...teachers,
    { rules: ['D2', 'E5'], school, required: false, allowed: aides || unseen, what: 'staff would leave' },
  ];
}

/** E6. What was planned for its lead day (C8) comes in bulk by rule: held or not, both fit the text. */
function manyArrivals(found: Case, { school, base, arriving }: SchoolTally): HoldCase {
  const { createPercent, createFloor, comingPercent } = found.settings;
  const surprising = arriving.filter((place) => !isLeadDay(found, place));
  const over = (rows: readonly Place[], percent: number) =>
    rows.length > createFloor && rows.length * 100 > base.length * percent;
  const started = surprising.filter((place) => hasStarted(found, place));
  const coming = surprising.filter((place) => !hasStarted(found, place));
  return {
    rules: ['E6'],
    school,
    required: found.memory.synced && (over(started, createPercent) || over(coming, comingPercent)),
    allowed: found.memory.synced && arriving.length > 0,
    what: `${surprising.length} enrollments would be new beside ${base.length}`,
  };
}

/** The place's lead day (C5, C8) came since the last complete night: it was waited for. */
function isLeadDay({ memory, settings }: Case, { span, type }: Place): boolean {
  if (span === undefined || memory.lastDay === null) return false;
  const lead = type === 'StudentEnrollment' ? settings.studentLeadDays : settings.courseLeadDays;
  const days = [addDays(span.yearStart, -lead), addDays(span.first, -settings.emptyClassLeadDays)];
  return days.some((day) => day > (memory.lastDay ?? ''));
}

/** D7: the first five scheduled runs hold every removal. */
function probation(found: Case, { school, leaving, late, waiting }: SchoolTally): HoldCase {
  const inForce = !found.night.attended && found.memory.scheduledRuns < found.settings.probationRuns;
  return {
    rules: ['D7'],
    school,
    required: inForce && [...leaving, ...late].some((one) => one.must),
    allowed: inForce && leaving.length + late.length + waiting.length > 0,
    what: `${leaving.length + late.length} enrollments would leave in one of the first scheduled runs`,
  };
}

/** E2, E4, D7 for people who would be suspended. */
function suspensions(found: Case): HoldCase[] {
  const { deletePercent, deleteFloor, probationRuns } = found.settings;
  const probation = !found.night.attended && found.memory.scheduledRuns < probationRuns;
  const known = [...found.memory.users.values(), ...found.sis.users.values()];
  return groupBySchool([...new Map(known.map((user) => [user.sourcedId, user])).values()]).flatMap(([school, users]) => {
    const loginOf = (user: SisUser) => found.before.loginsBySisId.get(canvasUserId(found, user.sourcedId));
    const there = users.filter((user) => loginOf(user)?.workflow_state === 'active');
    const sure = there.filter((user) => lapseOf(found, user) === 'yes').length;
    const maybe = there.filter((user) => lapseOf(found, user) !== 'no').length;
    const over = (rows: number) => rows > deleteFloor && rows * 100 > there.length * deletePercent;
    const what = `${sure} of ${there.length} people would be suspended`;
    return [
      { rules: ['E2'], school, required: over(sure), allowed: over(maybe), what, because: 'D3' },
      { rules: ['E4'], school, required: false, allowed: maybe > 0, what },
      { rules: ['D7'], school, required: probation && sure > 0, allowed: probation && maybe > 0, what, because: 'C9' },
    ];
  });
}

/** E7: names and logins of more than 5 % and 20 people; any update of more than 40 %. */
function identityChanges(found: Case): HoldCase[] {
  const known = [...found.sis.users.values()].filter(
    (user) => found.before.loginsBySisId.has(canvasUserId(found, user.sourcedId)) && isActive(user),
  );
  const changed = known.filter((user) => changesIdentity(found, user));
  const many = (rows: number, of: number) => rows > 20 && rows * 20 > of;
  const bySchool = groupBySchool(known).map(([school, users]) => {
    const here = users.filter((user) => changed.includes(user)).length;
    return {
      rules: ['E7'],
      school,
      required: many(here, users.length) && many(changed.length, known.length),
      allowed: here > 0 && (many(here, users.length) || here * 5 > users.length * 2),
      what: `${here} of ${users.length} people would change their names or logins`,
    };
  });
  const everywhere = many(changed.length, known.length) || changed.length * 5 > known.length * 2;
  return [...bySchool, { rules: ['E7'], school: '', required: false, allowed: everywhere, what: 'many people would change' }];
}

function groupBySchool(users: readonly SisUser[]): [string, SisUser[]][] {
  const groups = new Map<string, SisUser[]>();
  for (const user of users) {
    const school = user.orgs?.[0]?.sourcedId ?? '';
    groups.set(school, [...(groups.get(school) ?? []), user]);
  }
  return [...groups];
}

function changesIdentity(found: Case, user: SisUser): boolean {
  const login = found.before.loginsBySisId.get(canvasUserId(found, user.sourcedId));
  const there = found.before.dump.users.find((row) => row.id === login?.user_id);
  const name = `${user.givenName ?? ''} ${user.familyName ?? ''}`;
  const text = wantedLogin(found, user);
  return there?.name !== name || (text !== '' && login?.unique_id.toLowerCase() !== text.toLowerCase());
}

/** E8: a school or a term vanishes while its classes are not over. */
function vanished(found: Case): HoldCase[] {
  const { memory, sis, today } = found;
  const unended = [...memory.classes.values()].filter((row) => {
    const span = sis.span(row);
    return span !== undefined && today <= span.last;
  });
  const schools = new Set(unended.map((row) => row.school?.sourcedId ?? ''));
  const gone = [...schools].filter((school) => !sis.dump.orgs.some((org) => org.sourcedId === school && isActive(org)));
  const terms = new Set(unended.flatMap((row) => (row.terms ?? []).map((ref) => ref.sourcedId)));
  const lost = [...terms].filter((id) => {
    const session = sis.sessions.get(id);
    return session === undefined || !isActive(session);
  });
  return [
    ...gone.map((school) => ({ rules: ['E8'], school, required: true, allowed: true, what: 'a school is gone from the SIS' })),
    {
      rules: ['E8'],
      school: '*',
      required: lost.length > 0,
      allowed: lost.length > 0 || gone.length > 0,
      what: 'a session is gone from the SIS',
    },
  ];
}

/** E9: somebody who administers Canvas would lose something. */
function administrators(found: Case, tallies: readonly SchoolTally[]): HoldCase {
  const admins = new Set(found.before.dump.admins.filter((row) => row.workflow_state === 'active').map((row) => row.user_id));
  const touched = tallies.flatMap((tally) => tally.leaving).filter((one) => admins.has(one.place.before?.user_id ?? -1));
  return {
    rules: ['E9'],
    school: '*',
    required: touched.some((one) => one.must),
    allowed: admins.size > 0,
    what: 'an administrator of Canvas would lose an enrollment',
  };
}

/** E12: an import of somebody else in batch mode or with diffing, within 14 days. */
function otherIntegration(found: Case): HoldCase {
  const since = Date.parse(`${found.today}T00:00:00Z`) - 14 * 86_400_000;
  const token = found.memory.tokenUser;
  const dangerous = found.before.dump.imports.some((row) => {
    const foreign = row.foreign as Record<string, unknown> | undefined;
    const risky = foreign?.batch_mode === true || typeof foreign?.diffing_data_set_identifier === 'string';
    return risky && row.user_id !== token && Date.parse(row.created_at) >= since;
  });
  return { rules: ['E12', 'G4'], school: '*', required: dangerous, allowed: dangerous, what: 'another integration is importing' };
}

/** B1, B2: people who cannot have their login. */
function loginsMissing(found: Case, links: readonly Link[]): HoldCase[] {
  const observing = new Set(links.filter(({ bond }) => bond === 'wanted').map(({ guardian }) => guardian));
  const everybody = found.sis.dump.users.filter(isActive);
  const active = everybody.filter((user) => placesWanted(found, user) || observing.has(user.sourcedId));
  const without = active.filter((user) => wantedLogin(found, user) === '');
  // Whose id was issued again wants their own login: that is one question, and B4 asks it.
  const again = isMassReissue(found) ? reissued(found) : new Map<string, string>();
  const taken = active.filter((user) => otherOwner(found, user) !== undefined && !again.has(user.sourcedId));
  const shared = active.filter((user) => sharesLogin(found, user));
  return [
    {
      rules: ['B1'],
      school: '*',
      required: without.length > 0,
      allowed:
        without.length + shared.length + taken.length > 0 || found.sis.dump.users.some((user) => wantedLogin(found, user) === ''),
      what: `${without.length} people have no login`,
    },
    {
      rules: ['B2', 'E10'],
      school: '*',
      required: taken.length > 0,
      allowed:
        reissued(found).size > 0 || everybody.some((user) => otherOwner(found, user) !== undefined || sharesLogin(found, user)),
      what: `${taken.length} people want a login that somebody else has`,
    },
  ];
}

function placesWanted(found: Case, user: SisUser): boolean {
  return found.memory.lastWanted.get(user.sourcedId) === found.today;
}

/** C2: a class without a session that covers it is held. */
function sessionsMissing(found: Case): HoldCase[] {
  const without = [...found.sis.classes.values()].filter(
    (row) => isActive(row) && found.sis.isChosen(row.school?.sourcedId) && found.sis.covering(row).length === 0,
  );
  return [
    {
      rules: ['C2'],
      school: '*',
      required: without.length > 0,
      allowed: without.length > 0,
      what: `${without.length} classes have no session`,
    },
  ];
}

/** Whether a hold of tonight keeps this place as it is: surely, perhaps (a hold of one class among several), or not. */
export function keptByHold(found: Case, place: Place): 'surely' | 'perhaps' | 'no' {
  const school = found.sis.schoolOf(place.classId);
  const here = found.holds.filter(
    (hold) =>
      !found.night.released.includes(hold.id) &&
      (hold.school === '' || hold.school === school) &&
      ['enrollment', 'user'].includes(hold.entity),
  );
  if (here.some((hold) => hold.rule === 'D7') && isLive(place.before)) return 'surely';
  if (isOver(found, place)) return here.length > 0 ? 'perhaps' : 'no';
  const removing = isLive(place.before);
  const whole = removing ? ['E2', 'E3', 'E4', 'D7', 'E8', 'E12'] : ['E6', 'E8', 'E11', 'E12'];
  // What is seen for the first time stays by itself and keeps nothing else (D5).
  if (here.some((hold) => whole.includes(hold.rule) && hold.entity === 'enrollment' && !hold.firstSight)) return 'surely';
  // What lacks data (B1, B2, C2) waits alone, and with it only what hangs on it (E13): that is judged person by person.
  return here.some((hold) => /^([EDG]|B4)/.test(hold.rule) && hold.rule !== 'E13') ? 'perhaps' : 'no';
}
