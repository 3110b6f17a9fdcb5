import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CanvasUnderTest, canvasUnderTest, type Json, reportEnd, rowsOf, unzip } from './practice-canvas-client.ts';

let canvas: CanvasUnderTest;
beforeEach(async () => {
  canvas = await canvasUnderTest();
  await canvas.importFiles({
    'terms.csv':
      'term_id,name,status,start_date,end_date\nT1,One,active,2026-08-10T04:00:00Z,2027-01-16T04:59:59Z\nT2,Two,active,,\n',
    'courses.csv':
      'course_id,short_name,long_name,term_id,status\nC1,S1,One,T1,active\nC2,S2,Two,T1,completed\nC3,S3,Three,T2,deleted\nC4,S4,Four,T2,published\n',
    'sections.csv':
      'section_id,course_id,name,status,start_date,end_date\nX1,C1,One,active,2026-08-10T04:00:00Z,\nX2,C2,Two,active,,\nX4,C4,"Four, ""quoted""",active,,\n',
    'users.csv': 'user_id,login_id,full_name,status\nU1,ada,Ada L,active\nU2,bob,Bob R,deleted\nU3,cy,Cy,suspended\n',
  });
  await canvas.importCsv([
    'section_id,user_id,role,status',
    'X1,U1,student,active',
    'X4,U1,teacher,completed',
    'X4,U3,student,inactive',
  ]);
});
afterEach(() => canvas.close());

const all = { include_deleted: 'true' };
const column = (rows: Record<string, string>[], ...names: string[]) =>
  rows.map((row) => names.map((name) => row[name]).join(' '));

