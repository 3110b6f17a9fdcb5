import { describe, expect, test } from 'vitest';
import { planExitCode, runExitCode, weightiest } from '../../../electron/headless/exit-code.ts';
import type { ExitCode } from '../../../electron/headless/report.ts';
import type { EntityCounts, Hold, PlanSummary } from '../../../shared/plan.ts';
import type { RunState } from '../../../shared/run.ts';
import { noCounts, planOf, runOf } from './fake-engine.ts';

const hold: Hold = {
  id: 'E2:enrollment:',
  rule: 'E2',
  entity: 'enrollment',
  school: '',
  schoolName: '',
  count: 40,
  message: '40 enrollments would be removed.',
  releasable: true,
};
const counts = (part: Partial<EntityCounts>) => ({ enrollment: { ...noCounts, ...part } }) as PlanSummary['counts'];

test.each<[ExitCode[], ExitCode]>([
  [[], 0],
  [[0, 2], 2],
  [[2, 3], 3],
  [[3, 4], 4],
  [[4, 1, 2], 1],
])('of %j, %i is told', (codes, code) => {
  expect(weightiest(codes)).toBe(code);
});

describe('plan exits with', () => {
  test.each<[string, ExitCode, Partial<PlanSummary>]>([
    ['0 when nothing would change', 0, {}],
    ['0 when everything is there already', 0, { counts: counts({ unchanged: 900, alreadyThere: 3, kept: 2 }) }],
    ['2 when changes are pending', 2, { changes: 1, counts: counts({ update: 1 }) }],
    ['2 when a removal waits for its second sighting', 2, { counts: counts({ waiting: 1 }) }],
    ['3 when something is held', 3, { holds: [hold] }],
    ['3 when something is held and something else pending', 3, { changes: 5, holds: [hold] }],
    ['3 when rows are held one by one', 3, { changes: 5, counts: counts({ create: 5, held: 1 }) }],
  ])('%s', (_what, code, part) => {
    expect(planExitCode(planOf(part))).toBe(code);
  });
});

describe('a run exits with', () => {
  const outcome = (failed: number, held: number) =>
    ({ enrollment: { sent: 10, confirmed: 10 - failed, failed, held } }) as ReturnType<typeof runOf>['counts'];
  test.each<[string, ExitCode, RunState, ReturnType<typeof outcome>, number]>([
    ['0 when done', 0, 'done', outcome(0, 0), 0],
    ['1 when failed', 1, 'failed', outcome(0, 0), 0],
    ['1 when cancelled', 1, 'cancelled', outcome(0, 0), 0],
    ['1 when interrupted, whatever else', 1, 'interrupted', outcome(2, 2), 3],
    ['4 when rows failed', 4, 'done', outcome(2, 0), 0],
    ['4 when rows moved since the plan', 4, 'done', outcome(0, 0), 1],
    ['4 when partial', 4, 'partial', outcome(0, 0), 0],
    ['4 before 3', 4, 'held', outcome(1, 4), 0],
    ['3 when held', 3, 'held', outcome(0, 0), 0],
    ['3 when safe parts went on without the held ones', 3, 'done', outcome(0, 4), 0],
  ])('%s', (_what, code, state, rows, stale) => {
    expect(runExitCode(runOf({ state, counts: rows }), stale)).toBe(code);
  });
});
