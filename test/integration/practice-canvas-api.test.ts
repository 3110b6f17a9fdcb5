import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CanvasUnderTest, canvasUnderTest, type Json } from './practice-canvas-client.ts';

let canvas: CanvasUnderTest;
beforeEach(async () => {
  canvas = await canvasUnderTest();
});
afterEach(() => canvas.close());

const USERS = 'user_id,login_id,full_name,status\nU1,ada,Ada L,active\n';
const post = (body: BodyInit | undefined, contentType: string | undefined, query = '') =>
  canvas.call('POST', `accounts/self/sis_imports${query}`, {
    ...(body === undefined ? {} : { body }),
    headers: contentType === undefined ? {} : { 'Content-Type': contentType },
  });
const slow = () => canvas.settings({ durations: { createdMs: 60, importingMs: 60_000, abortHoldMs: 0 } });

describe('posting an import', () => {
  test('§8.153 the answer is the fresh object with its defaults', async () => {
    const answer = (await (await post(USERS, 'text/csv')).json()) as Json;
    expect(answer).toMatchObject({
      workflow_state: 'created',
      progress: 0,
      data: { import_type: 'instructure_csv' },
      batch_mode: null,
      override_sis_stickiness: null,
      skip_deletes: false,
      update_sis_id_if_login_claimed: false,
      change_threshold: null,
      started_at: null,
      ended_at: null,
      user: { id: 1 },
    });
    expect(answer.csv_attachments).toEqual([expect.objectContaining({ filename: 'sis_import.csv', size: USERS.length })]);
    expect(answer).not.toHaveProperty('processing_warnings');
    const always =
      'id created_at started_at ended_at updated_at progress workflow_state data batch_mode batch_mode_term_id multi_term_batch_mode override_sis_stickiness add_sis_stickiness clear_sis_stickiness update_sis_id_if_login_claimed diffing_data_set_identifier diffing_remaster diffed_against_import_id diffing_drop_status diffing_user_remove_status skip_deletes change_threshold diff_row_count_threshold';
    expect(Object.keys(answer).toSorted()).toEqual([...always.split(' '), 'user', 'csv_attachments'].toSorted());
    const unset = Object.entries(answer).filter(([name, value]) => value === null && !/^(started|ended)_at$/.test(name));
    expect(unset).toHaveLength(13);
  });

  test('§8.154 raw csv without and with the utf-8 charset is fine, latin-1 → 400 with `error`', async () => {
    expect((await post(USERS, 'text/csv')).status).toBe(200);
    expect((await post(USERS, 'text/csv; charset=UTF-8')).status).toBe(200);
    const refused = await post(USERS, 'text/csv; charset=iso-8859-1');
    expect(refused.status).toBe(400);
    expect(await refused.json()).toEqual({ error: 'Invalid content type, UTF-8 required' });
  });

  test('text/plain is csv, octet-stream wants an extension, multipart an attachment', async () => {
    for (const [type, query] of [
      ['text/plain', ''],
      ['application/octet-stream', '?extension=csv'],
    ]) {
      const started = (await (await post(USERS, type, query)).json()) as Json;
      expect((await canvas.finish(started.id)).data.counts.users).toBe(1);
    }
    const form = new FormData();
    form.set('attachment', new Blob([USERS], { type: 'text/csv' }), 'people.csv');
    form.set('skip_deletes', 'true');
    const started = (await (await post(form, undefined)).json()) as Json;
    expect(started).toMatchObject({ skip_deletes: true, csv_attachments: [{ filename: 'people.csv' }] });
    expect((await canvas.finish(started.id)).data.counts.users).toBe(1);
  });

  test('forms without a file are refused: multipart, urlencoded, JSON', async () => {
    const form = new FormData();
    form.set('import_type', 'instructure_csv');
    for (const answer of [
      await post(form, undefined),
      await post('attachment=x', 'application/x-www-form-urlencoded'),
      await post('{}', 'application/json'),
    ]) {
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ error: true, error_message: 'Missing attachment' });
    }
    expect(canvas.dump().imports).toEqual([]);
  });

  test('§8.136–152 batch mode and diffing are out of scope: answered 400, and no import is left behind', async () => {
    for (const query of [
      '?batch_mode=1',
      '?batch_mode=1&batch_mode_term_id=1',
      '?multi_term_batch_mode=1&change_threshold=20',
      '?diffing_data_set_identifier=x',
      '?diffing_data_set_identifier=x&diffing_remaster_data_set=1',
      '?diffing_data_set_identifier=x&diffing_drop_status=completed&diffing_user_remove_status=suspended',
    ]) {
      const answer = await post(USERS, 'text/csv', query);
      expect(answer.status).toBe(400);
      expect(JSON.stringify(await answer.json())).toContain('not supported');
    }
    expect(canvas.dump().imports).toEqual([]);
  });

  test('§8.155 refusals of the term before an import is made, of threshold and drop status after: an orphan stays', async () => {
    const refusal = async (query: string) => {
      const answer = await post(USERS, 'text/csv', query);
      return [answer.status, ((await answer.json()) as { message: string }).message];
    };
    const noTerm = 'Batch mode specified, but the given batch_mode_term_id cannot be found.';
    expect(await refusal('?batch_mode=1&batch_mode_term_id=99')).toEqual([400, noTerm]);
    expect(await refusal('?batch_mode=1&batch_mode_term_id=sis_term_id:NO')).toEqual([400, noTerm]);
    expect(canvas.dump().imports).toEqual([]);
    const late = [
      ['?multi_term_batch_mode=1', 'change_threshold is required to use multi term_batch mode.'],
      ['?batch_mode=1&batch_mode_enrollment_drop_status=gone', 'Invalid batch_mode_enrollment_drop_status'],
      ['?diffing_data_set_identifier=x&diffing_drop_status=gone', 'Invalid diffing_drop_status'],
      ['?diffing_data_set_identifier=x&diffing_user_remove_status=gone', 'Invalid diffing_user_remove_status'],
    ] as const;
    for (const [query, message] of late) expect(await refusal(query)).toEqual([400, message]);
    const listed = (await canvas.get('accounts/self/sis_imports')).sis_imports as Json[];
    expect(listed.map((row) => row.workflow_state)).toEqual(late.map(() => 'initializing'));
    const next = (await (await post(USERS, 'text/csv')).json()) as Json;
    expect((await canvas.finish(next.id)).workflow_state).toBe('imported');
    expect(canvas.dump().violations).toEqual([]);
  });

  test('§8.156 add and clear without override are dropped; clear wins over add', async () => {
    const plain = (await (await post(USERS, 'text/csv', '?add_sis_stickiness=1&clear_sis_stickiness=1')).json()) as Json;
    expect(plain).toMatchObject({ override_sis_stickiness: null, add_sis_stickiness: null, clear_sis_stickiness: null });
    const both = (await (
      await post(USERS, 'text/csv', '?override_sis_stickiness=1&add_sis_stickiness=1&clear_sis_stickiness=1')
    ).json()) as Json;
    expect(both).toMatchObject({ override_sis_stickiness: true, add_sis_stickiness: null, clear_sis_stickiness: true });
  });

  test('§8.160b [M] attachment with pre_attachment → 400; pre_attachment alone → initializing, then upload, then created', async () => {
    const form = new FormData();
    form.set('attachment', new Blob([USERS]), 'people.csv');
    form.set('pre_attachment[name]', 'people.csv');
    expect(await (await post(form, undefined)).json()).toEqual({
      error: true,
      error_message: 'Cannot specify both attachment and pre_attachment',
    });

    const started = (await (await post('{"pre_attachment":{"name":"people.csv","size":9}}', 'application/json')).json()) as Json;
    expect(started.workflow_state).toBe('initializing');
    const { upload_url, upload_params } = started.pre_attachment as { upload_url: string; upload_params: Record<string, string> };
    expect(new URL(upload_url).origin).not.toBe(canvas.canvas.url);
    const upload = new FormData();
    for (const [name, value] of Object.entries(upload_params)) upload.set(name, value);
    upload.set('file', new Blob([USERS]), 'people.csv');
    const stored = await fetch(upload_url, { method: 'POST', body: upload, redirect: 'manual' });
    expect(stored.status).toBe(201);
    expect((await canvas.call('GET', new URL(stored.headers.get('location') ?? '').pathname)).status).toBe(200);
    expect((await canvas.finish(started.id)).data.counts.users).toBe(1);
    expect(canvas.dump().violations).toEqual([]);
  });

  test('the scenario "zip refused": 400, 413, 500, then fine again', async () => {
    for (const status of [400, 413, 500]) {
      await canvas.settings({ refuseImports: { status, times: 1 } });
      expect((await post(USERS, 'text/csv')).status).toBe(status);
    }
    expect((await post(USERS, 'text/csv')).status).toBe(200);
    expect(canvas.dump().imports).toHaveLength(1);
  });
});

