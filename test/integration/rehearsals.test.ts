import { afterAll, beforeAll, expect, test } from 'vitest';
import { backToNormal, rehearsalCalls } from '../../electron/shell/rehearsal-calls.ts';
import { rehearsalWords } from '../../renderer/rehearse/rehearsal-words.ts';
import type { PlanSummary } from '../../shared/plan.ts';
import { RehearsalName } from '../../shared/rehearsals.ts';
import { expectValue, type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';

/** Every rehearsal of the window, as the window plays it, ends as its sentence says. */
let world: PracticeEngine;
beforeAll(async () => {
  const started = Date.now();
  const now = () => Date.parse('2026-11-23T15:00:00Z') + Date.now() - started;
  world = await startPracticeEngine({ students: 420, seed: 7, clean: true, today: '2026-11-23', now });
  await world.plan();
  expect((await world.apply()).state).toBe('done');
});
afterAll(() => world.close());

async function play(calls: (typeof rehearsalCalls)[RehearsalName]): Promise<void> {
  for (const { method, path, body } of calls) await world.control(method, path, body);
}

/** Changes that would be made, by entity and kind. */
function changesOf({ counts }: PlanSummary): Record<string, number> {
  const kinds = ['create', 'update', 'delete', 'restore'] as const;
  const all = Object.entries(counts).flatMap(([entity, count]) =>
    kinds.map((kind) => [`${entity} ${kind}`, count[kind]] as const),
  );
  return Object.fromEntries(all.filter(([, times]) => times > 0));
}
const heldOf = ({ counts }: PlanSummary): number => Object.values(counts).reduce((sum, count) => sum + count.held, 0);
const nothing = (plan: PlanSummary) => expect([changesOf(plan), plan.holds]).toEqual([{}, []]);
const allHeld = (plan: PlanSummary) => {
  expect(plan.holds.length).toBeGreaterThan(0);
  expect(heldOf(plan)).toBeGreaterThanOrEqual(plan.changes);
  expect(plan.changes).toBeGreaterThan(20);
};
const onePlace = (plan: PlanSummary) =>
  expect([changesOf(plan), plan.holds]).toEqual([{ 'enrollment create': 1, 'enrollment delete': 1 }, []]);

/** A refusal by its code, or what must be true of the preview. */
const outcomes: Readonly<Record<RehearsalName, string | ((plan: PlanSummary) => void)>> = {
  'short-list': 'sis.drift',
  'empty-page': 'sis.drift',
  'wrong-total': 'sis.drift',
  'rows-move': nothing,
  'cut-answer': 'sis.not-json',
  'lost-connection': 'sis.connection-lost',
  'login-page': 'sis.html',
  'sis-away': 'sis.server-error',
  'sis-busy': nothing,
  'sis-slow': nothing,
  'unusable-records': (plan) => {
    nothing(plan);
    expect(plan.findings).toMatchObject({ dropped: 5, warned: 3 });
  },
  'half-missing': allHeld,
  'mass-drop': (plan) => {
    allHeld(plan);
    expect(new Set(plan.holds.map((hold) => hold.school)).size).toBe(1);
  },
  'teacher-change': onePlace,
  'section-move': onePlace,
  'new-students': (plan) => {
    expect(Object.keys(changesOf(plan))).toEqual(['user create', 'enrollment create']);
    expect([changesOf(plan)['user create'], plan.holds]).toEqual([21, []]);
  },
  'new-ids': (plan) => {
    expect([changesOf(plan), plan.holds.map((hold) => hold.id)]).toEqual([{}, ['B4:user:']]);
    expect(plan.holds[0]?.message).toMatch(/^\d\d of \d+ people have new ids in the SIS/);
  },
  'term-over': (plan) => {
    expect([changesOf(plan), plan.holds]).toEqual([{ 'term update': 1 }, []]);
    expect(plan.counts.enrollment.frozen).toBeGreaterThan(100);
  },
  'next-year': (plan) => {
    allHeld(plan);
    expect(plan.counts.section.early).toBeGreaterThan(50);
  },
  'hand-edits': (plan) => {
    nothing(plan);
    expect(plan.counts.course.kept).toBe(1);
  },
  'canvas-forgets': (plan) => expect(changesOf(plan)).toMatchObject({ 'user create': 21 }),
  'canvas-away': 'canvas.down',
  'canvas-busy': nothing,
};

test.each(RehearsalName.options)('%s ends as it says', { timeout: 90_000 }, async (name) => {
  const outcome = outcomes[name];
  const refusal = /no preview is made/i.test(rehearsalWords[name].expect);
  expect([name, refusal], 'the sentence and the outcome').toEqual([name, typeof outcome === 'string']);
  expect([name, /held|holds/i.test(rehearsalWords[name].expect) && !/nothing is held/.test(rehearsalWords[name].expect)]).toEqual(
    [name, outcome === allHeld || ['mass-drop', 'new-ids', 'next-year'].includes(name)],
  );
  await play(backToNormal);
  await play(rehearsalCalls[name]);
  const made = await world.engine.makePlan(world.district, 'person');
  if (typeof outcome === 'string') expect(made.ok ? 'a preview' : made.failure.code).toBe(outcome);
  else outcome(expectValue(made).plan);
});

test('what Canvas forgets is named row by row when the preview is applied', { timeout: 90_000 }, async () => {
  await play(backToNormal);
  await play(rehearsalCalls['canvas-forgets']);
  await world.plan();
  const run = await world.apply();
  expect(run.state).toBe('partial');
  const query = { run: run.id, outcome: null, search: '', from: 0, count: 200 };
  const { receipts } = expectValue(await world.engine.calls.receipts({ district: world.district, query }));
  const lost = receipts.filter((receipt) => receipt.outcome !== 'confirmed').length;
  expect(lost).toBeGreaterThan(0);
  await world.control('PUT', '/canvas/settings', { dropSilently: { share: 0 } });
  expect((await world.plan()).changes).toBe(lost);
});

test('back to normal: the SIS is as it was, and what people did in Canvas stays', async () => {
  await play(backToNormal);
  const habits = Object(await world.control('GET', '/sis/habits'));
  expect([habits.truncatedFeed, habits.html, habits.emptyList, habits.noTotals]).toEqual([null, null, null, false]);
  expect(Object(await world.control('GET', '/canvas/settings'))).toMatchObject({
    offline: false,
    throttling: { storm: 0 },
    dropSilently: { share: 0 },
  });
  const plan = await world.plan();
  expect(plan.counts.course.kept).toBe(1);
});
