import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import type { Edge } from '../net/edge.ts';
import type { HttpAnswer } from '../net/http.ts';
import { failureOfAnswer, failureOfFault } from './canvas-answers.ts';
import { type CanvasFailure, cancelled, canvasDown, uploadRefused, uploadUnclear } from './canvas-failures.ts';
import { type CanvasExchange, type CanvasHttp, parseAnswer } from './canvas-http.ts';
import { type CanvasImport, getImport, IMPORTS, importOf } from './canvas-import.ts';
import { type FilePlace, pathOnCanvas, placeOf, preAttachmentQuery, putFile } from './pre-attachment.ts';
import { UploadLine } from './upload-line.ts';
import { WireImport, WirePreAttachment } from './wire.ts';

export interface ImportOptions {
  /** Overwrites fields edited in Canvas; only for packages that hold nothing but rows a person chose (ROSTER-RULES F3). */
  readonly overrideStickiness?: boolean;
  /** Uploads in steps even what would arrive directly in time: for what did not arrive directly before. */
  readonly inSteps?: boolean;
  /** Told the id of an import that waits for its file, before the first byte of it leaves; the upload waits for this. */
  readonly onNamed?: (id: string) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/** Sends packages to Canvas, directly or in steps; never repeated by itself once Canvas may have begun to take one. */
export interface Uploads {
  send(zip: Uint8Array<ArrayBuffer>, options: ImportOptions): Promise<Outcome<CanvasImport>>;
}

const WHAT = 'run SIS imports';
/** Canvas gives up on a direct upload after a minute (canvas-sis.md §1.1). */
const DIRECT_TIMEOUT_MS = 90_000;
/** Answers to a new import that mean "not taken", in JSON or as a front end's page. */
const refusals = new Set([400, 404, 405, 411, 413, 415, 422, 500]);
/** Once its file is stored, Canvas begins an import at once; this long is waited for it, asking so often. */
const BEGIN_MS = 2 * 60_000;
const ASK_AGAIN_MS = 1000;

export function createUploads(http: CanvasHttp, edge: Edge): Uploads {
  return new CanvasUploads(http, edge);
}

class CanvasUploads implements Uploads {
  readonly #http: CanvasHttp;
  readonly #edge: Edge;
  readonly #line = new UploadLine();
  /** Older Canvas does not know pre-attachments, which only the first try shows. */
  #knowsSteps = true;

  constructor(http: CanvasHttp, edge: Edge) {
    this.#http = http;
    this.#edge = edge;
  }

  async send(zip: Uint8Array<ArrayBuffer>, options: ImportOptions): Promise<Outcome<CanvasImport>> {
    const steps = this.#knowsSteps && (options.inSteps === true || this.#line.isSlowFor(zip.byteLength));
    if (!steps) return this.#direct(zip, options);
    const created = await this.#announce(zip, options);
    if (!created.ok) return created;
    const { id, place } = created.value;
    if (place !== null) return this.#inSteps(zip, id, place, options);
    // What it made of the announcement is an import of an empty file, which does nothing.
    this.#knowsSteps = false;
    return this.#direct(zip, options);
  }

