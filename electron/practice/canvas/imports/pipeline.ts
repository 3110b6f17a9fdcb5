import type { CanvasState } from '../canvas-state.ts';
import type { StateChange, StatisticsKind } from '../lifecycle.ts';
import { seededRandom } from '../random.ts';
import type { CanvasSettings } from '../settings.ts';
import type { Writer } from '../sticky.ts';
import { accountImporter } from './account-importer.ts';
import { adminImporter } from './admin-importer.ts';
import { changeSisIdImporter } from './change-sis-id-importer.ts';
import type { ImportContext, RowImporter } from './context.ts';
import { courseImporter } from './course-importer.ts';
import { crashPoint, reportCrash } from './crash.ts';
import { CsvRow } from './csv-row.ts';
import { csvRecords } from './csv-text.ts';
import { enrollmentImporter } from './enrollment-importer.ts';
import { countKey, emptyCounts, IMPORT_TYPES, type ImportType } from './file-type.ts';
import { hasPasswords } from './filtered-copies.ts';
import type { ImportRecord } from './import-record.ts';
import { type LoadedCsv, loadCsv, UnusableFile } from './load-csv.ts';
import { loginImporter } from './login-importer.ts';
import { sectionImporter } from './section-importer.ts';
import { termImporter } from './term-importer.ts';
import { UnreadableUpload, type UploadedFile, unpackUpload } from './unpack.ts';
import { userImporter } from './user-importer.ts';
import { userObserverImporter } from './user-observer-importer.ts';
import { xlistImporter } from './xlist-importer.ts';

const IMPORTERS: Partial<Record<ImportType, (context: ImportContext) => RowImporter>> = {
  change_sis_id: changeSisIdImporter,
  account: accountImporter,
  term: termImporter,
  course: courseImporter,
  section: sectionImporter,
  xlist: xlistImporter,
  user: userImporter,
  login: loginImporter,
  enrollment: enrollmentImporter,
  admin: adminImporter,
  user_observer: userObserverImporter,
};

/** A row that was accepted and counted but, by order of the tests, not applied. */
export interface DroppedRow {
  import: number;
  file: string;
  row: number;
  raw: string;
}

export interface PipelineWorld {
  state: CanvasState;
  settings: CanvasSettings;
  nextMessageId(): number;
  dropped: DroppedRow[];
  /** Lets other requests through now and then; rejects nothing. */
  pause(): Promise<void>;
}

/** Applies one upload to the state and fills the record; an abort from outside stops it between rows (§2.5). */
export async function runImport(world: PipelineWorld, record: ImportRecord, bytes: Uint8Array): Promise<void> {
  record.counts = emptyCounts(world.settings.profile);
  record.statistics = {};
  try {
    const files = await loadFiles(world, record, unpackUpload(record.filename, bytes));
    record.has_passwords = files.some((file) => hasPasswords(file.header));
    record.supplied_batches = IMPORT_TYPES.filter((type) => files.some((file) => file.type === type));
    record.running_immediately = isSmall(files);
    await applyFiles(world, record, files);
  } catch (error) {
    if (!(error instanceof UnreadableUpload)) throw error;
    record.error_message = error.message;
  }
  record.counts.error_count = record.messages.filter((message) => message.failure).length;
  record.counts.warning_count = record.messages.length - record.counts.error_count;
}

async function loadFiles(world: PipelineWorld, record: ImportRecord, files: readonly UploadedFile[]): Promise<LoadedCsv[]> {
  const loaded: LoadedCsv[] = [];
  for (const file of files) {
    if (!/\.csv$/i.test(file.name)) {
      addMessage(world, record, {
        failure: false,
        file: file.name,
        message: 'Skipping unknown file type',
        row: null,
        row_info: null,
      });
      continue;
    }
    try {
      loaded.push(await loadCsv(file, world.settings.profile, world.pause));
    } catch (error) {
      if (!(error instanceof UnusableFile)) throw error;
      addMessage(world, record, { failure: true, file: file.name, message: error.message, row: null, row_info: null });
    }
  }
  return loaded;
}

/** §1.1: up to 49 rows in all are done in one go. */
function isSmall(files: readonly LoadedCsv[]): boolean {
  let rows = 1;
  for (const file of files) {
    let first = true;
    for (const _ of csvRecords(file.text)) {
      if (!first) rows += 1;
      first = false;
      if (rows >= 50) return false;
    }
  }
  return true;
}

