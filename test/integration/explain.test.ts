import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Explainable, Explanation } from '../../shared/explain.ts';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { canvasDump, refOf, type SisRow, sisRows } from '../helpers/practice-world.ts';

/** "Why this change, and why not?" for any record of the SIS, in order, over one practice district. 24 November 2026. */
const TODAY = '2026-11-24';
const ahead = Date.parse('2026-11-24T17:00:00Z') - Date.now();
let world: PracticeEngine;
let running: SisRow;
let student: SisRow;

beforeAll(async () => {
  world = await startPracticeEngine({ students: 80, today: TODAY, now: () => Date.now() + ahead });
  const enrollments = await sisRows(world, 'enrollments', { role: 'student' });
  student = enrollments.find((row) => row.status === 'active' && String(row.endDate) > TODAY) as SisRow;
  const classes = await sisRows(world, 'classes');
  running = classes.find((row) => row.sourcedId === refOf(student, 'class')) as SisRow;
});
afterAll(() => world.close());

async function why(collection: Explainable, sourcedId: string): Promise<Explanation> {
  return expectValue(await world.engine.explain(world.district, { collection, sourcedId }));
}

test('before the first preview nothing is known, and that is what it says', async () => {
  const answer = await why('users', refOf(student, 'user'));
  expect(answer).toMatchObject({ state: 'unknown', plan: '', changes: [] });
  expect(answer.inSis).not.toBeNull();
});

test('a planned change names its rule, its record and what it would do', async () => {
  await world.plan();
  const answer = await why('classes', running.sourcedId);
  expect(answer.state).toBe('change');
  expect(answer.changes.map(({ entity, action }) => `${entity} ${action}`)).toEqual(['course create', 'section create']);
  expect(answer.reasons.map(({ rule }) => rule)).toContain('C4');
  const enrollment = await why('enrollments', student.sourcedId);
  expect(enrollment).toMatchObject({ state: 'change', changes: [{ entity: 'enrollment', action: 'create' }] });
  expect(enrollment.reasons[0]).toMatchObject({ rule: 'C6' });
});

const find = async (text: string, askSis = false) =>
  expectValue(await world.engine.calls.lookUp({ district: world.district, text, askSis })).records;

test('before it is written a person is found in the preview, by name in any order and by login', async () => {
  const [person] = await sisRows(world, 'users', { role: 'student' });
  const { sourcedId, givenName, familyName, username } = person as SisRow;
  for (const text of [`${String(familyName)} ${String(givenName)}`, String(username), sourcedId]) {
    const found = await find(text);
    expect(found, text).toContainEqual(expect.objectContaining({ collection: 'users', sourcedId, from: 'preview' }));
  }
  expect(await find('nobody of this name')).toEqual([]);
});

test('after a sync: Canvas has what the SIS says, and the values are told', async () => {
  await world.apply();
  await world.plan();
  const answer = await why('users', refOf(student, 'user'));
  expect(answer).toMatchObject({ state: 'settled', sisTrouble: null, reasons: [{ rule: 'F1' }] });
  expect(answer.inCanvas[0]).toMatchObject({
    entity: 'user',
    confirmed: true,
    owned: true,
    lastSynced: { login_id: expect.any(String) },
  });
});

test('what was written is found by name, login, e-mail, class title and school, told once, the closest first', async () => {
  const person = (await sisRows(world, 'users')).find(({ sourcedId }) => sourcedId === refOf(student, 'user')) as SisRow;
  for (const text of [String(person.username).toUpperCase(), String(person.email), person.sourcedId]) {
    const [first] = await find(text);
    expect(first, text).toMatchObject({ collection: 'users', sourcedId: person.sourcedId, from: 'synced' });
  }
  const classes = (await find(String(running.title))).filter(({ sourcedId }) => sourcedId === running.sourcedId);
  expect(classes).toEqual([expect.objectContaining({ collection: 'classes', entity: 'section', from: 'synced' })]);
  const [school] = await sisRows(world, 'orgs', { type: 'school' });
  expect(await find(String(school?.name))).toContainEqual(expect.objectContaining({ collection: 'orgs', entity: 'account' }));
  expect((await find(person.sourcedId))[0]?.schoolName).not.toBe('');
});

test('a look-up is about values, not about what they are called, and takes signs literally', async () => {
  expect(await find('login_id')).toEqual([]);
  expect(await find('%')).toEqual([]);
  expect(await find('_____')).toEqual([]);
  expect(await find("'; DROP TABLE ledger; --")).toEqual([]);
});

