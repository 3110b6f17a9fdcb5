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

  test('§2.2 the upload of a pre-attachment is a form with all it was given and the file last; nothing else starts the import', async () => {
    const started = (await (await post('{"pre_attachment":{"name":"people.csv","size":9}}', 'application/json')).json()) as Json;
    const { upload_url, upload_params } = started.pre_attachment as { upload_url: string; upload_params: Record<string, string> };
    const params = Object.entries(upload_params);
    const file: [string, Blob] = ['file', new Blob([USERS])];
    const form = (parts: readonly (readonly [string, string | Blob])[]) => {
      const made = new FormData();
      for (const [name, value] of parts) made.append(name, value);
      return made;
    };
    const send = (body: BodyInit) => fetch(upload_url, { method: 'POST', body, redirect: 'manual' });
    const early = `api/v1/practice_uploads/${started.id}/create_success`;
    expect((await canvas.call('GET', `/${early}`)).status).toBe(404);
    for (const body of [
      new URLSearchParams(params),
      new Blob([USERS], { type: 'application/zip' }),
      form([...params.slice(1), file]),
      form([file, ...params]),
      form(params),
    ]) {
      expect((await send(body)).status).toBe(400);
    }
    expect((await canvas.get(`accounts/1/sis_imports/${started.id}`)).workflow_state).toBe('initializing');
    await canvas.settings({ uploads: { answer: 303 } });
    const stored = await send(form([...params, file]));
    expect([stored.status, new URL(stored.headers.get('location') ?? '').origin]).toEqual([303, canvas.canvas.url]);
    expect((await canvas.call('GET', `/${early}`)).status).toBe(200);
    expect((await canvas.finish(started.id)).workflow_state).toBe('imported');
  });

  test('§1.1 a direct upload that takes longer than the minute ends at the front end and is no import', async () => {
    await canvas.settings({ uploads: { minuteMs: 20 } });
    const slow = new ReadableStream({
      async start(controller) {
        for (const line of USERS.split('\n')) {
          controller.enqueue(new TextEncoder().encode(`${line}\n`));
          await new Promise((resolve) => setTimeout(resolve, 30));
        }
        controller.close();
      },
    });
    const answer = await fetch(`${canvas.canvas.url}/api/v1/accounts/1/sis_imports`, {
      method: 'POST',
      body: slow,
      headers: { Authorization: `Bearer ${canvas.canvas.token}`, 'Content-Type': 'text/csv' },
      duplex: 'half',
    } as RequestInit);
    expect(answer.status).toBe(504);
    expect(canvas.dump().imports).toEqual([]);
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
    await canvas.settings({ durations: { createdMs: 150, importingMs: 150 } });
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