describe('provisioning_csv', () => {
  test('without include_deleted deleted and completed courses and enrollments are missing', async () => {
    expect(column(await canvas.report('courses'), 'course_id', 'status')).toEqual(['C1 unpublished', 'C4 active']);
    expect(column(await canvas.report('courses', all), 'course_id', 'status')).toEqual([
      'C1 unpublished',
      'C2 concluded',
      'C3 deleted',
      'C4 active',
    ]);
    expect(column(await canvas.report('enrollments'), 'section_id', 'user_id', 'status')).toEqual([
      'X1 U1 active',
      'X4 U3 inactive',
    ]);
    expect(column(await canvas.report('enrollments', all), 'section_id', 'user_id', 'status')).toEqual([
      'X1 U1 active',
      'X4 U1 concluded',
      'X4 U3 inactive',
    ]);
    expect(column(await canvas.report('users'), 'user_id', 'status')).toEqual([' active', 'U1 active', 'U3 suspended']);
    expect(column(await canvas.report('users', all), 'user_id', 'status')).toContain('U2 deleted');
  });

  test('everything is listed, hand-made objects with blank SIS cells; created_by_sis tells and filters', async () => {
    await canvas.ui('create-account', { name: 'Clicked' });
    await canvas.importCsv(['account_id,parent_account_id,name,status', 'A1,,Imported,active']);
    expect(column(await canvas.report('accounts'), 'account_id', 'name', 'created_by_sis', 'canvas_parent_id')).toEqual([
      ' Clicked false 1',
      'A1 Imported true 1',
    ]);
    expect(column(await canvas.report('accounts', { created_by_sis: 'true' }), 'name')).toEqual(['Imported']);
  });

  test('dates in the account’s time zone, for courses and sections only while the restriction is on', async () => {
    expect(column(await canvas.report('terms'), 'term_id', 'start_date', 'end_date')).toEqual([
      '  ',
      'T1 2026-08-10T00:00:00-04:00 2027-01-15T23:59:59-05:00',
      'T2  ',
    ]);
    expect(column(await canvas.report('sections'), 'section_id', 'start_date')).toContain('X1 2026-08-10T00:00:00-04:00');
    await canvas.ui('edit-section', { section: 'X1', restrict: false });
    expect(column(await canvas.report('sections'), 'section_id', 'start_date')).toContain('X1 ');
  });

  test('the term filter takes a Canvas id or sis_term_id:X', async () => {
    expect(column(await canvas.report('courses', { ...all, enrollment_term_id: 'sis_term_id:T1' }), 'course_id')).toEqual([
      'C1',
      'C2',
    ]);
    const id = canvas.dump().terms.find((row) => row.sis_source_id === 'T2')?.id;
    expect(column(await canvas.report('sections', { ...all, enrollment_term_id: String(id) }), 'section_id', 'name')).toEqual([
      'X4 Four, "quoted"',
    ]);
    expect(await canvas.report('courses', { enrollment_term_id: 'sis_term_id:NO' })).toEqual([]);
  });

  test('a cross-listed section shows the xlist course, its home is in the xlist file only', async () => {
    await canvas.ui('cross-list', { section: 'X1', course: 'C4' });
    expect(column(await canvas.report('sections'), 'section_id', 'course_id')).toContain('X1 C4');
    expect(column(await canvas.report('enrollments'), 'section_id', 'course_id')).toContain('X1 C4');
    expect(column(await canvas.report('xlist'), 'section_id', 'xlist_course_id', 'nonxlist_course_id', 'status')).toEqual([
      'X1 C4 C1 active',
    ]);
  });

  test('an enrollment of a deleted section reads deleted, even one revived behind its back', async () => {
    await canvas.ui('delete-section', { section: 'X1' });
    await canvas.ui('edit-enrollment', { user: 'U1', section: 'X1', state: 'active' });
    expect(column(await canvas.report('enrollments', all), 'section_id', 'status')).toContain('X1 deleted');
  });

  test('several kinds → a zip, one kind → a csv; states, record, history, no data → error', async () => {
    const start = (query: string) =>
      canvas.call('POST', `accounts/self/reports/provisioning_csv?${query}`).then((answer) => answer.json()) as Promise<Json>;
    const started = await start('parameters[users]=true&parameters[xlist]=1&parameters[include_deleted]=true');
    expect(started).toMatchObject({ report: 'provisioning_csv', status: 'created', progress: 0, parameters: { users: true } });
    const done = await reportEnd(canvas.get, started.id);
    const attachment = done.attachment as { url: string; 'content-type': string };
    expect(attachment['content-type']).toBe('application/zip');
    const files = unzip(await (await fetch(attachment.url)).arrayBuffer());
    expect(Object.keys(files)).toEqual(['users.csv', 'xlist.csv']);
    expect(files['xlist.csv']).toBe(
      'canvas_xlist_course_id,xlist_course_id,canvas_section_id,section_id,status,canvas_nonxlist_course_id,nonxlist_course_id\n',
    );
    expect(await reportEnd(canvas.get, (await start('')).id)).toMatchObject({ status: 'error' });
    expect((await canvas.list('accounts/self/reports/provisioning_csv')).map((row) => row.status)).toEqual(['error', 'complete']);
    expect((await canvas.list('accounts/self/reports')).map((row) => row.report)).toContain('provisioning_csv');
  });

  test('a report of a sub-account: its direct children, the courses below it and their people', async () => {
    await canvas.importFiles({
      'accounts.csv': 'account_id,parent_account_id,name,status\nA1,,One,active\nA2,A1,Two,active\nA3,A2,Three,active\n',
      'courses.csv': 'course_id,short_name,long_name,account_id,status\nC1,S1,One,A3,active\n',
      'admins.csv': 'user_id,account_id,role,status\nU3,A1,AccountAdmin,active\n',
    });
    const base = 'accounts/sis_account_id:A1/reports/provisioning_csv';
    const kinds = ['accounts', 'courses', 'sections', 'users', 'enrollments', 'admins'];
    const query = kinds.map((kind) => `parameters[${kind}]=1`).join('&');
    const started = (await (await canvas.call('POST', `${base}?${query}&parameters[include_deleted]=1`)).json()) as Json;
    await expect.poll(async () => (await canvas.get(`${base}/${started.id}`)).status).toBe('complete');
    const { url } = (await canvas.get(`${base}/${started.id}`)).attachment as { url: string };
    const files = unzip(await (await fetch(url)).arrayBuffer());
    const ids = (kind: string, name: string) => column(rowsOf(files[`${kind}.csv`] ?? ''), name);
    expect(ids('accounts', 'account_id')).toEqual(['A2']);
    expect(ids('courses', 'course_id')).toEqual(['C1']);
    expect(ids('sections', 'section_id')).toEqual(['X1']);
    expect(ids('enrollments', 'user_id')).toEqual(['U1']);
    expect(ids('users', 'user_id')).toEqual(['U1', 'U3']);
    expect(ids('admins', 'user_id')).toEqual(['U3']);
    expect((await canvas.call('GET', `accounts/self/reports/provisioning_csv/${started.id}`)).status).toBe(404);
  });

  test('sis_export_csv lists objects with SIS ids only, in importable columns', async () => {
    await canvas.ui('create-course', { name: 'Clicked', course_code: 'X' });
    const query = 'parameters[courses]=1&parameters[users]=1&parameters[include_deleted]=1';
    const started = (await (await canvas.call('POST', `accounts/self/reports/sis_export_csv?${query}`)).json()) as Json;
    const path = `accounts/self/reports/sis_export_csv/${started.id}`;
    await expect.poll(async () => (await canvas.get(path)).status).toBe('complete');
    const { url } = (await canvas.get(path)).attachment as { url: string };
    const files = unzip(await (await fetch(url)).arrayBuffer());
    expect(column(rowsOf(files['courses.csv'] ?? ''), 'course_id', 'status')).toEqual([
      'C1 active',
      'C2 completed',
      'C3 deleted',
      'C4 active',
    ]);
    expect(column(rowsOf(files['users.csv'] ?? ''), 'user_id', 'password', 'status')).toEqual([
      'U1  active',
      'U2  deleted',
      'U3  suspended',
    ]);
  });

  test('the file lives on another host, wants its verifier, and a token sent there is refused and remembered', async () => {
    const started = (await (
      await canvas.call('POST', 'accounts/self/reports/provisioning_csv?parameters[users]=true')
    ).json()) as Json;
    const { url } = (await reportEnd(canvas.get, started.id)).attachment as { url: string };
    expect(new URL(url).hostname).toBe('localhost');
    expect((await fetch(url.replace(/verifier=\w+/, 'verifier=x'))).status).toBe(401);
    expect((await fetch(url, { headers: { Authorization: `Bearer ${canvas.canvas.token}` } })).status).toBe(400);
    expect(canvas.dump().violations).toEqual([expect.objectContaining({ kind: 'token-sent-to-files-host' })]);
    expect((await fetch(url)).status).toBe(200);
  });
});
