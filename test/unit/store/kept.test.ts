import { describe, expect, test } from 'vitest';
import { type DistrictStore, KEPT_FROM, type PlannedKept } from '../../../electron/store/store-api.ts';
import type { KeptFilter } from '../../../shared/kept.ts';
import { MOST_OVERRIDES } from '../../../shared/plan.ts';
import { at, change, freshStore, open, planResult, run, storedPlan, valueIn } from './fixtures.ts';

/** ROSTER-RULES F3: what a plan keeps as Canvas has it lies beside its changes, is never among them, and never sent unasked. */
function kept(over: Partial<PlannedKept> = {}): PlannedKept {
  return {
    ...change({
      entity: 'course',
      action: 'update',
      key: 'c-1',
      label: 'Algebra 1',
      changed: ['long_name'],
      before: { long_name: 'Ms. Lee', short_name: 'ALG' },
      after: { long_name: 'Algebra 1', short_name: 'ALG1' },
      reason: { rule: 'F3', text: 'Somebody changed this in Canvas.' },
      source: { collection: 'classes', sourcedId: 'alg-1' },
    }),
    why: 'edited',
    lastSynced: { long_name: 'Algebra' },
    obstacle: '',
    beside: 0,
    ...over,
  };
}

function filter(plan: number, over: Partial<KeptFilter> = {}): KeptFilter {
  return { plan, entity: null, school: null, search: '', ...over };
}

/** Three changes and three kept rows, written turn by turn as comparing does. */
function mixedPlan(store: DistrictStore): number {
  const writer = store.beginPlan(at);
  writer.add([change()]);
  writer.keep([kept(), kept({ key: 'c-2', label: 'Zoology', school: 'school-2', schoolName: 'Oak Middle' })]);
  writer.add([change({ action: 'delete', label: 'Bob Ng' }), change({ label: 'Cal Zoo' })]);
  writer.keep([kept({ entity: 'user', key: 'ann', label: 'Ann Zane', obstacle: 'It waits.' })]);
  writer.finish(planResult());
  return writer.number;
}

test('a kept row comes back with its fields on each side, and nothing else of the row', () => {
  const { store } = freshStore();
  const plan = mixedPlan(store);
  expect(store.keptRow(plan, 1)).toEqual({
    number: 1,
    entity: 'course',
    action: 'update',
    how: null,
    key: 'c-1',
    label: 'Algebra 1',
    school: 'school-1',
    schoolName: 'Lincoln High',
    fields: ['long_name'],
    inCanvas: { long_name: 'Ms. Lee' },
    inSis: { long_name: 'Algebra 1' },
    lastSynced: { long_name: 'Algebra' },
    why: 'edited',
    reason: { rule: 'F3', text: 'Somebody changed this in Canvas.' },
    source: { collection: 'classes', sourcedId: 'alg-1' },
    obstacle: '',
  });
  expect(store.keptRow(plan, 0)).toBeNull();
  expect(store.keptRow(plan, 4)).toBeNull();
  expect(store.keptRow(plan + 1, 1)).toBeNull();
});

