import { createReadStream, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readReportFile } from '../../electron/canvas/read-report.ts';
import type { ReportKind } from '../../electron/canvas/report-reader.ts';
import { sisClientFor } from '../../electron/engine/clients.ts';
import type { EngineOptions } from '../../electron/engine/engine-api.ts';
import { pullSis } from '../../electron/engine/flows/pull-sis.ts';
import { RunBook } from '../../electron/engine/run-book.ts';
import { closeSession, openSession, type Session } from '../../electron/engine/session.ts';
import type { DistrictWorker } from '../../electron/engine/worker/worker-api.ts';
import { realEdge } from '../../electron/net/edge.ts';
import type { PackageRecord } from '../../electron/store/store-api.ts';
import type { Connection } from '../../shared/district.ts';
import { entityKinds } from '../../shared/entities.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { ChangeQuery } from '../../shared/plan.ts';
import { DistrictSettings } from '../../shared/settings.ts';
import { serve } from './subject.ts';

/**
 * The engine process: its main thread with the network, the district's worker from dist/. Runs the steps of
 * engine/flows/make-plan.ts and apply-plan.ts one by one, so that each can be timed; only Canvas' HTTP is left out.
 */
const STORE_KEY = 'd4'.repeat(32);
const secrets = { storeKey: STORE_KEY, sisSecret: 'bench', canvasToken: 'bench' };
const kinds = entityKinds.filter((kind) => kind !== 'observer');

interface OpenArgs {
  readonly dataDir: string;
  readonly workerFile: string;
  /** ISO instant all plans are made at. */
  readonly now: string;
}

export interface PullArgs {
  readonly url: string;
  readonly pageSize?: number;
  /** How many rows will come: then resident memory is noted at each quarter of them. */
  readonly rows?: number;
}

/** What a pull took, and the resident memory in MB after each quarter of the rows. */
export interface Pulled extends Spent {
  readonly rss: readonly number[];
}

export interface PlanArgs extends PullArgs {
  /** Folder with Canvas' reports (canvas-files.ts), null for a Canvas without anything. */
  readonly reports: string | null;
}

/** Milliseconds on the clock, and of processor time over all threads of this process. */
export interface Spent {
  readonly ms: number;
  readonly cpu: number;
}

export interface PlanTimes {
  readonly number: number;
  readonly changes: number;
  readonly held: number;
  readonly pull: Spent;
  readonly map: Spent;
  readonly read: Spent;
  readonly readRows: number;
  readonly compare: Spent;
}

let bench: { readonly session: Session; readonly options: EngineOptions; readonly now: string } | null = null;

function opened() {
  if (bench === null) throw new Error('Not opened');
  return bench;
}

function good<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`${outcome.failure.code}: ${outcome.failure.message} ${outcome.failure.detail ?? ''}`);
}

async function open({ dataDir, workerFile, now }: OpenArgs): Promise<void> {
  const options: EngineOptions = {
    dataDir,
    edge: realEdge(globalThis.fetch),
    secrets: async () => ({ ok: true, value: secrets }),
    workerFile,
    emit: () => undefined,
    log: () => undefined,
  };
  const session = good(await openSession(options, 'bench', secrets));
  await session.worker.saveSettings({
    ...{ settings: DistrictSettings.parse({ timeZone: 'America/New_York' }), at: now, by: '', setUp: null },
  });
  bench = { session, options, now };
}

async function begin(kind: 'plan' | 'apply'): Promise<RunBook> {
  const { session, options } = opened();
  const book = RunBook.begin(options, session, {
    kind,
    trigger: 'person',
    scheduled: false,
    state: 'pulling',
    plan: null,
    planNumber: null,
    holds: [],
  });
  await book.create();
  good(await session.worker.beginWork(book.run.id));
  session.handle.onProgress((progress) => book.meter.tell(progress.step, progress.done, progress.total));
  return book;
}

interface Timed<T> extends Spent {
  readonly value: T;
}

function spent({ ms, cpu }: Spent): Spent {
  return { ms, cpu };
}

/** The sum of what pieces of work took. */
function together(pieces: readonly Spent[]): Spent {
  return {
    ms: pieces.reduce((sum, piece) => sum + piece.ms, 0),
    cpu: pieces.reduce((sum, piece) => sum + piece.cpu, 0),
  };
}

async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const before = process.cpuUsage();
  const began = performance.now();
  const value = await work();
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  return { ms, cpu: (user + system) / 1000, value };
}

/** The worker of a pull, watched: notes resident memory whenever another quarter of the rows has been counted. */
function watched(worker: DistrictWorker, rows: number, rss: number[]): DistrictWorker {
  let counted = 0;
  const openPage: DistrictWorker['openPage'] = async (...page) => {
    const opened = await worker.openPage(...page);
    counted += opened.ok ? opened.value.received : 0;
    while (rss.length < 4 && counted >= (rows * (rss.length + 1)) / 4) rss.push(process.memoryUsage.rss() / 1e6);
    return opened;
  };
  return new Proxy(worker, { get: (target, name) => (name === 'openPage' ? openPage : Reflect.get(target, name)) });
}

/** A whole, verified pull. */
async function pullAll(book: RunBook, { url, pageSize, rows = Number.POSITIVE_INFINITY }: PullArgs): Promise<Pulled> {
  const { session, options } = opened();
  const connection: Connection = { sisUrl: url, sisKey: 'bench', sisAuth: 'auto', sisTokenUrl: '', canvasUrl: '' };
  const client = good(sisClientFor(options, connection, secrets));
  good(await client.connect());
  const { signal } = new AbortController();
  const rss: number[] = [];
  const worker = watched(session.worker, rows, rss);
  return { ...spent(await timed(async () => good(await pullSis(client, worker, book, signal, pageSize)))), rss };
}

