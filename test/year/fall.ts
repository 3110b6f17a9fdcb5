import { deepEqual as equal, ok } from 'node:assert/strict';
import { sessionOf, shifted } from './calendars.ts';
import { families } from './families.ts';
import { classesOf, classNamed, rowsOf, userOf } from './sis-office.ts';
import type { Episode, Town } from './town.ts';

async function leadTimes(town: Town): Promise<void> {
  const { year, pine, hill } = town;
  await town.night('2026-06-25', { attended: true });
  equal((await year.canvas()).sections, []);
  await town.night('2026-06-26', { attended: true });
  const canvas = await year.canvas();
  const schools = (await year.sis()).classes.filter((row) => canvas.sections.some((one) => one.sis_source_id === row.sourcedId));
  equal([...new Set(schools.map((row) => row.school?.sourcedId))].sort(), [pine, hill].sort());
  equal(
    canvas.enrollments.some((row) => row.type === 'StudentEnrollment'),
    false,
  );
  // Two calendars with equal titles, and a third whose sessions are the first one's: two terms of each name.
  equal(canvas.terms.filter((term) => term.name === 'Semester 1 2026–27').length, 1);
}

async function summerChanges(town: Town): Promise<void> {
  const { year, office, hill } = town;
  await town.night('2026-07-03');
  equal((await year.canvas()).terms.filter((term) => term.name === 'Semester 1 2026–27').length, 2);
  const sis = await year.sis();
  const english = classNamed(sis, hill, 'English 9');
  await office.change('classes', english.sourcedId, { title: 'English 9 Honors' });
  const [newTeacher, oldRow] = [await office.arrive('teacher', 'Okafor', hill), rowsOf(sis, english, 'teacher')[0]];
  await office.enroll(english, newTeacher, 'teacher', { primary: true });
  if (oldRow) await office.drop(oldRow);
  // A class without students is made two weeks before it begins, a class without a session not at all (C2, C5).
  await office.openLike(classNamed(sis, hill, 'Biology 9'), 'Robotics');
  await office.openLike(classNamed(sis, hill, 'Biology 9'), 'Chess', { terms: [] });
  await town.night('2026-07-06');
  await town.night('2026-07-07', { attended: true });
  equal(
    (await year.canvas()).courses.some((course) => course.name.includes('Robotics')),
    false,
  );
}

async function studentsArrive(town: Town): Promise<void> {
  const { year, office, pine, lake, hill } = town;
  await town.night('2026-08-02');
  await town.night('2026-08-03', { attended: true, release: ['E6'] });
  const [sis, canvas] = [await year.sis(), await year.canvas()];
  const [early, late] = [classesOf(sis, pine)[0], classesOf(sis, lake)[0]];
  for (const row of [early, late]) if (row) ok(rowsOf(sis, row, 'student').length > 4);
  const students = canvas.enrollments.filter((row) => row.type === 'StudentEnrollment');
  const sections = new Map(canvas.sections.map((row) => [row.id, row.sis_source_id]));
  const there = new Set(students.map((row) => sections.get(row.course_section_id)));
  equal(there.has(early?.sourcedId ?? ''), true);
  equal(there.has(late?.sourcedId ?? ''), false);
  // Dropped before the first day: deleted, not inactive (D2).
  const biology = classNamed(sis, hill, 'Biology 9');
  const [dropped] = rowsOf(sis, biology, 'student');
  if (dropped) await office.drop(dropped);
  await town.night('2026-08-05', { attended: true });
  equal(await town.standing(userOf(sis, dropped).sourcedId, biology), 'deleted');
  equal(
    (await year.canvas()).courses.some((course) => course.name.includes('Robotics')),
    true,
  );
}

async function firstDays(town: Town): Promise<void> {
  const { year, office, pine } = town;
  await town.night('2026-08-10', { attended: true, release: ['E6'] });
  const sis = await year.sis();
  const science = classNamed(sis, pine, 'Science 3');
  const late = await office.arrive('student', 'Latecomer', pine);
  await office.enroll(science, late, 'student');
  await town.night('2026-08-11');
  equal(await town.standing(late, science), 'active');
  await town.night('2026-08-17');
}

async function addAndDrop(town: Town): Promise<void> {
  const { year, office, hill } = town;
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
  await town.night('2026-08-19');
  equal(await town.standing(userOf(sis, mover).sourcedId, from), 'inactive');
  equal(await town.standing(userOf(sis, dropper).sourcedId, algebra), 'inactive');
  equal(await town.standing(userOf(sis, forgotten).sourcedId, biology), 'active');
  equal(await town.standing(userOf(sis, gone).sourcedId, from), 'active');
  await bringBack();
  await town.night('2026-08-20');
  equal(await town.standing(userOf(sis, forgotten).sourcedId, biology), 'active');
  equal(await town.standing(userOf(sis, gone).sourcedId, from), 'inactive');
  // Back again after a week.
  await office.enroll(from, userOf(sis, gone).sourcedId, 'student');
  await town.night('2026-08-27');
  equal(await town.standing(userOf(sis, gone).sourcedId, from), 'active');
}

