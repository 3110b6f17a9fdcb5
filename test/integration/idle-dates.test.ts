import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Kept } from '../../shared/kept.ts';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';
import { actionsOf } from '../helpers/practice-world.ts';
import { cls, enrollment, feed } from '../helpers/sis-feed.ts';
import { writeFeed } from '../helpers/wire-feed.ts';
import { bySisId, type RawDump, readDump } from '../judge/raw-dump.ts';

/**
 * canvas-sis.md §1.7: whatever an import row of a section says, Canvas restricts access to the section's dates once it has any. A
 * teacher may have set dates without restricting anybody; then a mere new name would lock students out (ROSTER-RULES F1, F3).
 */
const NOON = Date.parse('2026-11-24T17:00:00Z');
let world: PracticeEngine;
let before: RawDump;

beforeAll(async () => {
  world = await startPracticeEngine({ students: 0, now: () => NOON, hurry: true });
  const { control } = world;
  await control('PUT', '/canvas/settings', { durations: { createdMs: 0, importingMs: 0, reportMs: 0 } });
  const titles = ['alg-1', 'bio-1', 'art-1'];
  const classes = titles.map((sourcedId) => cls({ sourcedId, title: `${sourcedId} as it was` }));
  await writeFeed(world, feed({ classes, enrollments: titles.map((where) => enrollment({ class: where })) }));
  await world.plan();
  expect((await world.apply()).state).toBe('done');
  await control('POST', '/canvas/ui/edit-section', { section: 'alg-1', end_at: '2026-11-01T04:00:00Z' });
  await control('POST', '/canvas/ui/edit-section', { section: 'bio-1', end_at: '2026-12-01T05:00:00Z', restrict: true });
  for (const title of titles) await control('PATCH', `/sis/classes/${title}`, { title: `${title} renamed` });
  before = await readDump(world.practice.control.url);
});
afterAll(() => world.close());

test('its row is left out, says why, and is not pending for ever; everything else is renamed', async () => {
  expect(actionsOf(await world.plan())).toEqual({ 'course update': 3, 'section update': 3 });
  const run = await world.apply();
  expect(run.state).toBe('partial');
  const query = { run: run.id, search: '', outcome: 'stale' as const, from: 0, count: 10 };
  const { receipts } = expectValue(await world.engine.calls.receipts({ district: world.district, query }));
  expect(receipts.map(({ entity, label }) => [entity, label])).toEqual([['section', 'alg-1 renamed']]);
  expect(receipts[0]?.message).toMatch(/dates in Canvas that limit nobody.*by hand/);

  const after = await readDump(world.practice.control.url);
  expect(bySisId(after, 'sections', 'alg-1')).toEqual(bySisId(before, 'sections', 'alg-1'));
  expect(bySisId(after, 'courses', 'c-alg-1')).toMatchObject({ name: 'alg-1 renamed' });
  expect(bySisId(after, 'sections', 'art-1')).toMatchObject({ name: 'art-1 renamed' });
  const restricted = { end_at: '2026-12-01T05:00:00Z', restrict_enrollments_to_section_dates: true };
  expect(bySisId(after, 'sections', 'bio-1')).toMatchObject({ name: 'bio-1 renamed', ...restricted });

  const next = await world.plan();
  expect(next.changes).toBe(0);
  expect(next.counts.section.kept).toBe(1);
});

test('a person who overwrites its name does not take the dates away with it', async () => {
  const plan = await world.plan();
  const kept: Kept[] = [];
  expectValue(await world.engine.eachKept(world.district, plan.number, (one) => kept.push(one)));
  expect(kept.map(({ entity, key, obstacle }) => [entity, key, obstacle])).toEqual([['section', 'alg-1', '']]);
  const overrides = [{ rows: kept.map(({ number }) => number), reason: 'the new name is right' }];
  const decision = { plan: plan.number, releases: [], overrides };
  const imports = (await readDump(world.practice.control.url)).imports?.length;
  const run = expectValue(await world.engine.apply(world.district, decision, { trigger: 'person', attended: true }));
  expect(run.state).toBe('partial');
  const after = await readDump(world.practice.control.url);
  expect(after.imports?.length, 'nothing is left to send').toBe(imports);
  expect(bySisId(after, 'sections', 'alg-1')).toEqual(bySisId(before, 'sections', 'alg-1'));
});
