import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CanvasUnderTest, canvasUnderTest } from './practice-canvas-client.ts';

/** Tokens, features and the SIS list of assignments (Access Tokens API; canvas-grades.md §1.8): raw calls. */
let canvas: CanvasUnderTest;
beforeEach(async () => {
  canvas = await canvasUnderTest();
});
afterEach(() => canvas.close());

const status = async (path: string) => (await canvas.call('GET', path)).status;

describe('tokens', () => {
  test('the list names the hint and the end, never the token; one token is found by its hint', async () => {
    await canvas.settings({ token: { expiresAt: '2030-01-02T03:04:05Z' } });
    const text = await (await canvas.call('GET', 'users/self/user_generated_tokens')).text();
    const hint = canvas.canvas.token.slice(0, 5);
    expect(JSON.parse(text)).toEqual([expect.objectContaining({ token_hint: hint, expires_at: '2030-01-02T03:04:05Z' })]);
    expect(text).not.toContain(canvas.canvas.token);
    expect(await canvas.get(`users/self/tokens/${encodeURIComponent(hint)}`)).toMatchObject({ token_hint: hint });
    expect(await status('users/self/tokens/nobod')).toBe(404);
  });

  test('an older Canvas knows neither; a list not permitted is refused, the own token by hint is not', async () => {
    const one = `users/self/tokens/${encodeURIComponent(canvas.canvas.token.slice(0, 5))}`;
    await canvas.settings({ missingPermissions: ['view_user_generated_access_tokens'] });
    expect([await status('users/self/user_generated_tokens'), await status(one)]).toEqual([403, 200]);
    await canvas.settings({ profile: '2022', missingPermissions: [] });
    expect([await status('users/self/user_generated_tokens'), await status(one)]).toEqual([404, 404]);
  });

  test('a token that has ended opens nothing', async () => {
    await canvas.settings({ token: { expiresAt: '2020-01-01T00:00:00Z' } });
    expect(await status('users/self')).toBe(401);
  });
});

describe('assignments flagged for the SIS', () => {
  const sis = async (path: string) => {
    const headers = { Authorization: `Bearer ${canvas.canvas.token}` };
    const res = await fetch(`${canvas.canvas.url}/api/sis/${path}`, { headers });
    return { status: res.status, body: (await res.json()) as unknown };
  };

  test('only published and flagged ones of published courses, with their sections', async () => {
    const course = (await canvas.ui('create-course', { name: 'Poetry', published: true, sis_course_id: 'c-1' })).id;
    await canvas.ui('create-section', { course, name: 'Poetry 1', sis_section_id: 's-1' });
    const draft = (await canvas.ui('create-course', { name: 'Draft' })).id;
    const made = { published: true, post_to_sis: true };
    const wanted = (await canvas.ui('create-assignment', { course, name: 'Sonnet', due_at: '2026-11-20T04:59:59Z', ...made })).id;
    await canvas.ui('create-assignment', { course, name: 'Unflagged', published: true });
    await canvas.ui('create-assignment', { course, name: 'Unpublished', post_to_sis: true });
    await canvas.ui('create-assignment', { course: draft, name: 'In a draft', ...made });
    const gone = (await canvas.ui('create-assignment', { course, name: 'Gone', ...made })).id;
    await canvas.ui('delete-assignment', { assignment: gone });
    const all = await sis('accounts/self/assignments');
    expect(all.body).toEqual([
      expect.objectContaining({
        id: wanted,
        name: 'Sonnet',
        due_at: '2026-11-20T04:59:59Z',
        sections: [expect.objectContaining({ sis_id: 's-1' })],
      }),
    ]);
    expect((await sis('courses/sis_course_id:c-1/assignments')).body).toEqual(all.body);
    expect(await sis(`courses/${draft}/assignments`)).toMatchObject({ status: 400, body: { code: 'unpublished_course' } });
  });

  test('without the feature 400 not_enabled; what a person did is in the dump', async () => {
    expect(await (await canvas.call('GET', 'accounts/self/features/enabled')).json()).toContain('post_grades');
    await canvas.settings({ features: [] });
    expect(await sis('accounts/self/assignments')).toMatchObject({ status: 400, body: { code: 'not_enabled' } });
    const course = (await canvas.ui('create-course', { name: 'Poetry' })).id;
    const id = (await canvas.ui('create-assignment', { course, name: 'Sonnet', points: 5 })).id;
    const dumped = canvas.canvas.dump() as { assignments: object[] };
    expect(dumped.assignments).toEqual([expect.objectContaining({ id, name: 'Sonnet', points_possible: 5, post_to_sis: false })]);
    canvas.canvas.load(dumped);
    expect((canvas.canvas.dump() as { assignments: object[] }).assignments).toEqual(dumped.assignments);
  });
});