async function handWork(town: Town): Promise<void> {
  const { year, office, hill } = town;
  const sis = await year.sis();
  const [first, second] = [classNamed(sis, hill, 'Algebra 9'), classNamed(sis, hill, 'Algebra 10')];
  const course = `c-${first.sourcedId}`;
  await town.ui('publish-course', { course });
  await town.ui('edit-course', { course, name: 'Numbers with Ms. O (come in!)' });
  await town.ui('cross-list', { section: second.sourcedId, course });
  const visitor = userOf(sis, rowsOf(sis, classNamed(sis, hill, 'English 12'), 'student')[0]).sourcedId;
  await town.ui('enroll', { user: visitor, section: first.sourcedId });
  const helper = (await town.ui('create-user', { name: 'Robin Coach', login_id: 'robin.coach' })) as { id: number };
  await town.ui('enroll', { user: helper.id, section: first.sourcedId, role: 'TeacherEnrollment' });
  // Between two sections that are taught together nothing is lost: the old row is deleted, the new one there (D2).
  const [mover] = rowsOf(sis, first, 'student');
  if (!mover) throw new Error('The class is too small');
  await office.drop(mover);
  await office.enroll(second, userOf(sis, mover).sourcedId, 'student');
  await office.change('classes', first.sourcedId, { title: 'Algebra 9 Advanced' });
  await town.night('2026-09-02');
  equal(await town.standing(userOf(sis, mover).sourcedId, first), 'deleted');
  equal(await town.standing(visitor, first), 'active');
  await belongsToCanvas(town);
  // The SIS lists the visitor, then drops them: they were there before us, and stay (D6).
  const row = await office.enroll(first, visitor, 'student');
  await town.night('2026-09-15');
  await office.change('enrollments', row, { status: 'tobedeleted' });
  await town.night('2026-09-22');
  equal(await town.standing(visitor, first), 'active');
}

/** What rows of ours must not clear when something else of them changes: a section's dates, single sign-on, a short name (F1). */
async function belongsToCanvas(town: Town): Promise<void> {
  const { year, office, hill } = town;
  const sis = await year.sis();
  const biology = classNamed(sis, hill, 'Biology 11');
  await town.ui('edit-section', { section: biology.sourcedId, start_at: '2026-09-07T04:00:00Z', end_at: null, restrict: true });
  await office.change('classes', biology.sourcedId, { title: 'Marine Biology 11' });
  const person = userOf(sis, rowsOf(sis, classNamed(sis, hill, 'Algebra 10'), 'student')[1]);
  const saml = (await town.ui('create-provider', { auth_type: 'saml' })) as { id: number };
  await town.ui('edit-login', { login: person.sourcedId, authentication_provider: saml.id });
  await town.ui('edit-user', { user: person.sourcedId, short_name: 'Sunny' });
  await office.change('users', person.sourcedId, { familyName: 'Married-Name', username: 'married.name' });
}

async function quarterEnds(town: Town): Promise<void> {
  const { year, office, pine } = town;
  const sis = await year.sis();
  const quarter = sessionOf(sis, 'Quarter 1');
  const [row] = classesOf(sis, pine, quarter);
  if (!quarter || !row) throw new Error('No class meets in the first quarter');
  await town.night(shifted(quarter.endDate, 1));
  const students = rowsOf(sis, row, 'student');
  const [late, tooLate] = students;
  if (!late || !tooLate) throw new Error('The class is too small');
  await office.hide('enrollments', students.slice(2));
  await office.drop(late);
  await town.night(shifted(quarter.endDate, 3));
  await town.night(shifted(quarter.endDate, 4));
  equal(await town.standing(userOf(sis, students[3]).sourcedId, row), 'active');
  equal(await town.standing(userOf(sis, late).sourcedId, row), 'inactive');
  await office.drop(tooLate);
  await town.night(shifted(quarter.endDate, 15));
  equal(await town.standing(userOf(sis, tooLate).sourcedId, row), 'active');
}

export const fall: readonly Episode[] = [
  {
    title: 'June: 45 days before school the courses and teachers of two schools come; the third begins a week later',
    play: leadTimes,
  },
  { title: 'July: classes are renamed, change hands, and appear', play: summerChanges },
  { title: 'August: students come seven days before their own school begins', play: studentsArrive },
  { title: 'the first day, and the first days of the other school', play: firstDays },
  { title: 'add and drop: moves, drops, and somebody the feed forgets for one night', play: addAndDrop },
  { title: 'September: teachers live in Canvas; what they do there stays', play: handWork },
  ...families,
  { title: 'October: a quarter ends and its rows vanish; late drops count for two weeks', play: quarterEnds },
];
