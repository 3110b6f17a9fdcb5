import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { AdoptionTarget } from '../../electron/canvas/adoption.ts';
import { createCanvasClient } from '../../electron/canvas/canvas-client.ts';
import { realEdge } from '../../electron/net/edge.ts';
import { startPracticeDistrict } from '../../electron/practice/practice-server.ts';
import { callControl, type Practice } from '../helpers/practice-engine.ts';

/** G2: what was made by hand in Canvas gets its SIS id through the API, over real HTTP. */
let practice: Practice;
beforeAll(async () => {
  practice = await startPracticeDistrict({ students: 20, seed: 3, clean: true });
});
afterAll(() => practice.close());

const client = () =>
  createCanvasClient({ origin: practice.canvas.url, token: practice.canvas.token, edge: realEdge(globalThis.fetch) });
const byHand = async (action: string, body: Record<string, unknown>) => {
  const row = z
    .looseObject({ id: z.number() })
    .parse(await callControl(practice.control.url, 'POST', `/canvas/ui/${action}`, body));
  return row.id;
};
const Row = z.looseObject({
  id: z.number(),
  sis_source_id: z.string().nullable().optional(),
  sis_user_id: z.string().nullable().optional(),
});
const Dump = z.object({
  accounts: z.array(Row),
  terms: z.array(Row),
  courses: z.array(Row),
  sections: z.array(Row),
  logins: z.array(Row),
});
const dump = async () => Dump.parse(await callControl(practice.control.url, 'GET', '/state/canvas'));

test('an account, a term, a course, a section and a login get their ids, once and again without harm', async () => {
  const account = await byHand('create-account', { name: 'Lincoln' });
  const term = await byHand('create-term', { name: 'Fall', start_at: '2026-08-17T04:00:00Z', end_at: '2026-12-19T04:59:59Z' });
  const course = await byHand('create-course', { name: 'Biology', account, term });
  const section = await byHand('create-section', { course, name: 'Period 1' });
  const user = await byHand('create-user', { name: 'Ann Miller', login_id: 'amiller' });
  const targets: AdoptionTarget[] = [
    { entity: 'account', canvasId: String(account), sisId: 'school-1', login: '' },
    { entity: 'term', canvasId: String(term), sisId: 'term-1', login: '' },
    { entity: 'course', canvasId: String(course), sisId: 'c-1', login: '' },
    { entity: 'section', canvasId: String(section), sisId: 'class-1', login: '' },
    { entity: 'user', canvasId: String(user), sisId: 'person/1 ä', login: 'amiller' },
  ];
  for (const target of targets) expect(await client().adopt(target), target.entity).toEqual({ ok: true, value: undefined });
  for (const target of targets) expect(await client().adopt(target), target.entity).toEqual({ ok: true, value: undefined });
  const after = await dump();
  expect(after.accounts.find(({ id }) => id === account)?.sis_source_id).toBe('school-1');
  expect(after.terms.find(({ id }) => id === term)?.sis_source_id).toBe('term-1');
  expect(after.courses.find(({ id }) => id === course)?.sis_source_id).toBe('c-1');
  expect(after.sections.find(({ id }) => id === section)?.sis_source_id).toBe('class-1');
  expect(after.logins.some(({ sis_user_id }) => sis_user_id === 'person/1 ä')).toBe(true);
});

test('what has another SIS id by now is left alone, and an id that something else has is refused in plain words', async () => {
  const first = await byHand('create-course', { name: 'Taken', sis_course_id: 'c-taken' });
  const second = await byHand('create-course', { name: 'Free' });
  expect(await client().adopt({ entity: 'course', canvasId: String(first), sisId: 'c-new', login: '' })).toMatchObject({
    ok: false,
    failure: { code: 'canvas.adoption-moved', message: expect.stringContaining('c-taken') },
  });
  expect(await client().adopt({ entity: 'course', canvasId: String(second), sisId: 'c-taken', login: '' })).toMatchObject({
    ok: false,
    failure: { code: 'canvas.adoption-refused' },
  });
  expect(await client().adopt({ entity: 'course', canvasId: '999999', sisId: 'c-x', login: '' })).toMatchObject({
    ok: false,
    failure: { code: 'canvas.not-found' },
  });
  const after = await dump();
  expect(after.courses.find(({ id }) => id === second)?.sis_source_id).toBeNull();
});

test('a token that may not give ids says which permission it lacks', async () => {
  const course = await byHand('create-course', { name: 'Locked' });
  await callControl(practice.control.url, 'PUT', '/canvas/settings', { missingPermissions: ['manage_sis'] });
  try {
    const answer = await client().adopt({ entity: 'course', canvasId: String(course), sisId: 'c-locked', login: '' });
    expect(answer).toMatchObject({ ok: false, failure: { code: 'canvas.permission' } });
  } finally {
    await callControl(practice.control.url, 'PUT', '/canvas/settings', { missingPermissions: [] });
  }
});
