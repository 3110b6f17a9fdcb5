import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import { type CanvasClient, type CanvasImport, importApplied } from '../../canvas/canvas-client.ts';
import { KEPT_FROM, type PackageRecord } from '../../store/store-api.ts';
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
  book.meter.tell('Sending changes to Canvas', doneBefore(applying, record), applying.total);
  return upload(applying, record, built);
}

/** Sends the bytes of an intended package; when no clear answer came, Canvas' own list tells what happened. */
export async function upload(
  applying: Applying,
  record: PackageRecord,
  { zip, overrideStickiness }: Pick<BuiltPackage, 'zip' | 'overrideStickiness'>,
): Promise<Outcome<void>> {
  const { session, book, canvas } = applying;
  const created = await canvas.createImport(zip, { overrideStickiness });
  if (created.ok) return follow(applying, { ...record, state: 'uploaded', importId: created.value.id });
  if (created.failure.code === 'canvas.upload-unclear') {
    const found = await findIntended(applying, record);
    if (!found.ok) return found;
    if (found.value !== null) return follow(applying, { ...record, state: 'uploaded', importId: found.value.id });
    // Still intended: the run stays open, and looks again when it is taken up.
    return fail(created.failure);
  }
  await session.worker.savePackage(book.run.id, { ...record, state: 'failed' });
  return fail(created.failure);
}

/** Our own imports since the intent that no package of ours claims: none ⇒ not sent, one ⇒ this one, several ⇒ unclear. */
export async function findIntended(applying: Applying, record: PackageRecord): Promise<Outcome<CanvasImport | null>> {
  const { canvas } = applying;
  const self = await canvas.self();
  if (!self.ok) return self;
  const listed = await canvas.listImports({ createdSince: record.intendedAt });
  if (!listed.ok) return listed;
  const claimed = await claimedImports(applying);
  const ours = listed.value.filter((i) => i.userId === self.value.id && !claimed.has(i.id) && maybeSame(i, record));
  if (ours.length > 1) return fail(unclearImport(ours.length));
  return succeed(ours[0] ?? null);
}

/** An upload whose sender died may still be under way through what stands before Canvas; "none" counts after this long. */
const SETTLE_MS = 10_000;
const LOOK_AGAIN_MS = 1_000;

/** As `findIntended`, but does not believe too early that the upload never arrived. */
export async function findAfterCrash(applying: Applying, record: PackageRecord): Promise<Outcome<CanvasImport | null>> {
  const { canvas, options } = applying;
  for (;;) {
    const clock = await canvas.serverTime();
    if (!clock.ok) return clock;
    const found = await findIntended(applying, record);
    if (!found.ok || found.value !== null) return found;
    if (Date.parse(clock.value) - Date.parse(record.intendedAt) > SETTLE_MS) return found;
    await options.edge.sleep(LOOK_AGAIN_MS);
  }
}

/** Import ids that packages of this and of earlier runs have: server times have seconds only, so the list may reach back. */
async function claimedImports({ session }: Applying): Promise<Set<string | null>> {
  const { runs } = session.reader.runs(0, RECENT_RUNS);
  const packages = await Promise.all(runs.filter((run) => run.kind === 'apply').map((run) => session.worker.packages(run.id)));
  return new Set(packages.flat().map((known) => known.importId));
}
const RECENT_RUNS = 20;

/** Where Canvas tells the size of what was uploaded, another size is somebody else's import. */
function maybeSame(candidate: CanvasImport, record: PackageRecord): boolean {
  return candidate.uploadBytes === null || candidate.uploadBytes === record.bytes;
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
  for (const example of examples) await book.note('warning', example);
  await book.enter('sending');
  if (confirmed === 0 && !importApplied(record.importState ?? '') && record.importState !== 'aborted') {
    return fail(importRefused(await importWords(applying, record)));
  }
  return succeed(undefined);
}

/** Canvas' words about the whole import; those about rows stand at their rows. */
async function importWords({ canvas }: Applying, record: PackageRecord): Promise<string> {
  const read = await canvas.getImport(record.importId ?? '');
  return read.ok ? (read.value.errorMessage ?? '') : '';
}

/** Rows sent before a package, for progress. What is overwritten comes after all changes. */
function doneBefore({ total, selection }: Applying, { firstSeq, override }: PackageRecord): number {
  const { overrides } = selection;
  if (override === true) return total - overrides.filter((seq) => seq >= firstSeq).length;
  return Math.min(total, Math.max(0, firstSeq - 1));
}
