import { expect, test } from 'vitest';
import type { ChangeQuery } from '../../../shared/plan.ts';
import { at, change, freshStore, open, planResult, run, storedPlan, valueIn } from './fixtures.ts';

function query(plan: number, over: Partial<ChangeQuery> = {}): ChangeQuery {
  return { plan, entity: null, action: null, school: null, hold: null, search: '', from: 0, count: 50, ...over };
}

test('a stored plan gives back every change as it was planned', () => {
  const { store } = freshStore();
  const removal = change({
    action: 'delete',
    how: 'inactive',
    label: 'Bob Ng',
    before: { status: 'active' },
    after: null,
    source: null,
  });
  const plan = storedPlan(store, [change(), removal]);
  const { bucket, row, ledgerFields, ledgerExtra, canvasId, hold, ...rest } = removal;
  expect(store.change(plan, 2)).toEqual({ ...rest, seq: 2, holds: [] });
  const { waiting, ...sent } = removal;
  expect([...store.packageChanges(plan, [], 2, 10)]).toEqual([{ ...sent, seq: 2 }]);
  expect([...store.eachChange(plan)].map((each) => each.seq)).toEqual([1, 2]);
  expect(store.change(plan, 3)).toBeNull();
  expect(store.plan(null)).toMatchObject({
    id: 'plan-hash',
    number: plan,
    changes: 2,
    createdAt: at,
    findings: { dropped: 1, warned: 2 },
  });
  expect(store.planById('plan-hash')?.firstChanges.map((each) => each.label)).toEqual(['Ann Miller · Algebra 1', 'Bob Ng']);
  expect(store.planReadAt(plan)).toBe(at);
});

test('the newest plan is the one without a number; equal content is found by its newest plan', () => {
  const { store } = freshStore();
  const first = storedPlan(store, [change()], 'same');
  const second = storedPlan(store, [change()], 'same');
  expect(second).toBeGreaterThan(first);
  expect(store.plan(null)?.number).toBe(second);
  expect(store.planById('same')?.number).toBe(second);
  expect(store.plan(first)?.number).toBe(first);
  expect(store.plan(99)).toBeNull();
});

test('a plan that is still being written is seen by nobody, and a crash leaves nothing of it', () => {
  const { store, dir } = freshStore();
  const writer = store.beginPlan(at);
  writer.add([change(), change()]);
  expect(store.plan(null)).toBeNull();
  expect(store.plan(writer.number)).toBeNull();
  expect(store.changes(query(writer.number)).total).toBe(0);
  store.close();
  const again = valueIn(open(dir));
  expect(again.plan(writer.number)).toBeNull();
  expect([...again.packageChanges(writer.number, [], 1, 10)]).toEqual([]);
  const next = storedPlan(again, [change()]);
  expect(next).toBeGreaterThan(writer.number);
  again.close();
});

test('a discarded plan is gone', () => {
  const { store } = freshStore();
  const writer = store.beginPlan(at);
  writer.add([change()]);
  writer.discard();
  expect(store.plan(null)).toBeNull();
  expect([...store.packageChanges(writer.number, [], 1, 10)]).toEqual([]);
});

