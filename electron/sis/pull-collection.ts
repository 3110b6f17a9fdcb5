import type { Collection } from '../../shared/entities.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { cancelled, foreignLink, noWrapper } from './failures.ts';
import { followingPage, type NextRequest } from './next-page.ts';
import type { CollectionReport, PageFacts, PageSink, PullOptions } from './pull.ts';
import { drifted, duringPull, loopingLink, repeatedPage, tooManyDropped } from './pull-failures.ts';
import type { SisClient, SisPage } from './sis-client.ts';

export interface CollectionOptions extends PullOptions {
  readonly signal: AbortSignal;
  readonly onServerDate: (date: string) => void;
}

/** One reading of a collection: complete, changed while being read, or failed. */
type Pass =
  | { readonly kind: 'complete'; readonly report: CollectionReport; readonly filled: number }
  | { readonly kind: 'drift'; readonly what: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

const MOST_RESTARTS = 3;
/** oneroster-1.1.md §9 case 39. */
const MOST_DROPPED = 0.05;
/** Times one page is asked for again. */
const MOST_DAMAGED = 2;
/** Guard against a server that never ends: far beyond any district. */
const MOST_PAGES = 200_000;

/** Reads one collection until a reading is verified complete; a collection that changes meanwhile is read again, at most three times. */
export async function pullCollection(
  client: SisClient,
  sink: PageSink,
  collection: Collection,
  options: CollectionOptions,
): Promise<Outcome<CollectionReport>> {
  let duplicatesBefore: number | null = null;
  for (let restarts = 0; ; restarts += 1) {
    if (options.signal.aborted) return fail(cancelled());
    await sink.restart(collection);
    const pass = await new CollectionPass(client, sink, collection, options).read();
    if (pass.kind === 'failed') return fail(pass.failure);
    let drift = pass.kind === 'drift' ? pass.what : '';
    if (pass.kind === 'complete') {
      const checked = await checkWhole(sink, collection, { ...pass.report, restarts });
      if (!checked.ok) return checked;
      const { duplicates } = checked.value;
      // The same record on two pages is either the server's habit, then the next reading shows as many, or a sign that
      // rows moved between pages and others were missed although the total agrees.
      if (duplicates === null || duplicates === 0 || pass.filled === 1 || duplicates === duplicatesBefore) return checked;
      duplicatesBefore = duplicates;
      drift = `${duplicates} records came twice`;
    }
    if (restarts === MOST_RESTARTS) return fail(drifted(collection, drift));
  }
}

async function checkWhole(sink: PageSink, collection: Collection, report: CollectionReport): Promise<Outcome<CollectionReport>> {
  if (sink.close === undefined) return succeed(report);
  const facts = await sink.close(collection);
  if (!facts.ok) return facts;
  const { unique, dropped } = facts.value;
  if (dropped > report.received * MOST_DROPPED && dropped > 1) return fail(tooManyDropped(collection, dropped, report.received));
  return succeed({ ...report, duplicates: report.received - unique, dropped });
}

/** The state of one reading, page after page (oneroster-1.1.md §3.1). */
class CollectionPass {
  private received = 0;
  private total: number | null = null;
  private pages = 0;
  /** Pages that held records. */
  private filled = 0;
  private damaged = 0;
  private echoed = false;
  private pageSize: number;
  private mark = '';
  private stale = 0;
  private readonly seen = new Set<string>();
  private storing: Promise<Outcome<void>> = Promise.resolve(succeed(undefined));
  private readonly client: SisClient;
  private readonly sink: PageSink;
  private readonly collection: Collection;
  private readonly options: CollectionOptions;

  constructor(client: SisClient, sink: PageSink, collection: Collection, options: CollectionOptions) {
    this.client = client;
    this.sink = sink;
    this.collection = collection;
    this.options = options;
    this.pageSize = options.pageSize;
  }

  async read(): Promise<Pass> {
    const pass = await this.readPages();
    // Nothing may still be on its way into the store when the next reading, or nothing, begins.
    const stored = await this.storing;
    return pass.kind === 'complete' && !stored.ok ? this.failed(stored.failure) : pass;
  }

  private async readPages(): Promise<Pass> {
    let request: NextRequest = { offset: 0 };
    while (this.pages < MOST_PAGES) {
      const fetched = await this.fetch(request);
      // A server may refuse to go past its end; that is as good as the empty page asked for.
      if (!fetched.ok)
        return this.allIn() && refusesPastEnd.has(fetched.failure.code) ? this.complete() : this.failed(fetched.failure);
      const facts = await this.hand(fetched.value);
      if (!facts.ok && this.mayComeWhole(facts.failure)) continue;
      if (!facts.ok) return this.failed(facts.failure);
      const next = this.judge(fetched.value, facts.value);
      if ('kind' in next) return next;
      request = next;
    }
    return this.failed(repeatedPage(this.collection));
  }

  private fetch(request: NextRequest): Promise<Outcome<SisPage>> {
    const { pageSize, signal } = this.options;
    const patience = this.allIn() ? { retries: 1 } : {};
    return this.client.page(this.collection, { limit: pageSize, signal, ...patience, ...request });
  }

  /** A page that was cut or replaced by a proxy's own is asked for again, twice. */
  private mayComeWhole(failure: Failure): boolean {
    this.damaged += 1;
    return (failure.code === 'sis.not-json' || failure.code === 'sis.html') && this.damaged <= MOST_DAMAGED;
  }

  /** Hands a page over once the previous one is stored; answers as soon as its records are counted. */
  private async hand(page: SisPage): Promise<Outcome<PageFacts>> {
    if (page.serverDate !== null) this.options.onServerDate(page.serverDate);
    const before = await this.storing;
    if (!before.ok) return before;
    if (this.options.signal.aborted) return fail(cancelled());
    const handed = this.sink.page(this.collection, this.pages, page.body);
    const opened = await handed.opened;
    if (opened.ok) this.storing = handed.stored;
    return opened;
  }

  private judge(page: SisPage, facts: PageFacts): Pass | NextRequest {
    const { collection } = this;
    if (facts.empty && this.pages === 0 && page.total !== 0)
      return this.failed(noWrapper(collection, `Status ${page.status} without a list.`));
    const echo = this.allIn() && facts.received !== page.limit && facts.mark !== undefined && facts.mark === this.mark;
    if (this.echoed || echo) return this.judgeEcho(echo);
    const ended = facts.received === 0;
    if (page.total !== null && this.total !== null && page.total !== this.total && !(ended && page.total === 0)) {
      return { kind: 'drift', what: `the number of records went from ${this.total} to ${page.total} while they were read` };
    }
    if (this.total === null || !ended) this.total = page.total ?? this.total;
    this.received += facts.received;
    this.pages += 1;
    this.damaged = 0;
    this.filled += ended ? 0 : 1;
    this.pageSize = page.limit;
    this.tell(false);
    if (facts.sortRefused === true) this.client.dropSort();
    if (ended) return this.complete();
    if (this.total !== null && this.received > this.total) {
      return { kind: 'drift', what: `the SIS announced ${this.total} records, but sent ${this.received}` };
    }
    if (this.repeats(facts)) return this.failed(repeatedPage(collection));
    return this.next(page, facts);
  }

  /**
   * All announced records are in, yet the page past the end is the last one again. A server that answers the same far
   * beyond the end ignores the offset and has sent everything, unless the page is exactly as long as asked; any other
   * answer means that the total was too small.
   */
  private judgeEcho(echo: boolean): Pass | NextRequest {
    if (!echo) return { kind: 'drift', what: `the SIS announced ${this.total} records, but sent more` };
    if (this.echoed) return this.complete();
    this.echoed = true;
    return { offset: this.received * 2 + 1000 };
  }

  private next(page: SisPage, facts: PageFacts): Pass | NextRequest {
    const body = page.nextLink === null ? this.client.nextOf(facts.next, page.url) : null;
    const foreign = page.foreignLink ?? (body?.kind === 'elsewhere' && !body.offset ? body.host : null);
    if (foreign !== null) return this.failed(foreignLink(new URL(page.url).host, foreign));
    const link = page.nextLink ?? (body?.kind === 'here' ? body.url : null);
    const following = followingPage(link, page.url, this.received, facts.received, this.seen);
    if (following.kind === 'loop') return this.failed(loopingLink(this.collection));
    return following.kind === 'end' ? this.complete() : following.request;
  }

  private complete(): Pass {
    const { received, total, pages, pageSize } = this;
    if (total !== null && received !== total) {
      return { kind: 'drift', what: `the SIS announced ${total} records, but sent ${received}` };
    }
    this.tell(true);
    return {
      kind: 'complete',
      filled: this.filled,
      report: { received, total, pages, restarts: 0, pageSize, duplicates: null, dropped: null },
    };
  }

  /** A total is believed only after one more page came back empty: a server may announce too few. */
  private allIn(): boolean {
    return this.pages > 0 && this.total !== null && this.received === this.total;
  }

  /** The same page twice in a row, or two pages without one new record: the server does not page. */
  private repeats(facts: PageFacts): boolean {
    const same = facts.mark !== undefined && facts.mark === this.mark;
    this.mark = facts.mark ?? '';
    this.stale = facts.fresh === 0 ? this.stale + 1 : 0;
    return same || this.stale > 1;
  }

  private failed(failure: Failure): Pass {
    return { kind: 'failed', failure: duringPull(failure, this.collection, this.pages + 1, this.received) };
  }

  private tell(complete: boolean): void {
    this.options.onProgress?.({ collection: this.collection, received: this.received, total: this.total, complete });
  }
}

const refusesPastEnd = new Set(['sis.bad-request', 'sis.not-found', 'sis.server-error']);
