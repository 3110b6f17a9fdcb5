import { type Collection, collections } from '../../shared/entities.ts';
import type { Failure } from '../../shared/failure.ts';
import { type Outcome, succeed } from '../../shared/outcome.ts';
import type { OpenedPage } from './parse-page.ts';
import { pullCollection } from './pull-collection.ts';
import type { SisClient } from './sis-client.ts';

/**
 * Where pages go. Bodies may be transferred to another thread. Of one collection the next page is handed over when the
 * previous one is `opened`, maybe while it is being stored, but never a third; pages are stored in the order they came.
 * Up to three collections interleave.
 */
export interface PageSink {
  /** Forget the rows of this collection (start, or restart after drift). */
  restart(collection: Collection): Promise<void>;
  /** `opened` resolves right after JSON.parse with what paging needs, `stored` when the rows are kept. After a failed `opened` nothing is kept; the same index may come again. */
  page(
    collection: Collection,
    index: number,
    body: ArrayBuffer,
  ): { readonly opened: Promise<Outcome<PageFacts>>; readonly stored: Promise<Outcome<void>> };
  /** All pages are in: what counting them together shows. Sinks that cannot tell leave it out; duplicates are then not checked. */
  close?(collection: Collection): Promise<Outcome<CollectionFacts>>;
}

export interface PageFacts {
  readonly received: number;
  /** sourcedIds not seen before in this pull of the collection; `received` when the sink does not know. */
  readonly fresh: number;
  readonly next: string | null;
  /** Records in all, as the body says. */
  readonly total: number | null;
  /** The list was missing (`{}` or no body): see OpenedPage.empty. */
  readonly empty: boolean;
  /** sourcedIds of the first and last record, and the two with the count; '' for a record without one. */
  readonly first?: string;
  readonly last?: string;
  readonly mark?: string;
  readonly sortRefused?: boolean;
}

export interface CollectionFacts {
  /** Different records kept, told apart by sourcedId. */
  readonly unique: number;
  /** Records the tolerant reader had to leave out. */
  readonly dropped: number;
  /** Why, the most frequent reason first; '' or left out when the sink does not know. */
  readonly reasons?: string;
}

/** The facts of an opened page, for a sink that answers them from its own thread. */
export function pageFacts(opened: OpenedPage, fresh = opened.received): PageFacts {
  const { received, next, total, empty, first, last, sortRefused } = opened;
  return { received, fresh, next, total, empty, first, last, mark: `${received}:${first}:${last}`, sortRefused };
}

export interface PullOptions {
  /** Rows asked for at first; slow servers get less. */
  readonly pageSize: number;
  /** Collections at a time, 1 to 3. */
  readonly parallel: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: PullProgress) => void;
}

export interface PullProgress {
  readonly collection: Collection;
  /** Records received so far; begins again after a restart. */
  readonly received: number;
  /** Null while the server does not say. */
  readonly total: number | null;
  /** True with the last page. */
  readonly complete: boolean;
}

export interface CollectionReport {
  /** Records received, duplicates included: equal to the server's last total where it gives one. */
  readonly received: number;
  readonly total: number | null;
  readonly pages: number;
  readonly restarts: number;
  /** Rows asked for by the last page. */
  readonly pageSize: number;
  /** Records beyond the first with the same sourcedId; null when the sink cannot tell. */
  readonly duplicates: number | null;
  readonly dropped: number | null;
}

export interface PullReport {
  readonly collections: { readonly [C in Collection]: CollectionReport };
  /** The server's clock at the first page, '' when it does not say. */
  readonly serverDate: string;
}

/**
 * Reads all six collections whole and verified (oneroster-1.1.md §1.5, §3.1), or fails saying which collection, which
 * page and what came; then nothing the sink holds may be used.
 */
export async function pullCollections(client: SisClient, sink: PageSink, options: PullOptions): Promise<Outcome<PullReport>> {
  const stop = new AbortController();
  const cancel = () => stop.abort(options.signal?.reason);
  if (options.signal?.aborted === true) cancel();
  options.signal?.addEventListener('abort', cancel, { once: true });
  const waiting = [...collections];
  const reports = new Map<Collection, CollectionReport>();
  const failures: Failure[] = [];
  let serverDate = '';

  async function work(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined && failures.length === 0; next = waiting.shift()) {
      const report = await pullCollection(client, sink, next, {
        ...options,
        signal: stop.signal,
        onServerDate: (date) => (serverDate ||= date),
      });
      if (report.ok) reports.set(next, report.value);
      else failures.push(report.failure);
    }
  }

  /** A lane ends when nothing is left to begin, or on a failure or bug: then the others need not go on. */
  function stopOthers(): void {
    if (waiting.length > 0 || failures.length > 0) stop.abort();
  }

  try {
    const lanes = Math.max(1, Math.min(3, options.parallel));
    const ends = await Promise.allSettled(Array.from({ length: lanes }, () => work().finally(stopOthers)));
    const bug = ends.find((end) => end.status === 'rejected');
    if (bug !== undefined) throw bug.reason;
  } finally {
    options.signal?.removeEventListener('abort', cancel);
  }
  // The first failure is the cause; later ones are the other collections being stopped.
  const [failure] = failures;
  if (failure !== undefined) return { ok: false, failure };
  return succeed({ collections: Object.fromEntries(reports) as Record<Collection, CollectionReport>, serverDate });
}