  /**
   * The raw zip as body (canvas-sis.md §2.2, ENGINE-NOTES §3). When no clear answer came, Canvas may have taken it all the
   * same: `canvas.upload-unclear` tells the caller to look at the list of imports before anything is sent again.
   */
  async #direct(zip: Uint8Array<ArrayBuffer>, options: ImportOptions): Promise<Outcome<CanvasImport>> {
    const began = this.#edge.now();
    const result = await this.#http.exchange({
      method: 'POST',
      path: `${IMPORTS}?${importQuery(options)}`,
      what: WHAT,
      body: zip,
      contentType: 'application/zip',
      timeoutMs: DIRECT_TIMEOUT_MS,
    });
    const arrived = result.kind === 'answer' || (result.kind === 'fault' && result.fault.kind === 'timeout');
    if (arrived) this.#line.note(zip.byteLength, this.#edge.now() - began);
    const answer = this.#judged(result, uploadUnclear);
    if (!answer.ok) return answer;
    const parsed = parseAnswer(answer.value, WireImport, this.#host);
    return parsed.ok ? succeed(importOf(parsed.value)) : fail(uploadUnclear(parsed.failure.detail ?? ''));
  }

  /** The first step. Whatever becomes of its answer, an import without its file does nothing. */
  async #announce(
    zip: Uint8Array<ArrayBuffer>,
    options: ImportOptions,
  ): Promise<Outcome<{ readonly id: string; readonly place: FilePlace | null }>> {
    const path = `${IMPORTS}?${preAttachmentQuery(zip.byteLength)}&${importQuery(options)}`;
    const answer = this.#judged(await this.#http.exchange({ method: 'POST', path, what: WHAT }), canvasDown);
    if (!answer.ok) return answer;
    const parsed = parseAnswer(answer.value, WirePreAttachment, this.#host);
    return parsed.ok ? succeed({ id: parsed.value.id, place: placeOf(parsed.value, this.#http.origin) }) : parsed;
  }

  /** The other steps: the file to its place, Canvas told, the import under way. */
  async #inSteps(
    zip: Uint8Array<ArrayBuffer>,
    id: string,
    place: FilePlace,
    { onNamed, signal }: ImportOptions,
  ): Promise<Outcome<CanvasImport>> {
    await onNamed?.(id);
    const began = this.#edge.now();
    const stored = await putFile(this.#edge, place, zip, signal);
    if (!stored.ok) return stored;
    this.#line.note(zip.byteLength, this.#edge.now() - began);
    const path = stored.value === null ? null : pathOnCanvas(stored.value, this.#http.origin);
    // Whether this was understood shows in the import itself.
    if (path !== null) await this.#http.exchange({ method: 'GET', path, what: 'finish the upload of an import file', signal });
    return this.#begun(id, signal);
  }

  async #begun(id: string, signal: AbortSignal | undefined): Promise<Outcome<CanvasImport>> {
    const until = this.#edge.now() + BEGIN_MS;
    for (;;) {
      const found = await getImport(this.#http, id, signal);
      if (!found.ok || found.value.workflowState !== 'initializing') return found;
      if (this.#edge.now() >= until) return fail(uploadUnclear('the import still waits for its file'));
      try {
        await this.#edge.sleep(ASK_AGAIN_MS, signal);
      } catch (error) {
        if (signal?.aborted === true) return fail(cancelled());
        throw error;
      }
    }
  }

  get #host(): string {
    return new URL(this.#http.origin).host;
  }

  /** The answer to a new import; `unclear` makes the failure for when there is none that says what happened. */
  #judged(result: CanvasExchange, unclear: (detail: string) => CanvasFailure): Outcome<HttpAnswer> {
    if (result.kind === 'stopped') return fail(result.failure);
    if (result.kind === 'fault') {
      const { kind, detail } = result.fault;
      const neverSent =
        kind === 'name-not-found' || kind === 'connection-refused' || kind === 'certificate' || kind === 'redirect';
      return fail(neverSent ? failureOfFault(result.fault, this.#host) : unclear(`${kind}: ${detail}`));
    }
    const failure = failureOfAnswer(result.answer, { what: WHAT, host: this.#host });
    if (failure === null) return succeed(result.answer);
    const refused = refusals.has(result.answer.status) && failure.code !== 'canvas.not-root';
    // A front end's 502–504 says nothing about what happened behind it.
    if (!refused && failure.code === 'canvas.down') return fail(unclear(failure.detail ?? ''));
    return fail(refused ? uploadRefused(failure.detail ?? '') : failure);
  }
}

function importQuery({ overrideStickiness }: ImportOptions): string {
  return `import_type=instructure_csv&extension=zip${overrideStickiness === true ? '&override_sis_stickiness=true' : ''}`;
}
