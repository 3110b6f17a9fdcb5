import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectArgs, type Installation, newInstallation } from '../helpers/headless-process.ts';
import { judgeFailure } from '../helpers/judge-failure.ts';
import { type PracticeProcess, startPracticeProcess } from '../helpers/practice-process.ts';

/** One process at a time works on a district; whoever dies lets go of it (ENGINE-NOTES §1). */
let practice: PracticeProcess;
let app: Installation;
beforeAll(async () => {
  practice = await startPracticeProcess({ students: 20, seed: 5 });
  app = newInstallation(practice);
  expect((await app.run(...connectArgs(practice))).code).toBe(0);
});
afterAll(async () => {
  await practice.stop();
  app.remove();
});

test('a second process is told who works on the district and since when; killing the first one frees it at once', async () => {
  await practice.habits({ delayMs: 2_000 });
  const began = Date.now();
  const first = app.start('plan');
  await first.shows('Reading ');
  const error = judgeFailure(await app.run('plan'), 'district.busy');
  expect(error.message).toContain(`process ${first.pid}`);
  const since = Date.parse(/since (\S+Z)/.exec(error.message)?.[1] ?? '');
  expect(since).toBeGreaterThan(began);
  expect(since).toBeLessThan(Date.now());
  // Looking does not need the district.
  expect((await app.run('runs')).json).toMatchObject({ runs: [{ kind: 'plan', state: 'pulling', endedAt: null }] });
  first.kill();
  expect((await first.ended).signal).toBe('SIGKILL');
  await practice.habits({ delayMs: 0 });
  const second = await app.run('plan');
  expect(second.code, second.stdout).toBe(2);
  expect((await app.run('runs')).json).toMatchObject({ runs: [{ state: 'planned' }, { state: 'interrupted' }] });
});

test('two at the same time: one applies, the other is turned away or finds nothing left, and Canvas gets one import', async () => {
  const both = await Promise.all([app.run('apply'), sleep(50).then(() => app.run('apply'))]);
  const codes = both.map((ended) => ended.code).sort();
  expect(codes, both.map((ended) => ended.stdout).join()).toEqual([0, 1]);
  const refused = both.find((ended) => ended.code === 1);
  expect(refused?.json).toMatchObject({ error: { code: expect.stringMatching(/^(district\.busy|plan\.applied)$/) } });
  const { imports } = (await practice.ask('GET', '/canvas/counters')) as { imports: unknown[] };
  expect(imports).toHaveLength(1);
});

test('after all that no pull left its throw-away file behind', () => {
  const [district = ''] = readdirSync(join(app.dataDir, 'districts'));
  const folder = join(app.dataDir, 'districts', district);
  expect(existsSync(join(folder, 'district.db'))).toBe(true);
  expect(readdirSync(folder).filter((name) => name.startsWith('work-'))).toEqual([]);
});
