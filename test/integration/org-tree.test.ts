import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { actionsOf, sisRows } from '../helpers/practice-world.ts';

const TODAY = '2026-11-24';
const NOON = Date.parse('2026-11-24T17:00:00Z');

let world: PracticeEngine;
beforeAll(async () => {
  world = await startPracticeEngine({ students: 40, today: TODAY, now: () => NOON });
  await world.plan();
  await world.apply();
}, 120_000);
afterAll(() => world.close());

const Accounts = z.object({
  accounts: z.array(z.looseObject({ sis_source_id: z.string().nullable(), of_parent: z.string().nullable() })),
});

test('C1 a district that takes over its organisation sees its schools move below their offices, once', async () => {
  const schools = (await sisRows(world, 'orgs', { type: 'school' })).map(({ sourcedId }) => sourcedId);
  // Ids that sort behind the schools': Canvas must hear of offices first all the same.
  const put = (sourcedId: string, name: string, row: object) =>
    world.control('PUT', `/sis/orgs/${sourcedId}`, { sourcedId, status: 'active', name, ...row });
  await put('zz-county', 'Pine County', { type: 'district' });
  await put('zy-west', 'West', { type: 'local', parent: { sourcedId: 'zz-county', type: 'org' } });
  for (const school of schools)
    await world.control('PATCH', `/sis/orgs/${school}`, { parent: { sourcedId: 'zy-west', type: 'org' } });
  expect(actionsOf(await world.plan())).toEqual({});

  await world.set({ accounts: 'org-tree' });
  expect(actionsOf(await world.plan())).toEqual({ 'account create': 2, 'account update': schools.length });
  const run = await world.apply();
  expect(run.counts.account).toEqual({ sent: schools.length + 2, confirmed: schools.length + 2, failed: 0, held: 0 });
  const { accounts } = Accounts.parse(await world.control('GET', '/state/canvas'));
  const above = new Map(accounts.map(({ sis_source_id, of_parent }) => [sis_source_id, of_parent]));
  expect([...new Set(schools.map((school) => above.get(school)))]).toEqual(['zy-west']);
  expect([above.get('zy-west'), above.get('zz-county')]).toEqual(['zz-county', null]);
  expect(actionsOf(await world.plan())).toEqual({});
});
