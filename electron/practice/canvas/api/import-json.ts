import type { CanvasApp } from '../app.ts';
import { type Attachment, attachmentJson } from '../files-host.ts';
import type { ImportMessage, ImportRecord } from '../imports/import-record.ts';
import { isFinished } from '../imports/import-record.ts';
import { userJson } from './json.ts';

/** Entries before the list is cut and its rest told in one sentence (§2.4). */
const SHOWN_MESSAGES = 24;

/** Attachments are made when somebody first looks, once per import. */
const attachments = new WeakMap<ImportRecord, { upload: Attachment | undefined; errors: Attachment | undefined }>();

/** The import object, §2.4. */
export function importJson(app: CanvasApp, record: ImportRecord): object {
  const { upload, errors } = filesOf(app, record);
  return {
    id: record.id,
    created_at: record.created_at,
    started_at: record.started_at,
    ended_at: record.ended_at,
    updated_at: record.updated_at,
    progress: record.progress,
    workflow_state: record.workflow_state,
    data: dataOf(record),
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
    diffing_user_remove_status: null,
    skip_deletes: record.options.skip_deletes,
    change_threshold: null,
    diff_row_count_threshold: null,
    ...messagesOf(record),
    ...(errors === undefined ? {} : { errors_attachment: attachmentJson(errors) }),
    user: userJson(app, app.state.users.require(record.user_id)),
    ...(upload === undefined ? {} : { csv_attachments: [attachmentJson(upload)] }),
  };
}

function dataOf(record: ImportRecord): object {
  if (record.counts === null) return { import_type: 'instructure_csv' };
  return {
    import_type: 'instructure_csv',
    supplied_batches: record.supplied_batches,
    completed_importers: record.completed_importers,
    running_immediately: true,
    downloadable_attachment_ids: [],
    counts: record.counts,
    ...(isFinished(record) ? { statistics: statisticsOf(record) } : {}),
    ...(record.error_message === null ? {} : { error_message: record.error_message }),
  };
}

function statisticsOf(record: ImportRecord): object {
  const kinds = record.statistics ?? {};
  let total = 0;
  const filled: Record<string, object> = {};
  for (const [kind, changes] of Object.entries(kinds)) {
    for (const count of Object.values(changes)) total += count;
    filled[kind] = { created: 0, restored: 0, deleted: 0, ...changes };
  }
  return { total_state_changes: total, ...filled };
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

function filesOf(app: CanvasApp, record: ImportRecord): { upload: Attachment | undefined; errors: Attachment | undefined } {
  const made = attachments.get(record) ?? { upload: undefined, errors: undefined };
  attachments.set(record, made);
  const upload = app.imports.uploads.get(record.id);
  if (made.upload === undefined && upload !== undefined) {
    const type = upload.filename.endsWith('.csv') ? 'text/csv' : 'application/zip';
    const read = () => app.imports.uploads.get(record.id)?.bytes;
    made.upload = app.files.add(upload.filename, type, upload.bytes.length, read, record.created_at);
  }
  if (made.errors === undefined && isFinished(record) && record.messages.length > 0) {
    const csv = Buffer.from(errorsCsv(record));
    made.errors = app.files.add(`sis_errors_attachment_${record.id}.csv`, 'text/csv', csv.length, () => csv, app.state.now());
  }
  return made;
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
