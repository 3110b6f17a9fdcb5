import { deepEqual as equal, ok } from 'node:assert/strict';
import { isActive } from '../judge/sis-dump.ts';
import { fillNextYear, sessionOf, shifted } from './calendars.ts';
import { classesOf, classNamed, isOf, rowsOf, rowsOfUser, userOf } from './sis-office.ts';
import type { Episode, Town } from './town.ts';

async function badWeek(town: Town): Promise<void> {
  const { year, office, pine, hill } = town;
  for (const [day, scenario] of [
    ['2026-10-26', 'outage'],
    ['2026-10-27', 'cut-json'],
    ['2026-10-28', 'lying-total'],
  ] as const) {
    await year.control('POST', `/scenario/${scenario}`, {});
    await town.night(day, { broken: true });
    await year.control('POST', '/scenario/recover', {});
  }
  const sis = await year.sis();
  const restoreAll = await office.hide('enrollments', sis.enrollments);
  await town.night('2026-10-29', { broken: true });
  await restoreAll();
  // Half a school's rows are missing, but the total agrees: seen once, it removes nobody (D5).
  const half = sis.enrollments.filter((row, index) => row.school !== undefined && index % 2 === 0 && isOf(sis, row, hill));
  const restoreHalf = await office.hide('enrollments', half);
  await town.night('2026-10-30');
  await restoreHalf();
  await town.night('2026-10-31');
  const dropped = sis.enrollments.filter((row) => isActive(row) && row.role === 'student' && isOf(sis, row, pine));
  const marked = dropped.filter((_, index) => index % 3 === 0);
  for (const row of marked) await office.drop(row);
  await town.night('2026-11-02');
  equal(
    town.last.holds.some((id) => id.startsWith('E2')),
    true,
  );
  equal(town.last.sent, '');
  for (const row of marked) await office.change('enrollments', row.sourcedId, { status: 'active' });
  await town.night('2026-11-03');
}

async function teacherSwap(town: Town): Promise<void> {
  const { year, office, pine, hill } = town;
  const sis = await year.sis();
  const english = classNamed(sis, hill, 'English 11');
  const [old] = rowsOf(sis, english, 'teacher');
  if (!old) throw new Error('Nobody teaches English');
  const swapped = await office.arrive('teacher', 'Swapped', hill);
  await office.enroll(english, swapped, 'teacher', { primary: true });
  await office.drop(old);
  await town.night('2026-11-09');
  await town.night('2026-11-10');
  equal(await town.standing(swapped, english), 'active');
  equal(await town.standing(userOf(sis, old).sourcedId, english), 'deleted');
  // Somebody falls ill: for days nobody teaches, then a substitute does, then they return.
  const math = classNamed(sis, pine, 'Mathematics 4');
  const [ill] = rowsOf(sis, math, 'teacher');
  if (!ill) throw new Error('Nobody teaches mathematics');
  await office.drop(ill);
  await town.night('2026-11-16');
  equal(await town.standing(userOf(sis, ill).sourcedId, math), 'active');
  const sub = await office.arrive('teacher', 'Sub', pine);
  const subRow = await office.enroll(math, sub, 'teacher');
  await town.night('2026-11-18');
  await town.night('2026-11-19');
  equal(await town.standing(userOf(sis, ill).sourcedId, math), 'deleted');
  await office.enroll(math, userOf(sis, ill).sourcedId, 'teacher');
  await office.change('enrollments', subRow, { endDate: '2026-12-01' });
  await town.night('2026-12-01');
  await town.night('2026-12-02');
  equal(await town.standing(userOf(sis, ill).sourcedId, math), 'active');
  equal(await town.standing(sub, math), 'deleted');
}

