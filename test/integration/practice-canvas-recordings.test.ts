import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WireCourse, WireEnrollment, WireUser } from '../../electron/canvas/wire.ts';
import { type CanvasUnderTest, canvasUnderTest, type Json } from './practice-canvas-client.ts';

interface Exchange {
  request: { method: string; path: string; parameters: Record<string, string> };
  response: { status: number; body: Json | Json[] };
}

const file = new URL('../fixtures/recordings/canvas/reads.json', import.meta.url);
const { exchanges } = JSON.parse(readFileSync(file, 'utf8')) as { exchanges: Exchange[] };

/** The recorded calls about courses and their people; the others belong to grades. */
const rosterCalls = exchanges.filter(({ request }) => /^\/api\/v1\/courses(\/\d+)?(\/users)?$/.test(request.path));
const named = rosterCalls.map((exchange, index) => [index, exchange.request.path, exchange] as const);

let canvas: CanvasUnderTest;
let courseId: number;
beforeAll(async () => {
  canvas = await canvasUnderTest();
  const made = await canvas.ui('create-course', { name: 'Course 101', course_code: 'course101', published: true });
  courseId = made.id;
  await canvas.ui('enroll', { user: 1, course: courseId, role: 'TeacherEnrollment' });
  for (const role of ['StudentEnrollment', 'TaEnrollment', 'ObserverEnrollment']) {
    const user = await canvas.ui('create-user', { name: role, login_id: role, email: `${role}@practice.example` });
    await canvas.ui('enroll', { user: user.id, course: courseId, role });
  }
});
afterAll(() => canvas.close());

function rowsOf(body: unknown): Record<string, unknown>[] {
  return (Array.isArray(body) ? body : [body]) as Record<string, unknown>[];
}

/** Keys at every depth as paths; objects that have a type are kept apart by it, as a student's enrollment has more keys. */
function keysOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => keysOf(item, path));
  if (typeof value !== 'object' || value === null) return [];
  const type = 'type' in value ? `${path}<${String(value.type)}>` : path;
  return Object.entries(value).flatMap(([key, inner]) => [`${type}.${key}`, ...keysOf(inner, `${type}.${key}`)]);
}

describe('what a real Canvas answered', () => {
  test('the recordings hold calls about courses and people', () => {
    expect(rosterCalls.map(({ request }) => request.path.replace(/\d{9}/, ':id'))).toEqual([
      '/api/v1/courses',
      '/api/v1/courses/:id',
      '/api/v1/courses/:id/users',
      '/api/v1/courses/:id',
      '/api/v1/courses/:id/users',
      '/api/v1/courses/:id/users',
    ]);
  });

  test.each(named)('%i %s is understood by our client', (_index, path, { response }) => {
    for (const row of rowsOf(response.body)) {
      const id = String(row.id);
      if (!path.endsWith('/users')) {
        expect(WireCourse.parse(row)).toMatchObject({ id, name: row.name, workflow_state: row.workflow_state });
        continue;
      }
      expect(WireUser.parse(row)).toMatchObject({ id, name: row.name, sis_user_id: row.sis_user_id ?? '', email: row.email });
      for (const enrollment of rowsOf(row.enrollments)) {
        const { type, enrollment_state, role } = enrollment;
        expect(WireEnrollment.parse(enrollment)).toMatchObject({ user_id: id, type, enrollment_state, role });
      }
    }
  });

  test.each(named)('%i %s has its keys in the practice Canvas’ answer', async (_index, path, { request, response }) => {
    const query = new URLSearchParams(request.parameters);
    const answer = await canvas.call('GET', `${path.replace(/\d{9}/, String(courseId))}?${query}`);
    expect(answer.status).toBe(response.status);
    const keys = new Set(keysOf(await answer.json()));
    expect([...new Set(keysOf(response.body))].filter((key) => !keys.has(key))).toEqual([]);
  });
});
