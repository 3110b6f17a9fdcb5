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
