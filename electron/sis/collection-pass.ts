import type { Collection } from '../../shared/entities.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { cancelled } from './failures.ts';
import { isSameRequest, type NextRequest } from './next-page.ts';
import { Paging } from './paging.ts';
import type { CollectionReport, PageFacts, PageSink, PullOptions } from './pull.ts';
import { duringPull, repeatedPage } from './pull-failures.ts';
import type { SisClient, SisPage } from './sis-client.ts';

export interface PassOptions extends PullOptions {
  readonly signal: AbortSignal;
  readonly onServerDate: (date: string) => void;
}

/** One reading of a collection: complete, changed while being read, or failed. */
export type Pass =
  | { readonly kind: 'complete'; readonly report: CollectionReport; readonly filled: number }
  | { readonly kind: 'drift'; readonly what: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Times one page is asked for again. */
const MOST_DAMAGED = 2;
/** Pages of a collection the sink may have at a time: one to store, and the next, so that it need not wait for us. */
const MOST_STORING = 2;
/** Guard against a server that never ends: far beyond any district. */
const MOST_PAGES = 200_000;

/**
 * Reads a collection once, page by page in order. A page is fetched while the one before is being counted and stored; it
 * is asked for on the guess that the one before is full, and given up when the count says otherwise. The server sees one
 * request of a collection at a time.
 */
export class CollectionPass {
  private readonly paging: Paging;
  private damaged = 0;
  private pageSize: number;
  private ahead: { readonly request: NextRequest; readonly page: Promise<Outcome<SisPage>> } | null = null;
  private guessing = true;
  /** Pages the sink has been handed and has not reported stored, oldest first. */
  private readonly storing: Promise<Outcome<void>>[] = [];
  private readonly client: SisClient;
  private readonly sink: PageSink;
  private readonly collection: Collection;
  private readonly options: PassOptions;

  constructor(client: SisClient, sink: PageSink, collection: Collection, options: PassOptions) {
    this.client = client;
    this.sink = sink;
    this.collection = collection;
    this.options = options;
    this.pageSize = options.pageSize;
    this.paging = new Paging(collection);
  }

  async read(): Promise<Pass> {
    const pass = await this.readPages();
    // Nothing may still be on its way into the store when the next reading, or nothing, begins.
    const stored = await this.stored(0);
    await this.ahead?.page;
    return pass.kind === 'complete' && !stored.ok ? this.failed(stored.failure) : pass;
  }

  /** Waits until the sink has no more pages than that in hand. */
  private async stored(most: number): Promise<Outcome<void>> {
    let all: Outcome<void> = succeed(undefined);
    while (this.storing.length > most) {
      const one = await this.storing.shift();
      if (one?.ok === false && all.ok) all = one;
    }
    return all;
  }

  private async readPages(): Promise<Pass> {
    let request = this.paging.start();
    for (let asked = 0; asked < MOST_PAGES; asked += 1) {
      const verdict = await this.readPage(request);
      if (verdict.kind !== 'ask') return verdict;
      request = verdict.request;
    }
    return this.failed(repeatedPage(this.collection));
  }

  private async readPage(request: NextRequest): Promise<Pass | { readonly kind: 'ask'; readonly request: NextRequest }> {
    const { paging } = this;
    const fetched = await this.fetch(request);
    let verdict = fetched.ok ? null : paging.refused(request, fetched.failure);
    if (!fetched.ok && verdict === null) return this.failed(fetched.failure);
    if (fetched.ok) {
      const page = fetched.value;
      const facts = await this.hand(request, page);
      if (!facts.ok) return this.mayComeWhole(facts.failure) ? { kind: 'ask', request } : this.failed(facts.failure);
      this.damaged = 0;
      this.pageSize = page.limit;
      if (facts.value.sortRefused === true) this.client.dropSort();
      verdict = paging.judge(request, { ...page, bodyLink: this.client.nextOf(facts.value.next, page.url) }, facts.value);
    }
    if (verdict === null) return this.failed(repeatedPage(this.collection));
    this.tell(verdict.kind === 'complete');
    if (verdict.kind === 'failed') return this.failed(verdict.failure);
    return verdict.kind === 'complete' ? this.complete() : verdict;
  }

  private async fetch(request: NextRequest): Promise<Outcome<SisPage>> {
    const { ahead } = this;
    this.ahead = null;
    if (ahead === null) return this.ask(request);
    const page = await ahead.page;
    if (isSameRequest(ahead.request, request)) return page;
    this.guessing = false;
    return this.ask(request);
  }

  private askAhead(request: NextRequest | null): void {
    if (request === null || !this.guessing) return;
    const page = this.ask(request);
    // Should the pass end by a bug before anybody waits for it, the bug is what counts.
    page.catch(() => undefined);
    this.ahead = { request, page };
  }

  private ask(request: NextRequest): Promise<Outcome<SisPage>> {
    const { pageSize, signal } = this.options;
    const { offset, lap, ...rest } = request;
    const patience = this.paging.allIn() ? { retries: 1 } : {};
    return this.client.page(this.collection, { limit: pageSize, offset: offset - lap, signal, ...patience, ...rest });
  }

  /** A page that was cut or replaced by a proxy's own is asked for again, twice. */
  private mayComeWhole(failure: Failure): boolean {
    this.damaged += 1;
    return (failure.code === 'sis.not-json' || failure.code === 'sis.html') && this.damaged <= MOST_DAMAGED;
  }

  /** Hands a page over once the sink has room for it; answers as soon as its records are counted. */
  private async hand(request: NextRequest, page: SisPage): Promise<Outcome<PageFacts>> {
    if (page.serverDate !== null) this.options.onServerDate(page.serverDate);
    const before = await this.stored(MOST_STORING - 1);
    if (!before.ok) return before;
    if (this.options.signal.aborted) return fail(cancelled());
    const handed = this.sink.page(this.collection, this.paging.pages, page.body);
    this.askAhead(this.paging.guess(request, page));
    const opened = await handed.opened;
    if (opened.ok) this.storing.push(handed.stored);
    return opened;
  }

  private complete(): Pass {
    const { received, total, pages, filled } = this.paging;
    const report = { received, total, pages, restarts: 0, pageSize: this.pageSize, duplicates: null, dropped: null };
    return { kind: 'complete', filled, report };
  }

  private failed(failure: Failure): Pass {
    return { kind: 'failed', failure: duringPull(failure, this.collection, this.paging.pages + 1, this.paging.received) };
  }

  private tell(complete: boolean): void {
    const { received, total } = this.paging;
    this.options.onProgress?.({ collection: this.collection, received, total, complete });
  }
}
