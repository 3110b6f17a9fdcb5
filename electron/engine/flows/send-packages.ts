import { type Outcome, succeed } from '../../../shared/outcome.ts';
import type { CanvasClient } from '../../canvas/canvas-client.ts';
import { KEPT_FROM, type PackageRecord } from '../../store/store-api.ts';
import type { EngineOptions } from '../engine-api.ts';
import type { RunBook } from '../run-book.ts';
import type { Session } from '../session.ts';
import type { BuiltPackage, Selection } from '../worker/worker-api.ts';
import { upload } from './upload.ts';

/** Everything one applying run needs. */
export interface Applying {
  readonly options: EngineOptions;
  readonly session: Session;
  readonly book: RunBook;
  readonly canvas: CanvasClient;
  readonly selection: Selection;
  readonly stop: AbortController;
  /** Rows the run sends in all, for progress. */
  readonly total: number;
}

/** Sends what is left of a run, package after package; each is confirmed before the next is begun (ENGINE-NOTES §4). */
export async function sendPackages(applying: Applying): Promise<Outcome<'all-sent'>> {
  const { session, selection, stop } = applying;
  const done = await session.worker.packages(applying.book.run.id);
  let index = done.length;
  let afterSeq = Math.max(0, ...done.map((record) => record.lastSeq));
  for (;;) {
    if (stop.signal.aborted) return succeed('all-sent');
    const built = await session.worker.nextPackage(selection, afterSeq);
    if (!built.ok) return stop.signal.aborted ? succeed('all-sent') : built;
    if (built.value === null) return succeed('all-sent');
    const sent = await sendPackage(applying, built.value, index);
    if (!sent.ok) return sent;
    index += 1;
    afterSeq = built.value.lastSeq;
  }
}

/** Intent committed → sent → import id committed → polled → confirmed. */
async function sendPackage(applying: Applying, built: BuiltPackage, index: number): Promise<Outcome<void>> {
  const { session, book, canvas } = applying;
  const clock = await canvas.serverTime();
  if (!clock.ok) return clock;
  const record: PackageRecord = {
    index,
    rows: built.rows,
    bytes: built.zip.byteLength,
    state: 'intended',
    importId: null,
    importState: null,
    sha256: built.sha256,
    intendedAt: clock.value,
    firstSeq: built.firstSeq,
    lastSeq: built.lastSeq,
    ...(built.firstSeq > KEPT_FROM ? { override: true } : {}),
  };
  await session.worker.savePackage(book.run.id, record);
  return upload(applying, record, built);
}
