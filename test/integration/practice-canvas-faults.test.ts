import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CanvasUnderTest, canvasUnderTest, type Json } from './practice-canvas-client.ts';

let canvas: CanvasUnderTest;
beforeEach(async () => {
  canvas = await canvasUnderTest();
});
afterEach(() => canvas.close());

const USERS = ['user_id,login_id,full_name,status', ...Array.from({ length: 10 }, (_, n) => `U${n},u${n},N,active`)];
const post = () =>
  canvas.call('POST', 'accounts/self/sis_imports', { body: USERS.join('\n'), headers: { 'Content-Type': 'text/csv' } });

describe('imports that break down', () => {
  test('in one file: the rows before stay applied, the other files are, the state is failed_with_messages', async () => {
    await canvas.settings({ crashImports: { kind: 'file', afterRows: 4, times: 1 } });
    const files = { 'users.csv': USERS.join('\n'), 'accounts.csv': 'account_id,parent_account_id,name,status\nA1,,One,active\n' };
    const done = await canvas.importFiles(files);
    expect(done).toMatchObject({ workflow_state: 'failed_with_messages', data: { counts: { users: 4, accounts: 1 } } });
    expect(done.processing_errors).toEqual([
      ['users.csv', expect.stringMatching(/^Error while importing CSV\. Please contact support\. \(Error report \d+\)$/)],
    ]);
    expect(done.progress).toBeLessThan(100);
    expect((await canvas.importFiles(files)).workflow_state).toBe('imported');
  });

  test('as a whole: failed without messages, with error_message, and no rollback', async () => {
    await canvas.settings({ crashImports: { kind: 'import', afterRows: 4, times: 1 } });
    const done = await canvas.importCsv(USERS);
    expect(done).toMatchObject({ workflow_state: 'failed', data: { error_message: expect.stringContaining('connection') } });
    expect(done.data).toHaveProperty('stack_trace');
    expect(done).not.toHaveProperty('processing_errors');
    expect(canvas.dump().users).toHaveLength(5);
    expect((await canvas.importCsv(USERS)).workflow_state).toBe('imported');
  });
});

