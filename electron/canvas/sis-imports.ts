import type { z } from 'zod';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import type { Edge } from '../net/edge.ts';
import { failureOfAnswer, failureOfFault } from './canvas-answers.ts';
import { uploadRefused, uploadUnclear } from './canvas-failures.ts';
import { type CanvasHttp, parseAnswer } from './canvas-http.ts';
import { poll, type WaitOptions } from './polling.ts';
import { WireImport, WireImportErrors, WireImports } from './wire.ts';

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

export interface ImportErrorRow {
  readonly file: string | null;
  /** Row number in the file, the header being row 1; null when Canvas does not tell. */
  readonly row: number | null;
  readonly message: string;
  /** The row as Canvas shows it: for people, never to be parsed. */
  readonly rowInfo: string | null;
}

export interface ImportOptions {
  /** Overwrites fields edited in Canvas; only for packages that hold nothing but rows a person chose (ROSTER-RULES F3). */
  readonly overrideStickiness?: boolean;
}

export interface ImportCalls {
  /** All imports since an instant (ISO), newest first, other people's included. */
  listImports(options: { readonly createdSince: string }): Promise<Outcome<CanvasImport[]>>;
  /** Sends one package; never repeated by itself once Canvas may have begun to take it. */
  createImport(zip: Uint8Array<ArrayBuffer>, options?: ImportOptions): Promise<Outcome<CanvasImport>>;
  getImport(id: string): Promise<Outcome<CanvasImport>>;
  /** Every message of an import with its row, a page at a time; the value is their number. */
  importErrors(id: string, onPage: (rows: ImportErrorRow[]) => void | Promise<void>): Promise<Outcome<number>>;
  abortImport(id: string): Promise<Outcome<CanvasImport>>;
  /** Until the import is over, however it ended. */
  waitForImport(id: string, options?: WaitOptions<CanvasImport>): Promise<Outcome<CanvasImport>>;
}

const imports = '/api/v1/accounts/self/sis_imports';
/** Canvas gives up on an upload after a minute (canvas-sis.md §1.1). */
const UPLOAD_TIMEOUT_MS = 90_000;
/** Answers to an upload that mean "not taken", in JSON or as a front end's page. */
const refusals = new Set([400, 404, 405, 411, 413, 415, 422, 500]);
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

/** Whether all rows Canvas accepted have been applied; messages may still name refused rows. */
export function importApplied(workflowState: string): boolean {
  return workflowState === 'imported' || workflowState === 'imported_with_messages';
}

export function createImportCalls(http: CanvasHttp, edge: Edge): ImportCalls {
  return {
    async listImports({ createdSince }) {
      const found: CanvasImport[] = [];
      const path = `${imports}?per_page=100&created_since=${encodeURIComponent(createdSince)}`;
      const read = await http.pages({ method: 'GET', path, what: 'see SIS imports' }, WireImports, (page) => {
        for (const wire of page.sis_imports) found.push(importOf(wire));
      });
      return read.ok ? succeed(found) : read;
    },
    createImport: (zip, options = {}) => sendPackage(http, zip, options),
    getImport: (id) => getImport(http, id, undefined),
    async importErrors(id, onPage) {
      let count = 0;
      const path = `${imports}/${encodeURIComponent(id)}/errors?per_page=100`;
      const read = await http.pages({ method: 'GET', path, what: 'see SIS import errors' }, WireImportErrors, async (page) => {
        count += page.sis_import_errors.length;
        await onPage(
          page.sis_import_errors.map((wire) => ({
            file: wire.file ?? null,
            row: wire.row ?? null,
            message: wire.message ?? '',
            rowInfo: wire.row_info ?? null,
          })),
        );
      });
      return read.ok ? succeed(count) : read;
    },
    async abortImport(id) {
      const path = `${imports}/${encodeURIComponent(id)}/abort`;
      const read = await http.read({ method: 'PUT', path, what: 'stop SIS imports' }, WireImport);
      return read.ok ? succeed(importOf(read.value)) : read;
    },
    waitForImport(id, options = {}) {
      const ask = () => getImport(http, id, options.signal);
      return poll({ edge, ask, done: (state) => importEnded(state.workflowState), ...options });
    },
  };
}

async function getImport(http: CanvasHttp, id: string, signal: AbortSignal | undefined): Promise<Outcome<CanvasImport>> {
  const path = `${imports}/${encodeURIComponent(id)}`;
  const read = await http.read({ method: 'GET', path, what: 'see SIS imports', signal }, WireImport);
  return read.ok ? succeed(importOf(read.value)) : read;
}

/**
 * The raw zip as body (canvas-sis.md §2.2, ENGINE-NOTES §3). When no clear answer came, Canvas may have taken it all the
 * same: `canvas.upload-unclear` tells the caller to look at the list of imports before anything is sent again.
 */
async function sendPackage(
  http: CanvasHttp,
  zip: Uint8Array<ArrayBuffer>,
  options: ImportOptions,
): Promise<Outcome<CanvasImport>> {
  const host = new URL(http.origin).host;
  const what = 'run SIS imports';
  const override = options.overrideStickiness === true ? '&override_sis_stickiness=true' : '';
  const result = await http.exchange({
    method: 'POST',
    path: `${imports}?import_type=instructure_csv&extension=zip${override}`,
    what,
    body: zip,
    contentType: 'application/zip',
    timeoutMs: UPLOAD_TIMEOUT_MS,
  });
  if (result.kind === 'stopped') return fail(result.failure);
  if (result.kind === 'fault') {
    const { kind, detail } = result.fault;
    const neverSent = kind === 'name-not-found' || kind === 'connection-refused' || kind === 'certificate' || kind === 'redirect';
    return fail(neverSent ? failureOfFault(result.fault, host) : uploadUnclear(`${kind}: ${detail}`));
  }
  const { answer } = result;
  const failure = failureOfAnswer(answer, { what, host });
  if (failure !== null) {
    const refused = refusals.has(answer.status) && failure.code !== 'canvas.not-root';
    // A front end's 502–504 says nothing about what happened behind it.
    if (!refused && failure.code === 'canvas.down') return fail(uploadUnclear(failure.detail ?? ''));
    return fail(refused ? uploadRefused(failure.detail ?? '') : failure);
  }
  const parsed = parseAnswer(answer, WireImport, host);
  return parsed.ok ? succeed(importOf(parsed.value)) : fail(uploadUnclear(parsed.failure.detail ?? ''));
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
