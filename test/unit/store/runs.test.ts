import { expect, test } from 'vitest';
import type { PackageRecord, StoredReceipt } from '../../../electron/store/store-api.ts';
import { DistrictSettings } from '../../../shared/settings.ts';
import { at, change, freshStore, open, run, storedPlan, valueIn } from './fixtures.ts';

function receipt(seq: number, over: Partial<StoredReceipt> = {}): StoredReceipt {
  return {
    run: 'run-1',
    seq,
    entity: 'enrollment',
    label: 'Ann Miller · Algebra 1',
    action: 'create',
    outcome: 'confirmed',
    importId: '900',
    message: null,
    at,
    ...over,
  };
}

const record: PackageRecord = {
  index: 1,
  rows: 10,
  bytes: 1000,
  state: 'intended',
  importId: null,
  importState: null,
  sha256: 'ab',
  intendedAt: at,
  firstSeq: 1,
  lastSeq: 10,
};

test('a run survives reopening with its state, decision, events and packages', () => {
  const { store, dir } = freshStore();
  store.createRun(run());
  store.updateRun('run-1', { state: 'sending', planNumber: 4, decision: 9, seconds: 1.5 });
  store.addRunEvent('run-1', { at, level: 'info', text: 'Approved.' });
  store.savePackage('run-1', record);
  store.savePackage('run-1', { ...record, state: 'uploaded', importId: '900' });
  store.close();
  const again = valueIn(open(dir));
  const detail = again.run('run-1');
  expect(detail?.run).toEqual(run({ state: 'sending', planNumber: 4, seconds: 1.5 }));
  expect(detail?.events).toEqual([{ at, level: 'info', text: 'Approved.' }]);
  expect(detail?.packages).toEqual([{ index: 1, rows: 10, bytes: 1000, state: 'uploaded', importId: '900', importState: null }]);
  expect(again.packages('run-1')).toEqual([{ ...record, state: 'uploaded', importId: '900' }]);
  expect(again.runDecision('run-1')).toBe(9);
  expect(again.unfinishedRuns().map((each) => each.id)).toEqual(['run-1']);
  again.updateRun('run-1', {
    state: 'partial',
    endedAt: at,
    failure: { code: 'x', message: 'm', consequence: 'c', remedy: 'r' },
  });
  expect(again.unfinishedRuns()).toEqual([]);
  expect(again.run('run-1')?.run.failure?.code).toBe('x');
  expect(again.run('run-2')).toBeNull();
  expect(() => again.updateRun('run-2', { state: 'done' })).toThrow();
  again.close();
});

test('runs are listed newest first', () => {
  const { store } = freshStore();
  for (const id of ['a', 'b', 'c']) store.createRun(run({ id }));
  expect(store.runs(0, 2)).toMatchObject({ total: 3, runs: [{ id: 'c' }, { id: 'b' }] });
  expect(store.runs(2, 2).runs.map((each) => each.id)).toEqual(['a']);
});

test('receipts are found by name and outcome; the newest word about a change wins', () => {
  const { store } = freshStore();
  const plan = storedPlan(store, [change(), change({ label: 'Bob Ng · Biology' }), change(), change()]);
  store.createRun(run({ planNumber: plan }));
  store.addReceipts(
    [1, 2, 3].map((seq) => receipt(seq, { outcome: 'sent', label: seq === 2 ? 'Bob Ng · Biology' : 'Ann Miller · Algebra 1' })),
  );
  store.addReceipts([receipt(1), receipt(4, { outcome: 'failed', message: 'No such section.' })]);
  const all = { run: 'run-1', search: '', outcome: null, from: 0, count: 10 };
  expect(store.receipts(all).receipts.map((each) => each.outcome)).toEqual(['confirmed', 'sent', 'sent', 'failed']);
  expect(store.receipts({ ...all, search: 'bob' })).toMatchObject({ total: 1, receipts: [{ seq: 2, importId: '900' }] });
  expect(store.receipts({ ...all, search: 'ann', outcome: 'sent' })).toMatchObject({ total: 1, receipts: [{ seq: 3 }] });
  expect(store.receipts({ ...all, from: 3 })).toMatchObject({ total: 4, receipts: [{ seq: 4 }] });
  expect(store.receipts({ ...all, run: 'nobody' })).toEqual({ total: 0, receipts: [] });
  expect(store.run('run-1')?.problems.map((each) => each.seq)).toEqual([2, 3, 4]);
  expect(store.run('run-1')?.receipts.total).toBe(4);
  expect(store.receiptCounts('run-1').enrollment).toEqual({ sent: 4, confirmed: 1, failed: 1 });
  expect(store.receiptCounts('run-1').user).toEqual({ sent: 0, confirmed: 0, failed: 0 });
});