test('no question about changes ever meets a kept row', () => {
  const { store } = freshStore();
  const plan = mixedPlan(store);
  const all = { plan, entity: null, action: null, school: null, hold: null, from: 0, count: 50 };
  expect(store.plan(plan)).toMatchObject({ changes: 3 });
  expect(store.plan(plan)?.firstChanges.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(store.changes({ ...all, search: '' }).total).toBe(3);
  expect(store.changes({ ...all, search: 'zo' }).lines.map(({ label }) => label)).toEqual(['Cal Zoo']);
  expect(store.changes({ ...all, search: 'zo' }).total).toBe(1);
  expect(store.changes({ ...all, search: 'zo', school: 'school-2' })).toEqual({ total: 0, lines: [] });
  expect([...store.eachChange(plan)].map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(store.change(plan, KEPT_FROM + 1)).toBeNull();
  expect([...store.packageRows(plan, [], 1, Number.MAX_SAFE_INTEGER)].map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect([...store.packageChanges(plan, [], 1, Number.MAX_SAFE_INTEGER)].map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(store.stayingCounts(plan, [])).toMatchObject({ course: 0, user: 0, enrollment: 0 });
});

test('a hold on removals never reaches a kept row', () => {
  const { store } = freshStore();
  const writer = store.beginPlan(at);
  writer.keep([kept({ entity: 'enrollment', action: 'delete' })]);
  writer.add([change({ action: 'delete' })]);
  expect(writer.hold('E2', { entities: ['enrollment'], actions: ['delete'] })).toBe(1);
  writer.finish(planResult());
  expect(store.keptNumbers(filter(writer.number)).numbers).toEqual([1]);
  expect(store.stayingCounts(writer.number, [])).toMatchObject({ enrollment: 1 });
});

describe('kept rows', () => {
  test('are filtered by entity, school and words, and paged with an exact total', () => {
    const { store } = freshStore();
    const plan = mixedPlan(store);
    const page = (over: Partial<KeptFilter>, from = 0, count = 50) =>
      store.kept({ ...filter(plan, over), from, count }).rows.map(({ label }) => label);
    expect(page({})).toEqual(['Algebra 1', 'Zoology', 'Ann Zane']);
    expect(page({}, 1, 1)).toEqual(['Zoology']);
    expect(page({ entity: 'user' })).toEqual(['Ann Zane']);
    expect(page({ school: 'school-2' })).toEqual(['Zoology']);
    expect(page({ school: 'nowhere' })).toEqual([]);
    expect(page({ search: 'z' })).toEqual(['Zoology', 'Ann Zane']);
    expect(page({ search: 'z', entity: 'course' })).toEqual(['Zoology']);
    expect(store.kept({ ...filter(plan, { search: 'z' }), from: 0, count: 1 })).toMatchObject({ total: 2 });
    expect([...store.eachKept(plan)].map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  test('that can be overwritten are told by number, and what is no such row is refused', () => {
    const { store } = freshStore();
    const plan = mixedPlan(store);
    expect(store.keptNumbers(filter(plan))).toEqual({ total: 2, numbers: [1, 2] });
    expect(store.keptNumbers(filter(plan, { search: 'zoo' }))).toEqual({ total: 1, numbers: [2] });
    expect(store.notOverridable(plan, [1, 2])).toEqual([]);
    expect(store.notOverridable(plan, [2, 3, 4])).toEqual([3, 4]);
    expect(store.notOverridable(plan + 1, [1])).toEqual([1]);
  });

  test('wait with the change of the same row in other fields: overwriting would write what is held as well', () => {
    const { store } = freshStore();
    const writer = store.beginPlan(at);
    writer.add([change({ entity: 'user', action: 'update' }), change({ entity: 'course', action: 'update' })]);
    writer.keep([kept({ beside: 1 }), kept({ beside: 2 })]);
    writer.hold('E7:user:', { entities: ['user'] });
    writer.finish(planResult());
    const plan = writer.number;
    expect(store.keptRow(plan, 1)?.obstacle).toMatch(/^Another change of the same record is held in this plan\./);
    expect(store.keptRow(plan, 2)?.obstacle).toBe('');
    expect(store.keptNumbers(filter(plan))).toEqual({ total: 1, numbers: [2] });
    expect(store.notOverridable(plan, [1, 2])).toEqual([1]);
    const seqs = [KEPT_FROM + 1, KEPT_FROM + 2];
    expect([...store.overrides(plan, seqs, 0, Number.MAX_SAFE_INTEGER)].map(({ seq }) => seq)).toEqual([KEPT_FROM + 2]);
  });

  test('are handed out for sending by seq only, and never one that cannot be overwritten', () => {
    const { store } = freshStore();
    const plan = mixedPlan(store);
    const seqs = [1, 2, 3].map((number) => KEPT_FROM + number);
    const sent = [...store.overrides(plan, seqs, 0, Number.MAX_SAFE_INTEGER)];
    expect(sent.map(({ seq, override }) => [seq, override])).toEqual([
      [KEPT_FROM + 1, true],
      [KEPT_FROM + 2, true],
    ]);
    const { why: _, lastSynced: _set, obstacle: _none, beside: _beside, waiting: _no, ...row } = kept();
    expect(sent[0]).toEqual({ ...row, seq: KEPT_FROM + 1, override: true });
    expect([...store.overrides(plan, seqs, KEPT_FROM + 2, KEPT_FROM + 2)].map(({ key }) => key)).toEqual(['c-2']);
  });

  test('are found by name among the receipts of the run that overwrote them, in a package that says so', () => {
    const { store } = freshStore();
    const plan = mixedPlan(store);
    store.createRun(run({ planNumber: plan }));
    const receipt = {
      run: 'run-1',
      entity: 'course',
      action: 'override',
      outcome: 'confirmed',
      importId: '9',
      message: null,
      at,
    } as const;
    store.addReceipts([{ ...receipt, seq: KEPT_FROM + 2, label: 'Zoology' }]);
    const query = { run: 'run-1', outcome: null, from: 0, count: 10 };
    expect(store.receipts({ ...query, search: 'zool' }).receipts.map(({ label }) => label)).toEqual(['Zoology']);
    const record = { index: 0, rows: 1, bytes: 9, state: 'confirmed', importId: '9', importState: 'imported' } as const;
    const seqs = { sha256: 'x', intendedAt: at, firstSeq: KEPT_FROM + 2, lastSeq: KEPT_FROM + 2 };
    store.savePackage('run-1', { ...record, ...seqs });
    expect(store.run('run-1')?.packages).toEqual([{ ...record, override: true }]);
    expect(store.packages('run-1')).toEqual([{ ...record, ...seqs, override: true }]);
  });

  test('are more than a pack holds, and go with their plan', () => {
    const { store, dir } = freshStore();
    const writer = store.beginPlan(at);
    const many = Array.from({ length: 100 }, (_, i) => kept({ key: `c-${i}`, label: `Course ${i}` }));
    writer.keep(many.slice(0, 70));
    writer.add([change()]);
    writer.keep(many.slice(70));
    writer.finish(planResult());
    expect([...store.eachKept(writer.number)].map(({ key }) => key)).toEqual(many.map(({ key }) => key));
    for (let i = 0; i < 3; i += 1) storedPlan(store, [change()], `later ${i}`);
    expect(store.prunePlans(3)).toBe(1);
    expect(store.keptRow(writer.number, 1)).toBeNull();
    store.close();
    const again = valueIn(open(dir));
    expect([...again.eachKept(writer.number)]).toEqual([]);
    again.close();
  });
});

test('a plan stored before rows that are not ours were counted can still be read', () => {
  const { store } = freshStore();
  const result = planResult();
  const { notOurs: _, ...before } = result.counts.user;
  const writer = store.beginPlan(at);
  writer.finish({ ...result, counts: { ...result.counts, user: before as typeof result.counts.user } });
  expect(store.plan(null)?.counts.user.notOurs).toBe(0);
});

test('a decision keeps what a person chose to overwrite, and one made before that existed is read as well', () => {
  const { store } = freshStore();
  const decision = { plan: 1, releases: [], overrides: [{ rows: [1, 3], reason: 'Agreed with Ms. Lee' }] };
  expect(store.decision(store.saveDecision(decision, at))).toEqual(decision);
  expect(store.decision(store.saveDecision({ plan: 1, releases: [] }, at))).toEqual({ plan: 1, releases: [] });
  expect(MOST_OVERRIDES).toBeGreaterThan(1_000);
});
