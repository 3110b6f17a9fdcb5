import type { CanvasApp } from '../app.ts';
import type { ForeignOptions, ImportMessage, ImportRecord, ImportState } from '../imports/import-record.ts';
import { UiRefusal } from './ui-input.ts';

const STATES: readonly ImportState[] = [
  'created',
  'importing',
  'imported',
  'imported_with_messages',
  'failed',
  'failed_with_messages',
  'aborted',
  'partially_restored',
  'restored',
];

/** Which type a foreign option has in the import object (§2.4). */
const FOREIGN: Readonly<Record<keyof ForeignOptions, 'boolean' | 'number' | 'string'>> = {
  batch_mode: 'boolean',
  batch_mode_term_id: 'number',
  multi_term_batch_mode: 'boolean',
  diffing_data_set_identifier: 'string',
  diffing_remaster: 'boolean',
  diffing_drop_status: 'string',
  diffing_user_remove_status: 'string',
  diffing_threshold_exceeded: 'boolean',
  change_threshold: 'number',
  diff_row_count_threshold: 'number',
};

const FLAGS = ['skip_deletes', 'override_sis_stickiness', 'add_sis_stickiness', 'clear_sis_stickiness'] as const;

type Body = Readonly<Record<string, unknown>>;

/**
 * Puts an import of another integration into the list, to be seen there and nothing more: { user?, created_at?, ended_at?,
 * workflow_state?, supplied_batches?, counts?, messages?: [{ message, failure?, file?, row? }], and any option of §2.3 under
 * its key in the import object, e.g. batch_mode, diffing_data_set_identifier }. One that is `created` or `importing` keeps
 * later imports waiting until `endPlacedImport`.
 */
export function placeImport(app: CanvasApp, body: Body): ImportRecord {
  const at = text(body, 'created_at') ?? app.state.now();
  const state = stateOf(body, 'imported');
  const ended = state === 'created' || state === 'importing' ? null : (text(body, 'ended_at') ?? at);
  const user = body.user ?? app.tokenUserId;
  if (typeof user !== 'number' || app.state.users.get(user) === undefined)
    throw new UiRefusal(`there is no user ${String(user)}`);
  return app.imports.place({
    user_id: user,
    created_at: at,
    started_at: state === 'created' ? null : at,
    ended_at: ended,
    updated_at: ended ?? at,
    progress: ended === null ? 0 : 100,
    workflow_state: state,
    options: {
      ...Object.fromEntries(FLAGS.map((flag) => [flag, body[flag] === true])),
      update_sis_id_if_login_claimed: body.update_sis_id_if_login_claimed === true,
    } as ImportRecord['options'],
    filename: '',
    size: 0,
    sha256: '',
    supplied_batches: Array.isArray(body.supplied_batches) ? body.supplied_batches.map(String) : [],
    completed_importers: [],
    counts: ended === null ? null : { error_count: 0, warning_count: 0, ...(body.counts as Record<string, number> | undefined) },
    statistics: ended === null ? null : {},
    error_message: text(body, 'error_message') ?? null,
    messages: messagesOf(app, body),
    foreign: foreignOptions(body),
  });
}

/** Ends a placed import that was still created or importing: { workflow_state? } (default imported). */
export function endPlacedImport(app: CanvasApp, id: number, body: Body): ImportRecord {
  const record = app.imports.get(id);
  if (record?.held !== true) throw new UiRefusal(`there is no placed import ${id}`);
  record.workflow_state = stateOf(body, 'imported');
  record.counts ??= { error_count: 0, warning_count: 0 };
  record.progress = 100;
  record.started_at ??= record.created_at;
  record.ended_at = app.state.now();
  record.updated_at = record.ended_at;
  app.imports.wake();
  return record;
}

function stateOf(body: Body, otherwise: ImportState): ImportState {
  const word = text(body, 'workflow_state') ?? otherwise;
  const found = STATES.find((state) => state === word);
  if (found === undefined) throw new UiRefusal(`unknown import state ${word}`);
  return found;
}

function foreignOptions(body: Body): ForeignOptions {
  const given = Object.entries(FOREIGN).filter(([name]) => body[name] !== undefined);
  for (const [name, type] of given) {
    if (typeof body[name] !== type) throw new UiRefusal(`${name} must be a ${type}`);
  }
  return Object.fromEntries(given.map(([name]) => [name, body[name]]));
}

function messagesOf(app: CanvasApp, body: Body): ImportMessage[] {
  if (!Array.isArray(body.messages)) return [];
  return body.messages.map((given: Partial<ImportMessage>) => ({
    id: app.nextMessageId(),
    failure: given.failure === true,
    file: given.file ?? null,
    message: String(given.message ?? ''),
    row: given.row ?? null,
    row_info: given.row_info ?? null,
  }));
}

function text(body: Body, name: string): string | undefined {
  const value = body[name];
  if (value !== undefined && typeof value !== 'string') throw new UiRefusal(`${name} must be text`);
  return value;
}