async function reissuedIds(town: Town): Promise<void> {
  const { year } = town;
  const { users } = (await year.control('POST', '/scenario/id-change', { share: 0.3, role: 'student' })) as {
    users: Record<string, string>;
  };
  const before = await year.canvas();
  await town.night('2026-12-07');
  equal(town.last.holds.includes('B4:user:'), true);
  await town.night('2026-12-08');
  // Nobody can let it go by its name.
  const released = await year.headless('apply', '--release', 'B4:user:', '--reason', 'They are the same.');
  equal((released.json.error as { code: string }).code, 'plan.only-remap');
  // In the morning a person makes the remap plan. It needs nothing of Canvas, which keeps everybody as they are.
  equal(await year.remap(), Object.keys(users).length);
  for (const kind of ['users', 'logins', 'enrollments', 'imports'] as const) equal((await year.canvas())[kind], before[kind]);
  const remapped = new Map(Object.entries(users).map(([old, fresh]) => [fresh, old]));
  town.remap(remapped);
  await town.night('2026-12-09', { remapped });
  equal([town.last.sent, ...town.last.holds.filter((id) => id.startsWith('B'))], ['']);
}

async function semesterFlip(town: Town): Promise<void> {
  const { year, office, pine } = town;
  const sis = await year.sis();
  const fall = sessionOf(sis, 'Semester 1');
  if (!fall) throw new Error('There is no Semester 1');
  await town.night(fall.endDate);
  const over = classesOf(sis, pine, fall);
  await town.night(shifted(fall.endDate, 1));
  for (const row of over) {
    await office.hide('enrollments', rowsOf(sis, row));
    await office.hide('classes', [row]);
  }
  await town.night(shifted(fall.endDate, 2));
  await town.night(shifted(fall.endDate, 3));
  await town.night('2027-01-04');
  const art = classNamed(await year.sis(), pine, 'Physical Education 3');
  const [mover] = rowsOf(sis, art, 'student');
  if (!mover) throw new Error('The class is too small');
  await office.drop(mover);
  await town.night('2027-01-12');
  equal(await town.standing(userOf(sis, mover).sourcedId, art), 'inactive');
}

async function longerTerm(town: Town): Promise<void> {
  const { year, office } = town;
  const sis = await year.sis();
  const spring = sessionOf(sis, 'Quarter 4');
  if (!spring) throw new Error('There is no Quarter 4');
  for (const id of ['Semester 2', '2026-2027 School Year', 'Quarter 4'])
    for (const mark of ['', 'own-'])
      await office.change('academicSessions', `${mark}${sessionOf(sis, id)?.sourcedId}`, { endDate: '2027-06-09' });
  for (const row of sis.enrollments)
    if (row.endDate === '2027-06-05') await office.change('enrollments', row.sourcedId, { endDate: '2027-06-10' });
  await town.night('2027-01-20');
  await office.change('academicSessions', `own-${sessionOf(sis, 'Semester 2')?.sourcedId}`, { endDate: '2027-06-11' });
  await town.night('2027-01-21');
  await office.change('academicSessions', `own-${sessionOf(sis, 'Semester 2')?.sourcedId}`, { endDate: '2027-06-09' });
  await town.night('2027-01-22');
}

async function leaverReturns(town: Town): Promise<void> {
  const { year, office, hill } = town;
  const sis = await year.sis();
  const row = classNamed(sis, hill, 'English 10');
  const leaver = userOf(sis, rowsOf(sis, row, 'student').at(-1));
  const rows = rowsOfUser(sis, leaver.sourcedId);
  const back = [await office.hide('enrollments', rows), await office.hide('users', [leaver])];
  await town.night('2027-02-01');
  await town.night('2027-02-02');
  equal(await town.standing(leaver.sourcedId, row), 'inactive');
  await town.night('2027-03-08');
  await town.night('2027-03-09');
  for (const restore of back) await restore();
  await town.night('2027-03-15');
  equal(await town.standing(leaver.sourcedId, row), 'active');
}

