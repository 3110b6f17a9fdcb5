import { describe, expect, test } from 'vitest';
import { DistrictService } from '../../../electron/engine/worker/district-service.ts';
import { RunDesk } from '../../../electron/engine/worker/run-desk.ts';
import type { DistrictStore } from '../../../electron/store/store-api.ts';
import { finished } from '../../helpers/roster-district.ts';
import { BATCH, takenPackage } from '../../helpers/taken-package.ts';
import { at, freshStore, key } from '../store/fixtures.ts';

const ROWS = 20_000;
/** Every seventh row Canvas took silently, without showing it. */
const isShown = (seq: number) => seq % 7 !== 0;
const shownOf = (rows: number) => rows - Math.floor(rows / 7);

function confirmedIn(store: DistrictStore): number {
  return [...store.ledgerRows('enrollment', 0)].filter((row) => row.confirmed).length;
}

describe('booking a package that Canvas has taken', () => {
  test('tells how far it is, and a stop leaves whole batches in which receipts and ledger agree', () => {
    const { store } = freshStore();
    const { run, record, booking } = takenPackage(store, ROWS, isShown);
    const step = booking();
    expect(step.next()).toMatchObject({ done: false, value: { done: BATCH, total: ROWS } });
    step.return({ confirmed: 0, failed: 0, examples: [] });
    expect(store.booked(run, 1, ROWS)).toEqual({ lastSeq: BATCH, rows: BATCH, confirmed: shownOf(BATCH) });
    expect(confirmedIn(store)).toBe(shownOf(BATCH));
    expect(store.packages(run)[0]?.state).toBe('imported');
    expect(new RunDesk(store).unbooked(run, record)).toEqual({ firstSeq: BATCH + 1, lastSeq: ROWS });
  });

  test('is taken up behind the last batch: no row is judged twice, and the counts are those of the whole package', () => {
    const { store } = freshStore();
    const { run, booking, judged } = takenPackage(store, ROWS, isShown);
    booking().next();
    const before = judged();
    const counts = finished(booking());
    expect(judged() - before).toBe(ROWS - BATCH);
    const failed = ROWS - shownOf(ROWS);
    expect(counts).toMatchObject({ confirmed: shownOf(ROWS), failed });
    expect(store.receiptCounts(run).enrollment).toEqual({ sent: ROWS, confirmed: shownOf(ROWS), failed });
    expect(confirmedIn(store)).toBe(shownOf(ROWS));
    expect(store.packages(run)[0]?.state).toBe('confirmed');
  });

  test('a person’s stop ends it at the next checkpoint, and the next call goes on there', async () => {
    const { store, dir } = freshStore();
    const { run, record } = takenPackage(store, ROWS);
    const selection = { plan: store.run(run)?.run.planNumber ?? 0, released: [], overrides: [], run };
    store.close();
    const told: number[] = [];
    const service = new DistrictService(({ done }) => {
      told.push(done);
      void service.cancel();
    });
    const holder = { title: 'test', pid: process.pid, host: 'here' };
    expect(await service.open({ dir, key, holder, waitMs: 0 })).toMatchObject({ ok: true });
    await service.beginWork('confirm');
    await service.sealCanvas(['enrollment']);
    const confirm = () => service.confirm({ run, selection, record, at });
    expect(await confirm()).toMatchObject({ ok: false, failure: { code: 'run.cancelled' } });
    const first = told[0] ?? 0;
    expect(first).toBeLessThan(ROWS);
    expect(await service.unbooked(run, record)).toEqual({ firstSeq: first + 1, lastSeq: ROWS });
    let ended = await confirm();
    while (!ended.ok) ended = await confirm();
    expect(ended.value).toMatchObject({ confirmed: 0, failed: ROWS });
    await service.close();
  });

  test('once more changes nothing: a crash may come between the last batch and the end', () => {
    const { store } = freshStore();
    const { run, record, booking } = takenPackage(store, BATCH, isShown);
    finished(booking());
    store.savePackage(run, record);
    const counts = { confirmed: shownOf(BATCH), failed: BATCH - shownOf(BATCH), examples: [] };
    expect(finished(booking())).toEqual(counts);
    expect(store.receipts({ run, search: '', outcome: null, from: 0, count: 1 }).total).toBe(BATCH);
    expect(store.packages(run)[0]?.state).toBe('confirmed');
  });
});
