import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CanvasUnderTest, canvasUnderTest, type Json } from './practice-canvas-client.ts';

let canvas: CanvasUnderTest;
beforeEach(async () => {
  canvas = await canvasUnderTest();
});
afterEach(() => canvas.close());

const USERS = 'user_id,login_id,full_name,status\nU1,ada,Ada L,active\n';

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
