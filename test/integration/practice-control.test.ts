import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PracticeDistrict } from '../../electron/practice/practice-district.ts';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';

/** The practice district as tests and rehearsals steer it: raw requests against SIS, Canvas and control API. */
type Json = Record<string, unknown>;
const TODAY = '2026-11-23';
const OPTIONS = { students: 500, seed: 9, clean: true, today: TODAY };
let district: PracticeDistrict;
let token = '';

async function call(method: string, path: string, body?: unknown): Promise<{ status: number; body: Json }> {
  const res = await fetch(district.control.url + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await res.text();
  return { status: res.status, body: text === '' ? {} : (JSON.parse(text) as Json) };
}

async function play(name: string, params: Json = {}): Promise<Json> {
  const { status, body } = await call('POST', `/scenario/${name}`, params);
  expect([status, body.error]).toEqual([200, undefined]);
  return body;
}

async function tokenOf(of: PracticeDistrict): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: of.sis.key, client_secret: of.sis.secret };
  const res = await fetch(`${of.sis.url}/token`, { method: 'POST', body: new URLSearchParams(form) });
  return String(((await res.json()) as Json).access_token);
}

/** What a reader of the SIS sees. */
async function served(collection: string, of = district, bearer = token): Promise<Json[]> {
  const res = await fetch(`${of.sis.url}/${collection}?limit=100000`, { headers: { Authorization: `Bearer ${bearer}` } });
  expect(res.status).toBe(200);
  return ((await res.json()) as Record<string, Json[]>)[collection] ?? [];
}

async function row(collection: string, id: unknown): Promise<Json> {
  return (await call('GET', `/sis/${collection}/${String(id)}`)).body;
}

beforeAll(async () => {
  district = await startPracticeDistrict(OPTIONS);
  token = await tokenOf(district);
});
afterAll(() => district.close());
beforeEach(async () => {
  await play('reset');
});

describe('the practice district', () => {
  it('prints the shape of DESIGN §6: addresses on loopback, key, secret and token, and a developer key', () => {
    const { close: _, ...printed } = district;
    const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+/);
    expect(printed).toEqual({
      sis: { url, key: expect.any(String), secret: expect.any(String) },
      canvas: { url, token: expect.any(String), developerKey: { id: expect.any(String), secret: expect.any(String) } },
      control: { url },
    });
  });

  it('refuses calls by another host name and from web pages', async () => {
    const { port } = new URL(district.control.url);
    const status = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        request({ port, path: '/', headers }, (res) => {
          res.resume();
          resolve(res.statusCode);
        })
          .on('error', reject)
          .end();
      });
    expect(await status({ Host: `practice.example:${port}` })).toBe(403);
    expect(await status({ Host: `127.0.0.1:${port}`, Origin: 'https://evil.example' })).toBe(403);
    expect(await status({ Host: `127.0.0.1:${port}` })).toBe(200);
  });

  it('dumps both sides, and passes /canvas through', async () => {
    const sis = (await call('GET', '/state/sis')).body;
    const roster = ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments'];
    expect(Object.keys(sis)).toEqual([...roster, 'categories', 'lineItems', 'results']);
    expect(sis.enrollments).toHaveLength((await served('enrollments')).length);
    const canvas = await call('GET', '/state/canvas');
    expect(canvas.status).toBe(200);
    expect((await call('GET', '/canvas/state')).body).toEqual(canvas.body);
    expect((await call('GET', '/nothing')).status).toBe(404);
  });
});