describe('the queue', () => {
  test('one import at a time, in order; states are seen by polls', async () => {
    await canvas.settings({ durations: { createdMs: 30, importingMs: 60 } });
    const first = (await (await post(USERS, 'text/csv')).json()) as Json;
    const second = (await (await post(USERS, 'text/csv')).json()) as Json;
    const seen = new Set<string>();
    for (;;) {
      const [one, two] = [
        await canvas.get(`accounts/1/sis_imports/${first.id}`),
        await canvas.get(`accounts/1/sis_imports/${second.id}`),
      ];
      seen.add(`${one.workflow_state} ${two.workflow_state}`);
      if (two.workflow_state === 'imported') break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect([...seen].slice(0, 3)).toEqual(['created created', 'importing created', 'imported created']);
    expect(seen).not.toContain('importing importing');
    expect(canvas.dump().violations).toEqual([expect.objectContaining({ kind: 'several-imports-in-flight' })]);
  });

  test('§8.157 abort created and importing → aborted; finished → 404; abort_all_pending leaves the running one', async () => {
    await slow();
    const ids: number[] = [];
    for (let n = 0; n < 3; n += 1) ids.push(((await (await post(USERS, 'text/csv')).json()) as Json).id);
    const [running, waiting, last] = ids;
    await expect.poll(async () => (await canvas.get('accounts/self/sis_imports/importing')).sis_imports).toHaveLength(1);
    expect(await (await canvas.call('PUT', `accounts/self/sis_imports/${waiting}/abort`)).json()).toMatchObject({
      workflow_state: 'aborted',
    });
    expect((await canvas.call('PUT', `accounts/self/sis_imports/${waiting}/abort`)).status).toBe(404);
    expect(await (await canvas.call('PUT', 'accounts/self/sis_imports/abort_all_pending')).json()).toEqual({ aborted: true });
    expect((await canvas.get(`accounts/self/sis_imports/${last}`)).workflow_state).toBe('aborted');
    expect((await canvas.get(`accounts/self/sis_imports/${running}`)).workflow_state).toBe('importing');
    expect(await (await canvas.call('PUT', `accounts/self/sis_imports/${running}/abort`)).json()).toMatchObject({
      workflow_state: 'aborted',
    });
  });

  test('§8.158 a sub-account → 400; imports switched off → 403', async () => {
    await canvas.importCsv(['account_id,parent_account_id,name,status', 'A1,,One,active']);
    const wrong = await canvas.call('GET', 'accounts/sis_account_id:A1/sis_imports');
    expect([wrong.status, await wrong.json()]).toEqual([400, { errors: ['SIS imports can only be executed on root accounts'] }]);
    await canvas.settings({ sisImportsEnabled: false });
    const off = await post(USERS, 'text/csv');
    expect([off.status, await off.json()]).toEqual([403, { errors: ['SIS imports are not enabled for this account'] }]);
  });

  test('§8.159 manage_sis alone cannot post, import_sis alone can', async () => {
    await canvas.settings({ missingPermissions: ['import_sis'] });
    expect((await post(USERS, 'text/csv')).status).toBe(403);
    expect((await canvas.call('GET', 'accounts/self/sis_imports')).status).toBe(200);
    await canvas.settings({ missingPermissions: ['manage_sis'] });
    expect((await post(USERS, 'text/csv')).status).toBe(200);
  });

  test('§8.160 created_since tomorrow → empty; the list is newest first, filtered by state, without rel="last"', async () => {
    await canvas.importFiles({ 'users.csv': USERS });
    await canvas.importFiles({ 'odd.csv': 'a,b\n1,2\n' });
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect(await canvas.get(`accounts/self/sis_imports?created_since=${tomorrow}`)).toEqual({ sis_imports: [] });
    const answer = await canvas.call('GET', 'accounts/self/sis_imports?per_page=1');
    expect(((await answer.json()) as { sis_imports: Json[] }).sis_imports.map((row) => row.id)).toEqual([2]);
    expect(answer.headers.get('link')).toContain('rel="next"');
    expect(answer.headers.get('link')).not.toContain('rel="last"');
    const filtered = await canvas.get('accounts/self/sis_imports?workflow_state[]=imported&workflow_state[]=nonsense');
    expect((filtered.sis_imports as Json[]).map((row) => row.id)).toEqual([1]);
  });

  test('§8.160a [M] restore_states: without data → 400, both flags → 400, without permission → 403', async () => {
    const done = await canvas.importFiles({ 'users.csv': USERS });
    const restore = async (query = '') => {
      const answer = await canvas.call('PUT', `accounts/self/sis_imports/${done.id}/restore_states${query}`);
      return [answer.status, await answer.json()];
    };
    expect(await restore()).toEqual([400, { message: 'restore data unavailable' }]);
    expect(await restore('?undelete_only=1&unconclude_only=1')).toEqual([
      400,
      { message: 'cannot set both undelete_only and unconclude_only' },
    ]);
    expect((await canvas.call('PUT', 'accounts/self/sis_imports/99/restore_states')).status).toBe(404);
    await canvas.settings({ missingPermissions: ['manage_sis'] });
    expect((await restore())[0]).toBe(403);
  });

  test('§8.161 errors newest first, per import and account-wide; more than 24 are cut, the file has all', async () => {
    const done = await canvas.importCsv([
      'user_id,login_id,full_name,status',
      ...Array.from({ length: 30 }, (_, n) => `U${n},u${n},N,gone`),
    ]);
    const errors = (await canvas.get(`accounts/self/sis_imports/${done.id}/errors?per_page=2`)).sis_import_errors as Json[];
    expect(errors.map((row) => [row.sis_import_id, row.row])).toEqual([
      [done.id, 31],
      [done.id, 30],
    ]);
    expect((await canvas.get('accounts/self/sis_import_errors?per_page=100')).sis_import_errors).toHaveLength(30);
    expect((await canvas.get('accounts/self/sis_import_errors?failure=1')).sis_import_errors).toEqual([]);
    expect(done.processing_warnings).toHaveLength(25);
    expect(done.processing_warnings?.at(-1)).toEqual([
      'and 6 more warnings that were not included',
      'Download the error file to see all warnings.',
    ]);
    const file = await fetch((done.errors_attachment as { url: string }).url);
    const lines = (await file.text()).trimEnd().split('\n');
    expect(lines.slice(0, 2)).toEqual([
      'sis_import_id,file,message,row',
      `${done.id},sis_import.csv,Improper status for user U0,2`,
    ]);
    expect(lines).toHaveLength(31);
  });

  test('rows lost on purpose are counted without a word and told to the judge', async () => {
    await canvas.settings({ dropSilently: { share: 0.1, seed: 7 } });
    const done = await canvas.importCsv([
      'user_id,login_id,full_name,status',
      ...Array.from({ length: 200 }, (_, n) => `U${n},u${n},N,active`),
    ]);
    expect(done).toMatchObject({ workflow_state: 'imported', data: { counts: { users: 200 } } });
    const missing = 201 - canvas.dump().users.length;
    expect(missing).toBeGreaterThan(5);
    expect(missing).toBeLessThan(40);
  });
});

describe('log-in, permissions and errors', () => {
  const raw = (path: string, headers: Record<string, string> = {}) => fetch(`${canvas.canvas.url}${path}`, { headers });

  test('no token → 401 "user authorization required" with a challenge', async () => {
    const answer = await raw('/api/v1/users/self');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="canvas-lms"');
    expect(await answer.json()).toEqual({ status: 'unauthenticated', errors: [{ message: 'user authorization required' }] });
  });

  test('bad token and a token that expired → 401 "Invalid access token."; in the query it does not count', async () => {
    const bad = await raw('/api/v1/users/self', { Authorization: 'Bearer nonsense' });
    expect([bad.status, await bad.json()]).toEqual([401, { errors: [{ message: 'Invalid access token.' }] }]);
    await canvas.settings({ tokenValid: false });
    expect((await canvas.call('GET', 'users/self')).status).toBe(401);
    expect((await raw(`/api/v1/users/self?access_token=${canvas.canvas.token}`)).status).toBe(401);
    expect(canvas.dump().violations).toEqual([expect.objectContaining({ kind: 'token-in-query' })]);
  });

  test('unknown routes and objects → 404 in Canvas’ words', async () => {
    for (const path of ['/api/v1/nonsense', '/api/v1/courses/99', '/api/v1/courses/sis_course_id:NO', '/login']) {
      const answer = await canvas.call('GET', path);
      expect([answer.status, await answer.json()]).toEqual([
        404,
        { errors: [{ message: 'The specified resource does not exist.' }] },
      ]);
    }
  });

  test('permissions as a map; a missing one → 403 "unauthorized" without a challenge', async () => {
    await canvas.settings({ missingPermissions: ['read_reports'] });
    expect(await canvas.get('accounts/self/permissions?permissions[]=import_sis&permissions[]=read_reports')).toEqual({
      import_sis: true,
      read_reports: false,
    });
    const answer = await canvas.call('GET', 'accounts/self/reports');
    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toBeNull();
    expect(await answer.json()).toMatchObject({ status: 'unauthorized' });
  });

  test('without read_sis and manage_sis the ids are absent, not null', async () => {
    await canvas.importFiles({ 'courses.csv': 'course_id,short_name,long_name,status\nC1,S,L,active\n' });
    expect(await canvas.get('courses/sis_course_id:C1')).toMatchObject({ sis_course_id: 'C1', sis_import_id: 1 });
    await canvas.settings({ missingPermissions: ['read_sis', 'manage_sis'] });
    const bare = await canvas.get('courses/1');
    expect(bare).not.toHaveProperty('sis_course_id');
    expect(bare).not.toHaveProperty('integration_id');
  });

  test('throttled: 429 or 403 as plain text, nothing remaining; otherwise the headers tell', async () => {
    const fine = await canvas.call('GET', 'users/self');
    expect(Number(fine.headers.get('x-rate-limit-remaining'))).toBeGreaterThan(500);
    expect(fine.headers.get('x-request-cost')).not.toBeNull();
    for (const [status, text] of [
      [429, '429 Too Many Requests (Rate Limit Exceeded)'],
      [403, '403 Forbidden (Rate Limit Exceeded)'],
    ]) {
      await canvas.settings({ throttling: { storm: 1, status } });
      const answer = await canvas.call('GET', 'users/self');
      expect([answer.status, await answer.text(), answer.headers.get('x-rate-limit-remaining')]).toEqual([status, text, '0.0']);
    }
  });

  test('the bucket fills with what requests cost, and leaks', async () => {
    await canvas.settings({ throttling: { enabled: true, cost: 200 } });
    const seen: number[] = [];
    for (let n = 0; n < 5; n += 1) seen.push((await canvas.call('GET', 'users/self')).status);
    expect(seen).toEqual([200, 200, 200, 200, 429]);
    await canvas.settings({ throttling: { enabled: false, cost: 0 } });
    const remaining = Number((await canvas.call('GET', 'users/self')).headers.get('x-rate-limit-remaining'));
    expect(remaining).toBe(0);
  });

  test('without their permissions e-mail and login are absent, lists of people and courses refused, accounts for admins only', async () => {
    const lost = (...missingPermissions: string[]) => canvas.settings({ missingPermissions });
    expect(await canvas.get('users/self')).toMatchObject({ email: 'canvas.admin@practice.example' });
    await lost('read_email_addresses', 'view_user_logins');
    expect(Object.keys(await canvas.get('users/self'))).not.toEqual(expect.arrayContaining(['email']));
    expect(await canvas.get('users/self')).not.toHaveProperty('login_id');
    await lost('read_roster', 'read_course_list', 'read_as_admin');
    for (const path of ['accounts/self', 'accounts/self/courses', 'accounts/self/users', 'users/self/enrollments']) {
      expect((await canvas.call('GET', path)).status, path).toBe(403);
    }
  });

  test('offline → 503 html for everything', async () => {
    await canvas.settings({ offline: true });
    const answer = await canvas.call('GET', 'users/self');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toContain('text/html');
  });

  test('the practice proof needs no token and depends on the nonce', async () => {
    const answer = await fetch(`${canvas.canvas.url}/practice-control/prove`, {
      method: 'POST',
      body: JSON.stringify({ nonce: 'n-1' }),
      headers: { 'Content-Type': 'application/json' },
    });
    expect(await answer.json()).toEqual({ proof: createHash('sha256').update('rosterbridge-practice-canvas:n-1').digest('hex') });
  });
});

describe('reads', () => {
  beforeEach(async () => {
    const many = Array.from({ length: 25 }, (_, n) => `C${n},S${n},L${n},active`);
    await canvas.importFiles({
      'courses.csv': ['course_id,short_name,long_name,status', ...many, 'a/b.c#d,S,Odd id,active'].join('\n'),
    });
  });

  test('pages of 10 by default, at most 100, with absolute links', async () => {
    const first = await canvas.call('GET', 'accounts/self/courses');
    expect(await first.json()).toHaveLength(10);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    expect(new URL(next).origin).toBe(canvas.canvas.url);
    expect(
      ((await (await canvas.call('GET', new URL(next).pathname + new URL(next).search)).json()) as Json[])[0]?.sis_course_id,
    ).toBe('C10');
    expect(first.headers.get('link')).toContain('page=3&per_page=10>; rel="last"');
    expect((await canvas.list('accounts/self/courses?per_page=5000')).length).toBe(26);
    const capped = await canvas.call('GET', 'accounts/self/courses?per_page=5000');
    expect(capped.headers.get('link')).toContain('per_page=100');
  });

  test('ids are numbers, or text when asked for', async () => {
    expect(await canvas.get('accounts/self')).toMatchObject({
      id: 1,
      root_account_id: null,
      default_time_zone: 'America/New_York',
    });
    const answer = await canvas.call('GET', 'courses/1', { headers: { Accept: 'application/json+canvas-string-ids' } });
    expect(await answer.json()).toMatchObject({ id: '1', account_id: '1', enrollment_term_id: '1', sis_import_id: '1' });
  });

  test('objects by SIS id: percent-encoded, and in the hex form', async () => {
    const id = 'a/b.c#d';
    expect(await canvas.get(`courses/${encodeURIComponent(`sis_course_id:${id}`)}`)).toMatchObject({ name: 'Odd id' });
    expect(await canvas.get(`courses/hex:sis_course_id:${Buffer.from(id).toString('hex')}`)).toMatchObject({ name: 'Odd id' });
  });

  test('the words of ids in any case; terms by SIS id, as default and as current', async () => {
    expect(await canvas.get('courses/SIS_COURSE_ID:C3')).toMatchObject({ name: 'L3' });
    expect((await canvas.call('GET', 'courses/sis_course_id:c3')).status).toBe(404);
    await canvas.importCsv([
      'term_id,name,status,start_date,end_date',
      'T1,Now,active,2020-01-01,2099-01-01',
      'T2,Old,active,,2020-01-01',
    ]);
    expect(await canvas.get('accounts/self/terms/sis_term_id:T2')).toMatchObject({ name: 'Old', overrides: {} });
    expect(await canvas.get('accounts/self/terms/default')).toMatchObject({ name: 'Default Term' });
    expect(await canvas.get('accounts/self/terms/current')).toMatchObject({ name: 'Now' });
  });

  test('terms: active by default, all on demand, root account only', async () => {
    await canvas.importCsv(['term_id,name,status', 'T1,One,active', 'T2,Two,deleted']);
    const names = async (query: string) =>
      ((await canvas.get(`accounts/self/terms${query}`)).enrollment_terms as Json[]).map((row) => row.name);
    expect(await names('')).toEqual(['Default Term', 'One']);
    expect(await names('?workflow_state[]=all')).toEqual(['Default Term', 'One', 'Two']);
    await canvas.importCsv(['account_id,parent_account_id,name,status', 'A1,,One,active']);
    const wrong = await canvas.call('GET', 'accounts/sis_account_id:A1/terms');
    expect([wrong.status, await wrong.json()]).toEqual([400, { message: 'Terms only belong to root_accounts.' }]);
  });

  test('enrollments: active and invited by default, filters by state, type and SIS user', async () => {
    await canvas.importFiles({
      'users.csv': `${USERS}U2,bob,Bob,active\n`,
      'sections.csv': 'section_id,course_id,name,status\nS1,C1,One,active\n',
      'enrollments.csv': 'section_id,user_id,role,status\nS1,U1,teacher,active\nS1,U2,student,completed\nS1,U2,ta,active\n',
    });
    const types = async (query: string) =>
      (await canvas.list(`sections/sis_section_id:S1/enrollments${query}`)).map(
        (row) => `${row.sis_user_id} ${row.type} ${row.enrollment_state}`,
      );
    expect(await types('')).toEqual(['U1 TeacherEnrollment active', 'U2 TaEnrollment active']);
    expect(await types('?state[]=completed')).toEqual(['U2 StudentEnrollment completed']);
    expect(await types('?type[]=TaEnrollment&type[]=StudentEnrollment')).toEqual(['U2 TaEnrollment active']);
    expect(await canvas.list('courses/sis_course_id:C1/enrollments?sis_user_id[]=U1')).toMatchObject([
      { sis_section_id: 'S1', role: 'TeacherEnrollment' },
    ]);
    expect(await canvas.list('users/sis_user_id:U1/logins')).toMatchObject([
      { unique_id: 'ada', sis_user_id: 'U1', workflow_state: 'active' },
    ]);
  });
});
