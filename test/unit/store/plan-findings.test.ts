import { expect, test } from 'vitest';
import type { Finding, FindingQuery } from '../../../shared/finding.ts';
import { at, change, freshStore, open, planResult, storedPlan, valueIn } from './fixtures.ts';

const finding = (number: number, part: Partial<Finding> = {}): Finding => ({
  rule: 'enrollment-class-missing',
  collection: 'enrollments',
  sourcedId: `e-${number}`,
  level: 'warned',
  message: 'It names no class.',
  remedy: 'Look at it in the SIS.',
  ...part,
});

const query = (plan: number, part: Partial<FindingQuery> = {}): FindingQuery => ({
  plan,
  level: null,
  collection: null,
  from: 0,
  count: 50,
  ...part,
});

test('findings stay with their plan when the work file is gone, and are paged and narrowed', () => {
  const { store, dir } = freshStore();
  const work = valueIn(store.openWork('pull-1'));
  work.addFindings([finding(1), finding(2, { level: 'dropped' }), finding(3, { collection: 'users' })]);
  const writer = store.beginPlan(at);
  writer.keepFindings(work.firstFindings(10));
  writer.finish(planResult());
  work.discard();
  const plan = writer.number;
  const other = storedPlan(store, [change()], 'other');
  store.close();

  const again = valueIn(open(dir));
  const page = again.findings(query(plan));
  expect([page.total, page.findings.map((one) => [one.number, one.sourcedId])]).toEqual([
    3,
    [
      [1, 'e-2'],
      [2, 'e-1'],
      [3, 'e-3'],
    ],
  ]);
  expect(again.findings(query(plan, { from: 1, count: 1 })).findings.map((one) => one.sourcedId)).toEqual(['e-1']);
  expect(again.findings(query(plan, { level: 'dropped' })).total).toBe(1);
  expect(again.findings(query(plan, { collection: 'users' })).findings[0]?.sourcedId).toBe('e-3');
  expect([...again.eachFinding(plan)]).toHaveLength(3);
  expect(again.findings(query(other)).total).toBe(0);
  again.close();
});

test('only the first findings are kept, records left out before doubtful ones', () => {
  const { store } = freshStore();
  const work = valueIn(store.openWork('pull-2'));
  work.addFindings([...Array.from({ length: 50 }, (_, n) => finding(n)), finding(99, { level: 'dropped' })]);
  expect(work.firstFindings(3).map((one) => one.sourcedId)).toEqual(['e-99', 'e-0', 'e-1']);
});

test('the most frequent reasons for records left out are told first', () => {
  const { store } = freshStore();
  const work = valueIn(store.openWork('pull-4'));
  const dropped = { level: 'dropped' } as const;
  const rare = finding(9, { ...dropped, rule: 'status', message: 'It has no status.' });
  work.addFindings([rare, finding(1, dropped), finding(2, dropped), finding(3), finding(4, { ...dropped, collection: 'users' })]);
  expect(work.dropReasons('enrollments', 5)).toEqual([
    { message: 'It names no class.', times: 2 },
    { message: 'It has no status.', times: 1 },
  ]);
  expect(work.dropReasons('enrollments', 1)).toHaveLength(1);
});

test('a collection that is read again loses what was noticed in the first reading', () => {
  const { store } = freshStore();
  const work = valueIn(store.openWork('pull-3'));
  work.addFindings([finding(1), finding(2, { collection: 'users' })]);
  work.restartCollection('enrollments');
  work.addFindings([finding(1)]);
  expect(work.findings()).toMatchObject({ dropped: 0, warned: 2 });
});

test('a pruned plan takes its findings along', () => {
  const { store } = freshStore();
  const writer = store.beginPlan(at);
  writer.keepFindings([finding(1)]);
  writer.finish(planResult());
  storedPlan(store, [change()], 'newer');
  expect(store.prunePlans(1)).toBe(1);
  expect(store.findings(query(writer.number)).total).toBe(0);
});