describe('requests that fail', () => {
  const fail = (kind: string, path: string, times = 1) => canvas.settings({ faults: { kind, path, times } });

  test('500 in Canvas’ words, 502 as the front end’s page, only where the address fits', async () => {
    await fail('500', '/sis_imports');
    expect((await canvas.call('GET', 'users/self')).status).toBe(200);
    const inside = await canvas.call('GET', 'accounts/self/sis_imports');
    expect([inside.status, await inside.json()]).toEqual([
      500,
      { errors: [{ message: 'An error occurred.', error_code: 'internal_server_error' }], error_report_id: 1 },
    ]);
    await fail('502', '/sis_imports');
    const front = await canvas.call('GET', 'accounts/self/sis_imports');
    expect([front.status, front.headers.get('content-type')]).toEqual([502, 'text/html']);
    expect((await canvas.call('GET', 'accounts/self/sis_imports')).status).toBe(200);
  });

  test('a dropped connection did nothing; a lost answer did its work', async () => {
    await fail('drop', '/sis_imports');
    await expect(post()).rejects.toThrow();
    expect(canvas.dump().imports).toHaveLength(0);
    await fail('lose-answer', '/sis_imports');
    await expect(post()).rejects.toThrow();
    expect(canvas.dump().imports).toHaveLength(1);
  });

  test('an answer that breaks off cannot be read to its end', async () => {
    await canvas.importCsv(USERS);
    await fail('cut-answer', '/users');
    await expect(canvas.list('accounts/self/users?per_page=100')).rejects.toThrow();
    expect(await canvas.list('accounts/self/users?per_page=100')).toHaveLength(11);
  });

  test('a scope the key lacks → 401 in its own words; a log-in page in front of everything → html', async () => {
    await canvas.settings({ missingScopes: ['url:GET|/api/v1/accounts/:account_id/reports'] });
    const answer = await canvas.call('GET', 'accounts/self/reports');
    expect([answer.status, await answer.json()]).toEqual([
      401,
      { errors: [{ message: 'Insufficient scopes on access token.' }] },
    ]);
    expect((await canvas.call('GET', 'users/self')).status).toBe(200);
    await canvas.settings({ ssoFront: true });
    const page = await canvas.call('GET', 'users/self');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  test('pages are as long as the site allows', async () => {
    await canvas.importCsv(USERS);
    await canvas.settings({ paging: { perPage: 3, max: 5 } });
    expect(await canvas.list('accounts/self/users')).toHaveLength(3);
    expect(await canvas.list('accounts/self/users?per_page=100')).toHaveLength(5);
  });
});

describe('reports and files that fail', () => {
  const start = async () =>
    (await (await canvas.call('POST', 'accounts/self/reports/provisioning_csv?parameters[users]=1')).json()) as Json;
  const ended = async (id: number) => {
    const path = `accounts/self/reports/provisioning_csv/${id}`;
    await expect.poll(async () => (await canvas.get(path)).status).toMatch(/complete|error/);
    return canvas.get(path);
  };

  test('a report ends in error, the next one is fine', async () => {
    await canvas.settings({ failReports: { times: 1 } });
    const failed = await ended((await start()).id);
    expect(failed).toMatchObject({ status: 'error', file_url: null });
    expect(failed).not.toHaveProperty('attachment');
    expect(await ended((await start()).id)).toMatchObject({ status: 'complete', progress: 100 });
  });

  test('an attachment on Canvas’ own host sends on to another one, with a verifier or with the token', async () => {
    const { id } = await start();
    await ended(id);
    const address = async () => ((await ended(id)).attachment as { url: string }).url;
    await canvas.settings({ attachments: { redirect: true } });
    const verified = await address();
    expect(new URL(verified).origin).toBe(canvas.canvas.url);
    const sentOn = await fetch(verified, { redirect: 'manual' });
    expect(sentOn.status).toBe(302);
    expect(new URL(sentOn.headers.get('location') ?? '').hostname).toBe('localhost');
    expect((await fetch(verified)).status).toBe(200);

    await canvas.settings({ attachments: { verifiers: false } });
    const bare = await address();
    expect(bare).not.toContain('verifier');
    expect((await fetch(bare)).status).toBe(401);
    const opened = await canvas.call('GET', new URL(bare).pathname, { headers: {} });
    expect(opened.status).toBe(200);
    expect(canvas.dump().violations).toEqual([]);
  });

  test('a file that is gone → 404, once', async () => {
    const { url } = (await ended((await start()).id)).attachment as { url: string };
    await canvas.settings({ attachments: { missing: 1 } });
    expect((await fetch(url)).status).toBe(404);
    expect((await fetch(url)).status).toBe(200);
  });
});

describe('imports of other integrations', () => {
  test('with batch mode or diffing are placed in the list and show it', async () => {
    await canvas.control('POST', '/imports', {
      created_at: '2026-01-02T03:00:00Z',
      batch_mode: true,
      batch_mode_term_id: 1,
      change_threshold: 10,
      supplied_batches: ['enrollment'],
      counts: { enrollments: 7, batch_enrollments_deleted: 2 },
    });
    await canvas.control('POST', '/imports', {
      created_at: '2026-02-02T03:00:00Z',
      workflow_state: 'imported_with_messages',
      diffing_data_set_identifier: 'nightly',
      messages: [{ message: 'Improper status for user U0', file: 'users.csv', row: 2 }],
    });
    const own = await canvas.importCsv(USERS);
    const listed = (await canvas.get('accounts/self/sis_imports')).sis_imports as Json[];
    expect(listed).toMatchObject([
      { id: own.id, batch_mode: null, diffing_data_set_identifier: null },
      { diffing_data_set_identifier: 'nightly', processing_warnings: [['users.csv', 'Improper status for user U0']] },
      { batch_mode: true, batch_mode_term_id: 1, change_threshold: 10, data: { counts: { batch_enrollments_deleted: 2 } } },
    ]);
    const refused = await canvas.control('POST', '/imports', { batch_mode: 'yes' });
    expect([refused.status, await refused.json()]).toEqual([400, { error: 'batch_mode must be a boolean' }]);
  });

  test('one that is still running keeps ours waiting until it ends', async () => {
    const placed = (await (await canvas.control('POST', '/imports', { workflow_state: 'importing' })).json()) as Json;
    expect(((await canvas.get('accounts/self/sis_imports/importing')).sis_imports as Json[]).map((row) => row.id)).toEqual([
      placed.id,
    ]);
    const own = (await (await post()).json()) as Json;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await canvas.get(`accounts/self/sis_imports/${own.id}`)).toMatchObject({ workflow_state: 'created' });
    await canvas.control('PUT', `/imports/${placed.id}`, {});
    expect((await canvas.finish(own.id)).workflow_state).toBe('imported');
    expect(canvas.dump().violations).toEqual([]);
  });
});