async function readReport(file: string, kind: ReportKind | null): Promise<number> {
  const { worker } = opened().session;
  const id = await worker.beginReport(kind);
  return good(await readReportFile(createReadStream(file), (chunk, final) => worker.reportChunk(id, chunk, final)));
}

/** As flows/read-canvas.ts: everything but enrollments, then the enrollments of the terms that matter. */
async function readCanvas(folder: string | null, terms: () => Promise<readonly string[]>): Promise<number> {
  const { worker } = opened().session;
  let rows = folder === null ? 0 : await readReport(join(folder, 'base.zip'), null);
  await worker.sealCanvas(kinds.filter((kind) => kind !== 'enrollment'));
  for (const term of await terms()) {
    const file = join(folder ?? '', `enrollments-${term}.csv`);
    if (folder !== null && existsSync(file)) rows += await readReport(file, 'enrollments');
  }
  await worker.sealCanvas(['enrollment']);
  return rows;
}

async function makePlan(args: PlanArgs): Promise<PlanTimes> {
  const { session, now } = opened();
  const { worker, reader } = session;
  const book = await begin('plan');
  const pull = await pullAll(book, args);
  const map = await timed(async () => good(await worker.map(now)));
  const read = await timed(() => readCanvas(args.reports, () => worker.termsToRead(now)));
  const compare = await timed(async () =>
    good(
      await worker.compare({ now, readAt: now, complete: true, scheduled: false, contactOpen: false, others: null, self: '1' }),
    ),
  );
  await worker.endWork();
  const plan = reader.plan(compare.value);
  if (plan === null) throw new Error('No plan');
  const held = Object.values(plan.counts).reduce((sum, counts) => sum + counts.held, 0);
  return {
    number: plan.number,
    changes: plan.changes,
    held,
    pull,
    map: spent(map),
    read: spent(read),
    readRows: read.value,
    compare: spent(compare),
  };
}

async function writePackages({ plan, folder }: { plan: number; folder: string }) {
  const { worker } = opened().session;
  const selection = { plan, released: [], overrides: [], run: '' };
  const records: PackageRecord[] = [];
  const pieces: Spent[] = [];
  for (let afterSeq = 0; ; ) {
    const built = await timed(async () => good(await worker.nextPackage(selection, afterSeq)));
    pieces.push(built);
    if (built.value === null) break;
    const { zip, sha256, rows, firstSeq, lastSeq } = built.value;
    writeFileSync(join(folder, `package-${String(records.length).padStart(3, '0')}.zip`), zip);
    const sent = { state: 'imported', importId: '1', importState: 'imported', intendedAt: opened().now } as const;
    records.push({ index: records.length, rows, bytes: zip.byteLength, sha256, firstSeq, lastSeq, ...sent });
    afterSeq = lastSeq;
  }
  return { spent: together(pieces), rows: records.reduce((sum, record) => sum + record.rows, 0), records };
}

/** Reads Canvas back and books the packages, as flows/confirm-package.ts does for large ones. */
async function bookPackages({ plan, records, reports }: { plan: number; records: PackageRecord[]; reports: string }) {
  const { worker } = opened().session;
  const book = await begin('apply');
  const selection = { plan, released: [], overrides: [], run: '' };
  const pieces: Spent[] = [];
  const read = await timed(() => readCanvas(reports, async () => termFiles(reports)));
  let confirmed = 0;
  for (const record of records) {
    await worker.savePackage(book.run.id, record);
    const done = await timed(async () => good(await worker.confirm({ run: book.run.id, selection, record, at: opened().now })));
    pieces.push(done);
    confirmed += done.value.confirmed;
  }
  await worker.endWork();
  await book.end('done');
  return { read: spent(read), readRows: read.value, confirm: together(pieces), confirmed };
}

function termFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => /^enrollments-(.*)\.csv$/.exec(name)?.[1] ?? []);
}

/** The review screen's questions on a plan, each asked as the window would: milliseconds by name. */
async function askReview({ plan }: { plan: number }): Promise<Record<string, number>> {
  const { reader } = opened().session;
  const total = reader.plan(plan)?.changes ?? 0;
  const first = reader.change(plan, Math.max(1, Math.floor(total / 2)));
  const word = (first?.label ?? 'a').split(' ')[0]?.slice(0, 3) ?? 'a';
  const base: ChangeQuery = { plan, entity: null, action: null, school: null, hold: null, search: '', from: 0, count: 100 };
  const asked: Readonly<Record<string, Partial<ChangeQuery>>> = {
    'first page': {},
    'deep page': { from: Math.floor(total * 0.9) },
    'filter, deep': { entity: 'enrollment', action: 'create', from: Math.floor(total * 0.5) },
    search: { search: word },
    'search + filter': { search: word, entity: 'enrollment', action: 'create', school: first?.school ?? null },
  };
  const times: Record<string, number> = {};
  for (const [name, over] of Object.entries(asked)) {
    const began = performance.now();
    reader.changes({ ...base, ...over });
    times[name] = performance.now() - began;
  }
  return times;
}

async function pullOnly(args: PullArgs): Promise<Pulled> {
  const book = await begin('plan');
  const pulled = await pullAll(book, args);
  await opened().session.worker.endWork();
  return pulled;
}

serve({
  open,
  pull: pullOnly,
  plan: makePlan,
  packages: writePackages,
  book: bookPackages,
  review: askReview,
  async close() {
    const { session, options } = opened();
    await closeSession(session);
    rmSync(options.dataDir, { recursive: true, force: true });
  },
});
