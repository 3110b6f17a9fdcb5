import { createHash } from 'node:crypto';
import { type ImportOptions, type ImportRecord, isFinished } from './import-record.ts';
import { type PipelineWorld, runImport } from './pipeline.ts';

export interface Upload {
  filename: string;
  bytes: Uint8Array;
}

/** Uploads are kept for download and for restarts, up to this many bytes in all; the oldest finished go first. */
const KEPT_UPLOAD_BYTES = 256 * 1024 * 1024;

/** One import at a time per root account, in the order they were made (§2.5). */
export class ImportQueue {
  readonly records: ImportRecord[] = [];
  readonly uploads = new Map<number, Upload>();
  maxWaiting = 0;
  readonly #world: PipelineWorld;
  readonly #changed: () => void;
  #timer: NodeJS.Timeout | undefined;
  #busy = false;
  #closed = false;
  #heldUntil = 0;

  constructor(world: PipelineWorld, changed: () => void) {
    this.#world = world;
    this.#changed = changed;
  }

  /** Makes the record at once, `created`; a pre-attachment without its file yet is `initializing`. */
  add(upload: Upload | undefined, options: ImportOptions, userId: number): ImportRecord {
    const now = this.#world.state.now();
    const record: ImportRecord = {
      id: (this.records.at(-1)?.id ?? 0) + 1,
      user_id: userId,
      created_at: now,
      started_at: null,
      ended_at: null,
      updated_at: now,
      progress: 0,
      workflow_state: 'initializing',
      options,
      filename: '',
      size: 0,
      sha256: '',
      supplied_batches: [],
      completed_importers: [],
      counts: null,
      statistics: null,
      error_message: null,
      messages: [],
    };
    this.records.push(record);
    if (upload !== undefined) this.supply(record, upload);
    return record;
  }

  /** An import that stays as it is: never run, whatever its state says. */
  place(record: Omit<ImportRecord, 'id' | 'held'>): ImportRecord {
    const placed = { ...record, id: (this.records.at(-1)?.id ?? 0) + 1, held: true };
    this.records.push(placed);
    this.#changed();
    return placed;
  }

  supply(record: ImportRecord, upload: Upload): void {
    record.filename = upload.filename;
    record.size = upload.bytes.length;
    record.sha256 = createHash('sha256').update(upload.bytes).digest('hex');
    record.workflow_state = 'created';
    this.uploads.set(record.id, upload);
    this.#forgetOldUploads();
    const waiting = this.records.filter((other) => other.workflow_state !== 'initializing' && !isFinished(other) && !other.held);
    this.maxWaiting = Math.max(this.maxWaiting, waiting.length);
    this.#changed();
    this.wake();
  }

  get(id: number): ImportRecord | undefined {
    return this.records.find((record) => record.id === id);
  }

  running(): ImportRecord | undefined {
    return this.records.find((record) => record.workflow_state === 'importing');
  }

  /** False when there is nothing left to abort. After a running one the next starts only after a rest. */
  abort(record: ImportRecord): boolean {
    if (isFinished(record)) return false;
    if (record.workflow_state === 'importing') this.#heldUntil = Date.now() + this.#world.settings.durations.abortHoldMs;
    record.workflow_state = 'aborted';
    record.ended_at = this.#world.state.now();
    record.updated_at = record.ended_at;
    this.#changed();
    return true;
  }

  abortAllPending(): void {
    for (const record of this.records) {
      if (record.workflow_state === 'created' || record.workflow_state === 'initializing') this.abort(record);
    }
  }

  /** Starts the next import when its turn and time have come. */
  wake(): void {
    if (this.#closed || this.#busy || this.#timer !== undefined) return;
    const next = this.records.find((record) => record.workflow_state === 'created' || record.workflow_state === 'importing');
    // Somebody else's import goes first until it is ended.
    if (next === undefined || next.held) return;
    const rest = Math.max(this.#world.settings.durations.createdMs, this.#heldUntil - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#run();
    }, rest);
    this.#timer.unref();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    const running = this.running();
    // Only tells the pipeline to stop between rows; nobody looks at the record any more.
    if (running !== undefined && !running.held) running.workflow_state = 'aborted';
  }

  async #run(): Promise<void> {
    const record = this.records.find((waiting) => waiting.workflow_state === 'created' && !waiting.held);
    const upload = record === undefined ? undefined : this.uploads.get(record.id);
    if (record === undefined) return;
    this.#busy = true;
    record.workflow_state = 'importing';
    record.started_at = this.#world.state.now();
    record.updated_at = record.started_at;
    const shown = delay(this.#world.settings.durations.importingMs);
    try {
      await runImport(this.#world, record, upload?.bytes ?? new Uint8Array());
    } catch (error) {
      record.error_message = error instanceof Error ? error.message : String(error);
    }
    await shown;
    if (this.#closed) return;
    if (!isFinished(record)) this.#finish(record);
    this.#busy = false;
    this.#changed();
    this.wake();
  }

  #finish(record: ImportRecord): void {
    const failed = record.messages.some((message) => message.failure);
    if (record.error_message !== null) record.workflow_state = 'failed';
    else if (failed) record.workflow_state = 'failed_with_messages';
    else record.workflow_state = record.messages.length > 0 ? 'imported_with_messages' : 'imported';
    if (record.error_message === null && !failed) record.progress = 100;
    record.ended_at = this.#world.state.now();
    record.updated_at = record.ended_at;
  }

  #forgetOldUploads(): void {
    let kept = [...this.uploads.values()].reduce((sum, upload) => sum + upload.bytes.length, 0);
    for (const record of this.records) {
      if (kept <= KEPT_UPLOAD_BYTES) return;
      const upload = this.uploads.get(record.id);
      if (upload === undefined || !isFinished(record)) continue;
      this.uploads.delete(record.id);
      kept -= upload.bytes.length;
    }
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