test('whom no plan ever named is found by asking the SIS: by family name, login or id, and filters are not believed', async () => {
  const [someone] = await sisRows(world, 'users', { role: 'teacher' });
  const guardian = {
    ...someone,
    sourcedId: 'guardian-1',
    role: 'parent',
    familyName: 'Quetzal',
    username: 'gq1',
    identifier: '',
  };
  await world.control('PUT', '/sis/users/guardian-1', guardian);
  expect(await find('quetzal')).toEqual([]);
  for (const text of ['quetzal', `${String(someone?.givenName)} Quetzal`, 'gq1', 'guardian-1'])
    expect(await find(text, true), text).toEqual([expect.objectContaining({ sourcedId: 'guardian-1', from: 'sis' })]);
  expect(await why('users', 'guardian-1')).toMatchObject({ state: 'filtered' });
  await world.control('POST', '/sis/habits', { ignoreFilter: true });
  expect((await find('quetzal', true)).every(({ label }) => label.includes('Quetzal'))).toBe(true);
  await world.control('POST', '/sis/habits', {});
  await world.control('DELETE', '/sis/users/guardian-1');
});

test('a class that a preset leaves out says which (C5)', async () => {
  const sourcedId = 'homeroom-12';
  const { title: _title, classType: _type, ...like } = running;
  await world.control('PUT', `/sis/classes/${sourcedId}`, { ...like, sourcedId, title: 'Homeroom 12', classType: 'homeroom' });
  await world.set({ classFilters: ['homeroom'] });
  await world.plan();
  expect(await why('classes', sourcedId)).toMatchObject({ state: 'filtered', reasons: [{ rule: 'C5' }] });
  await world.control('DELETE', `/sis/classes/${sourcedId}`);
  await world.set({ classFilters: [] });
});

test('what a rule leaves out says which: a role, an ended or dropped enrollment, a school that was not chosen', async () => {
  const [parent] = await sisRows(world, 'users', { role: 'parent' });
  if (parent !== undefined)
    expect(await why('users', parent.sourcedId)).toMatchObject({ state: 'filtered', reasons: [{ rule: 'C6' }] });
  const [district] = await sisRows(world, 'orgs', { type: 'district' });
  expect(await why('orgs', district?.sourcedId ?? '')).toMatchObject({ state: 'filtered', reasons: [{ rule: 'C1' }] });
  const settings = expectValue(await world.engine.settings(world.district));
  expectValue(await world.engine.saveSettings(world.district, { ...settings, schools: ['another'] }));
  expect((await why('orgs', refOf(running, 'school'))).reasons.map(({ rule }) => rule)).toContain('C1');
  expectValue(await world.engine.saveSettings(world.district, settings));
});

test('a drop is a change with its day; a first absence waits to be seen again (D5)', async () => {
  await world.control('PATCH', `/sis/enrollments/${student.sourcedId}`, { status: 'tobedeleted' });
  await world.plan();
  expect(await why('enrollments', student.sourcedId)).toMatchObject({ state: 'change', changes: [{ action: 'delete' }] });
  const others = await sisRows(world, 'enrollments', { role: 'student' });
  const gone = others.find((row) => row.sourcedId !== student.sourcedId && refOf(row, 'class') === running.sourcedId) as SisRow;
  await world.control('DELETE', `/sis/enrollments/${gone.sourcedId}`);
  await world.plan();
  const answer = await why('enrollments', gone.sourcedId);
  expect(answer).toMatchObject({ state: 'waiting', inSis: null });
  expect(answer.reasons[0]?.rule).toBe('D5');
});

test('a course renamed in Canvas is kept, and says so (F3)', async () => {
  const { courses } = await canvasDump(world);
  const course = courses.find(({ sis_source_id }) => sis_source_id === `c-${running.sourcedId}`);
  await world.control('POST', '/canvas/ui/edit-course', { course: course?.id, name: 'Our Own Name' });
  await world.plan();
  expect(await why('classes', running.sourcedId)).toMatchObject({ state: 'kept', reasons: [{ rule: 'F3' }] });
});

test('a record nobody has is said to be unknown', async () => {
  expect(await why('users', 'nobody/at all')).toMatchObject({ state: 'unknown', inSis: null, inCanvas: [] });
});

test('without the SIS, what is stored still tells', async () => {
  await world.control('POST', '/scenario/outage');
  const answer = await why('users', refOf(student, 'user'));
  expect(answer.sisTrouble).not.toBeNull();
  expect(answer.state).toBe('settled');
  await world.control('POST', '/scenario/recover');
});
