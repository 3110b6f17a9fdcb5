import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import { type CanvasClient, type CanvasImport, importApplied } from '../../canvas/canvas-client.ts';
import type { PackageRecord } from '../../store/store-api.ts';
import type { EngineOptions } from '../engine-api.ts';
import { importRefused, unclearImport } from '../failures.ts';
import type { RunBook } from '../run-book.ts';
import type { Session } from '../session.ts';
import type { BuiltPackage, Selection } from '../worker/worker-api.ts';
import { confirmPackage } from './confirm-package.ts';

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
export async function sendPackages(applying: Applying): Promise<Outcome<void>> {
  const { session, selection, stop } = applying;
  const done = await session.worker.packages(applying.book.run.id);
  let index = done.length;
  let afterSeq = Math.max(0, ...done.map((record) => record.lastSeq));
  for (;;) {
    if (stop.signal.aborted) return succeed(undefined);
    const built = await session.worker.nextPackage(selection, afterSeq);
    if (built === null) return succeed(undefined);
    const sent = await sendPackage(applying, built, index);
    if (!sent.ok) return sent;
    index += 1;
    afterSeq = built.lastSeq;
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
  };
  await session.worker.savePackage(book.run.id, record);
  book.meter.tell('Sending changes to Canvas', doneBefore(applying, record), applying.total);
  return upload(applying, record, built.zip);
}

/** Sends the bytes of an intended package; when no clear answer came, Canvas' own list tells what happened. */
export async function upload(applying: Applying, record: PackageRecord, zip: Uint8Array<ArrayBuffer>): Promise<Outcome<void>> {
  const { session, book, canvas } = applying;
  const created = await canvas.createImport(zip);
  if (created.ok) return follow(applying, { ...record, state: 'uploaded', importId: created.value.id });
  if (created.failure.code === 'canvas.upload-unclear') {
    const found = await findIntended(applying, record);
    if (!found.ok) return found;
    if (found.value !== null) return follow(applying, { ...record, state: 'uploaded', importId: found.value.id });
  }
  await session.worker.savePackage(book.run.id, { ...record, state: 'failed' });
  return fail(created.failure);
}

/** Our own imports since the intent that no package of ours claims: none ⇒ not sent, one ⇒ this one, several ⇒ unclear. */
export async function findIntended(applying: Applying, record: PackageRecord): Promise<Outcome<CanvasImport | null>> {
  const { session, book, canvas } = applying;
  const self = await canvas.self();
  if (!self.ok) return self;
  const listed = await canvas.listImports({ createdSince: record.intendedAt });
  if (!listed.ok) return listed;
  const claimed = new Set((await session.worker.packages(book.run.id)).map((known) => known.importId));
  const ours = listed.value.filter((i) => i.userId === self.value.id && !claimed.has(i.id));
  if (ours.length > 1) return fail(unclearImport(ours.length));
  return succeed(ours[0] ?? null);
}

/** From an import id on: wait until Canvas is done with it, then confirm. */
export async function follow(applying: Applying, record: PackageRecord): Promise<Outcome<void>> {
  const { session, book, canvas, stop } = applying;
  await session.worker.savePackage(book.run.id, record);
  const id = record.importId ?? '';
  const abort = () => void canvas.abortImport(id);
  stop.signal.addEventListener('abort', abort, { once: true });
  const ended = await canvas.waitForImport(id, {
    onProgress: (state) =>
      book.meter.tell(
        state.workflowState === 'created' ? 'Waiting for Canvas to begin' : 'Canvas is taking the changes',
        doneBefore(applying, record) + Math.round((record.rows * Math.min(state.progress, 100)) / 100),
        applying.total,
      ),
  });
  stop.signal.removeEventListener('abort', abort);
  if (!ended.ok) return ended;
  const imported: PackageRecord = { ...record, state: 'imported', importState: ended.value.workflowState };
  await session.worker.savePackage(book.run.id, imported);
  return settle(applying, imported);
}

/** Reads Canvas' messages and the touched rows back, and books the package. */
export async function settle(applying: Applying, record: PackageRecord): Promise<Outcome<void>> {
  const { book } = applying;
  await book.enter('confirming');
  const counts = await confirmPackage(applying, record);
  if (!counts.ok) return counts;
  const { confirmed, failed, examples } = counts.value;
  await book.say(
    failed > 0 ? 'warning' : 'info',
    `Canvas import ${record.importId}: ${confirmed} of ${record.rows} rows confirmed by reading them back.`,
  );
  for (const example of examples) await book.say('warning', example);
  await book.enter('sending');
  if (confirmed === 0 && !importApplied(record.importState ?? '') && record.importState !== 'aborted') {
    return fail(importRefused(record.importState ?? 'failed', await importWords(applying, record)));
  }
  return succeed(undefined);
}

async function importWords({ canvas }: Applying, record: PackageRecord): Promise<string> {
  const read = await canvas.getImport(record.importId ?? '');
  if (!read.ok) return '';
  return read.value.errors[0]?.message ?? read.value.errorMessage ?? '';
}

function doneBefore(applying: Applying, record: PackageRecord): number {
  return Math.min(applying.total, Math.max(0, record.firstSeq - 1));
}
