import type { StateChange, StatisticsKind } from '../lifecycle.ts';

/** §2.5; initializing is a pre-attachment whose file has not arrived. */
export type ImportState =
  | 'initializing'
  | 'created'
  | 'importing'
  | 'imported'
  | 'imported_with_messages'
  | 'failed'
  | 'failed_with_messages'
  | 'aborted'
  | 'partially_restored'
  | 'restored';

export const FINISHED_STATES: readonly ImportState[] = [
  'imported',
  'imported_with_messages',
  'failed',
  'failed_with_messages',
  'aborted',
  'partially_restored',
  'restored',
];

export interface ImportOptions {
  skip_deletes: boolean;
  override_sis_stickiness: boolean;
  add_sis_stickiness: boolean;
  clear_sis_stickiness: boolean;
  update_sis_id_if_login_claimed: boolean;
}

/** What other integrations' imports used and ours never do: batch mode and diffing (§2.3), under the keys of §2.4. */
export interface ForeignOptions {
  batch_mode?: boolean;
  batch_mode_term_id?: number | null;
  multi_term_batch_mode?: boolean;
  diffing_data_set_identifier?: string;
  diffing_remaster?: boolean;
  diffing_drop_status?: string;
  diffing_user_remove_status?: string;
  diffing_threshold_exceeded?: boolean;
  change_threshold?: number;
  diff_row_count_threshold?: number;
}

export interface ImportMessage {
  id: number;
  failure: boolean;
  file: string | null;
  message: string;
  row: number | null;
  row_info: string | null;
}

export interface ImportRecord {
  id: number;
  user_id: number;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
  updated_at: string;
  progress: number;
  workflow_state: ImportState;
  options: ImportOptions;
  filename: string;
  size: number;
  sha256: string;
  supplied_batches: string[];
  completed_importers: string[];
  counts: Record<string, number> | null;
  statistics: Partial<Record<StatisticsKind, Partial<Record<StateChange, number>>>> | null;
  error_message: string | null;
  messages: ImportMessage[];
  /** Small enough to be done in one go (§1.1). */
  running_immediately?: boolean;
  /** The upload holds password columns, which its downloadable copy must not show (§1.1). */
  has_passwords?: boolean;
  /** Set for the imports of other integrations that were placed here (control/placed-imports.ts). */
  foreign?: ForeignOptions;
  /** Neither run nor ended by the queue: somebody else's import, or one whose options were refused after it was made (§2.3). */
  held?: boolean;
}

export function isFinished(record: ImportRecord): boolean {
  return FINISHED_STATES.includes(record.workflow_state);
}
