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
  | 'aborted';

export const FINISHED_STATES: readonly ImportState[] = [
  'imported',
  'imported_with_messages',
  'failed',
  'failed_with_messages',
  'aborted',
];

export interface ImportOptions {
  skip_deletes: boolean;
  override_sis_stickiness: boolean;
  add_sis_stickiness: boolean;
  clear_sis_stickiness: boolean;
  update_sis_id_if_login_claimed: boolean;
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
}

export function isFinished(record: ImportRecord): boolean {
  return FINISHED_STATES.includes(record.workflow_state);
}
