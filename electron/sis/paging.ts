import type { Collection } from '../../shared/entities.ts';
import type { Failure } from '../../shared/failure.ts';
import { foreignLink, isCrash, noWrapper } from './failures.ts';
import type { NextLink } from './link.ts';
import { followingPage, type NextRequest } from './next-page.ts';
import type { PageFacts } from './pull.ts';
import { loopingLink, repeatedPage } from './pull-failures.ts';

/** What a page tells about paging, besides the facts counted from its body. */
export interface PageHead {
  readonly status: number;
  readonly url: string;
  readonly total: number | null;
  readonly counted: number | null;
  readonly revision: string | null;
  readonly lastOffset: number | null;
  readonly nextLink: string | null;
  readonly foreignLink: string | null;
  readonly strangeLink: string | null;
  /** The body's own next link, resolved. */
  readonly bodyLink: NextLink;
  /** Rows asked for. */
  readonly limit: number;
}

/** What to do after a page. `drift` means: the collection changed while it was read, begin again. */
export type Verdict =
  | { readonly kind: 'ask'; readonly request: NextRequest }
  | { readonly kind: 'complete' }
  | { readonly kind: 'drift'; readonly what: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * Leads one reading of a collection from page to page (oneroster-1.1.md §3.1): pure state, no network. The offset is
 * the number of rows received; each page but the first begins one row earlier, and that row must be the last one known:
 * otherwise rows moved between the pages, which a total that stays the same would not show.
 */
export class Paging {
  received = 0;
  total: number | null = null;
  /** Answers that counted, the empty last one included. */
  pages = 0;
  /** Pages that held new records. */
  filled = 0;
  private readonly collection: Collection;
  private readonly seen = new Set<string>();
  private lapping = true;
  private echoed = false;
  /** A page came without its list, or without rows where some must be: it is asked for once more before it is believed. */
  private doubted = false;
  /** The look behind any end is under way: see `doubt`. */
  private beyond = false;
  private lastOffset: number | null = null;
  private revision: string | null = null;
  private mark = '';
  private first = '';
  private last = '';
  private stale = 0;
  /** The page before held as many records as were asked for. */
  private full = false;

  constructor(collection: Collection) {
    this.collection = collection;
  }

  start(): NextRequest {
    return { offset: 0, lap: 0 };
  }

  /** A total is believed only after one more page came back empty: a server may announce too few. */
  allIn(): boolean {
    return this.pages > 0 && this.total !== null && this.received === this.total;
  }

  /** The server refused a request (400, 404, 500 after retries): past the end that is as good as an empty page. Null: a real failure. */
  refused(request: NextRequest, failure: Failure): Verdict | null {
    const { code } = failure;
    if (this.beyond) return drift(this.unfilled());
    if (request.lap === 1 && refusesOffset.has(code)) return this.askPlainly(request);
    return this.allIn() && (refusesOffset.has(code) || isCrash(failure)) ? this.complete() : null;
  }

  judge(request: NextRequest, page: PageHead, facts: PageFacts): Verdict {
    if (facts.empty && this.pages === 0 && page.total !== 0) {
      return { kind: 'failed', failure: noWrapper(this.collection, `Status ${page.status} without a list.`) };
    }
    if (this.beyond) return namesNext(page) && facts.received === 0 ? this.complete() : drift(this.unfilled());
    const changed = this.changed(page, facts);
    if (changed !== null) return drift(changed);
    const echo = this.allIn() && facts.received !== page.limit && facts.mark !== undefined && facts.mark === this.mark;
    if (this.echoed || echo) return this.judgeEcho(echo, facts.received === 0);
    const nothing = facts.received === 0;
    const total = page.total ?? facts.total;
    if (total !== null && this.total !== null && total !== this.total && !(nothing && total === 0)) {
      return drift(`the number of records went from ${this.total} to ${total} while they were read`);
    }
    if (this.total === null || !nothing) this.total = total ?? this.total;
    this.lastOffset = page.lastOffset ?? this.lastOffset;
    if (request.lap === 1) {
      // Here at least one record is known to be; without a total nothing else could tell a missing list from the end.
      if (facts.empty && this.total === null) return drift('the SIS sent no list where records are known to be');
      if (nothing || this.isAligned(facts)) return this.askPlainly(request);
      if (facts.first !== this.last) return drift('records moved from page to page while they were read');
    }
    return this.take(request, page, facts, facts.received - request.lap);
  }

  /**
   * What will be asked after this page should it be as full as the one before it was, with the same total: known before
   * its records are counted. Null where that is not sure enough, as at the end of a list.
   */
  guess(request: NextRequest, page: Omit<PageHead, 'bodyLink'>): NextRequest | null {
    const received = this.received + page.limit - request.lap;
    // The second page shows whether offsets may overlap, so that only from the third on it is clear what a page looks like.
    const usual = this.full && this.filled > 1 && !this.doubted && !this.beyond && !this.echoed && request.url === undefined;
    if (!usual || page.total === null || page.total !== this.total || received >= page.total) return null;
    const following = followingPage(page.nextLink, page.url, received, this.received, new Set(this.seen));
    return following.kind === 'page' && following.request.url === undefined ? this.lapped(following.request) : null;
  }

  private take(request: NextRequest, page: PageHead, facts: PageFacts, rows: number): Verdict {
    const from = this.received;
    const doubt = facts.received === 0 ? this.doubt(request, page, facts) : null;
    if (doubt !== null) return doubt;
    this.doubted = false;
    this.received += rows;
    this.pages += 1;
    if (facts.received === 0) return this.complete();
    if (rows === 0) return this.askPlainly(request);
    this.filled += 1;
    this.full = facts.received === page.limit;
    if (this.total !== null && this.received > this.total) return drift(this.unfilled());
    if (this.repeats(facts)) return { kind: 'failed', failure: repeatedPage(this.collection) };
    this.first = facts.first ?? '';
    this.last = facts.last ?? '';
    return this.follow(page, from);
  }

  /**
   * A page without rows is the end unless the server's total says otherwise, or, where it has none, its links: then it is
   * asked for once more and refused after that. Some servers name a next page behind every page: they still do so far
   * behind the end, where no other does. A cursor is simply followed. Null: the page may be believed.
   */
  private doubt(request: NextRequest, page: PageHead, facts: PageFacts): Verdict | null {
    const { received, total } = this;
    const more = total === null ? namesNext(page) || this.lacksLast() : received !== total;
    if (!more && !(facts.empty && this.pages > 0)) return null;
    if (!this.doubted) {
      this.doubted = true;
      return { kind: 'ask', request };
    }
    if (!more) return null;
    if (total !== null || this.lacksLast()) return drift(this.unfilled());
    this.doubted = false;
    this.stale += 1;
    if (this.stale > 1) return { kind: 'failed', failure: repeatedPage(this.collection) };
    const onward = this.follow(page, received);
    if (onward.kind !== 'ask' || onward.request.url !== undefined) return onward;
    this.beyond = true;
    return { kind: 'ask', request: { offset: BEYOND, lap: 0 } };
  }

  /** `rel=last` names a page of which nothing came. */
  private lacksLast(): boolean {
    return this.lastOffset !== null && this.lastOffset > 0 && this.lastOffset >= this.received;
  }

  /** What was announced and did not come, in words. */
  private unfilled(): string {
    const { received, total } = this;
    if (total !== null) return `the SIS announced ${total} records, but sent ${received}`;
    if (this.lacksLast())
      return `the SIS says that its last page begins after ${this.lastOffset} records, but sent ${received} in all`;
    return `after ${received} records the SIS says that more follow, but sends none`;
  }

  /** Signs, besides the total, that the records are others than those of the pages before (§3.1 step 6). */
  private changed(page: PageHead, facts: PageFacts): string | null {
    if (page.total !== null && facts.total !== null && facts.total > page.total)
      return `the SIS announced ${page.total} records and ${facts.total} at the same time`;
    if (page.counted !== null && page.counted > facts.received && page.counted <= page.limit)
      return `the SIS counted ${page.counted} records on a page, but sent ${facts.received}`;
    const before = this.revision;
    this.revision = page.revision ?? before;
    return before === null || before === this.revision ? null : 'what the SIS shares was changed while it was read';
  }

  private follow(page: PageHead, from: number): Verdict {
    const { bodyLink } = page;
    const foreign = page.foreignLink ?? (bodyLink.kind === 'elsewhere' && !bodyLink.offset ? bodyLink.host : null);
    if (foreign !== null) return { kind: 'failed', failure: foreignLink(new URL(page.url).host, foreign) };
    const link = page.nextLink ?? (bodyLink.kind === 'here' ? bodyLink.url : null);
    const following = followingPage(link, page.url, this.received, from, this.seen);
    if (following.kind === 'loop') return { kind: 'failed', failure: loopingLink(this.collection) };
    if (following.kind === 'end') return this.complete();
    const { request } = following;
    return { kind: 'ask', request: this.allIn() || request.url !== undefined ? request : this.lapped(request) };
  }

  private lapped(request: NextRequest): NextRequest {
    return this.lapping && this.last !== '' ? { ...request, lap: 1 } : request;
  }

  /** This server's offsets do not overlap: it has page numbers, or nothing more to send. From here on exactly by rows received. */
  private askPlainly(request: NextRequest): Verdict {
    this.lapping = false;
    return { kind: 'ask', request: { ...request, offset: this.received, lap: 0 } };
  }

  /** The page begins where the previous one began: the server rounds offsets to whole pages. */
  private isAligned(facts: PageFacts): boolean {
    return facts.first !== this.last && facts.first === this.first;
  }

  /**
   * All announced records are in, yet the page past the end is the last one again. A server that answers the same far
   * beyond the end ignores the offset and has sent everything, unless the page is exactly as long as asked; one that has
   * nothing there rounds offsets down to whole pages. Any other answer means that the total was too small.
   */
  private judgeEcho(echo: boolean, nothing: boolean): Verdict {
    if (this.echoed && nothing) return this.complete();
    if (!echo) return drift(`the SIS announced ${this.total} records, but sent more`);
    if (this.echoed) return this.complete();
    this.echoed = true;
    return { kind: 'ask', request: { offset: this.received * 2 + 1000, lap: 0 } };
  }

  private complete(): Verdict {
    const { received, total } = this;
    if (total !== null && received !== total) return drift(this.unfilled());
    return { kind: 'complete' };
  }

  /** The same page twice in a row, or two pages without one new record: the server does not page. */
  private repeats(facts: PageFacts): boolean {
    const same = facts.mark !== undefined && facts.mark === this.mark;
    this.mark = facts.mark ?? '';
    this.stale = facts.fresh === 0 ? this.stale + 1 : 0;
    return same || this.stale > 1;
  }
}

/** No list reaches this far; still a number every server can read. */
const BEYOND = 1_000_000_000;

function namesNext(page: PageHead): boolean {
  return (page.nextLink ?? page.foreignLink ?? page.strangeLink) !== null || page.bodyLink.kind !== 'none';
}

const refusesOffset = new Set(['sis.bad-request', 'sis.not-found']);

function drift(what: string): Verdict {
  return { kind: 'drift', what };
}
