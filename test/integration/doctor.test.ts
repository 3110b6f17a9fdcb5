import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Check, DoctorReport } from '../../shared/district.ts';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';

/** The whole examination through the engine: Canvas' side, other integrations, the letter, and findings kept with a plan. */
let world: PracticeEngine;
beforeAll(async () => {
  world = await startPracticeEngine({ students: 60, seed: 7, clean: true });
});
afterAll(() => world.close());

const Counters = z.object({ requests: z.object({ total: z.number() }) });
const canvasRequests = async () => Counters.parse(await world.control('GET', '/canvas/counters')).requests.total;
const doctor = async (): Promise<DoctorReport> => expectValue(await world.engine.calls.doctor({ district: world.district }));
const find = (report: DoctorReport, name: string): Check | undefined => report.checks.find((check) => check.name === name);

test('a fresh district is examined in at most 25 requests to Canvas, and nothing is wrong', async () => {
  const before = await canvasRequests();
  const report = await doctor();
  expect((await canvasRequests()) - before).toBeLessThanOrEqual(25);
  expect([report.ok, report.checks.filter((check) => !check.ok)]).toEqual([true, []]);
  expect(find(report, 'Token')?.message).toMatch(/The token belongs to \w/);
  expect(find(report, 'Other integrations')).toMatchObject({ level: 'ok' });
  expect(report.letter).toContain(world.practice.sis.url);
  expect(report.letter).not.toContain(world.practice.sis.secret);
});

test('when the token ends is told by the list of tokens, else by its hint, else not at all', async () => {
  const settings = (change: object) => world.control('PUT', '/canvas/settings', change);
  const end = async () => find(await doctor(), 'Token end date');
  expect(await end()).toMatchObject({ level: 'ok', message: 'The token has no end date.' });
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000 + 3_600_000).toISOString();
  await settings({ token: { expiresAt: inDays(120) } });
  expect(await end()).toMatchObject({ level: 'ok', message: expect.stringContaining('in 120 days') });
  await settings({ token: { expiresAt: inDays(12) }, missingPermissions: ['view_user_generated_access_tokens'] });
  expect(await end()).toMatchObject({
    level: 'warning',
    message: expect.stringContaining('in 12 days'),
    remedy: expect.stringContaining('new token'),
  });
  const before = await canvasRequests();
  await settings({ profile: '2022' });
  expect(await end()).toMatchObject({ level: 'ok', message: expect.stringContaining('does not tell') });
  expect((await canvasRequests()) - before).toBeLessThanOrEqual(25);
  await settings({ profile: '2026', missingPermissions: [], token: { expiresAt: '' } });
});

test('whether teachers can flag assignments for the SIS, and whether any is', async () => {
  const sync = async () => find(await doctor(), 'Sync to SIS');
  expect(await sync()).toMatchObject({ level: 'ok', message: expect.stringContaining('No published assignment is flagged') });
  const ui = async (action: string, body: object) => Number(Object(await world.control('POST', `/canvas/ui/${action}`, body)).id);
  const course = await ui('create-course', { name: 'Poetry', published: true });
  const assignment = await ui('create-assignment', { course, name: 'Sonnet', published: true });
  expect((await sync())?.message).toContain('No published assignment is flagged');
  await ui('edit-assignment', { assignment, post_to_sis: true });
  expect(await sync()).toMatchObject({ level: 'ok', message: expect.stringContaining('have flagged assignments') });
  await world.control('PUT', '/canvas/settings', { features: [] });
  expect(await sync()).toMatchObject({ level: 'ok', message: expect.stringContaining('feature is off') });
  await world.control('PUT', '/canvas/settings', { features: ['post_grades'], missingPermissions: ['view_all_grades'] });
  expect(await sync()).toMatchObject({ level: 'warning' });
  await world.control('PUT', '/canvas/settings', { missingPermissions: [] });
});

test('our own imports are no other integration, somebody else’s are', async () => {
  await world.plan();
  expect((await world.apply()).state).toBe('done');
  expect(find(await doctor(), 'Other integrations')).toMatchObject({ level: 'ok' });

  const { url, token } = world.practice.canvas;
  const sent = await fetch(`${url}/api/v1/accounts/self/sis_imports?extension=csv`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'text/csv' },
    body: 'term_id,name,status\nfall,Fall,active\n',
  });
  expect(sent.status).toBe(200);
  const other = find(await doctor(), 'Other integrations');
  expect(other?.level).toBe('warning');
  expect(other?.message).toContain('1 SIS import of the last 14 days did not come from here');
});

test('a missing permission is a problem with its consequence', async () => {
  await world.control('PUT', '/canvas/settings', { missingPermissions: ['import_sis'] });
  const report = await doctor();
  expect(report.ok).toBe(false);
  expect(find(report, 'Permission to import SIS data')).toMatchObject({ level: 'problem', ok: false });
  await world.control('PUT', '/canvas/settings', { missingPermissions: [] });
});

test('what a pull left out stays readable with its plan', async () => {
  await world.control('POST', '/sis/habits', { nullRefs: { collection: 'enrollments', rows: 3 } });
  const plan = await world.plan();
  expect(plan.findings.dropped).toBe(3);
  const query = { plan: plan.number, level: 'dropped', collection: 'enrollments', from: 0, count: 2 } as const;
  const page = expectValue(await world.engine.calls.findings({ district: world.district, query }));
  expect([page.total, page.findings.length]).toEqual([3, 2]);
  expect(page.findings[0]).toMatchObject({ rule: 'enrollment-user-missing', level: 'dropped' });
  await world.control('POST', '/sis/habits', { nullRefs: null });
});

test('a feed with too many unusable records is refused with the reason', async () => {
  await world.control('POST', '/sis/habits', { nullRefs: { collection: 'enrollments', rows: 200 } });
  const made = await world.engine.makePlan(world.district, 'person');
  expect(made.ok ? null : [made.failure.code, made.failure.detail]).toEqual([
    'sis.bad-rows',
    expect.stringContaining('enrollments: The enrollment names no'),
  ]);
});
