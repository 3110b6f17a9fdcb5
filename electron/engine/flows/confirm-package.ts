import { type Outcome, succeed } from '../../../shared/outcome.ts';
import type { ImportErrorRow } from '../../canvas/canvas-client.ts';
import type { CanvasRow } from '../../canvas/canvas-row.ts';
import { KEY_SEPARATOR } from '../../canvas/canvas-row.ts';
import type { PackageRecord } from '../../store/store-api.ts';
import type { ConfirmCounts, Touched } from '../worker/worker-api.ts';
import { readCanvas, startReports } from './read-canvas.ts';
import type { Applying } from './send-packages.ts';

/** ROSTER-RULES F5: single reads up to about 500 touched rows, a second report beyond. */
const SINGLE_READS = 500;
/** More messages than this say the same thing over and over; the rest is in Canvas' own error file. */
const MAX_MESSAGES = 100_000;

/** Reads back every row a package sent and books it: confirmed, refused with Canvas' words, or taken but not visible. */
export async function confirmPackage(applying: Applying, record: PackageRecord): Promise<Outcome<ConfirmCounts>> {
  const { session, book, selection, options } = applying;
  const { worker } = session;
  const began = await worker.beginWork(`confirm-${book.run.id}-${record.index}`);
  if (!began.ok) return began;
  try {
    const messages = await readMessages(applying, record);
    if (!messages.ok) return messages;
    await worker.takeMessages(selection, record, messages.value);
    const touched = await worker.touched(selection, record.firstSeq, record.lastSeq, SINGLE_READS);
    const read = touched.rows <= SINGLE_READS ? await readTouched(applying, touched) : await readReports(applying, record);
    if (!read.ok) return read;
    return await worker.confirm({ run: book.run.id, selection, record, at: new Date(options.edge.now()).toISOString() });
  } finally {
    await worker.endWork();
  }
}

async function readMessages({ canvas }: Applying, record: PackageRecord): Promise<Outcome<ImportErrorRow[]>> {
  const rows: ImportErrorRow[] = [];
  const read = await canvas.importErrors(record.importId ?? '', (page) => {
    if (rows.length < MAX_MESSAGES) rows.push(...page);
  });
  return read.ok ? succeed(rows) : read;
}

async function readReports({ canvas, session, book, selection }: Applying, record: PackageRecord): Promise<Outcome<void>> {
  const reports = await startReports({ canvas });
  if (!reports.ok) return reports;
  // Never aborted: once rows are sent, stopping the run must not leave them half-believed.
  const { signal } = new AbortController();
  return readCanvas({ canvas, worker: session.worker, book, signal }, reports.value, () =>
    session.worker.termsTouched(selection, record.firstSeq, record.lastSeq),
  );
}

async function readTouched(applying: Applying, touched: Touched): Promise<Outcome<void>> {
  const { canvas, session, book } = applying;
  const rows: CanvasRow[] = [];
  let done = 0;
  const total = touched.keys.length;
  const take = (found: readonly (CanvasRow | null)[]) => {
    for (const row of found) if (row !== null) rows.push(row);
  };
  const keys = (entity: string) => touched.keys.filter((t) => t.entity === entity).map((t) => t.key);
  const tell = (count: number) => {
    done += count;
    book.meter.tell('Reading the changes back', done, total);
  };
  const lists = [
    { entity: 'account', read: () => canvas.readAccounts() },
    { entity: 'term', read: () => canvas.readTerms() },
  ];
  for (const { entity, read } of lists) {
    if (keys(entity).length === 0) continue;
    const found = await read();
    if (!found.ok) return found;
    take(found.value);
    tell(keys(entity).length);
  }
  const singles = [
    { entity: 'course', read: (key: string) => canvas.readCourse(key) },
    { entity: 'section', read: (key: string) => canvas.readSection(key) },
    { entity: 'user', read: (key: string) => canvas.readUser(key) },
  ];
  for (const { entity, read } of singles) {
    for (const key of keys(entity)) {
      const found = await read(key);
      if (!found.ok) return found;
      take([found.value]);
      tell(1);
    }
  }
  for (const [section, users] of bySection(keys('enrollment'))) {
    const found = await canvas.readSectionEnrollments(section, users);
    if (!found.ok) return found;
    take(found.value);
    tell(users.length);
  }
  await session.worker.addCanvasRows(rows);
  await session.worker.sealCanvas(['account', 'term', 'course', 'section', 'user', 'enrollment']);
  return succeed(undefined);
}

function bySection(keys: readonly string[]): Map<string, string[]> {
  const sections = new Map<string, string[]>();
  for (const key of keys) {
    const [section = '', user = ''] = key.split(KEY_SEPARATOR);
    const users = sections.get(section) ?? [];
    if (!users.includes(user)) users.push(user);
    sections.set(section, users);
  }
  return sections;
}
