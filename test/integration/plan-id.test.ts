import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { connectArgs, type Installation, newInstallation } from '../helpers/headless-process.ts';
import { type PracticeProcess, startPracticeProcess } from '../helpers/practice-process.ts';

/**
 * Promise 7 and DESIGN §4: the same input gives the same plan id. Whole programs, each with a pull of its own, in other time zones
 * and languages, over pages of another size and order.
 */
let practice: PracticeProcess;
let app: Installation;
afterEach(async () => {
  await practice.stop();
  app.remove();
});

const Planned = z.object({ id: z.string(), changes: z.int() });

async function plan(env: Readonly<Record<string, string>> = {}): Promise<z.infer<typeof Planned>> {
  return Planned.parse((await app.with(env).run('plan')).json);
}

const ways: readonly (readonly [
  what: string,
  env: Readonly<Record<string, string>>,
  habits: Readonly<Record<string, unknown>>,
])[] = [
  ['another pull', {}, {}],
  ['rows in another order', {}, { ownOrder: true }],
  ['pages of another size', {}, { pageCap: 37 }],
  ['a computer in Auckland', { TZ: 'Pacific/Auckland' }, {}],
  [
    'a computer in Los Angeles, in Turkish',
    { TZ: 'America/Los_Angeles', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
    { ownOrder: true },
  ],
];

test('the same plan has the same id whatever the pull, the order of rows, the pages, the zone and the language', {
  timeout: 120_000,
}, async () => {
  practice = await startPracticeProcess({ students: 40, seed: 5 });
  await practice.canvasSettings({ durations: { createdMs: 10, importingMs: 10, reportMs: 0 } });
  app = newInstallation(practice);
  expect((await app.run(...connectArgs(practice))).code).toBe(0);
  const usual = await practice.ask('GET', '/sis/habits');
  const planEachWay = async () => {
    const { id, changes } = await plan();
    expect(changes).toBeGreaterThan(0);
    for (const [what, env, habits] of ways) {
      await practice.habits(habits);
      expect(await plan(env), what).toEqual({ id, changes });
      await practice.habits(usual as Record<string, unknown>);
    }
    return id;
  };
  const first = await planEachWay();
  expect((await app.run('apply')).code).toBe(0);
  // Updates and removals as well, and what Canvas has by then.
  const { rows } = (await practice.ask('GET', '/sis/classes?status=active&limit=9')) as { rows: { sourcedId: string }[] };
  for (const { sourcedId } of rows) await practice.ask('PATCH', `/sis/classes/${sourcedId}`, { title: `Renamed ${sourcedId}` });
  const leaving = (await practice.ask('GET', '/sis/enrollments?status=active&role=student&limit=5')) as {
    rows: { sourcedId: string }[];
  };
  for (const { sourcedId } of leaving.rows)
    await practice.ask('PATCH', `/sis/enrollments/${sourcedId}`, { status: 'tobedeleted' });
  expect(await planEachWay()).not.toBe(first);
});
