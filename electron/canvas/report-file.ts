import type { Failure } from '../../shared/failure.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import type { Edge } from '../net/edge.ts';
import { cancelled, reportDamaged, reportFileUnavailable } from './canvas-failures.ts';
import { isSafeAddress } from './canvas-url.ts';
import type { CanvasReport } from './reports.ts';
import { within } from './within.ts';

export interface FileSource {
  readonly edge: Edge;
  /** Canvas' own origin, the only place the token may go. */
  readonly origin: string;
  readonly token: string;
  readonly signal: AbortSignal | undefined;
}

/** Trouble in the middle of a file, raised by the iteration because rows were already handed out. */
export class ReportFileError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

const MAX_REDIRECTS = 5;
/** Nothing for this long means the connection is dead, however large the file is. */
const STALL_MS = 60_000;
const STALLED = 'the download stalled';

/**
 * A report's file from wherever Canvas keeps it: another host, a verifier in the address. Fetched without the token,
 * https except on this computer, redirects one by one under the same rule (canvas-sis.md §2.4, ENGINE-NOTES §3).
 */
export async function fetchReportFile(source: FileSource, report: CanvasReport): Promise<Outcome<AsyncIterable<Uint8Array>>> {
  const { attachment } = report;
  if (attachment === null) return fail(reportFileUnavailable('the report names no file'));
  const address = URL.canParse(attachment.url, source.origin) ? new URL(attachment.url, source.origin) : null;
  if (address === null) return fail(reportFileUnavailable('the address of the file is unusable'));
  const control = new AbortController();
  const stop = () => control.abort(source.signal?.reason);
  source.signal?.addEventListener('abort', stop, { once: true });
  // A run reads a report per term on one signal.
  const release = () => source.signal?.removeEventListener('abort', stop);
  if (source.signal?.aborted === true) stop();
  try {
    const response = await within(source.edge, STALL_MS, openFile(source, address, control.signal), STALLED);
    const body = typeof response === 'string' ? response : (response.body ?? 'no content');
    if (typeof body !== 'string') return succeed(readBody(source, body, attachment.size, control, release));
    release();
    return fail(reportFileUnavailable(body));
  } catch (error) {
    release();
    if (source.signal?.aborted === true) return fail(cancelled());
    control.abort();
    return fail(reportFileUnavailable(error instanceof Error ? error.message : 'connection failed'));
  }
}

/** The response with the file, or what stood in the way. */
async function openFile(source: FileSource, first: URL, signal: AbortSignal): Promise<Response | string> {
  let address = first;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    if (!isSafeAddress(address)) return `the file is offered without https at ${address.host}`;
    const response = await getOnce(source.edge, address, signal, undefined);
    if (typeof response === 'string') return response;
    // Where verifiers are switched off Canvas itself wants the token; no other host ever gets it.
    const refused = response.status === 401 || response.status === 403;
    const mine = address.origin === source.origin;
    const answer = refused && mine ? await getOnce(source.edge, address, signal, source.token) : response;
    if (typeof answer === 'string') return answer;
    const location = answer.status >= 300 && answer.status < 400 ? answer.headers.get('location') : null;
    if (location === null) return answer.ok ? answer : `${address.host} answered ${answer.status}`;
    await answer.body?.cancel();
    if (!URL.canParse(location, address)) return `${address.host} redirects nowhere`;
    address = new URL(location, address);
  }
  return 'too many redirects';
}

/**
 * One GET that does not follow redirects. Electron's net.fetch cannot show a redirect and rejects instead; as no token is
 * sent then, it may follow by itself as long as it ends at a safe address.
 */
async function getOnce(edge: Edge, address: URL, signal: AbortSignal, token: string | undefined): Promise<Response | string> {
  const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const options: RequestInit = { headers, signal, credentials: 'omit' };
  try {
    return await edge.fetch(address.href, { ...options, redirect: 'manual' });
  } catch (error) {
    const redirected = error instanceof Error && /redirect/i.test(`${error.message} ${String(error.cause)}`);
    if (!redirected || token !== undefined) throw error;
    const response = await edge.fetch(address.href, { ...options, redirect: 'follow' });
    // Electron 33 leaves the final address blank; elsewhere it is checked.
    const ended = response.url === '' ? address : new URL(response.url);
    return isSafeAddress(ended) ? response : `the file is offered without https at ${ended.host}`;
  }
}

async function* readBody(
  source: FileSource,
  body: ReadableStream<Uint8Array>,
  size: number | null,
  control: AbortController,
  release: () => void,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let received = 0;
  let ended = false;
  try {
    while (true) {
      const { done, value } = await within(source.edge, STALL_MS, reader.read(), STALLED);
      if (done) break;
      received += value.length;
      yield value;
    }
    ended = true;
    // What is missing must never look like a deletion (DESIGN §1, promise 2).
    if (size !== null && size !== received) throw new ReportFileError(reportDamaged(`${received} of ${size} bytes arrived`));
  } catch (error) {
    if (error instanceof ReportFileError) throw error;
    if (source.signal?.aborted === true) throw new ReportFileError(cancelled());
    throw new ReportFileError(reportDamaged(error instanceof Error ? error.message : 'connection lost'));
  } finally {
    if (!ended) control.abort();
    release();
  }
}