test('receipts of a run without a stored plan are searched in their own labels, literally', () => {
  const { store } = freshStore();
  store.createRun(run());
  store.addReceipts([receipt(1), receipt(2, { label: '100% Club' })]);
  const search = (text: string) => store.receipts({ run: 'run-1', search: text, outcome: null, from: 0, count: 10 }).total;
  expect(search('miller')).toBe(1);
  expect(search('100%')).toBe(1);
  expect(search('a%b')).toBe(0);
});

test('settings are versions; the newest counts, and older rows take new defaults', () => {
  const { store } = freshStore();
  expect(store.settings()).toBeNull();
  const settings = DistrictSettings.parse({ timeZone: 'America/Chicago' });
  store.saveSettings({ settings, digest: 'd1', at, by: 'ada', setUp: 'schools' });
  expect(store.settings()).toMatchObject({ version: 1, at, by: 'ada', setUp: 'schools' });
  store.saveSettings({ settings: { ...settings, deletePercent: 5 }, digest: 'd2', at, by: '', setUp: null });
  expect(store.settings()).toEqual({
    settings: { ...settings, deletePercent: 5 },
    digest: 'd2',
    version: 2,
    at,
    by: '',
    setUp: null,
  });
});

test('the district keeps its own row', () => {
  const { store } = freshStore();
  expect(store.district()).toBeNull();
  const connection = {
    sisUrl: 'http://127.0.0.1',
    sisKey: 'k',
    sisAuth: 'auto',
    sisTokenUrl: '',
    canvasUrl: 'http://127.0.0.1',
  } as const;
  const district = { id: 'd', name: 'Lincoln', practice: true, connection, createdAt: at };
  store.saveDistrict(district);
  store.saveDistrict({ ...district, name: 'Lincoln Unified' });
  expect(store.district()).toEqual({ ...district, name: 'Lincoln Unified' });
});

test('what a run did line by line goes after its time; that it ran, what it counted and the ledger stay', () => {
  const { store } = freshStore();
  const days = ['2026-01-01', '2026-06-01', '2026-08-01'].map((day) => `${day}T06:00:00.000Z`);
  const plans = days.map((_, n) => storedPlan(store, [change(), change()], `plan-${n}`));
  const preview = storedPlan(store, [change()], 'preview');
  storedPlan(store, [change()], 'newest');
  days.forEach((day, n) => {
    store.createRun(run({ id: `run-${n}`, planNumber: plans[n] ?? 0, startedAt: day, endedAt: day, state: 'done' }));
    store.addRunEvent(`run-${n}`, { at: day, level: 'info', text: 'Approved.' });
    store.savePackage(`run-${n}`, record);
    store.addReceipts([receipt(1, { run: `run-${n}` }), receipt(2, { run: `run-${n}` })]);
  });
  store.createRun(run({ id: 'look', kind: 'plan', planNumber: preview, endedAt: days[1] ?? '', state: 'planned' }));
  const living = [{ entity: 'enrollment' as const, key: change().key }];
  expect(store.lifeOf(living, 50).events).toHaveLength(6);
  expect(store.lifeOf(living, 3)).toMatchObject({ events: [{ run: 'run-2', seq: 2 }, { seq: 1 }, { run: 'run-1' }], more: true });
  expect(store.forgetRuns('2026-05-01T00:00:00.000Z')).toBe(1);
  expect(store.forgetRuns('2026-05-01T00:00:00.000Z')).toBe(0);
  expect(store.prunePlans(1, { runs: '2026-05-01T00:00:00.000Z', previews: '2026-07-01T00:00:00.000Z' })).toBe(2);
  expect([...plans, preview].map((plan) => store.plan(plan)?.id ?? null)).toEqual([null, 'plan-1', 'plan-2', null]);
  expect(store.run('run-0')).toMatchObject({ run: { state: 'done' }, events: [], packages: [], receipts: { total: 0 } });
  expect(store.run('run-1')).toMatchObject({ events: [{ text: 'Approved.' }], receipts: { total: 2 } });
  expect(store.runs(0, 10).total).toBe(4);
  expect(new Set(store.lifeOf(living, 50).events.map((event) => event.run))).toEqual(new Set(['run-1', 'run-2']));
});

test('a run that is not over is never forgotten, nor its plan', () => {
  const { store } = freshStore();
  const plan = storedPlan(store, [change()]);
  storedPlan(store, [change()], 'newest');
  store.createRun(run({ planNumber: plan, endedAt: null, state: 'sending' }));
  store.addRunEvent('run-1', { at, level: 'info', text: 'Approved.' });
  expect(store.forgetRuns('2099-01-01')).toBe(0);
  expect(store.prunePlans(1, { runs: '2099-01-01', previews: '2099-01-01' })).toBe(0);
});