test('pages filter by entity, action, school and hold, and count exactly', () => {
  const { store } = freshStore();
  const writer = store.beginPlan(at);
  writer.add([
    change({ entity: 'user', action: 'update', label: 'Eve Stone', school: 'school-2', schoolName: 'Oak Middle' }),
    change({ entity: 'user', action: 'create', label: 'Hal Wood', hold: 'B1:user:no-login' }),
    ...Array.from({ length: 100 }, (_, i) => change({ label: `Pupil ${i}`, action: i % 2 === 0 ? 'create' : 'delete' })),
  ]);
  writer.finish(planResult());
  const { number } = writer;
  expect(store.changes(query(number)).total).toBe(102);
  expect(store.changes(query(number, { entity: 'user' })).lines.map((line) => line.label)).toEqual(['Eve Stone', 'Hal Wood']);
  expect(store.changes(query(number, { action: 'delete' })).total).toBe(50);
  expect(store.changes(query(number, { school: 'school-2' })).lines).toMatchObject([
    { seq: 1, schoolName: 'Oak Middle', holds: [] },
  ]);
  expect(store.changes(query(number, { school: 'nowhere' }))).toEqual({ total: 0, lines: [] });
  expect(store.changes(query(number, { hold: 'B1:user:no-login' })).lines).toMatchObject([
    { seq: 2, holds: ['B1:user:no-login'] },
  ]);
  const deep = store.changes(query(number, { action: 'delete', from: 45, count: 3 }));
  expect(deep.total).toBe(50);
  expect(deep.lines.map((line) => line.label)).toEqual(['Pupil 91', 'Pupil 93', 'Pupil 95']);
  expect(store.changes(query(number, { from: 500 }))).toEqual({ total: 102, lines: [] });
});

test.each([
  ['mil', ['Ann Miller']],
  ['MILLER ann', ['Ann Miller']],
  ['muller', ['Jürgen Müller']],
  ['mü', ['Jürgen Müller']],
  ["o'neil", ['Pat O’Neil-Grant']],
  ['oneil', ['Pat O’Neil-Grant']],
  ['grant', ['Pat O’Neil-Grant']],
  ['u-77', ['Pat O’Neil-Grant']],
  ['0f8fad5b-d9cb', ['Ann Miller']],
  ['北京', ['北京 王']],
  ['lincoln', ['Ann Miller', 'Jürgen Müller', 'Pat O’Neil-Grant', '北京 王']],
  ['ann grant', []],
  ['high ann', ['Ann Miller']],
  ['lin hi', ['Ann Miller', 'Jürgen Müller', 'Pat O’Neil-Grant', '北京 王']],
  ['lincoln grant ann', []],
  ['"ann" OR *', []],
  ['-- "" *', ['Ann Miller', 'Jürgen Müller', 'Pat O’Neil-Grant', '北京 王']],
])('searching for %s finds %j', (search, labels) => {
  const { store } = freshStore();
  const plan = storedPlan(store, [
    change({ label: 'Ann Miller', key: '0f8fad5b-d9cb-469f-a165-70867728950e', source: null }),
    change({ label: 'Jürgen Müller', key: 'u-1', source: null }),
    change({ label: 'Pat O’Neil-Grant', key: 'u-77', source: null }),
    change({ label: '北京 王', key: 'u-9', source: null }),
  ]);
  for (const school of [null, 'school-1']) {
    const page = store.changes(query(plan, { search, school }));
    expect(page.lines.map((line) => line.label)).toEqual(labels);
    expect(page.total).toBe(labels.length);
  }
});

test('a search joins with the filters and pages deep', () => {
  const { store } = freshStore();
  const plan = storedPlan(
    store,
    Array.from({ length: 300 }, (_, i) => change({ label: `Pupil ${i}`, action: i % 3 === 0 ? 'delete' : 'create' })),
  );
  const page = store.changes(query(plan, { search: 'pupil', action: 'delete', from: 98, count: 10 }));
  expect(page.total).toBe(100);
  expect(page.lines.map((line) => line.seq)).toEqual([295, 298]);
});

test('every page of a list is its part of the whole list, from whichever end it is counted', () => {
  const { store } = freshStore();
  const plan = storedPlan(
    store,
    Array.from({ length: 50 }, (_, i) => change({ label: `Pupil ${i}`, action: i % 3 === 0 ? 'delete' : 'create' })),
  );
  for (const narrowed of [{}, { action: 'delete' }, { search: 'pupil' }, { search: 'pupil', action: 'delete' }] as const) {
    const whole = store.changes(query(plan, narrowed)).lines;
    for (let from = 0; from < whole.length; from += 3) {
      const { lines } = store.changes(query(plan, { ...narrowed, from, count: 7 }));
      expect(lines).toEqual(whole.slice(from, from + 7));
    }
  }
});

