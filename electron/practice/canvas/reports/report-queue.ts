import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { CanvasState } from '../canvas-state.ts';
import type { Attachment, FilesHost } from '../files-host.ts';
import type { CanvasSettings } from '../settings.ts';
import { csvStream } from './csv-stream.ts';
import { PROVISIONING, type ReportTable } from './provisioning-csv.ts';
import { REPORT_KINDS, type ReportKind, type ReportScope, reportScope } from './report-scope.ts';
import { SIS_EXPORT } from './sis-export-csv.ts';

export type ReportStatus = 'created' | 'running' | 'compiling' | 'complete' | 'error' | 'aborted' | 'deleted';

export interface ReportRecord {
  id: number;
  account_id: number;
  report: string;
  status: ReportStatus;
  progress: number;
  current_line: number;
  parameters: ReadonlyMap<string, string[]>;
  message: string;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
  attachment: Attachment | undefined;
  user_id: number;
}

/** The report types that exist here, with their tables. */
export const REPORT_TYPES: Readonly<Record<string, { title: string; tables: Record<ReportKind, ReportTable> }>> = {
  provisioning_csv: { title: 'Provisioning', tables: PROVISIONING },
  sis_export_csv: { title: 'SIS Export', tables: SIS_EXPORT },
};

interface World {
  state: CanvasState;
  settings: CanvasSettings;
  files: FilesHost;
}

/** Runs reports: created → running (→ compiling, for a zip) → complete, one after the other. */
export class ReportQueue {
  readonly records: ReportRecord[] = [];
  readonly #world: World;
  #chain: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(world: World) {
    this.#world = world;
  }

  start(accountId: number, report: string, parameters: ReadonlyMap<string, string[]>, userId: number): ReportRecord {
    const record: ReportRecord = {
      id: (this.records.at(-1)?.id ?? 0) + 1,
      account_id: accountId,
      report,
      status: 'created',
      progress: 0,
      current_line: 0,
      parameters,
      message: `${REPORT_TYPES[report]?.title ?? report} report`,
      created_at: this.#world.state.now(),
      started_at: null,
      ended_at: null,
      attachment: undefined,
      user_id: userId,
    };
    this.records.push(record);
    this.#chain = this.#chain.then(() => this.#run(record));
    return record;
  }

  get(report: string, id: number): ReportRecord | undefined {
    return this.records.find((record) => record.id === id && record.report === report && record.status !== 'deleted');
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#chain;
  }

  async #run(record: ReportRecord): Promise<void> {
    await this.#wait(this.#world.settings.durations.reportMs);
    if (this.#closed || record.status !== 'created') return;
    record.status = 'running';
    record.started_at = this.#world.state.now();
    record.progress = 5;
    await this.#wait(this.#world.settings.durations.reportMs);
    if (this.#closed) return;
    try {
      if (this.#world.settings.failReports.times > 0) {
        this.#world.settings.failReports.times -= 1;
        throw new Error('Report failed. An error occurred while it was generated.');
      }
      await this.#write(record);
    } catch (error) {
      record.status = 'error';
      record.message = error instanceof Error ? error.message : String(error);
    }
    record.ended_at = this.#world.state.now();
  }

  async #write(record: ReportRecord): Promise<void> {
    const tables = REPORT_TYPES[record.report]?.tables;
    const kinds = REPORT_KINDS.filter((kind) => isTrue(record.parameters.get(kind)?.at(-1)));
    const first = kinds[0];
    if (tables === undefined || first === undefined) throw new Error('No data was selected for this report.');
    const scope = reportScope(this.#world.state, record.account_id, record.parameters);
    const counted = (rows: number) => {
      record.current_line += rows;
    };
    const extension = kinds.length === 1 ? 'csv' : 'zip';
    const name = `${record.report}_${record.created_at.slice(0, 10)}_${record.id}.${extension}`;
    const path = await this.#world.files.scratchPath(name);
    if (extension === 'csv') await pipeline(csvStream(tables[first], scope, counted), createWriteStream(path));
    else {
      record.status = 'compiling';
      await writeZip(path, kinds, tables, scope, counted);
    }
    if (record.status !== 'running' && record.status !== 'compiling') return;
    const contentType = extension === 'csv' ? 'text/csv' : 'application/zip';
    record.attachment = await this.#world.files.addPath(name, contentType, path, this.#world.state.now());
    record.status = 'complete';
    record.progress = 100;
  }

  async #wait(ms: number): Promise<void> {
    if (this.#closed) return;
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}

async function writeZip(
  path: string,
  kinds: readonly ReportKind[],
  tables: Record<ReportKind, ReportTable>,
  scope: ReportScope,
  counted: (rows: number) => void,
): Promise<void> {
  const zip = new ZipFile();
  for (const kind of kinds) zip.addReadStream(csvStream(tables[kind], scope, counted), `${kind}.csv`, { compressionLevel: 1 });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(1|true|t|yes|y|on)$/i.test(value);
}
