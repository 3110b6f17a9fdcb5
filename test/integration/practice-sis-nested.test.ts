import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDistrict } from '../../electron/practice/census.ts';
import { type PracticeSis, startPracticeSis } from '../../electron/practice/sis/server.ts';
import { SisStore } from '../../electron/practice/sis/store.ts';

/** Raw requests only: what is checked here is the server, against reference/oneroster-1.1.md, not our client. */
type Json = Record<string, unknown>;

const data = makeDistrict({ students: 60, seed: 5, clean: true, today: '2026-11-23' });
let sis: PracticeSis;
let token = '';
const now = Date.parse('2026-11-23T12:00:00Z');

beforeAll(async () => {
  sis = await startPracticeSis({
    store: new SisStore(data),
    key: 'the key+',
    secret: 'the/secret %',
    clock: () => new Date(now),
  });
  const form = { grant_type: 'client_credentials', client_id: sis.key, client_secret: sis.secret };
  const reply = await read(await fetch(`${sis.url}/token`, { method: 'POST', body: new URLSearchParams(form) }));
  token = String(reply.body.access_token);
});
afterAll(() => sis.close());
async function read(res: Response) {
  const text = (await res.text()).replace(/^\uFEFF/, '');
  return { status: res.status, headers: res.headers, body: text === '' ? {} : (JSON.parse(text) as Json) };
}

async function get(path: string, headers: Record<string, string> = { Authorization: `Bearer ${token}` }) {
  return read(await fetch(sis.url + path, { headers, redirect: 'manual' }));
}

const list = async (path: string, wrapper: string) => {
  const page = await get(path);
  expect(page.status).toBe(200);
  return page.body[wrapper] as Json[];
};
const ids = (rows: readonly { sourcedId?: unknown }[]) => rows.map((row) => String(row.sourcedId)).sort();

describe('the seventeen nested reads (§1.2)', () => {
  const school = data.classes[0]?.school.sourcedId ?? '';
  const c = data.classes.find(
    (row) => row.school.sourcedId === school && data.enrollments.some((e) => e.class.sourcedId === row.sourcedId),
  );
  const aClass = c ?? data.classes[0];
  const place = data.enrollments.find((row) => row.role === 'student');
  const teaching = data.enrollments.find((row) => row.role === 'teacher');
  const term = data.academicSessions.find((row) => row.type === 'semester');
  if (!aClass || !place || !teaching || !term) throw new Error('the census lacks something');
  const inClass = (id: string, role: string) =>
    new Set(data.enrollments.filter((e) => e.class.sourcedId === id && e.role === role).map((e) => e.user.sourcedId));
  const inSchool = data.classes.filter((row) => row.school.sourcedId === school);
  const people = (role: string, at: Set<string>) => data.users.filter((u) => u.role === role && at.has(u.sourcedId));
  const ofSchool = (role: string) => data.users.filter((u) => u.role === role && u.orgs.some((o) => o.sourcedId === school));
  const id = aClass.sourcedId;
  const classOf = (user: string) =>
    new Set(data.enrollments.filter((e) => e.user.sourcedId === user).map((e) => e.class.sourcedId));
  const taken = classOf(place.user.sourcedId);
  const taught = classOf(teaching.user.sourcedId);

  const nested: [string, string, { sourcedId: string }[]][] = [
    [`/schools/${school}/classes`, 'classes', inSchool],
    [
      `/schools/${school}/courses`,
      'courses',
      data.courses.filter((k) => k.org?.sourcedId === school || inSchool.some((row) => row.course.sourcedId === k.sourcedId)),
    ],
    [`/schools/${school}/enrollments`, 'enrollments', data.enrollments.filter((e) => e.school.sourcedId === school)],
    [`/schools/${school}/students`, 'users', ofSchool('student')],
    [`/schools/${school}/teachers`, 'users', ofSchool('teacher')],
    [
      `/schools/${school}/terms`,
      'academicSessions',
      data.academicSessions.filter(
        (s) => s.type === 'semester' && inSchool.some((row) => row.terms.some((t) => t.sourcedId === s.sourcedId)),
      ),
    ],
    [`/schools/${school}/classes/${id}/enrollments`, 'enrollments', data.enrollments.filter((e) => e.class.sourcedId === id)],
    [`/schools/${school}/classes/${id}/students`, 'users', people('student', inClass(id, 'student'))],
    [`/schools/${school}/classes/${id}/teachers`, 'users', people('teacher', inClass(id, 'teacher'))],
    [`/classes/${place.class.sourcedId}/students`, 'users', people('student', inClass(place.class.sourcedId, 'student'))],
    [`/classes/${teaching.class.sourcedId}/teachers`, 'users', people('teacher', inClass(teaching.class.sourcedId, 'teacher'))],
    [
      `/courses/${aClass.course.sourcedId}/classes`,
      'classes',
      data.classes.filter((row) => row.course.sourcedId === aClass.course.sourcedId),
    ],
    [`/students/${place.user.sourcedId}/classes`, 'classes', data.classes.filter((row) => taken.has(row.sourcedId))],
    [`/teachers/${teaching.user.sourcedId}/classes`, 'classes', data.classes.filter((row) => taught.has(row.sourcedId))],
    [`/users/${place.user.sourcedId}/classes`, 'classes', data.classes.filter((row) => taken.has(row.sourcedId))],
    [
      `/terms/${term.sourcedId}/classes`,
      'classes',
      data.classes.filter((row) => row.terms.some((t) => t.sourcedId === term.sourcedId)),
    ],
    [
      `/terms/${term.sourcedId}/gradingPeriods`,
      'academicSessions',
      data.academicSessions.filter((s) => s.type === 'gradingPeriod' && s.parent?.sourcedId === term.sourcedId),
    ],
  ];
  it.each(nested)('%s gives its %s, paged and counted', async (path, wrapper, expected) => {
    const rows = await list(`${path}?limit=5000`, wrapper);
    expect(ids(rows)).toEqual(ids(expected));
    const first = await get(`${path}?limit=1`);
    expect(first.headers.get('x-total-count')).toBe(String(expected.length));
    expect((first.body[wrapper] as Json[]).length).toBe(Math.min(1, expected.length));
  });

  it('there are seventeen, and most have something to show', () => {
    expect(nested).toHaveLength(17);
    expect(nested.filter(([, , expected]) => expected.length > 0).length).toBeGreaterThan(14);
  });

  it('an unknown parent, a class of another school, and a teacher asked for as student are 404 unknown_object', async () => {
    const other = data.classes.find((row) => row.school.sourcedId !== school);
    const paths = [
      '/classes/nobody/students',
      `/schools/nobody/classes/${id}/students`,
      `/students/${teaching.user.sourcedId}/classes`,
    ];
    if (other) paths.push(`/schools/${school}/classes/${other.sourcedId}/students`);
    for (const path of paths) {
      const reply = await get(path);
      expect([reply.status, (reply.body.statusInfoSet as Json[])[0]?.imsx_codeMinor]).toEqual([404, 'unknown_object']);
    }
    expect((await get(`/courses/${aClass.course.sourcedId}/students`)).body.message).toBe('API route not found');
  });
});