test('holding the removals of one school keeps exactly those back until the hold is released', () => {
  const { store } = freshStore();
  const writer = store.beginPlan(at);
  writer.add([
    change({ action: 'delete', school: 'a' }),
    change({ action: 'delete', school: 'b' }),
    change({ action: 'create', school: 'a' }),
    change({ action: 'delete', school: 'a', hold: 'B1:x' }),
    change({ entity: 'user', action: 'delete', school: 'a' }),
  ]);
  const removals = { entities: ['enrollment'], actions: ['delete'] } as const;
  expect(writer.hold('E2:enrollment:a', { ...removals, school: 'a' })).toBe(2);
  expect(writer.hold('E3:enrollment', removals)).toBe(3);
  expect(writer.hold('E2:enrollment:zzz', { ...removals, school: 'zzz' })).toBe(0);
  expect(writer.heldCounts()).toMatchObject({ enrollment: 3, user: 0 });
  writer.finish(planResult());
  const { number } = writer;
  const seqs = (released: readonly string[]) => [...store.packageChanges(number, released, 1, 100)].map((each) => each.seq);
  expect(seqs([])).toEqual([3, 5]);
  expect(seqs(['E3:enrollment'])).toEqual([2, 3, 5]);
  expect(seqs(['E3:enrollment', 'E2:enrollment:a'])).toEqual([1, 2, 3, 5]);
  expect(seqs(['E3:enrollment', 'E2:enrollment:a', 'B1:x'])).toEqual([1, 2, 3, 4, 5]);
  expect(store.change(number, 4)?.holds).toEqual(['B1:x', 'E2:enrollment:a', 'E3:enrollment']);
  expect(store.stayingCounts(number, ['E3:enrollment'])).toMatchObject({ enrollment: 2, user: 0 });
  expect(store.changes(query(number, { hold: 'E2:enrollment:a' })).lines.map((line) => line.seq)).toEqual([1, 4]);
});

