import type { z } from 'zod';
import { type Outcome, succeed } from '../../shared/outcome.ts';
import type { CanvasHttp } from './canvas-http.ts';
import { WireImport } from './wire.ts';

export const IMPORTS = '/api/v1/accounts/self/sis_imports';

export interface ImportMessage {
  /** File inside the package; null for messages about the whole import. */
  readonly file: string | null;
  readonly message: string;
}

/** A SIS import as Canvas tells it (canvas-sis.md §2.4). */
export interface CanvasImport {
  readonly id: string;
  readonly workflowState: string;
  /** 0–100; stays below 100 after a failure, so only the state says whether it is over. */
  readonly progress: number;
  /** ISO instants; '' when not told. */
  readonly createdAt: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly userId: string | null;
  /** '' when Canvas does not tell. */
  readonly userName: string;
  /** Size of the uploaded file; null when Canvas does not tell. */
  readonly uploadBytes: number | null;
  readonly batchMode: boolean;
  readonly diffing: boolean;
  readonly overrideStickiness: boolean;
  /** Accepted rows per kind of file (`courses`, `enrollments`, …), unchanged ones included. */
  readonly counts: Readonly<Record<string, number>>;
  /** State changes per class of object; null when Canvas does not tell. */
  readonly statistics: Readonly<Record<string, unknown>> | null;
  /** At most 25 of each; all of them come from `importErrors`. */
  readonly warnings: readonly ImportMessage[];
  readonly errors: readonly ImportMessage[];
  /** What broke a `failed` import, in Canvas' words. */
  readonly errorMessage: string | null;
}

const finalStates = new Set([
  'imported',
  'imported_with_messages',
  'failed',
  'failed_with_messages',
  'aborted',
  'restoring',
  'partially_restored',
  'restored',
]);

/** Whether an import is over (canvas-sis.md §2.5). */
export function importEnded(workflowState: string): boolean {
  return finalStates.has(workflowState);
}

/**
 * Whether nothing of an import can have been applied, and nothing will be: its file never came. One that waits for its file
 * for ever, or was stopped while it did, stays in Canvas' list (canvas-sis.md §2.3).
 */
export function importNeverBegan({ workflowState, startedAt, uploadBytes }: CanvasImport): boolean {
  return (workflowState === 'initializing' || workflowState === 'aborted') && startedAt === '' && uploadBytes === null;
}

/** Whether all rows Canvas accepted have been applied; messages may still name refused rows. */
export function importApplied(workflowState: string): boolean {
  return workflowState === 'imported' || workflowState === 'imported_with_messages';
}

export async function getImport(http: CanvasHttp, id: string, signal?: AbortSignal): Promise<Outcome<CanvasImport>> {
  const path = `${IMPORTS}/${encodeURIComponent(id)}`;
  const read = await http.read({ method: 'GET', path, what: 'see SIS imports', signal }, WireImport);
  return read.ok ? succeed(importOf(read.value)) : read;
}

export function importOf(wire: z.infer<typeof WireImport>): CanvasImport {
  const messages = (list: typeof wire.processing_warnings) => (list ?? []).map(([file, message]) => ({ file, message }));
  const counts = Object.entries(wire.data?.counts ?? {}).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return {
    id: wire.id,
    workflowState: wire.workflow_state,
    progress: wire.progress ?? 0,
    createdAt: wire.created_at,
    startedAt: wire.started_at,
    endedAt: wire.ended_at,
    userId: wire.user?.id ?? null,
    userName: wire.user?.name ?? '',
    uploadBytes: wire.csv_attachments?.length === 1 ? (wire.csv_attachments[0]?.size ?? null) : null,
    batchMode: wire.batch_mode || wire.multi_term_batch_mode,
    diffing: (wire.diffing_data_set_identifier ?? '') !== '',
    overrideStickiness: wire.override_sis_stickiness,
    counts: Object.fromEntries(counts),
    statistics: wire.data?.statistics ?? null,
    warnings: messages(wire.processing_warnings),
    errors: messages(wire.processing_errors),
    errorMessage: wire.data?.error_message ?? null,
  };
}
