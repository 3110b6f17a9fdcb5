import { describe, expect, it } from 'vitest';
import { addDays } from '../../../electron/practice/census/dates.ts';
import { makeDistrict } from '../../../electron/practice/census.ts';
import type { AcademicSession, Class, Enrollment, OneRosterData, User } from '../../../electron/practice/oneroster-data.ts';

const TODAY = '2026-11-23';

function byId<T extends { sourcedId: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.sourcedId, row]));
}

function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}

function teachersOf(data: OneRosterData): Map<string, Enrollment[]> {
  return groupBy(
    data.enrollments.filter((row) => row.role === 'teacher'),
    (row) => row.class.sourcedId,
  );
}

describe.each([
  ['tidy', true],
  ['full census', false],
] as const)('any practice district (%s)', (_, clean) => {
  const data = makeDistrict({ students: 700, seed: 3, clean, today: TODAY });

  it('is the same, row for row, for the same seed, and another for another seed', () => {
    expect(makeDistrict({ students: 700, seed: 3, clean, today: TODAY })).toEqual(data);
    expect(makeDistrict({ students: 700, seed: 4, clean, today: TODAY }).users[5]).not.toEqual(data.users[5]);
  });

  it('gives every record its own UUID-shaped sourcedId', () => {
    for (const rows of Object.values(data)) {
      expect(byId(rows).size).toBe(rows.length);
      for (const row of rows)
        expect(row.sourcedId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it('resolves every reference', () => {
    const ids = new Set(Object.values(data).flatMap((rows: { sourcedId: string }[]) => rows.map((row) => row.sourcedId)));
    const refs = JSON.stringify(data).matchAll(/\{"sourcedId":"([^"]+)","type":"\w+"\}/g);
    for (const [, id] of refs) expect(ids.has(id ?? '')).toBe(true);
  });

  it('has the asked number of students, each in about seven classes of about 25', () => {
    const students = data.users.filter((user) => user.role === 'student');
    expect(students).toHaveLength(700);
    const places = data.enrollments.filter((row) => row.role === 'student').length;
    expect(places / students.length).toBeGreaterThan(6);
    expect(places / students.length).toBeLessThan(9.5);
  });

  it('has no school of more than 500 students, and at least one of each level', () => {
    const perSchool = groupBy(
      data.users.filter((user) => user.role === 'student'),
      (user) => user.orgs[0]?.sourcedId ?? '',
    );
    for (const rows of perSchool.values()) expect(rows.length).toBeLessThanOrEqual(500);
    for (const word of ['Elementary', 'Middle', 'High']) expect(data.orgs.some((org) => org.name.includes(word))).toBe(true);
  });

  it('nests quarters in semesters in the school year, which names the year it ends in', () => {
    const sessions = byId(data.academicSessions);
    const year = data.academicSessions.find((s) => s.type === 'schoolYear');
    expect(year).toMatchObject({ schoolYear: '2027', startDate: '2026-08-10' });
    for (const quarter of data.academicSessions.filter((s) => s.title.startsWith('Quarter'))) {
      const semester = sessions.get(quarter.parent?.sourcedId ?? '');
      expect(semester?.type).toBe('semester');
      expect(quarter.startDate >= (semester?.startDate ?? '') && quarter.endDate <= (semester?.endDate ?? '')).toBe(true);
      expect(sessions.get(semester?.parent?.sourcedId ?? '')?.type).toBe('schoolYear');
    }
  });

  it('ends most enrollments the day after the class ends (endDate is exclusive), and leaves some without dates', () => {
    const sessions = byId(data.academicSessions);
    const classes = byId(data.classes);
    const dated = data.enrollments.filter((row) => row.endDate !== undefined);
    expect(dated.length / data.enrollments.length).toBeGreaterThan(0.85);
    expect(dated.length).toBeLessThan(data.enrollments.length);
    const exact = dated.filter((row) => {
      const terms = classes.get(row.class.sourcedId)?.terms ?? [];
      const last =
        terms
          .map((term) => sessions.get(term.sourcedId)?.endDate ?? '')
          .sort()
          .at(-1) ?? '';
      return row.endDate === addDays(last, 1);
    });
    expect(exact.length / dated.length).toBeGreaterThan(0.9);
  });

  it('has names with accents, apostrophes and hyphens, and numbers with leading zeros', () => {
    const names = data.users.map((user) => `${user.givenName} ${user.familyName}`).join('\n');
    for (const mark of [/[áéíóúñ]/, /'/, /-/]) expect(names).toMatch(mark);
    expect(data.users.some((user) => user.role === 'student' && user.identifier?.startsWith('000'))).toBe(true);
    for (const user of data.users) if (user.email) expect(user.email).toMatch(/@([a-z.]+)\.example$/);
  });
});

describe('a tidy district', () => {
  const data = makeDistrict({ students: 700, clean: true, today: TODAY });

  it('gives everybody a username and an e-mail nobody else has, whatever the case', () => {
    expect(new Set(data.users.map((user) => user.username?.toLowerCase())).size).toBe(data.users.length);
    expect(new Set(data.users.map((user) => user.email?.toLowerCase())).size).toBe(data.users.length);
    expect(data.users.every((user) => user.username && user.email && user.enabledUser)).toBe(true);
  });

  it('gives every class one session, one primary teacher, and students', () => {
    const teachers = teachersOf(data);
    const students = groupBy(data.enrollments, (row) => row.class.sourcedId);
    for (const row of data.classes) {
      expect(row.terms).toHaveLength(1);
      expect(teachers.get(row.sourcedId)?.map((t) => t.primary)).toEqual([true]);
      expect(students.get(row.sourcedId)?.length).toBeGreaterThan(5);
    }
  });

  it('places nobody twice in a class, and nobody has left', () => {
    expect(new Set(data.enrollments.map((row) => `${row.user.sourcedId} ${row.class.sourcedId} ${row.role}`)).size).toBe(
      data.enrollments.length,
    );
    expect(data.enrollments.every((row) => row.status === 'active' && (row.endDate ?? '9999') > TODAY)).toBe(true);
  });

  it.each(['2026-08-10', '2026-11-23', '2027-02-01', '2027-04-20'])(
    'has running classes and classes still to come on %s',
    (today) => {
      const district = makeDistrict({ students: 200, clean: true, today });
      const sessions = byId(district.academicSessions);
      const sessionOf = (row: Class): AcademicSession | undefined => sessions.get(row.terms[0]?.sourcedId ?? '');
      const running = district.classes.filter((row) => (sessionOf(row)?.startDate ?? '') <= today);
      expect(running.length / district.classes.length).toBeGreaterThan(0.8);
      expect(running.every((row) => (sessionOf(row)?.endDate ?? '') >= today)).toBe(true);
      expect(running.length).toBeLessThan(district.classes.length);
    },
  );

  it('lays out the coming year when today is in summer', () => {
    const district = makeDistrict({ students: 50, clean: true, today: '2026-07-04' });
    expect(district.academicSessions[0]).toMatchObject({ type: 'schoolYear', schoolYear: '2027' });
  });
});

describe('the full census (DESIGN §7)', () => {
  const data = makeDistrict({ students: 1500, seed: 7, clean: false, today: TODAY });
  const sessions = byId(data.academicSessions);
  const classes = byId(data.classes);
  const share = (rows: readonly unknown[]): number => rows.length / data.classes.length;
  const titleOf = (row: Class): string[] => row.terms.map((term) => sessions.get(term.sourcedId)?.title ?? '');
  const role = (...roles: string[]): User[] => data.users.filter((user) => roles.includes(user.role));

  it('at least 5 % of the classes have no teacher', () => {
    const teachers = teachersOf(data);
    expect(share(data.classes.filter((row) => !teachers.has(row.sourcedId)))).toBeGreaterThanOrEqual(0.05);
  });

  it('8 % are co-taught, some with two primary teachers', () => {
    const several = [...teachersOf(data).values()].filter((rows) => rows.length > 1);
    expect(share(several)).toBeGreaterThanOrEqual(0.08);
    expect(several.some((rows) => rows.filter((row) => row.primary).length > 1)).toBe(true);
    expect(several.some((rows) => rows.filter((row) => row.primary).length === 1)).toBe(true);
  });

  it('10 % run over several sessions', () => {
    expect(share(data.classes.filter((row) => row.terms.length > 1))).toBeGreaterThanOrEqual(0.1);
  });

  it('there are quarter, semester and year classes', () => {
    for (const word of ['Quarter', 'Semester', 'School Year']) {
      expect(share(data.classes.filter((row) => titleOf(row).length === 1 && titleOf(row)[0]?.includes(word)))).toBeGreaterThan(
        0.03,
      );
    }
  });

  it('two calendars have equal titles and other dates, and schools keep to one', () => {
    const first = data.academicSessions.filter((s) => s.title === 'Semester 1' && s.schoolYear === '2027');
    expect(first).toHaveLength(2);
    expect(new Set(first.map((s) => s.startDate)).size).toBe(2);
    const used = groupBy(
      data.classes.filter((row) => titleOf(row).includes('2026-2027 School Year')),
      (row) => row.school.sourcedId,
    );
    for (const rows of used.values()) expect(new Set(rows.map((row) => row.terms[0]?.sourcedId)).size).toBe(1);
  });

  it('there is one virtual school, and students who are in two schools', () => {
    const virtual = data.orgs.filter((org) => org.name.includes('Virtual'));
    expect(virtual).toHaveLength(1);
    const schools = groupBy(
      data.enrollments.filter((row) => row.role === 'student' && row.status === 'active'),
      (row) => row.user.sourcedId,
    );
    const both = [...schools.values()].filter((rows) => new Set(rows.map((row) => row.school.sourcedId)).size > 1);
    expect(both.length).toBeGreaterThan(20);
    const withVirtual = both.filter((rows) => rows.some((row) => row.school.sourcedId === virtual[0]?.sourcedId));
    expect(withVirtual.length).toBeGreaterThan(10);
    expect(withVirtual.length).toBeLessThan(both.length);
  });

  it('brothers and sisters share an e-mail', () => {
    const shared = [...groupBy(role('student'), (user) => user.email ?? user.sourcedId).values()].filter(
      (rows) => rows.length > 1,
    );
    expect(shared.length).toBeGreaterThan(20);
    for (const rows of shared) expect(new Set(rows.map((row) => row.familyName)).size).toBe(1);
  });

  it('parents are staff: as the same row, and as two rows with one e-mail', () => {
    const staff = byId(role('teacher', 'administrator'));
    const agents = new Set(role('student').flatMap((user) => (user.agents ?? []).map((agent) => agent.sourcedId)));
    expect([...agents].some((id) => staff.has(id))).toBe(true);
    const addresses = new Set([...staff.values()].map((user) => user.email));
    expect(role('parent', 'guardian', 'relative').some((user) => user.email && addresses.has(user.email))).toBe(true);
  });

  it('usernames are blank: empty and absent, for students and staff', () => {
    const blank = role('student', 'teacher').filter((user) => !user.username);
    expect(blank.length).toBeGreaterThan(10);
    expect(blank.some((user) => user.username === '')).toBe(true);
    expect(blank.some((user) => user.username === undefined)).toBe(true);
    expect(new Set(blank.map((user) => user.role)).size).toBe(2);
  });

  it('ended schedule history lies beside the present schedule, with re-enrolments and tobedeleted rows', () => {
    const ended = data.enrollments.filter((row) => {
      const terms = classes.get(row.class.sourcedId)?.terms ?? [];
      const runs = terms.some((term) => (sessions.get(term.sourcedId)?.endDate ?? '') >= TODAY);
      return runs && (row.endDate ?? '9999') <= TODAY;
    });
    expect(ended.length / data.enrollments.length).toBeGreaterThan(0.03);
    const keys = groupBy(data.enrollments, (row) => `${row.user.sourcedId} ${row.class.sourcedId} ${row.role}`);
    expect([...keys.values()].some((rows) => rows.length > 1)).toBe(true);
    expect(data.enrollments.filter((row) => row.status === 'tobedeleted').length).toBeGreaterThan(20);
  });

  it('there are homerooms, and empty classes', () => {
    expect(share(data.classes.filter((row) => row.classType === 'homeroom'))).toBeGreaterThan(0.05);
    const filled = new Set(data.enrollments.filter((row) => row.role === 'student').map((row) => row.class.sourcedId));
    expect(share(data.classes.filter((row) => !filled.has(row.sourcedId)))).toBeGreaterThan(0.015);
  });

  it("last year's sessions are still in the feed, and classes that met in them", () => {
    const old = data.academicSessions.filter((s) => s.schoolYear === '2026');
    expect(old).toHaveLength(7);
    expect(data.classes.some((row) => row.terms.some((term) => old.some((s) => s.sourcedId === term.sourcedId)))).toBe(true);
  });

  it('an administrator teaches a class, and some students are not enabled', () => {
    const administrators = byId(role('administrator'));
    expect(data.enrollments.some((row) => row.role === 'teacher' && administrators.has(row.user.sourcedId))).toBe(true);
    const off = role('student').filter((user) => !user.enabledUser).length;
    expect(off).toBeGreaterThan(0);
    expect(off / role('student').length).toBeLessThan(0.05);
  });
});