test('a hold stops whole kinds, ranges of rows, or everything, and never twice', () => {
  const { store } = freshStore();
  const writer = store.beginPlan(at);
  writer.add(Array.from({ length: 6 }, (_, i) => change({ entity: i < 3 ? 'user' : 'enrollment', waiting: i === 5 })));
  expect(
    writer.hold('E5:a', {
      ranges: [
        [2, 2],
        [4, 5],
      ],
    }),
  ).toBe(3);
  expect(writer.hold('E5:a', { ranges: [[5, 6]], entities: ['enrollment'] })).toBe(2);
  expect(writer.heldCounts()).toMatchObject({ user: 1, enrollment: 3 });
  expect(writer.hold('E12', {})).toBe(6);
  writer.finish(planResult());
  expect([...store.eachChange(writer.number)].map(({ holds }) => holds)).toEqual([
    ['E12'],
    ['E12', 'E5:a'],
    ['E12'],
    ...Array(3).fill(['E12', 'E5:a']),
  ]);
  expect([...store.packageChanges(writer.number, ['E12', 'E5:a'], 1, 9)].map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
});

test('a run sends what is sendable, each change once and in order; packages get their rows', () => {
  const { store } = freshStore();
  const plan = storedPlan(
    store,
    Array.from({ length: 4105 }, (_, i) => change({ label: `Pupil ${i}`, hold: i % 5 === 0 ? 'H' : '' })),
  );
  const changes = [...store.packageChanges(plan, [], 1, Number.MAX_SAFE_INTEGER)];
  expect(changes.map((each) => each.seq)).toEqual(Array.from({ length: 4105 }, (_, i) => i + 1).filter((seq) => seq % 5 !== 1));
  const rows = changes.map(({ seq, entity, key, row }) => ({ seq, entity, key, row }));
  expect([...store.packageRows(plan, [], 1, Number.MAX_SAFE_INTEGER)]).toEqual(rows);
  expect([...store.packageRows(plan, [], 10, 16)].map((each) => each.seq)).toEqual([10, 12, 13, 14, 15]);
});

test('old plans go, but never one a run refers to', () => {
  const { store } = freshStore();
  const plans = Array.from({ length: 6 }, (_, i) => storedPlan(store, [change(), change()], `plan-${i}`));
  store.createRun(run({ planNumber: plans[1] ?? null }));
  expect(store.prunePlans(2)).toBe(3);
  expect(plans.map((plan) => store.plan(plan)?.id ?? null)).toEqual([null, 'plan-1', null, null, 'plan-4', 'plan-5']);
  expect(store.changes(query(plans[1] ?? 0, { search: 'ann' })).total).toBe(2);
  expect(store.changes(query(plans[0] ?? 0, { search: 'ann' })).total).toBe(0);
});

test('a decision is stored apart from its plan', () => {
  const { store, dir } = freshStore();
  const plan = storedPlan(store, [change()]);
  const decision = { plan, releases: [{ hold: 'E2:enrollment:a', reason: 'The school closed.' }] };
  const id = store.saveDecision(decision, at);
  store.close();
  const again = valueIn(open(dir));
  expect(again.decision(id)).toEqual(decision);
  expect(again.decision(77)).toBeNull();
  again.close();
});

test('all changes of a plan, however "all" is said, are never those of the plan after it', () => {
  const { store } = freshStore();
  const plan = storedPlan(store, [change(), change()], 'first');
  storedPlan(store, [change(), change(), change()], 'second');
  expect([...store.packageChanges(plan, [], 1, Number.MAX_SAFE_INTEGER)].map(({ seq }) => seq)).toEqual([1, 2]);
});

test('changes are narrowed by rule, and listed by school, kind or rule without losing or repeating one', () => {
  const { store } = freshStore();
  const at3 = <T>(values: readonly T[], index: number): T => values[index % values.length] as T;
  const all = Array.from({ length: 300 }, (_, n) =>
    change({
      label: `Ann ${n}`,
      school: at3(['s-9', 's-1', 's-5'], Math.floor(n / 7)),
      schoolName: at3(['Adams High', 'Zion High', 'Lincoln High'], Math.floor(n / 7)),
      action: at3(['delete', 'create'] as const, n),
      reason: { rule: at3(['D2', 'C6', 'C10'], n), text: 'So.' },
    }),
  );
  const plan = storedPlan(store, all);
  expect(store.facets(plan)).toEqual({
    schools: [
      { id: 's-9', name: 'Adams High', changes: 104 },
      { id: 's-5', name: 'Lincoln High', changes: 98 },
      { id: 's-1', name: 'Zion High', changes: 98 },
    ],
    rules: ['C6', 'C10', 'D2'].map((rule) => ({ rule, changes: 100 })),
  });
  expect(store.changes(query(plan, { rule: 'C6' })).total).toBe(100);
  expect(store.changes(query(plan, { rule: 'C6', school: 's-1' })).lines.every(({ seq }) => seq % 3 === 2)).toBe(true);
  expect(store.changes(query(plan, { rule: 'E1' })).total).toBe(0);
  const order = {
    school: (one: (typeof all)[number]) => one.schoolName,
    action: (one: (typeof all)[number]) => (one.action === 'create' ? 'a' : 'b'),
    rule: (one: (typeof all)[number]) => ({ C6: 'a', C10: 'b', D2: 'c' })[one.reason.rule] ?? '',
  };
  for (const search of ['', 'ann']) {
    for (const sort of ['school', 'action', 'rule'] as const) {
      const wanted = all
        .map((one, index) => ({ seq: index + 1, place: order[sort](one) }))
        .sort((a, b) => a.place.localeCompare(b.place) || a.seq - b.seq)
        .map(({ seq }) => seq);
      const got: number[] = [];
      for (let from = 0; from < 300; from += 37)
        got.push(...store.changes(query(plan, { search, sort, from, count: 37 })).lines.map(({ seq }) => seq));
      expect(got, `${sort} ${search}`).toEqual(wanted);
    }
  }
});
