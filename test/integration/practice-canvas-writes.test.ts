import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CanvasUnderTest, canvasUnderTest, type Json } from './practice-canvas-client.ts';

let canvas: CanvasUnderTest;
beforeEach(async () => {
  canvas = await canvasUnderTest();
});
afterEach(() => canvas.close());

const put = async (path: string, fields: Record<string, string>) => {
  const answer = await canvas.call('PUT', path, { body: new URLSearchParams(fields) });
  return { status: answer.status, body: (await answer.json()) as Json };
};
const inUse = (attribute: string, message: string) => ({
  status: 400,
  body: { errors: { [attribute]: [{ attribute, type: message, message }] } },
});

describe('SIS ids for objects that people made by hand (adoption)', () => {
  test('a course takes its id, and its name and code made by hand stay over an import', async () => {
    const made = await canvas.ui('create-course', { name: 'By hand', course_code: 'HAND' });
    const { status, body } = await put(`courses/${made.id}`, { 'course[sis_course_id]': 'C1', 'course[integration_id]': 'I1' });
    expect([status, body.sis_course_id, body.integration_id]).toEqual([200, 'C1', 'I1']);
    const done = await canvas.importCsv(['course_id,short_name,long_name,status', 'C1,SIS,From SIS,active']);
    expect(done).toMatchObject({ workflow_state: 'imported', data: { counts: { courses: 1 } } });
    expect(await canvas.get('courses/sis_course_id:C1')).toMatchObject({ id: made.id, name: 'By hand', course_code: 'HAND' });
  });

  test('JSON bodies are understood; null and blank take an id away', async () => {
    const made = await canvas.ui('create-course', { name: 'By hand', sis_course_id: 'C1' });
    const answer = await canvas.call('PUT', `courses/${made.id}`, {
      body: JSON.stringify({ course: { sis_course_id: null } }),
      headers: { 'Content-Type': 'application/json' },
    });
    expect(await answer.json()).toMatchObject({ sis_course_id: null });
    await put(`courses/${made.id}`, { 'course[sis_course_id]': 'C2' });
    expect((await put(`courses/${made.id}`, { 'course[sis_course_id]': '' })).body.sis_course_id).toBeNull();
  });

  test('what else is written through the API sticks like an edit on a page', async () => {
    await canvas.importCsv(['course_id,short_name,long_name,status', 'C1,S,L,active']);
    await put('courses/sis_course_id:C1', { 'course[name]': 'Renamed', 'course[event]': 'offer' });
    await canvas.importCsv(['course_id,short_name,long_name,status', 'C1,S,L,deleted']);
    expect(canvas.dump().courses).toMatchObject([
      { name: 'Renamed', workflow_state: 'available', stuck: ['name', 'workflow_state'] },
    ]);
  });

  test('an account takes its id, the root account none', async () => {
    const made = await canvas.ui('create-account', { name: 'Lincoln High' });
    expect((await put(`accounts/${made.id}`, { 'account[sis_account_id]': 'A1' })).body).toMatchObject({ sis_account_id: 'A1' });
    await canvas.importCsv(['account_id,parent_account_id,name,status', 'A1,,LINCOLN,active']);
    expect(await canvas.get('accounts/sis_account_id:A1')).toMatchObject({ id: made.id, name: 'Lincoln High', sis_import_id: 1 });
    expect(await put('accounts/self', { 'account[sis_account_id]': 'ROOT' })).toMatchObject(
      inUse('sis_source_id', 'SIS IDs cannot be set on root accounts'),
    );
  });

  test('a section takes its id and keeps its name', async () => {
    const course = await canvas.ui('create-course', { name: 'By hand', sis_course_id: 'C1' });
    const made = await canvas.ui('create-section', { course: course.id, name: 'Period 3' });
    expect((await put(`sections/${made.id}`, { 'course_section[sis_section_id]': 'S1' })).body).toMatchObject({
      sis_section_id: 'S1',
      sis_course_id: 'C1',
    });
    await canvas.importCsv(['section_id,course_id,name,status', 'S1,C1,From SIS,active']);
    expect(await canvas.get('sections/sis_section_id:S1')).toMatchObject({ id: made.id, name: 'Period 3' });
  });

  test('a login takes its id, and its text stays as it was', async () => {
    const made = await canvas.ui('create-user', { name: 'Ada L', login_id: 'ada' });
    const [login] = await canvas.list(`users/${made.id}/logins`);
    const { status, body } = await put(`accounts/self/logins/${login?.id}`, { 'login[sis_user_id]': 'U1' });
    expect([status, body.sis_user_id, body.unique_id]).toEqual([200, 'U1', 'ada']);
    await canvas.importCsv(['user_id,login_id,full_name,status', 'U1,ada.sis,Ada SIS,active']);
    expect(await canvas.get('users/sis_user_id:U1')).toMatchObject({ id: made.id, name: 'Ada L', login_id: 'ada' });
  });

  test('an id in use is refused, also by a deleted object', async () => {
    await canvas.importCsv(['course_id,short_name,long_name,status,integration_id', 'C1,S,L,active,I1', 'C1,S,L,deleted,I1']);
    await canvas.importCsv(['user_id,login_id,full_name,status', 'U1,ada,Ada,active']);
    const course = await canvas.ui('create-course', { name: 'By hand' });
    const user = await canvas.ui('create-user', { name: 'Bob', login_id: 'bob' });
    const [login] = await canvas.list(`users/${user.id}/logins`);
    const write = (field: string, value: string) => put(`courses/${course.id}`, { [`course[${field}]`]: value });
    expect(await write('sis_course_id', 'C1')).toEqual(inUse('sis_source_id', 'SIS ID "C1" is already in use'));
    expect(await write('integration_id', 'I1')).toEqual(inUse('integration_id', 'Integration ID "I1" is already in use'));
    expect(await put(`accounts/self/logins/${login?.id}`, { 'login[sis_user_id]': 'U1' })).toEqual(
      inUse('sis_user_id', 'SIS ID "U1" is already in use'),
    );
    expect(await put(`accounts/self/logins/${login?.id}`, { 'login[unique_id]': 'ADA' })).toMatchObject({ status: 400 });
    expect(await canvas.get(`courses/${course.id}`)).toMatchObject({ sis_course_id: null });
  });

  test('without manage_sis no id is written; unknown objects are not found', async () => {
    const made = await canvas.ui('create-course', { name: 'By hand' });
    await canvas.settings({ missingPermissions: ['manage_sis'] });
    expect((await put(`courses/${made.id}`, { 'course[sis_course_id]': 'C1' })).status).toBe(403);
    expect((await put('courses/99', { 'course[sis_course_id]': 'C1' })).status).toBe(404);
    expect((await put('accounts/self/logins/99', { 'login[sis_user_id]': 'U1' })).status).toBe(404);
  });
});