describe('one record', () => {
  it('PATCH merges, and moves dateLastModified; status tobedeleted is such a patch', async () => {
    const [before] = await served('classes');
    const id = String(before?.sourcedId);
    const { status, body } = await call('PATCH', `/sis/classes/${id}`, { title: 'Renamed', location: null });
    expect([status, body.title, 'location' in body]).toEqual([200, 'Renamed', false]);
    expect(String(body.dateLastModified) > String(before?.dateLastModified)).toBe(true);
    const [after] = await served('classes');
    expect(after).toMatchObject({ title: 'Renamed', classCode: before?.classCode });
    await call('PATCH', `/sis/classes/${id}`, { status: 'tobedeleted' });
    expect((await served('classes'))[0]?.status).toBe('tobedeleted');
  });

  it('PUT replaces or adds, DELETE lets it vanish, unknown ids are 404', async () => {
    const count = (await served('users')).length;
    const made = await call('PUT', '/sis/users/new-1', { givenName: 'Ana', familyName: 'Ibáñez', role: 'teacher', orgs: [] });
    expect([made.status, made.body.status, made.body.sourcedId]).toEqual([201, 'active', 'new-1']);
    expect((await call('PUT', '/sis/users/new-1', { role: 'aide' })).body.givenName).toBeUndefined();
    expect(await served('users')).toHaveLength(count + 1);
    expect((await call('DELETE', '/sis/users/new-1')).status).toBe(204);
    expect(await served('users')).toHaveLength(count);
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      expect((await call(method, '/sis/users/new-1', method === 'PATCH' ? {} : undefined)).status).toBe(404);
    }
  });

  it('a row may be as wrong as a real one: null references are served', async () => {
    const [enrollment] = await served('enrollments');
    await call('PUT', `/sis/enrollments/${String(enrollment?.sourcedId)}`, { ...enrollment, class: null });
    expect((await served('enrollments'))[0]?.class).toBeNull();
  });

  it('the gradebook holds what came over the API and what a teacher typed, told apart in dumps only', async () => {
    const headers = { Authorization: `Bearer ${token}` };
    const [item] = (await call('GET', '/sis/lineItems?limit=1')).body.rows as { class: Json; sourcedId: string }[];
    const [place] = (await call('GET', `/sis/enrollments?class=${String(item?.class.sourcedId)}&role=student`)).body
      .rows as Json[];
    const score = {
      lineItem: { sourcedId: item?.sourcedId },
      student: place?.user,
      scoreStatus: 'fully graded',
      score: 3,
      scoreDate: '2026-11-20',
    };
    const put = await fetch(`${district.sis.url}/results/sent`, {
      method: 'PUT',
      headers,
      body: JSON.stringify({ result: score }),
    });
    expect(put.status).toBe(201);
    expect(await row('results', 'sent')).toMatchObject({ score: 3, byApi: true });
    await call('PATCH', '/sis/results/sent', { score: 4 });
    expect(await row('results', 'sent')).not.toHaveProperty('byApi');
    expect((await served('results')).find((one) => one.sourcedId === 'sent')).toMatchObject({ score: 4 });
    const dumped = (await call('GET', '/state/sis')).body.results as Json[];
    expect(dumped).toHaveLength((await served('results')).length);
  });

  it('searches by equal fields, references by sourcedId', async () => {
    const [enrollment] = await served('enrollments');
    const user = (enrollment as { user: Json }).user.sourcedId;
    const found = (await call('GET', `/sis/enrollments?user=${String(user)}&role=student`)).body as {
      total: number;
      rows: Json[];
    };
    const expected = (await served('enrollments')).filter((r) => (r.user as Json).sourcedId === user && r.role === 'student');
    expect(found.rows.map((r) => r.sourcedId)).toEqual(expected.map((r) => r.sourcedId));
    expect(found.total).toBe(expected.length);
  });
});