async function applyFiles(world: PipelineWorld, record: ImportRecord, files: readonly LoadedCsv[]): Promise<void> {
  const total = files.reduce((sum, file) => sum + file.text.length, 0);
  let done = 0;
  const advance = (characters: number) => {
    done += characters;
    record.progress = Math.min(99, Math.floor((done / Math.max(1, total)) * 100));
  };
  for (const type of IMPORT_TYPES) {
    const ofType = files.filter((file) => file.type === type);
    if (ofType.length === 0) continue;
    for (const file of ofType) {
      await applyFile(world, record, file, advance);
      if (record.workflow_state === 'aborted') return;
    }
    record.completed_importers.push(type);
  }
}

async function applyFile(
  world: PipelineWorld,
  record: ImportRecord,
  file: LoadedCsv,
  advance: (n: number) => void,
): Promise<void> {
  const create = IMPORTERS[file.type];
  if (create === undefined) {
    const message = `The practice Canvas does not import ${countKey(file.type)}`;
    addMessage(world, record, { failure: true, file: file.name, message, row: null, row_info: null });
    return;
  }
  const importer = create(importContext(world, record, file.type));
  const crashesAfter = crashPoint(world.settings);
  let recordNumber = -1;
  let number = 0;
  for (const { cells, raw } of csvRecords(file.text)) {
    recordNumber += 1;
    if (file.skipped.has(recordNumber)) continue;
    number += 1;
    if (number === 1) continue;
    advance(raw.length + 1);
    const row = new CsvRow(file.header, cells, raw, file.name, number);
    if (number - 1 > crashesAfter) {
      importer.flush();
      return reportCrash(world.settings, (message) =>
        addMessage(world, record, { failure: true, file: file.name, message, row: null, row_info: null }),
      );
    }
    if (!row.isEmpty()) importer.row(row);
    if (number % 50 === 0) await world.pause();
    if (record.workflow_state === 'aborted') return;
  }
  importer.flush();
}

function importContext(world: PipelineWorld, record: ImportRecord, type: ImportType): ImportContext {
  const { options } = record;
  const writer: Writer = {
    kind: 'sis',
    batch: record.id,
    override: options.override_sis_stickiness,
    add: options.add_sis_stickiness,
    clear: options.clear_sis_stickiness,
  };
  const key = countKey(type);
  const applies = silentDrops(world, record, type);
  const followed = new Set<number>();
  for (const course of world.state.courses.values())
    if (course.follows_course_id !== null) followed.add(course.follows_course_id);
  return {
    state: world.state,
    profile: world.settings.profile,
    batch: record.id,
    creatorId: record.user_id,
    options,
    writer,
    followed,
    note: (kind, change) => countChange(record, kind, change),
    warn: (row, message) =>
      addMessage(world, record, {
        failure: false,
        file: row.file,
        message,
        row: row.number,
        row_info: `${row.raw},${row.number}\n`,
      }),
    accept: (row) => {
      if (record.counts !== null) record.counts[key] = (record.counts[key] ?? 0) + 1;
      return applies(row);
    },
    acceptUncounted: applies,
  };
}

/** Which rows are lost depends on the seed, the import's number and the order of its rows. */
function silentDrops(world: PipelineWorld, record: ImportRecord, type: ImportType): (row: CsvRow) => boolean {
  const { share, seed, firstRows, only } = world.settings.dropSilently;
  if ((share <= 0 && !firstRows) || (only !== '' && only !== type)) return () => true;
  const random = seededRandom(seed + record.id * 7_919);
  let first = firstRows;
  return (row) => {
    const lost = random() < share || first;
    first = false;
    if (lost) world.dropped.push({ import: record.id, file: row.file, row: row.number, raw: row.raw });
    return !lost;
  };
}

function countChange(record: ImportRecord, kind: StatisticsKind, change: StateChange): void {
  const statistics = record.statistics ?? {};
  const ofKind = statistics[kind] ?? {};
  ofKind[change] = (ofKind[change] ?? 0) + 1;
  statistics[kind] = ofKind;
  record.statistics = statistics;
}

function addMessage(world: PipelineWorld, record: ImportRecord, message: Omit<ImportRecord['messages'][number], 'id'>): void {
  record.messages.push({ ...message, id: world.nextMessageId() });
}
