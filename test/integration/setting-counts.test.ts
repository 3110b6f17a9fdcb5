import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SettingCounts } from '../../shared/setting-counts.ts';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { refOf, type SisRow, sisRows } from '../helpers/practice-world.ts';

/** Live counts of the settings over the messy census, each against the practice SIS' own rows. 24 November 2026. */
const TODAY = '2026-11-24';
const ahead = Date.parse('2026-11-24T17:00:00Z') - Date.now();
let world: PracticeEngine;
let users: SisRow[];
let classes: SisRow[];
let counted: SettingCounts;

beforeAll(async () => {
  world = await startPracticeEngine({ students: 400, seed: 11, clean: false, today: TODAY, now: () => Date.now() + ahead });
  users = (await sisRows(world, 'users')).filter(({ status }) => status === 'active');
  classes = await sisRows(world, 'classes');
  expect(expectValue(await world.engine.settingCounts(world.district))).toMatchObject({ takenAt: null, counts: {} });
  await world.plan();
  counted = expectValue(await world.engine.settingCounts(world.district));
});
afterAll(() => world.close());

const text = (value: unknown) => String(value ?? '').trim();
const schoolsOf = (row: SisRow) => (row.orgs as { sourcedId: string }[]).map(({ sourcedId }) => sourcedId);
const staffRoles = ['teacher', 'aide', 'administrator', 'proctor'];
const students = () => users.filter(({ role }) => role === 'student');
const staff = () => users.filter(({ role }) => staffRoles.includes(text(role)));

/** Classes of which some session has not ended. */
async function openClasses(): Promise<SisRow[]> {
  const sessions = new Map((await sisRows(world, 'academicSessions')).map((row) => [row.sourcedId, row]));
  return classes.filter((row) => {
    const terms = (row.terms as { sourcedId: string }[]).map(({ sourcedId }) => sessions.get(sourcedId));
    return row.status === 'active' && terms.some((term) => text(term?.endDate) >= TODAY);
  });
}

test('schools: classes and people of each, as the SIS has them', async () => {
  const schools = (await sisRows(world, 'orgs', { type: 'school' })).filter(({ status }) => status === 'active');
  expect(counted.schools).toHaveLength(schools.length);
  for (const { sourcedId } of schools) {
    expect(counted.counts.schools?.options[sourcedId]?.numbers).toEqual({
      classes: classes.filter((row) => row.status === 'active' && refOf(row, 'school') === sourcedId).length,
      students: students().filter((row) => schoolsOf(row).includes(sourcedId)).length,
      staff: staff().filter((row) => schoolsOf(row).includes(sourcedId)).length,
    });
  }
});

test.each(['username', 'email', 'identifier'] as const)(
  'logins from %s: who has one, who shares it, as the SIS has them',
  (source) => {
    const have = students().filter((row) => text(row[source]) !== '');
    const numbers = counted.counts.studentLogin?.options[source]?.numbers;
    expect(numbers).toMatchObject({ have: have.length, missing: students().length - have.length });
    const all = [...students().map((row) => text(row[source])), ...staff().map((row) => text(row.username))];
    const logins = all.map((login) => login.toLowerCase()).filter((login) => login !== '');
    const both = numbers?.shared ?? 0;
    const ofStaff = counted.counts.staffLogin?.options.username?.numbers.shared ?? 0;
    if (source === 'username') expect(both + ofStaff).toBe(logins.length - new Set(logins).size);
    else expect(both).toBeGreaterThanOrEqual(have.length - new Set(have.map((row) => text(row[source]).toLowerCase())).size);
  },
);

test('what would wait is what the plan holds: the census has people without a username', async () => {
  const plan = expectValue(await world.engine.calls.plan({ district: world.district, number: null }));
  const held = plan?.holds
    .filter(({ rule, entity }) => rule === 'B1' && entity === 'user')
    .reduce((sum, { count }) => sum + count, 0);
  const waits = ['studentLogin', 'staffLogin'].map((key) => counted.counts[key]?.now?.numbers.held ?? 0);
  expect(waits.reduce((sum, one) => sum + one)).toBe(held);
  expect(held).toBeGreaterThan(0);
});

