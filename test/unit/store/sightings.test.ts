import { expect, test } from 'vitest';
import type { DistrictStore } from '../../../electron/store/store-api.ts';
import { WAITING } from '../../../electron/store/store-api.ts';
import { at, change, freshStore, open, planResult, run, valueIn } from './fixtures.ts';

/** One round over bucket 3: what it found before, and what it adds. */
function round(store: DistrictStore, keys: readonly string[], finish = true): string[] {
  const sightings = store.beginSightings();
  const before = [...sightings.before('enrollment', 3)];
  sightings.add('enrollment', 3, keys);
  if (finish) sightings.finish('2026-11-24');
  return before;
}

test('a round knows what the last complete one saw, in order and by bucket, and nothing older (D5)', () => {
  const { store, dir } = freshStore();
  const many = Array.from({ length: 12_000 }, (_, i) => `k${String(i).padStart(5, '0')}`);
  expect(round(store, ['b', 'a', 'ä'])).toEqual([]);
  expect(round(store, [...many].reverse())).toEqual(['a', 'b', 'ä']);
  store.close();
  const again = valueIn(open(dir));
  const sightings = again.beginSightings();
  expect([...sightings.before('enrollment', 3)]).toEqual(many);
  expect([...sightings.before('enrollment', 4)]).toEqual([]);
  expect([...sightings.before('user', 3)]).toEqual([]);
  sightings.finish('2026-11-24');
  expect(round(again, [])).toEqual([]);
  again.close();
});

test('a round that was stopped breaks the chain: the next one agrees with nothing', () => {
  const { store } = freshStore();
  round(store, ['a']);
  expect(round(store, ['a'], false)).toEqual(['a']);
  expect(round(store, ['a'])).toEqual([]);
  expect(round(store, [])).toEqual(['a']);
});

test('a first sighting is no hold: a person frees it, and nothing else does', () => {
  const { store } = freshStore();
  const writer = store.beginPlan(at);
  const gone = { action: 'delete', how: 'inactive' } as const;
  writer.add([change(gone), change({ ...gone, waiting: true }), change({ ...gone, waiting: true, hold: 'D2:enrollment:x' })]);
  writer.finish(planResult());
  const seqs = (released: readonly string[]) => [...store.packageChanges(writer.number, released, 1, 9)].map(({ seq }) => seq);
  expect(seqs([])).toEqual([1]);
  expect(seqs([WAITING])).toEqual([1, 2]);
  expect(seqs(['D2:enrollment:x'])).toEqual([1]);
  expect(seqs([WAITING, 'D2:enrollment:x'])).toEqual([1, 2, 3]);
  expect(store.stayingCounts(writer.number, [WAITING]).enrollment).toBe(1);
  expect([...store.eachChange(writer.number)].map(({ holds, waiting }) => [holds, waiting])).toEqual([
    [[], false],
    [[], true],
    [['D2:enrollment:x'], true],
  ]);
});

test('the history tells how many unwatched runs came as far as a plan (D7)', () => {
  const { store } = freshStore();
  const planned = { kind: 'plan', state: 'planned', scheduled: true } as const;
  store.createRun(run({ ...planned, id: 'a' }));
  store.createRun(run({ ...planned, id: 'b', state: 'failed' }));
  store.createRun(run({ ...planned, id: 'c', scheduled: false }));
  store.createRun(run({ id: 'd', scheduled: true }));
  store.createRun(run({ ...planned, id: 'e' }));
  expect(store.runHistory()).toEqual({ scheduledRuns: 2, fullySynced: false, usedSince: null });
  expect(store.run('d')?.run.scheduled).toBe(true);
});

test('who has had no class since when outlives restarts and stopped rounds, by bucket and in order (D3)', () => {
  const { store, dir } = freshStore();
  const many = Array.from({ length: 12_000 }, (_, i) => ({ key: `k${String(i).padStart(5, '0')}`, since: '2026-11-20' }));
  expect(store.lastSightingDay()).toBe('');
  const first = store.beginSightings();
  expect([first.lastDay, first.follows, [...first.lapses(3)]]).toEqual(['', false, []]);
  first.putLapses(3, [...many].reverse());
  first.putLapses(4, [{ key: 'x', since: '2026-11-01' }]);
  first.finish('2026-11-24');
  store.close();

  const again = valueIn(open(dir));
  expect(again.lastSightingDay()).toBe('2026-11-24');
  const second = again.beginSightings();
  expect([second.lastDay, second.follows]).toEqual(['2026-11-24', true]);
  expect([...second.lapses(3)]).toEqual(many);
  second.putLapses(3, [{ key: 'k00001', since: '2026-11-22' }]);
  second.dropLapses(
    3,
    many.slice(2).map(({ key }) => key),
  );
  const third = again.beginSightings();
  expect([third.lastDay, third.follows]).toEqual(['2026-11-24', false]);
  expect([...third.lapses(3)]).toEqual([
    { key: 'k00000', since: '2026-11-20' },
    { key: 'k00001', since: '2026-11-22' },
  ]);
  expect([...third.lapses(4)]).toEqual([{ key: 'x', since: '2026-11-01' }]);
  again.close();
});

test('use began with the first run that sent anything (D3)', () => {
  const { store } = freshStore();
  const applied = { kind: 'apply', state: 'done' } as const;
  const sent = (count: number) => ({ ...run().counts, user: { sent: count, confirmed: count, failed: 0, held: 0 } });
  store.createRun(run({ ...applied, id: 'a', startedAt: '2026-08-01T06:00:00Z', counts: sent(0) }));
  store.createRun(run({ ...applied, id: 'b', startedAt: '2026-08-02T06:00:00Z', counts: sent(3) }));
  store.createRun(run({ ...applied, id: 'c', startedAt: '2026-08-03T06:00:00Z', counts: sent(3) }));
  expect(store.runHistory()).toMatchObject({ fullySynced: true, usedSince: '2026-08-02T06:00:00Z' });
});