async function signInsTaken(town: Town): Promise<void> {
  const { year, office, pine, hill } = town;
  const sis = await year.sis();
  const one = userOf(sis, rowsOf(sis, classNamed(sis, hill, 'English 9'), 'student').at(-1));
  const state = async () => (await year.canvas()).logins.find((login) => login.sis_user_id === one.sourcedId)?.workflow_state;
  await office.change('users', one.sourcedId, { enabledUser: 'false' });
  await town.night('2027-04-05');
  equal(await state(), 'suspended');
  await office.change('users', one.sourcedId, { enabledUser: 'true' });
  await town.night('2027-04-06');
  equal(await state(), 'active');
  // One night the flag of a whole school is wrong: a question, and nobody is suspended.
  const many = sis.users.filter((user) => user.role === 'student' && user.orgs?.[0]?.sourcedId === pine);
  for (const user of many) await office.change('users', user.sourcedId, { enabledUser: 'false' });
  await town.night('2027-04-07');
  equal(
    town.last.holds.some((id) => id.startsWith('C9')),
    true,
  );
  equal((await year.canvas()).logins.filter((login) => login.workflow_state === 'suspended').length, 0);
  for (const user of many) await office.change('users', user.sourcedId, { enabledUser: 'true' });
  await town.night('2027-04-08');
}

async function yearEnds(town: Town): Promise<void> {
  const { year, office, pine } = town;
  const sis = await year.sis();
  const live = sis.enrollments.filter((row) => isActive(row) && row.role === 'student' && (row.endDate ?? '') > '2027-06-05');
  for (const row of live) await office.change('enrollments', row.sourcedId, { endDate: '2027-06-08' });
  const before = await year.canvas();
  await town.night('2027-06-07');
  // The withdrawals take effect two days before the end of the year: held, until the classes are over and frozen.
  await town.night('2027-06-09');
  equal(
    town.last.holds.some((id) => id.startsWith('E2')),
    true,
  );
  await town.night('2027-06-10');
  await town.night('2027-06-12');
  const everything = await office.hide('enrollments', (await year.sis()).enrollments);
  await town.night('2027-06-13', { broken: true });
  await everything();
  equal((await year.canvas()).enrollments, before.enrollments);
  // A drop that the office enters late still counts, if somebody is there to let it (D1, D7).
  const row = classNamed(sis, pine, 'Science 4');
  const [late] = rowsOf(sis, row, 'student');
  if (!late) throw new Error('The class is too small');
  await office.change('enrollments', late.sourcedId, { endDate: '2027-05-14' });
  await town.night('2027-06-14', { attended: true });
  equal(await town.standing(userOf(sis, late).sourcedId, row), 'inactive');
}

async function nextYear(town: Town): Promise<void> {
  const { year, office } = town;
  const before = await year.sis();
  await year.control('POST', '/scenario/rollover-light', {});
  await fillNextYear(await year.sis(), before, office);
  await town.night('2027-06-20');
  await town.night('2027-06-25', { release: ['E6'] });
  const old = (await year.canvas()).enrollments;
  await town.night('2027-07-02', { release: ['E6'] });
  await town.night('2027-08-02', { attended: true, release: ['E6', 'E2', 'D3'] });
  await town.night('2027-08-09', { attended: true, release: ['E6', 'E2', 'D3'] });
  const canvas = await year.canvas();
  const watched = old.filter((row) => row.type === 'ObserverEnrollment');
  ok(canvas.enrollments.filter((row) => row.type === 'StudentEnrollment').length > old.length - watched.length + 300);
  equal(canvas.enrollments.slice(0, old.length), old);
}

export const spring: readonly Episode[] = [
  { title: 'a bad week: the feed breaks, comes empty, comes short, and tells of a mass drop', play: badWeek },
  { title: 'November: a teacher is swapped, a substitute comes for long, and goes again', play: teacherSwap },
  { title: 'December: ids are issued again, and a person remaps them', play: reissuedIds },
  { title: 'the semester flips: the old one freezes with its feed, the new one is there already', play: semesterFlip },
  { title: 'January: a term is prolonged for all, then for one school only', play: longerTerm },
  { title: 'February: a student moves away and comes back in spring', play: leaverReturns },
  { title: 'April: the SIS takes a sign-in and gives it back, and one night it takes those of a school', play: signInsTaken },
  { title: 'June: the SIS withdraws everybody, the year is over, and nobody loses anything', play: yearEnds },
  { title: 'summer: the next year appears in the SIS, and comes to Canvas when its time has come', play: nextYear },
];
