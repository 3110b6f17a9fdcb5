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
  readonly nextLink: string | null;
  readonly foreignLink: string | null;
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
  /** A page came without its list: that may be "the end" or a fault, so it is asked for once more before it is believed. */
  private doubted = false;
  private mark = '';
  private first = '';
  private last = '';
  private stale = 0;

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
    if (request.lap === 1 && refusesOffset.has(code)) return this.askPlainly(request);
    return this.allIn() && (refusesOffset.has(code) || isCrash(failure)) ? this.complete() : null;
  }

  judge(request: NextRequest, page: PageHead, facts: PageFacts): Verdict {
    if (facts.empty && this.pages === 0 && page.total !== 0) {
      return { kind: 'failed', failure: noWrapper(this.collection, `Status ${page.status} without a list.`) };
    }
    const echo = this.allIn() && facts.received !== page.limit && facts.mark !== undefined && facts.mark === this.mark;
    if (this.echoed || echo) return this.judgeEcho(echo, facts.received === 0);
    const nothing = facts.received === 0;
    if (page.total !== null && this.total !== null && page.total !== this.total && !(nothing && page.total === 0)) {
      return drift(`the number of records went from ${this.total} to ${page.total} while they were read`);
    }
    if (this.total === null || !nothing) this.total = page.total ?? this.total;
    if (request.lap === 1) {
      // Here at least one record is known to be; without a total nothing else could tell a missing list from the end.
      if (facts.empty && this.total === null) return drift('the SIS sent no list where records are known to be');
      if (nothing || this.isAligned(facts)) return this.askPlainly(request);
      if (facts.first !== this.last) return drift('records moved from page to page while they were read');
    }
    return this.take(request, page, facts, facts.received - request.lap);
  }

  private take(request: NextRequest, page: PageHead, facts: PageFacts, rows: number): Verdict {
    const from = this.received;
    if (facts.empty && this.pages > 0 && request.lap === 0 && !this.doubted) {
      this.doubted = true;
      return { kind: 'ask', request };
    }
    this.doubted = false;
    this.received += rows;
    this.pages += 1;
    if (facts.received === 0) return this.complete();
    if (rows === 0) return this.askPlainly(request);
    this.filled += 1;
    if (this.total !== null && this.received > this.total) {
      return drift(`the SIS announced ${this.total} records, but sent ${this.received}`);
    }
    if (this.repeats(facts)) return { kind: 'failed', failure: repeatedPage(this.collection) };
    this.first = facts.first ?? '';
    this.last = facts.last ?? '';
    return this.follow(page, from);
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
    const laps = this.lapping && !this.allIn() && request.url === undefined && this.last !== '';
    return { kind: 'ask', request: laps ? { ...request, lap: 1 } : request };
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
    if (total !== null && received !== total) return drift(`the SIS announced ${total} records, but sent ${received}`);
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

const refusesOffset = new Set(['sis.bad-request', 'sis.not-found']);

function drift(what: string): Verdict {
  return { kind: 'drift', what };
}
