import type { EntityKind } from '../../../shared/entities.ts';
import { type Outcome, succeed } from '../../../shared/outcome.ts';
import type { CanvasClient, CanvasReport, ReportParameters } from '../../canvas/canvas-client.ts';
import { readReportFile } from '../../canvas/read-report.ts';
import type { RunBook } from '../run-book.ts';
import type { DistrictWorker } from '../worker/worker-api.ts';

export interface CanvasReader {
  readonly canvas: CanvasClient;
  readonly worker: DistrictWorker;
  readonly book: RunBook;
  readonly signal: AbortSignal;
}

/** Reports Canvas prepares while something else goes on. */
export interface StartedReports {
  readonly xlist: CanvasReport;
  readonly base: CanvasReport;
  /** Links of observers; null where the district wants none (C6). */
  readonly observers: CanvasReport | null;
}

const baseEntities: readonly EntityKind[] = ['account', 'term', 'course', 'section', 'user'];

/** Asks for what every comparison needs: once for the whole Canvas, deleted objects included (ROSTER-RULES F6). */
export async function startReports(
  { canvas }: Pick<CanvasReader, 'canvas'>,
  withObservers: boolean,
): Promise<Outcome<StartedReports>> {
  const xlist = await canvas.startReport('provisioning_csv', { kinds: ['xlist'], includeDeleted: true });
  if (!xlist.ok) return xlist;
  const base = await canvas.startReport('provisioning_csv', {
    kinds: ['users', 'accounts', 'terms', 'courses', 'sections', 'admins'],
    includeDeleted: true,
  });
  if (!base.ok) return base;
  const started = { xlist: xlist.value, base: base.value };
  if (!withObservers) return succeed({ ...started, observers: null });
  const observers = await canvas.startReport('provisioning_csv', { kinds: ['user_observers'], includeDeleted: true });
  return observers.ok ? succeed({ ...started, observers: observers.value }) : observers;
}

/**
 * Reads the whole Canvas side into the worker: cross-lists first because they tell sections their home course, then
 * everything but enrollments, then the enrollments of the terms that matter, which only then can be told.
 */
export async function readCanvas(
  reader: CanvasReader,
  started: StartedReports,
  termsThatMatter: () => Promise<Outcome<readonly string[]>>,
): Promise<Outcome<void>> {
  const base = await readAllButEnrollments(reader, started);
  return base.ok ? readEnrollmentsOf(reader, base.value, termsThatMatter) : base;
}

/** The first part; the value is how many rows it had. */
export async function readAllButEnrollments(reader: CanvasReader, started: StartedReports): Promise<Outcome<number>> {
  const xlist = await takeReport(reader, started.xlist, 'xlist', 'Reading cross-listed sections in Canvas');
  if (!xlist.ok) return xlist;
  const base = await takeReport(reader, started.base, null, 'Reading people and courses in Canvas');
  if (!base.ok) return base;
  const untold = await readUntold(reader);
  if (!untold.ok) return untold;
  await reader.worker.sealCanvas(baseEntities);
  const observers = await readObservers(reader, started.observers);
  return observers.ok ? succeed(base.value + observers.value) : observers;
}

/** The second part. @param before rows of the first */
export async function readEnrollmentsOf(
  reader: CanvasReader,
  before: number,
  termsThatMatter: () => Promise<Outcome<readonly string[]>>,
): Promise<Outcome<void>> {
  const matter = await termsThatMatter();
  if (!matter.ok) return matter;
  const enrollments = await readEnrollments(reader, matter.value);
  if (!enrollments.ok) return enrollments;
  await reader.worker.sealCanvas(['enrollment']);
  await reader.book.say('info', `Read ${before + enrollments.value} rows from Canvas.`);
  return succeed(undefined);
}

/**
 * What no report tells: the dates a term has for single roles (C3, F5), and accounts' integration ids, which an older Canvas clears
 * unless they are echoed (F1, canvas-sis.md §1.4). What is read last counts.
 */
async function readUntold({ canvas, worker }: CanvasReader): Promise<Outcome<void>> {
  const terms = await canvas.readTerms();
  if (!terms.ok) return terms;
  await worker.addCanvasRows(terms.value);
  const accounts = await canvas.readAccounts();
  if (!accounts.ok) return accounts;
  await worker.addCanvasRows(accounts.value);
  return succeed(undefined);
}

/** After the people: who has several SIS ids is linked under each of them. */
async function readObservers(reader: CanvasReader, report: CanvasReport | null): Promise<Outcome<number>> {
  if (report === null) return succeed(0);
  const read = await takeReport(reader, report, 'user_observers', 'Reading guardians in Canvas');
  if (read.ok) await reader.worker.sealCanvas(['observer']);
  return read;
}

/** The reports of all terms are prepared by Canvas side by side, two at a time, and read one after the other. */
async function readEnrollments(reader: CanvasReader, terms: readonly string[]): Promise<Outcome<number>> {
  const start = (term: string | undefined) =>
    term === undefined ? null : reader.canvas.startReport('provisioning_csv', enrollmentsOf(term));
  let rows = 0;
  let next = start(terms[0]);
  for (let i = 0; next !== null; i += 1) {
    const report = await next;
    next = start(terms[i + 1]);
    if (!report.ok) return report;
    const step =
      terms.length === 1 ? 'Reading enrollments in Canvas' : `Reading enrollments in Canvas, term ${i + 1} of ${terms.length}`;
    const read = await takeReport(reader, report.value, 'enrollments', step);
    if (!read.ok) return read;
    rows += read.value;
  }
  return succeed(rows);
}

function enrollmentsOf(term: string): ReportParameters {
  return { kinds: ['enrollments'], includeDeleted: true, term };
}

async function takeReport(
  { canvas, worker, book, signal }: CanvasReader,
  report: CanvasReport,
  kind: 'xlist' | 'enrollments' | 'user_observers' | null,
  step: string,
): Promise<Outcome<number>> {
  book.meter.tell(step, 0, null);
  const done = await canvas.waitForReport(report.id, { signal });
  if (!done.ok) return done;
  const file = await canvas.reportFile(done.value);
  if (!file.ok) return file;
  const id = await worker.beginReport(kind);
  return readReportFile(file.value, async (chunk, final) => {
    const pushed = await worker.reportChunk(id, chunk, final);
    if (pushed.ok) book.meter.tell(step, pushed.value, null);
    return pushed;
  });
}
