import type { CanvasApp } from '../app.ts';
import type { Attachment } from '../files-host.ts';
import { filteredCopies } from '../imports/filtered-copies.ts';
import type { Upload } from '../imports/import-queue.ts';
import type { ImportMessage, ImportRecord } from '../imports/import-record.ts';
import { isFinished } from '../imports/import-record.ts';
import { statisticsJson } from '../imports/statistics.ts';
import { attachmentJson } from './attachments.ts';
import { userJson } from './json.ts';

/** Entries before the list is cut and its rest told in one sentence (§2.4). */
const SHOWN_MESSAGES = 24;

interface ImportFiles {
  uploads: Attachment[] | undefined;
  /** The same without password columns, once the import has seen that there are any. */
  filtered: Attachment[] | undefined;
  errors: Attachment | undefined;
}

/** Attachments are made when somebody first looks, once per import. */
const attachments = new WeakMap<ImportRecord, ImportFiles>();

/** The import object, §2.4. */
export function importJson(app: CanvasApp, record: ImportRecord): object {
  const { uploads, filtered, errors } = filesOf(app, record);
  const shown = (filtered ?? uploads ?? []).map((file) => attachmentJson(app, file));
  const of2026 = app.settings.profile === '2026';
  return {
    id: record.id,
    created_at: record.created_at,
    started_at: record.started_at,
    ended_at: record.ended_at,
    updated_at: record.updated_at,
    progress: record.progress,
    workflow_state: record.workflow_state,
    data: dataOf(app, record, filtered ?? uploads ?? []),
    batch_mode: null,
    batch_mode_term_id: null,
    multi_term_batch_mode: null,
    override_sis_stickiness: record.options.override_sis_stickiness || null,
    add_sis_stickiness: record.options.add_sis_stickiness || null,
    update_sis_id_if_login_claimed: record.options.update_sis_id_if_login_claimed,
    clear_sis_stickiness: record.options.clear_sis_stickiness || null,
    diffing_data_set_identifier: null,
    diffing_remaster: null,
    diffed_against_import_id: null,
    diffing_drop_status: null,
    ...(of2026 ? { diffing_user_remove_status: null } : {}),
    skip_deletes: record.options.skip_deletes,
    change_threshold: null,
    diff_row_count_threshold: null,
    ...record.foreign,
    ...messagesOf(record),
    ...(errors === undefined ? {} : { errors_attachment: attachmentJson(app, errors) }),
    user: userJson(app, app.state.users.require(record.user_id)),
    ...(shown.length === 0 ? {} : { csv_attachments: shown }),
  };
}

function dataOf(app: CanvasApp, record: ImportRecord, files: readonly Attachment[]): object {
  if (record.counts === null) return { import_type: 'instructure_csv' };
  return {
    import_type: 'instructure_csv',
    supplied_batches: record.supplied_batches,
    completed_importers: record.completed_importers,
    running_immediately: record.running_immediately ?? true,
    downloadable_attachment_ids: files.map((file) => file.id),
    counts: record.counts,
    ...(isFinished(record) ? { statistics: statisticsJson(record.statistics, app.settings.profile) } : {}),
    ...(record.error_message === null ? {} : { error_message: record.error_message, stack_trace: 'practice: no trace is kept' }),
  };
}

function messagesOf(record: ImportRecord): object {
  if (!isFinished(record)) return {};
  const errors = shown(
    record.messages.filter((message) => message.failure),
    'errors',
  );
  const warnings = shown(
    record.messages.filter((message) => !message.failure),
    'warnings',
  );
  return {
    ...(errors.length === 0 ? {} : { processing_errors: errors }),
    ...(warnings.length === 0 ? {} : { processing_warnings: warnings }),
  };
}

function shown(messages: readonly ImportMessage[], word: string): (string | null)[][] {
  const entries: (string | null)[][] = messages.slice(0, SHOWN_MESSAGES).map((message) => [message.file, message.message]);
  const more = messages.length - SHOWN_MESSAGES;
  if (more > 0) entries.push([`and ${more} more ${word} that were not included`, `Download the error file to see all ${word}.`]);
  return entries;
}

function filesOf(app: CanvasApp, record: ImportRecord): ImportFiles {
  const made = attachments.get(record) ?? { uploads: undefined, filtered: undefined, errors: undefined };
  attachments.set(record, made);
  const upload = app.imports.uploads.get(record.id);
  if (made.uploads === undefined && upload !== undefined) {
    // Not to be had any more as soon as passwords were seen in it.
    const read = () => (record.has_passwords === true ? undefined : app.imports.uploads.get(record.id)?.bytes);
    made.uploads = [app.files.add(upload.filename, contentTypeOf(upload), upload.bytes.length, read, record.created_at)];
  }
  if (made.filtered === undefined && record.has_passwords === true && upload !== undefined) {
    made.filtered = filteredCopies(upload).map((copy) =>
      app.files.add(copy.filename, contentTypeOf(copy), copy.bytes.length, () => copy.bytes, record.created_at),
    );
  }
  if (made.errors === undefined && isFinished(record) && record.messages.length > 0) {
    const csv = Buffer.from(errorsCsv(record));
    made.errors = app.files.add(`sis_errors_attachment_${record.id}.csv`, 'text/csv', csv.length, () => csv, app.state.now());
  }
  return made;
}

function contentTypeOf({ filename }: Upload): string {
  return filename.endsWith('.csv') ? 'text/csv' : 'application/zip';
}

function errorsCsv(record: ImportRecord): string {
  const cell = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const lines = record.messages.map((message) =>
    [String(record.id), message.file ?? '', message.message, message.row === null ? '' : String(message.row)].map(cell).join(','),
  );
  return `sis_import_id,file,message,row\n${lines.join('\n')}\n`;
}

export function importErrorJson(record: ImportRecord, message: ImportMessage): object {
  return {
    sis_import_id: record.id,
    file: message.file,
    message: message.message,
    row_info: message.row_info,
    row: message.row,
  };
}
