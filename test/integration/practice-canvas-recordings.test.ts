import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CanvasUnderTest, canvasUnderTest, type Json } from './practice-canvas-client.ts';

interface Exchange {
  request: { method: string; path: string; parameters: Record<string, string> };
  response: { status: number; body: Json | Json[] };
}

const file = new URL('../fixtures/recordings/canvas/reads.json', import.meta.url);
const { exchanges } = JSON.parse(readFileSync(file, 'utf8')) as { exchanges: Exchange[] };

/** The recorded calls about courses and their people; the others belong to grades. */
const rosterCalls = exchanges.filter(({ request }) => /^\/api\/v1\/courses(\/\d+)?(\/users)?$/.test(request.path));

let canvas: CanvasUnderTest;
let courseId: number;
beforeAll(async () => {
  canvas = await canvasUnderTest();
  const made = await canvas.ui('create-course', { name: 'Course 101', course_code: 'course101', published: true });
  courseId = made.id;
  await canvas.ui('enroll', { user: 1, course: courseId, role: 'TeacherEnrollment' });
});
afterAll(() => canvas.close());

function first(body: unknown): Record<string, unknown> {
  return (Array.isArray(body) ? body[0] : body) as Record<string, unknown>;
}

/** Keys, also of the objects one level below. */
function keysOf(row: Record<string, unknown>): string[] {
  return Object.entries(row).flatMap(([key, value]) => {
    const inner = Array.isArray(value) ? value[0] : undefined;
    return typeof inner === 'object' && inner !== null ? [key, ...Object.keys(inner).map((name) => `${key}.${name}`)] : [key];
  });
}

describe('answers have the keys that a real Canvas answered', () => {
  test.each(rosterCalls.map((exchange, index) => [index, exchange.request.path, exchange] as const))(
    '%i %s',
    async (_index, path, exchange) => {
      const query = new URLSearchParams(exchange.request.parameters);
      const answer = await canvas.call('GET', `${path.replace(/\d{9}/, String(courseId))}?${query}`);
      expect(answer.status).toBe(exchange.response.status);
      expect(keysOf(first(await answer.json()))).toEqual(expect.arrayContaining(keysOf(first(exchange.response.body))));
    },
  );

  test('the recordings hold such calls', () => {
    expect(rosterCalls.length).toBeGreaterThan(4);
  });
});
