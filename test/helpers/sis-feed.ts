import type {
  SisAcademicSession,
  SisClass,
  SisCourse,
  SisEnrollment,
  SisOrg,
  SisRows,
  SisUser,
} from '../../electron/sis/schema/rows.ts';
import type { Collection } from '../../shared/entities.ts';
import { DistrictSettings } from '../../shared/settings.ts';

/** A SIS' six collections, in any order. */
export type Feed = { readonly [C in Collection]: readonly SisRows[C][] };

/** Small complete rows; a test names only what it is about. The school year is 2026–27, and today is its 24 November. */
export const TODAY = '2026-11-24';
export const NOON = Date.parse('2026-11-24T17:00:00Z');

export function settingsOf(over: Partial<DistrictSettings> = {}): DistrictSettings {
  return DistrictSettings.parse({ timeZone: 'America/New_York', enrollmentEndDate: 'last-day', ...over });
}

export function org(over: Partial<SisOrg> = {}): SisOrg {
  return { sourcedId: 'north', status: 'active', name: 'North High', type: 'school', identifier: '', parent: null, ...over };
}

export function session(over: Partial<SisAcademicSession> = {}): SisAcademicSession {
  return {
    sourcedId: 's1',
    status: 'active',
    title: 'Semester 1',
    type: 'semester',
    startDate: '2026-08-24',
    endDate: '2026-12-18',
    schoolYear: '2027',
    parent: null,
    ...over,
  };
}

export function course(over: Partial<SisCourse> = {}): SisCourse {
  return { sourcedId: 'alg', status: 'active', title: 'Algebra', courseCode: 'ALG', org: 'north', ...over };
}

export function cls(over: Partial<SisClass> = {}): SisClass {
  return {
    sourcedId: 'alg-1',
    status: 'active',
    title: 'Algebra 1',
    classCode: 'ALG1',
    classType: 'scheduled',
    course: 'alg',
    school: 'north',
    terms: ['s1'],
    periods: [],
    grades: [],
    ...over,
  };
}

export function user(over: Partial<SisUser> = {}): SisUser {
  const id = over.sourcedId ?? 'ann';
  return {
    sourcedId: id,
    status: 'active',
    enabledUser: true,
    givenName: id.charAt(0).toUpperCase() + id.slice(1),
    familyName: 'Miller',
    middleName: '',
    preferredFirstName: '',
    preferredLastName: '',
    username: `${id}.miller`,
    identifier: '',
    email: '',
    role: 'student',
    orgs: ['north'],
    agents: [],
    userIds: [],
    grades: [],
    metadata: {},
    ...over,
  };
}

export function teacher(over: Partial<SisUser> = {}): SisUser {
  return user({ sourcedId: 'tom', role: 'teacher', ...over });
}

export function enrollment(over: Partial<SisEnrollment> = {}): SisEnrollment {
  const { user: who = 'ann', class: where = 'alg-1' } = over;
  return {
    sourcedId: `e-${who}-${where}`,
    status: 'active',
    user: who,
    class: where,
    school: 'north',
    role: 'student',
    primary: false,
    beginDate: '',
    endDate: '',
    ...over,
  };
}

/** One school, one running class, its teacher Tom and its student Ann. */
export function feed(over: Partial<Feed> = {}): Feed {
  return {
    orgs: [org()],
    academicSessions: [session()],
    courses: [course()],
    classes: [cls()],
    users: [user(), teacher()],
    enrollments: [enrollment(), enrollment({ user: 'tom', role: 'teacher' })],
    ...over,
  };
}

/** The same feed with changed rows: `null` takes a row out, an unknown sourcedId adds one. */
export function changed<C extends Collection>(
  from: Feed,
  collection: C,
  sourcedId: string,
  row: Partial<SisRows[C]> | null,
): Feed {
  const rows: readonly SisRows[C][] = from[collection];
  const after = rows.flatMap((one) => (one.sourcedId !== sourcedId ? [one] : row === null ? [] : [{ ...one, ...row }]));
  return { ...from, [collection]: after };
}

export function added<C extends Collection>(from: Feed, collection: C, ...rows: readonly SisRows[C][]): Feed {
  return { ...from, [collection]: [...from[collection], ...rows] };
}
