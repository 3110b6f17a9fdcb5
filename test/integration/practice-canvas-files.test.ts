import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CanvasUnderTest, canvasUnderTest, type Json, warnings } from './practice-canvas-client.ts';

let canvas: CanvasUnderTest;
beforeEach(async () => {
  canvas = await canvasUnderTest();
});
afterEach(() => canvas.close());

const users = (...rows: string[]) => ['user_id,login_id,full_name,status', ...rows];

async function postZip(members: Record<string, Uint8Array>) {
  const body = zipSync(members, { level: 0 });
  const headers = { 'Content-Type': 'application/zip' };
  const started = (await (
    await canvas.call('POST', 'accounts/self/sis_imports', { body: body as BodyInit, headers })
  ).json()) as Json;
  return canvas.finish(started.id);
}

describe('files of an import', () => {
  test('§8.1 header without a known type → failure, failed_with_messages', async () => {
    const done = await canvas.importFiles({ 'odd.csv': 'course_id,a,b\nC1,1,2\n' });
    expect(done.workflow_state).toBe('failed_with_messages');
    expect(done.processing_errors).toEqual([['odd.csv', "Couldn't find Canvas CSV import headers"]]);
  });

  test('§8.2 byte A0 in a value → "Invalid UTF-8", and none of that file is applied', async () => {
    const bytes = Buffer.concat([
      Buffer.from('user_id,login_id,full_name,status\nU1,ada,Ada'),
      Buffer.from([0xa0]),
      Buffer.from(',active\n'),
    ]);
    const done = await postZip({ 'users.csv': bytes });
    expect(done.processing_errors).toEqual([['users.csv', 'Invalid UTF-8']]);
    expect(done.data.counts.users).toBe(0);
  });

  test('§8.3 an umlaut split over two pieces of the upload is fine', async () => {
    const bytes = Buffer.from(
      users(...Array.from({ length: 300 }, (_, n) => `U${n},joerg${n},${'ö'.repeat(40)},active`)).join('\n'),
    );
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 1_001) controller.enqueue(bytes.subarray(at, at + 1_001));
        controller.close();
      },
    });
    const answer = await fetch(`${canvas.canvas.url}/api/v1/accounts/self/sis_imports`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${canvas.canvas.token}`, 'Content-Type': 'text/csv' },
      body,
      duplex: 'half',
    } as RequestInit);
    const done = await canvas.finish(((await answer.json()) as Json).id);
    expect(done).toMatchObject({ workflow_state: 'imported', data: { counts: { users: 300 } } });
    expect(
      new Set(
        canvas
          .dump()
          .users.slice(1)
          .map((row) => row.name),
      ),
    ).toEqual(new Set(['ö'.repeat(40)]));
  });

  test('umlauts are fine, in names taken apart too', async () => {
    await canvas.importCsv(users('U1,joerg,Jörg Öztürk,active'));
    expect(await canvas.get('users/sis_user_id:U1')).toMatchObject({ name: 'Jörg Öztürk', sortable_name: 'Öztürk, Jörg' });
  });

  test('§8.4 two nameless extra columns are fine', async () => {
    const done = await canvas.importCsv(['user_id,login_id,full_name,status,,', 'U1,ada,Ada L,active,x,y']);
    expect(done).toMatchObject({ workflow_state: 'imported', data: { counts: { users: 1 } } });
  });

  test('§8.5 quote opened in the header → "Malformed CSV"', async () => {
    const done = await canvas.importCsv(['"user_id,login_id,full_name,status', 'U1,ada,Ada L,active']);
    expect(done.processing_errors).toEqual([['sis_import.csv', 'Malformed CSV']]);
  });

  test('§8.6 quote opened in row 102 → "Malformed CSV" and nothing of the file applied', async () => {
    const rows = Array.from({ length: 110 }, (_, index) =>
      index === 100 ? `U${index},"u${index},N,active` : `U${index},u${index},N,active`,
    );
    const done = await canvas.importCsv(users(...rows));
    expect(done).toMatchObject({ workflow_state: 'failed_with_messages', data: { counts: { users: 0, error_count: 1 } } });
    expect(done.processing_errors?.map(([, message]) => message)).toEqual(['Malformed CSV']);
    expect(canvas.dump().logins.filter((login) => login.sis_user_id !== null)).toEqual([]);
  });

  test('§8.7 a byte order mark is fine', async () => {
    const done = await canvas.importCsv(['\ufeffuser_id,login_id,full_name,status', 'U1,ada,Ada L,active']);
    expect(done.data.counts.users).toBe(1);
  });

  test('§8.8 header names in any case', async () => {
    const done = await canvas.importCsv(['Account_ID,Parent_Account_ID,NAME,Status', 'A1,,One,active']);
    expect(done.data.counts.accounts).toBe(1);
  });

  test('§8.9 spaces around values are stripped', async () => {
    await canvas.importCsv(users('  U1 , ada ,  Ada L , active '));
    expect(await canvas.get('users/sis_user_id:U1')).toMatchObject({ name: 'Ada L', login_id: 'ada' });
  });

  test('§8.10 an all-empty row has no message, is not counted, but is numbered; blank lines are not', async () => {
    const done = await canvas.importCsv(users('U1,ada,Ada L,active', '', ',,,', 'U2,bob,Bob R,wrong'));
    expect(done.data.counts.users).toBe(1);
    const errors = (await canvas.get(`accounts/self/sis_imports/${done.id}/errors`)).sis_import_errors;
    expect(errors).toEqual([expect.objectContaining({ row: 4, message: 'Improper status for user U2' })]);
  });

  test('§8.11 a mac zip with resource folder, dot files and sub-folders', async () => {
    const csv = users('U1,ada,Ada L,active').join('\n');
    const done = await canvas.importFiles({ '__MACOSX/._users.csv': 'x', '.DS_Store': 'x', 'export/users.csv': csv });
    expect(done).toMatchObject({ workflow_state: 'imported', data: { counts: { users: 1 } } });
  });

  test('§8.12 e-mail None in the first data row → errors list row 2, row_info is the line plus its number', async () => {
    const done = await canvas.importCsv(['user_id,login_id,full_name,email,status', 'U1,ada,Ada L,None,active']);
    expect(warnings(done)).toEqual(["The email address associated with user 'U1' is invalid (email: 'None')"]);
    expect(done.data.counts).toMatchObject({ users: 0, warning_count: 1 });
    expect(await canvas.get('users/sis_user_id:U1')).toMatchObject({ name: 'Ada L' });
    expect((await canvas.get(`accounts/self/sis_imports/${done.id}/errors`)).sis_import_errors).toEqual([
      expect.objectContaining({ row: 2, row_info: 'U1,ada,Ada L,None,active,2\n' }),
    ]);
  });

  test('§8.13 a member of size 0 beside two csv is ignored', async () => {
    const done = await canvas.importFiles({
      'empty.csv': '',
      'users.csv': users('U1,ada,Ada L,active').join('\n'),
      'accounts.csv': 'account_id,parent_account_id,name,status\nA1,,One,active\n',
    });
    expect(done).toMatchObject({ workflow_state: 'imported', data: { supplied_batches: ['account', 'user'] } });
  });

  test('§8.14 only an empty member → imported', async () => {
    expect(await canvas.importFiles({ 'empty.csv': '' })).toMatchObject({
      workflow_state: 'imported',
      data: { supplied_batches: [] },
    });
  });

  test('§8.15 the downloadable copy lacks both password columns', async () => {
    const lines = ['user_id,login_id,password,full_name,ssha_password,status', 'U1,ada,secret1,"Ada, L",{SSHA}secret2,active'];
    const done = await canvas.importCsv(lines);
    expect(done.data.counts.users).toBe(1);
    const [copy] = done.csv_attachments as { id: number; filename: string; url: string }[];
    expect(copy?.filename).toBe('sis_import_filtered.csv');
    expect(done.data).toMatchObject({ downloadable_attachment_ids: [copy?.id] });
    expect(await (await fetch(copy?.url ?? '')).text()).toBe('user_id,login_id,full_name,status\nU1,ada,"Ada, L",active\n');
  });

  test('a copy handed out before the import saw the passwords is closed; other members of a zip keep their names', async () => {
    await canvas.settings({ durations: { createdMs: 50 } });
    const members = {
      'users.csv': Buffer.from('user_id,login_id,password,status\nU1,ada,secret,active\n'),
      'accounts.csv': Buffer.from('account_id,parent_account_id,name,status\nA1,,One,active\n'),
    };
    const headers = { 'Content-Type': 'application/zip' };
    const body = zipSync(members, { level: 0 }) as BodyInit;
    const fresh = (await (await canvas.call('POST', 'accounts/self/sis_imports', { body, headers })).json()) as Json;
    const [early] = fresh.csv_attachments as { url: string }[];
    const done = await canvas.finish(fresh.id);
    expect((done.csv_attachments as { filename: string }[]).map((file) => file.filename)).toEqual([
      'users_filtered.csv',
      'accounts.csv',
    ]);
    expect((await fetch(early?.url ?? '')).status).toBe(404);
  });

  test('§8.16 three users and four courses → counts 3 and 4, running_immediately', async () => {
    const courses = ['course_id,short_name,long_name,status', ...[1, 2, 3, 4].map((n) => `C${n},S${n},L${n},active`)];
    const done = await canvas.importFiles({
      'users.csv': users('U1,a,A,active', 'U2,b,B,active', 'U3,c,C,active').join('\n'),
      'courses.csv': courses.join('\n'),
    });
    expect(done.data).toMatchObject({
      counts: { users: 3, courses: 4 },
      running_immediately: true,
      supplied_batches: ['course', 'user'],
    });
  });

  test('fifty rows and more are not done in one go', async () => {
    const done = await canvas.importCsv(users(...Array.from({ length: 50 }, (_, n) => `U${n},u${n},N,active`)));
    expect(done.data).toMatchObject({ counts: { users: 50 }, running_immediately: false });
  });

  test('§8.17 skip_deletes with deleted rows of all types → imported, nothing changed, nothing counted', async () => {
    const district = (status: string) => ({
      'accounts.csv': `account_id,parent_account_id,name,status\nA1,,One,${status}\n`,
      'terms.csv': `term_id,name,status\nT1,One,${status}\n`,
      'courses.csv': `course_id,short_name,long_name,status\nC1,S,L,${status}\nC2,S,L,${status}\n`,
      'sections.csv': `section_id,course_id,name,status\nS1,C1,One,${status}\n`,
      'xlists.csv': `xlist_course_id,section_id,status\nC2,S1,${status}\n`,
      'users.csv': users(`U1,ada,Ada L,${status}`, `P1,pat,Pat,${status}`).join('\n'),
      'enrollments.csv': `section_id,user_id,role,status\nS1,U1,student,${status}\n`,
      'admins.csv': `user_id,account_id,role,status\nU1,A1,AccountAdmin,${status}\n`,
      'user_observers.csv': `observer_id,student_id,status\nP1,U1,${status}\n`,
    });
    await canvas.importFiles(district('active'));
    const objects = () => {
      const { imports: _, ...rest } = canvas.dump();
      return rest;
    };
    const before = objects();
    expect(before.admins).toHaveLength(2);
    const done = await canvas.importFiles(district('deleted'), 'skip_deletes=true');
    expect(done).toMatchObject({ workflow_state: 'imported', data: { statistics: { total_state_changes: 0 } } });
    expect(Object.values(done.data.counts).every((count) => count === 0)).toBe(true);
    expect(objects()).toEqual(before);
  });

  test('a header-only file lists its type with count 0', async () => {
    expect((await canvas.importCsv(users())).data).toMatchObject({ supplied_batches: ['user'], counts: { users: 0 } });
  });

  test('a member that is no csv → "Skipping unknown file type", the rest is applied', async () => {
    const done = await canvas.importFiles({ 'read.me': 'hello', 'users.csv': users('U1,ada,Ada L,active').join('\n') });
    expect(done).toMatchObject({ workflow_state: 'imported_with_messages', data: { counts: { users: 1 } } });
    expect(done.processing_warnings).toEqual([['read.me', 'Skipping unknown file type']]);
  });

  test('a broken zip and a zip of more than 100 : 1 → failed, with error_message and without messages', async () => {
    const headers = { 'Content-Type': 'application/zip' };
    const send = async (body: Uint8Array) => {
      const answer = await canvas.call('POST', 'accounts/self/sis_imports', { body: body as BodyInit, headers });
      return canvas.finish(((await answer.json()) as Json).id);
    };
    const broken = await send(Buffer.from('PK this is no zip'));
    expect(broken.workflow_state).toBe('failed');
    expect(broken.data.error_message).toContain('malformed');
    const bomb = await send(
      zipSync({ 'users.csv': Buffer.from(`user_id,login_id,full_name,status\n${',,,\n'.repeat(400_000)}`) }, { level: 9 }),
    );
    expect(bomb.workflow_state).toBe('failed');
    expect(bomb.processing_errors).toBeUndefined();
  });

  test('[M] a file with a hundred duplicate lines is reduced, the last of each kept, and renamed in messages', async () => {
    const rows = Array.from({ length: 120 }, () => 'U1,ada,Ada L,active');
    const done = await canvas.importFiles({ 'users.csv': users(...rows, 'U2,bob,Bob R,wrong').join('\n') });
    expect(done.data.counts.users).toBe(1);
    expect(done.processing_warnings).toEqual([['users_deduplicated.csv', 'Improper status for user U2']]);
  });
});
