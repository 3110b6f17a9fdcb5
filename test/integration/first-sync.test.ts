import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PracticeEngine, startPracticeEngine } from '../helpers/practice-engine.ts';

let it: PracticeEngine;
beforeAll(async () => {
  it = await startPracticeEngine({ students: 120 });
});
afterAll(() => it.close());

test('a first sync of a tidy district', async () => {
  const plan = await it.plan();
  console.log(JSON.stringify(plan.counts), plan.holds, plan.findings);
  const run = await it.apply();
  console.log(JSON.stringify(run));
  const again = await it.plan();
  console.log(JSON.stringify(again.counts), again.holds);
  expect(again.changes).toBe(0);
}, 60_000);
