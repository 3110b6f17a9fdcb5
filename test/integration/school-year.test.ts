import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isActive, type SisClass } from '../judge/sis-dump.ts';
import { fillNextYear, layCalendars, sessionOf, shifted } from '../year/calendars.ts';
import { judgedBy } from '../year/not-yet.ts';
import { type Evening, SchoolYear } from '../year/school-year.ts';
import { classesOf, classNamed, rowsOf, rowsOfUser, SisOffice, schoolNamed, userOf } from '../year/sis-office.ts';

/**
 * A district's year, night by night, with the real practice servers, the real headless commands and a clock that runs
 * ahead. What happens at the SIS and in Canvas by day is told here; what must be true in Canvas in the morning is said by
 * the judge alone (test/judge), who knows the rules and not the product.
 */
describe('a school year without an accident', { sequential: true, timeout: 180_000 }, () => {
  let year: SchoolYear;
  let office: SisOffice;
  /** The school with the census' calendar, the one a week behind, the one with session records of its own. */
  let [pine, lake, hill] = ['', '', ''];

  beforeAll(async () => {
    year = await SchoolYear.begin({ students: 90, seed: 11, clean: true, from: '2026-06-24' });
    office = new SisOffice(year);
    const sis = await year.sis();
    pine = schoolNamed(sis, 'Elementary');
    lake = schoolNamed(sis, 'Middle');
    hill = schoolNamed(sis, 'High');
    await layCalendars(sis, office);
    await year.connect();
  }, 120_000);
  afterAll(async () => {
    // The year at a glance: `YEAR_TABLE=1 npx vitest run --project integration test/integration/school-year.test.ts`.
    if (process.env.YEAR_TABLE !== undefined) console.log(year.table());
    await year.close();
  });

  /** The night passes, and the judge has nothing to say. */
  async function night(day: string, evening: Evening = {}): Promise<void> {
    expect(judgedBy(await year.night(day, evening)), day).toEqual([]);
  }

  const last = () => year.nights.at(-1) ?? { holds: [], sent: '' };
  const ui = (action: string, body: object) => year.control('POST', `/canvas/ui/${action}`, body);

  /** How somebody stands in a class, in Canvas' word. */
  async function standing(user: string, row: SisClass): Promise<string> {
    const canvas = await year.canvas();
    const login = canvas.logins.find((one) => one.sis_user_id === user);
    const section = canvas.sections.find((one) => one.sis_source_id === row.sourcedId);
    const found = canvas.enrollments.find((one) => one.user_id === login?.user_id && one.course_section_id === section?.id);
    return found?.workflow_state ?? 'none';
  }

  test('June: 45 days before school the courses and teachers of two schools come; the third begins a week later', async () => {
    await night('2026-06-25', { attended: true });
    expect((await year.canvas()).sections).toEqual([]);
    await night('2026-06-26', { attended: true });
    const canvas = await year.canvas();
    const schools = (await year.sis()).classes.filter((row) =>
      canvas.sections.some((one) => one.sis_source_id === row.sourcedId),
    );
    expect([...new Set(schools.map((row) => row.school?.sourcedId))].sort()).toEqual([pine, hill].sort());
    expect(canvas.enrollments.some((row) => row.type === 'StudentEnrollment')).toBe(false);
    // Two calendars with equal titles, and a third whose sessions are the first one's: two terms of each name.
    expect(canvas.terms.filter((term) => term.name === 'Semester 1 2026–27')).toHaveLength(1);
  });

  test('July: classes are renamed, change hands, and appear', async () => {
    await night('2026-07-03');
    expect((await year.canvas()).terms.filter((term) => term.name === 'Semester 1 2026–27')).toHaveLength(2);
    const sis = await year.sis();
    const english = classNamed(sis, hill, 'English 9');
    await office.change('classes', english.sourcedId, { title: 'English 9 Honors' });
    const [newTeacher, oldRow] = [await office.arrive('teacher', 'Okafor', hill), rowsOf(sis, english, 'teacher')[0]];
    await office.enroll(english, newTeacher, 'teacher', { primary: true });
    if (oldRow) await office.drop(oldRow);
    // A class without students is made two weeks before it begins, a class without a session not at all (C2, C5).
    await office.openLike(classNamed(sis, hill, 'Biology 9'), 'Robotics');
    await office.openLike(classNamed(sis, hill, 'Biology 9'), 'Chess', { terms: [] });
    await night('2026-07-06');
    await night('2026-07-07', { attended: true });
    expect((await year.canvas()).courses.some((course) => course.name.includes('Robotics'))).toBe(false);
  });

  test('August: students come seven days before their own school begins', async () => {
    await night('2026-08-02');
    await night('2026-08-03', { attended: true, release: ['E6'] });
    const [sis, canvas] = [await year.sis(), await year.canvas()];
    const [early, late] = [classesOf(sis, pine)[0], classesOf(sis, lake)[0]];
    for (const row of [early, late]) if (row) expect(rowsOf(sis, row, 'student').length).toBeGreaterThan(4);
    const students = canvas.enrollments.filter((row) => row.type === 'StudentEnrollment');
    const sections = new Map(canvas.sections.map((row) => [row.id, row.sis_source_id]));
    const there = new Set(students.map((row) => sections.get(row.course_section_id)));
    expect(there.has(early?.sourcedId ?? '')).toBe(true);
    expect(there.has(late?.sourcedId ?? '')).toBe(false);
    // Dropped before the first day: deleted, not inactive (D2).
    const biology = classNamed(sis, hill, 'Biology 9');
    const [dropped] = rowsOf(sis, biology, 'student');
    if (dropped) await office.drop(dropped);
    await night('2026-08-05', { attended: true });
    expect(await standing(userOf(sis, dropped).sourcedId, biology)).toBe('deleted');
    expect((await year.canvas()).courses.some((course) => course.name.includes('Robotics'))).toBe(true);
  });

  test('the first day, and the first days of the other school', async () => {
    await night('2026-08-10', { attended: true, release: ['E6'] });
    const sis = await year.sis();
    const science = classNamed(sis, pine, 'Science 3');
    const late = await office.arrive('student', 'Latecomer', pine);
    await office.enroll(science, late, 'student');
    await night('2026-08-11');
    expect(await standing(late, science)).toBe('active');
    await night('2026-08-17');
  });

  test('add and drop: moves, drops, and somebody the feed forgets for one night', async () => {
    const sis = await year.sis();
    const [from, to] = [classNamed(sis, hill, 'English 10'), classNamed(sis, hill, 'English 11')];
    const [algebra, biology] = [classNamed(sis, hill, 'Algebra 10'), classNamed(sis, hill, 'Biology 10')];
    const [mover, gone] = rowsOf(sis, from, 'student');
    const [[dropper], [forgotten]] = [rowsOf(sis, algebra, 'student'), rowsOf(sis, biology, 'student')];
    if (!mover || !dropper || !forgotten || !gone) throw new Error('The classes are too small');
    await office.drop(mover);
    await office.enroll(to, userOf(sis, mover).sourcedId, 'student');
    await office.change('enrollments', dropper.sourcedId, { endDate: '2026-08-19' });
    const bringBack = await office.hide('enrollments', [forgotten]);
    await office.hide('enrollments', [gone]);
    await night('2026-08-19');
    expect(await standing(userOf(sis, mover).sourcedId, from)).toBe('inactive');
    expect(await standing(userOf(sis, dropper).sourcedId, algebra)).toBe('inactive');
    expect(await standing(userOf(sis, forgotten).sourcedId, biology)).toBe('active');
    expect(await standing(userOf(sis, gone).sourcedId, from)).toBe('active');
    await bringBack();
    await night('2026-08-20');
    expect(await standing(userOf(sis, forgotten).sourcedId, biology)).toBe('active');
    expect(await standing(userOf(sis, gone).sourcedId, from)).toBe('inactive');
    // Back again after a week.
    await office.enroll(from, userOf(sis, gone).sourcedId, 'student');
    await night('2026-08-27');
    expect(await standing(userOf(sis, gone).sourcedId, from)).toBe('active');
  });

  test('September: teachers live in Canvas; what they do there stays', async () => {
    const sis = await year.sis();
    const [first, second] = [classNamed(sis, hill, 'Algebra 9'), classNamed(sis, hill, 'Algebra 10')];
    const course = `c-${first.sourcedId}`;
    await ui('publish-course', { course });
    await ui('edit-course', { course, name: 'Numbers with Ms. O (come in!)' });
    await ui('cross-list', { section: second.sourcedId, course });
    const visitor = userOf(sis, rowsOf(sis, classNamed(sis, hill, 'English 12'), 'student')[0]).sourcedId;
    await ui('enroll', { user: visitor, section: first.sourcedId });
    const helper = (await ui('create-user', { name: 'Robin Coach', login_id: 'robin.coach' })) as { id: number };
    await ui('enroll', { user: helper.id, section: first.sourcedId, role: 'TeacherEnrollment' });
    // Between two sections that are taught together nothing is lost: the old row is deleted, the new one there (D2).
    const [mover] = rowsOf(sis, first, 'student');
    if (!mover) throw new Error('The class is too small');
    await office.drop(mover);
    await office.enroll(second, userOf(sis, mover).sourcedId, 'student');
    await office.change('classes', first.sourcedId, { title: 'Algebra 9 Advanced' });
    await night('2026-09-02');
    expect(await standing(userOf(sis, mover).sourcedId, first)).toBe('deleted');
    expect(await standing(visitor, first)).toBe('active');
    // A name and a login change, and two people exchange nothing.
    const person = userOf(sis, rowsOf(sis, second, 'student')[1]);
    await office.change('users', person.sourcedId, { familyName: 'Married-Name', username: 'married.name' });
    await night('2026-09-15');
  });

  test('October: a quarter ends and its rows vanish; late drops count for two weeks', async () => {
    const sis = await year.sis();
    const quarter = sessionOf(sis, 'Quarter 1');
    const [row] = classesOf(sis, pine, quarter);
    if (!quarter || !row) throw new Error('No class meets in the first quarter');
    await night(shifted(quarter.endDate, 1));
    const students = rowsOf(sis, row, 'student');
    const [late, tooLate] = students;
    if (!late || !tooLate) throw new Error('The class is too small');
    await office.hide('enrollments', students.slice(2));
    await office.drop(late);
    await night(shifted(quarter.endDate, 3));
    await night(shifted(quarter.endDate, 4));
    expect(await standing(userOf(sis, students[3]).sourcedId, row)).toBe('active');
    expect(await standing(userOf(sis, late).sourcedId, row)).toBe('inactive');
    await office.drop(tooLate);
    await night(shifted(quarter.endDate, 15));
    expect(await standing(userOf(sis, tooLate).sourcedId, row)).toBe('active');
  });

  test('a bad week: the feed breaks, comes empty, comes short, and tells of a mass drop', async () => {
    for (const [day, scenario] of [
      ['2026-10-26', 'outage'],
      ['2026-10-27', 'cut-json'],
      ['2026-10-28', 'lying-total'],
    ] as const) {
      await year.control('POST', `/scenario/${scenario}`, {});
      await night(day, { broken: true });
      await year.control('POST', '/scenario/recover', {});
    }
    const sis = await year.sis();
    const restoreAll = await office.hide('enrollments', sis.enrollments);
    await night('2026-10-29', { broken: true });
    await restoreAll();
    // Half a school's rows are missing, but the total agrees: seen once, it removes nobody (D5).
    const half = sis.enrollments.filter(
      (row, index) => row.school !== undefined && index % 2 === 0 && isOf(sis.classes, row, hill),
    );
    const restoreHalf = await office.hide('enrollments', half);
    await night('2026-10-30');
    await restoreHalf();
    await night('2026-10-31');
    const dropped = sis.enrollments.filter((row) => isActive(row) && row.role === 'student' && isOf(sis.classes, row, pine));
    const marked = dropped.filter((_, index) => index % 3 === 0);
    for (const row of marked) await office.drop(row);
    await night('2026-11-02');
    expect(last().holds.some((id) => id.startsWith('E2'))).toBe(true);
    expect(last().sent).toBe('');
    for (const row of marked) await office.change('enrollments', row.sourcedId, { status: 'active' });
    await night('2026-11-03');
  });

  test('November: a teacher is swapped, a substitute comes for long, and goes again', async () => {
    const sis = await year.sis();
    const english = classNamed(sis, hill, 'English 11');
    const [old] = rowsOf(sis, english, 'teacher');
    if (!old) throw new Error('Nobody teaches English');
    const swapped = await office.arrive('teacher', 'Swapped', hill);
    await office.enroll(english, swapped, 'teacher', { primary: true });
    await office.drop(old);
    await night('2026-11-09');
    await night('2026-11-10');
    expect(await standing(swapped, english)).toBe('active');
    expect(await standing(userOf(sis, old).sourcedId, english)).toBe('deleted');
    // Somebody falls ill: for days nobody teaches, then a substitute does, then they return.
    const math = classNamed(sis, pine, 'Mathematics 4');
    const [ill] = rowsOf(sis, math, 'teacher');
    if (!ill) throw new Error('Nobody teaches mathematics');
    await office.drop(ill);
    await night('2026-11-16');
    expect(await standing(userOf(sis, ill).sourcedId, math)).toBe('active');
    const sub = await office.arrive('teacher', 'Sub', pine);
    const subRow = await office.enroll(math, sub, 'teacher');
    await night('2026-11-18');
    await night('2026-11-19');
    expect(await standing(userOf(sis, ill).sourcedId, math)).toBe('deleted');
    await office.enroll(math, userOf(sis, ill).sourcedId, 'teacher');
    await office.change('enrollments', subRow, { endDate: '2026-12-01' });
    await night('2026-12-01');
    await night('2026-12-02');
    expect(await standing(userOf(sis, ill).sourcedId, math)).toBe('active');
    expect(await standing(sub, math)).toBe('deleted');
  });

  test('December: ids are issued again, and taken back', async () => {
    const { users } = (await year.control('POST', '/scenario/id-change', { share: 0.3, role: 'student' })) as {
      users: Record<string, string>;
    };
    const before = await year.canvas();
    await night('2026-12-07');
    await night('2026-12-08');
    expect((await year.canvas()).enrollments).toEqual(before.enrollments);
    const sis = await year.sis();
    for (const [old, fresh] of Object.entries(users)) {
      const user = sis.users.find((row) => row.sourcedId === fresh);
      await office.remove('users', fresh);
      await office.add('users', old, { ...user });
      for (const row of rowsOfUser(sis, fresh)) await office.change('enrollments', row.sourcedId, { user: { sourcedId: old } });
    }
    await night('2026-12-09');
  });

  test('the semester flips: the old one freezes with its feed, the new one is there already', async () => {
    const sis = await year.sis();
    const fall = sessionOf(sis, 'Semester 1');
    if (!fall) throw new Error('There is no Semester 1');
    await night(fall.endDate);
    const over = classesOf(sis, pine, fall);
    await night(shifted(fall.endDate, 1));
    for (const row of over) {
      await office.hide('enrollments', rowsOf(sis, row));
      await office.hide('classes', [row]);
    }
    await night(shifted(fall.endDate, 2));
    await night(shifted(fall.endDate, 3));
    await night('2027-01-04');
    const art = classNamed(await year.sis(), pine, 'Physical Education 3');
    const [mover] = rowsOf(sis, art, 'student');
    if (!mover) throw new Error('The class is too small');
    await office.drop(mover);
    await night('2027-01-12');
    expect(await standing(userOf(sis, mover).sourcedId, art)).toBe('inactive');
  });

  test('January: a term is prolonged for all, then for one school only', async () => {
    const sis = await year.sis();
    const spring = sessionOf(sis, 'Quarter 4');
    if (!spring) throw new Error('There is no Quarter 4');
    for (const id of ['Semester 2', '2026-2027 School Year', 'Quarter 4'])
      for (const mark of ['', 'own-'])
        await office.change('academicSessions', `${mark}${sessionOf(sis, id)?.sourcedId}`, { endDate: '2027-06-09' });
    for (const row of sis.enrollments)
      if (row.endDate === '2027-06-05') await office.change('enrollments', row.sourcedId, { endDate: '2027-06-10' });
    await night('2027-01-20');
    await office.change('academicSessions', `own-${sessionOf(sis, 'Semester 2')?.sourcedId}`, { endDate: '2027-06-11' });
    await night('2027-01-21');
    await office.change('academicSessions', `own-${sessionOf(sis, 'Semester 2')?.sourcedId}`, { endDate: '2027-06-09' });
    await night('2027-01-22');
  });

  test('February: a student moves away and comes back in spring', async () => {
    const sis = await year.sis();
    const row = classNamed(sis, hill, 'English 10');
    const leaver = userOf(sis, rowsOf(sis, row, 'student').at(-1));
    const rows = rowsOfUser(sis, leaver.sourcedId);
    const back = [await office.hide('enrollments', rows), await office.hide('users', [leaver])];
    await night('2027-02-01');
    await night('2027-02-02');
    expect(await standing(leaver.sourcedId, row)).toBe('inactive');
    await night('2027-03-08');
    await night('2027-03-09');
    for (const restore of back) await restore();
    await night('2027-03-15');
    expect(await standing(leaver.sourcedId, row)).toBe('active');
  });

  test('June: the SIS withdraws everybody, the year is over, and nobody loses anything', async () => {
    const sis = await year.sis();
    const live = sis.enrollments.filter((row) => isActive(row) && row.role === 'student' && (row.endDate ?? '') > '2027-06-05');
    for (const row of live) await office.change('enrollments', row.sourcedId, { endDate: '2027-06-08' });
    const before = await year.canvas();
    await night('2027-06-07');
    // The withdrawals take effect two days before the end of the year: held, until the classes are over and frozen.
    await night('2027-06-09');
    expect(last().holds.some((id) => id.startsWith('E2'))).toBe(true);
    await night('2027-06-10');
    await night('2027-06-12');
    const everything = await office.hide('enrollments', (await year.sis()).enrollments);
    await night('2027-06-13', { broken: true });
    await everything();
    expect((await year.canvas()).enrollments).toEqual(before.enrollments);
    // A drop that the office enters late still counts, if somebody is there to let it (D1, D7).
    const row = classNamed(sis, pine, 'Science 4');
    const [late] = rowsOf(sis, row, 'student');
    if (!late) throw new Error('The class is too small');
    await office.change('enrollments', late.sourcedId, { endDate: '2027-05-14' });
    await night('2027-06-14', { attended: true });
    expect(await standing(userOf(sis, late).sourcedId, row)).toBe('inactive');
  });

  test('summer: the next year appears in the SIS, and comes to Canvas when its time has come', async () => {
    const before = await year.sis();
    await year.control('POST', '/scenario/rollover-light', {});
    await fillNextYear(await year.sis(), before, office);
    await night('2027-06-20');
    await night('2027-06-25', { release: ['E6'] });
    const old = (await year.canvas()).enrollments;
    await night('2027-07-02', { release: ['E6'] });
    await night('2027-08-02', { attended: true, release: ['E6', 'E2', 'D3'] });
    await night('2027-08-09', { attended: true, release: ['E6', 'E2', 'D3'] });
    const canvas = await year.canvas();
    expect(canvas.enrollments.filter((row) => row.type === 'StudentEnrollment').length).toBeGreaterThan(old.length + 300);
    expect(canvas.enrollments.slice(0, old.length)).toEqual(old);
  });
});

function isOf(
  classes: readonly SisClass[],
  row: { readonly class?: { readonly sourcedId: string } | null | undefined },
  school: string,
): boolean {
  return classes.some((one) => one.sourcedId === row.class?.sourcedId && one.school?.sourcedId === school);
}