test('courses: one for each class today, fewer where teachers or courses share', async () => {
  const models = counted.counts.courseModel?.options;
  expect(models?.class?.numbers.courses).toBe((await openClasses()).length);
  expect(models?.teacher?.numbers.courses).toBeLessThan(models?.class?.numbers.courses ?? 0);
  expect(models?.course?.numbers.courses).toBeLessThan(models?.teacher?.numbers.courses ?? 0);
  for (const model of ['teacher', 'course'] as const) {
    await world.set({ courseModel: model });
    const next = await world.plan();
    // Whatever becomes of it, every wanted course that is not over is counted once.
    const { create, update, restore, unchanged, alreadyThere, kept, early, filtered } = next.counts.course;
    const wanted = create + update + restore + unchanged + alreadyThere + kept + early + filtered;
    expect(wanted, model).toBe(models?.[model]?.numbers.courses);
  }
  await world.set({ courseModel: 'class' });
});

test('class filters: homerooms and classes without a teacher, as the census makes them', async () => {
  const enrollments = (await sisRows(world, 'enrollments')).filter(({ status }) => status === 'active');
  const open = await openClasses();
  const taught = new Set(
    enrollments
      .filter((row) => row.role === 'teacher' && (text(row.endDate) === '' || text(row.endDate) > TODAY))
      .map((row) => refOf(row, 'class')),
  );
  const homerooms = open.filter((row) => row.classType === 'homeroom' || /home ?room/i.test(text(row.title))).length;
  const options = counted.counts.classFilters?.options;
  expect(options?.homeroom?.numbers.classes).toBe(homerooms);
  expect(options?.['no-teacher']?.numbers.classes).toBe(open.filter(({ sourcedId }) => !taught.has(sourcedId)).length);
  expect(homerooms).toBeGreaterThan(0);
});

test('A2: the example is a session of this SIS, and enrollments end the day after their class', async () => {
  const example = counted.counts.sessionEndDate?.options['last-day']?.text ?? '';
  const titles = (await sisRows(world, 'academicSessions')).map(({ title }) => text(title));
  expect(titles.some((title) => example.startsWith(`${title} ends `))).toBe(true);
  const ways = counted.counts.enrollmentEndDate?.options;
  expect(ways?.['day-after']?.warn).toBe(false);
  expect(ways?.['last-day']?.warn).toBe(true);
});

test('a value nobody has saved is counted without asking either side', async () => {
  await world.control('POST', '/scenario/outage');
  const settings = expectValue(await world.engine.settings(world.district));
  const drafted = expectValue(await world.engine.settingCounts(world.district, { ...settings, studentLogin: 'email' }));
  expect(drafted.counts.studentLogin?.now).toEqual(counted.counts.studentLogin?.options.email);
  await world.control('POST', '/scenario/recover');
});

test('settings that cannot be are refused in words; what is saved carries a name', async () => {
  const settings = expectValue(await world.engine.settings(world.district));
  const refused = await world.engine.saveSettings(world.district, { ...settings, timeZone: 'Nowhere' }, 'Ada');
  expect(refused).toMatchObject({
    ok: false,
    failure: { code: 'settings.unfit', message: expect.stringContaining('Time zone') },
  });
  const saved = expectValue(
    await world.engine.calls.saveSettings({ district: world.district, settings: { ...settings, dropGraceDays: 20 }, by: 'Ada' }),
  );
  expect(saved).toMatchObject({ by: 'Ada', settings: { dropGraceDays: 20 } });
});

test('a plan made with other settings is no longer what the district wants: it is refused, and a new one is not', async () => {
  const plan = await world.plan();
  const apply = (number: number) =>
    world.engine.apply(world.district, { plan: number, releases: [] }, { trigger: 'person', attended: true });
  await world.set({ dropGraceDays: 21 });
  expect(await apply(plan.number)).toMatchObject({ ok: false, failure: { code: 'plan.other-settings' } });
  await world.set({ dropGraceDays: 20 });
  expectValue(await apply(plan.number));
});