describe('scenarios', () => {
  it('teacher-change: one teacher goes, another of the school comes', async () => {
    const did = await play('teacher-change');
    expect(await row('enrollments', did.ended)).toMatchObject({ status: 'tobedeleted', user: { sourcedId: did.from } });
    expect(await row('enrollments', did.added)).toMatchObject({
      status: 'active',
      user: { sourcedId: did.to },
      class: { sourcedId: did.class },
    });
    const [schoolClass, teacher] = [await row('classes', did.class), await row('users', did.to)];
    expect(teacher.orgs).toContainEqual(schoolClass.school);
  });

  it('section-move: a student changes between two sections of one course at one school', async () => {
    const did = await play('section-move', { how: 'vanish' });
    const [from, to] = [await row('classes', did.from), await row('classes', did.to)];
    expect([from.course, from.school, from.terms]).toEqual([to.course, to.school, to.terms]);
    expect((await call('GET', `/sis/enrollments/${String(did.ended)}`)).status).toBe(404);
    expect(await row('enrollments', did.added)).toMatchObject({ user: { sourcedId: did.student }, class: { sourcedId: did.to } });
  });

  it('mass-drop: a share of a school, marked, vanished or ended', async () => {
    const did = await play('mass-drop', { share: 0.5, how: 'ended' });
    const dropped = did.dropped as string[];
    expect(dropped.length).toBe(Math.round(Number(did.of) / 2));
    expect(await row('enrollments', dropped[0])).toMatchObject({ endDate: TODAY, school: { sourcedId: did.school } });
  });

  it('id-change: other sourcedIds, the same people, enrollments that follow', async () => {
    const { users } = (await play('id-change', { share: 0.1, role: 'student' })) as { users: Record<string, string> };
    const ids = new Set((await served('users')).map((user) => user.sourcedId));
    for (const [from, to] of Object.entries(users)) expect([ids.has(from), ids.has(to)]).toEqual([false, true]);
    for (const enrollment of await served('enrollments')) expect(ids.has((enrollment.user as Json).sourcedId)).toBe(true);
  });

  it('id-change: no id comes twice, not even to another person when its owner is gone', async () => {
    const given = new Set((await served('users')).map((user) => user.sourcedId));
    for (let time = 0; time < 4; time += 1) {
      const { users } = (await play('id-change', { share: 0.5 })) as { users: Record<string, string> };
      for (const fresh of Object.values(users)) expect(given.has(fresh), fresh).toBe(false);
      for (const fresh of Object.values(users)) given.add(fresh);
    }
  });

  it('term-ended: a session ended yesterday and its rows vanish', async () => {
    const did = await play('term-ended');
    expect(await row('academicSessions', did.session)).toMatchObject({ endDate: '2026-11-22' });
    expect(did.enrollments).toBeGreaterThan(10);
    const left = new Set((await served('classes')).map((c) => c.sourcedId));
    expect((did.classes as string[]).some((id) => left.has(id))).toBe(false);
  });

  it('rollover-light: next year appears with classes and teachers, students move up', async () => {
    const did = await play('rollover-light');
    expect(did).toMatchObject({ schoolYear: '2028', sessions: 7 });
    const sessions = await served('academicSessions');
    const next = sessions.filter((s) => s.schoolYear === '2028');
    expect(next.find((s) => s.type === 'schoolYear')).toMatchObject({ title: '2027-2028 School Year', startDate: '2027-08-09' });
    const ids = new Set(next.map((s) => s.sourcedId));
    const theirs = (await served('classes')).filter((c) => (c.terms as Json[]).some((term) => ids.has(term.sourcedId)));
    expect(theirs).toHaveLength(Number(did.classes));
    expect(Number(did.movedUp) + Number(did.left)).toBe(500);
  });

  it('outage and recover; a scenario that cannot play is 409, an unknown one 404', async () => {
    await play('outage');
    expect((await fetch(`${district.sis.url}/orgs`, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(503);
    await play('recover');
    expect((await served('orgs')).length).toBeGreaterThan(0);
    expect((await call('POST', '/scenario/section-move', { student: 'nobody' })).status).toBe(409);
    expect((await call('POST', '/scenario/nothing')).status).toBe(404);
  });

  it.each([
    'truncated-feed',
    'lying-total',
    'slow',
    'html-answers',
    'drop-connection',
    'cut-json',
    'throttled',
    'drift-while-paging',
  ])('%s switches a habit on and says which', async (name) => {
    const { habits } = (await play(name)) as { habits: Json };
    const set = (await call('GET', '/sis/habits')).body;
    expect(Object.keys(habits).length).toBeGreaterThan(0);
    for (const [key, value] of Object.entries(habits)) expect(set[key]).toEqual(value);
  });

  it('new-students: one for every twenty, with names and logins of their own, each into the places of another one', async () => {
    const before = { users: await served('users'), enrollments: await served('enrollments') };
    const did = (await play('new-students')) as { students: string[]; enrollments: number };
    expect(did.students).toHaveLength(Math.round(before.users.filter((user) => user.role === 'student').length / 20));
    const users = await served('users');
    const came = users.filter((user) => did.students.includes(String(user.sourcedId)));
    expect(came).toHaveLength(users.length - before.users.length);
    const logins = users.map((user) => user.username);
    expect(new Set(logins).size).toBe(logins.length);
    const places = (await served('enrollments')).slice();
    expect(places.length - before.enrollments.length).toBe(did.enrollments);
    expect(did.enrollments).toBeGreaterThan(did.students.length);
  });

  it('hand-edits: people’s work in Canvas, once the SIS has made something there', async () => {
    const early = await call('POST', '/canvas/hand-edits');
    expect([early.status, early.body.error]).toEqual([400, 'nothing that the SIS made is in Canvas yet']);
    const files = [
      'course_id,short_name,long_name,status\nc-1,BIO,Biology,active\nc-2,ART,Art,active\n',
      'section_id,course_id,name,status\ns-1,c-1,Biology 1,active\ns-2,c-2,Art 1,active\n',
      'user_id,login_id,full_name,status\nu-1,ana,Ana Ruiz,active\n',
      'section_id,user_id,role,status\ns-2,u-1,student,active\n',
    ];
    for (const body of files) {
      const headers = { Authorization: `Bearer ${district.canvas.token}`, 'Content-Type': 'text/csv' };
      const sent = await fetch(`${district.canvas.url}/api/v1/accounts/self/sis_imports?extension=csv`, {
        method: 'POST',
        headers,
        body,
      });
      const { id } = (await sent.json()) as Json;
      const state = async () =>
        (
          (await (
            await fetch(`${district.canvas.url}/api/v1/accounts/self/sis_imports/${String(id)}`, { headers })
          ).json()) as Json
        ).workflow_state;
      await expect.poll(state, { timeout: 10_000 }).toBe('imported');
    }
    const did = (await call('POST', '/canvas/hand-edits')).body;
    const canvas = (await call('GET', '/state/canvas')).body as Record<string, Json[]>;
    const one = (kind: string, id: unknown) => canvas[kind]?.find((row) => row.id === id);
    expect(one('courses', did.renamed_course)).toMatchObject({
      name: 'Biology (room 12)',
      stuck: expect.arrayContaining(['name']),
    });
    expect(one('users', did.renamed_person)).toMatchObject({ short_name: 'Ana Ruiz (they)' });
    expect(one('enrollments', did.added_student)).toMatchObject({ sis_batch_id: null, workflow_state: 'active' });
    expect(one('courses', did.own_course)).toMatchObject({ name: 'Chess club', sis_source_id: null });
  });

  it('plays the same way on the same seed', async () => {
    const first = await play('mass-drop');
    await play('reset');
    expect(await play('mass-drop')).toEqual(first);
  });

  it('habits that do not exist are refused by name', async () => {
    const { status, body } = await call('POST', '/sis/habits', { pageCapp: 3 });
    expect([status, body.error]).toEqual([400, 'no such habits: pageCapp']);
  });
});

describe('a district with a state file', () => {
  /** A connection of its own: the servers behind these addresses are stopped and started. */
  const fresh = (url: string, method = 'GET', body: string | null = null): Promise<Response> =>
    fetch(url, { method, body, headers: { Connection: 'close' } });

  it('is after a restart what and where it was: records, habits, credentials, Canvas', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'practice-'));
    const options = { ...OPTIONS, clean: false, stateFile: join(folder, 'state.json') };
    const first = await startPracticeDistrict(options);
    const control = first.control.url;
    const [enrollment, other] = await served('enrollments', first, await tokenOf(first));
    await fresh(`${control}/sis/enrollments/${String(enrollment?.sourcedId)}`, 'DELETE');
    await fresh(`${control}/sis/enrollments/${String(other?.sourcedId)}`, 'PATCH', '{"status":"tobedeleted"}');
    await fresh(`${control}/sis/habits`, 'POST', '{"pageCap":77}');
    const [score] = await served('results', first, await tokenOf(first));
    const headers = { Authorization: `Bearer ${await tokenOf(first)}`, Connection: 'close' };
    expect((await fetch(`${first.sis.url}/results/${String(score?.sourcedId)}`, { method: 'DELETE', headers })).status).toBe(204);
    const before = await (await fresh(`${control}/state/sis`)).json();
    const canvas = await (await fresh(`${control}/state/canvas`)).json();
    await first.close();

    const ports = { sisPort: Number(new URL(first.sis.url).port), controlPort: Number(new URL(control).port) };
    const second = await startPracticeDistrict({ ...options, ...ports, today: '2027-01-15' });
    expect(second.sis).toEqual(first.sis);
    expect(second.canvas.token).toBe(first.canvas.token);
    expect(await (await fresh(`${control}/state/sis`)).json()).toEqual(before);
    expect(await (await fresh(`${control}/state/canvas`)).json()).toEqual(canvas);
    expect(await (await fresh(`${control}/sis/habits`)).json()).toMatchObject({ pageCap: 77 });
    await second.close();
    rmSync(folder, { recursive: true });
  });
});
