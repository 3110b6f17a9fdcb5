import { numberParameter, parametersOf } from './query.ts';

export interface NextRequest {
  /** Rows received so far. */
  readonly offset: number;
  /** Rows before the offset asked for once more, to see that nothing moved. */
  readonly lap: 0 | 1;
  readonly extra?: Readonly<Record<string, string>>;
  readonly url?: string;
}

export type FollowingPage =
  | { readonly kind: 'page'; readonly request: NextRequest }
  | { readonly kind: 'end' }
  | { readonly kind: 'loop' };

/** Whether two requests ask for the same page. */
export function isSameRequest(a: NextRequest, b: NextRequest): boolean {
  const extras = (request: NextRequest) => JSON.stringify(Object.entries(request.extra ?? {}));
  return a.offset === b.offset && a.lap === b.lap && a.url === b.url && extras(a) === extras(b);
}

const ourParameters = new Set(['limit', 'offset', 'sort', 'orderby', 'filter', 'fields']);

/**
 * Where the next page is. The offset is always the number of rows received, never a link's own idea of it: a server that
 * caps its pages may name an offset that skips rows. A link without an offset (a cursor) is followed as it is, and its
 * absence ends the collection; `seen` remembers those links.
 *
 * @param received rows so far, this page's included
 * @param from rows before this page
 */
export function followingPage(
  link: string | null,
  requested: string,
  received: number,
  from: number,
  seen: Set<string>,
): FollowingPage {
  if (link === null) return seen.size > 0 ? { kind: 'end' } : { kind: 'page', request: { offset: received, lap: 0 } };
  const offset = numberParameter(link, 'offset');
  if (offset === null) {
    if (link === requested || seen.has(link)) return { kind: 'loop' };
    seen.add(link);
    return { kind: 'page', request: { offset: received, lap: 0, url: link } };
  }
  if (offset <= from) return { kind: 'loop' };
  const extra = Object.fromEntries(parametersOf(new URL(link)).filter(([name]) => !ourParameters.has(name.toLowerCase())));
  return { kind: 'page', request: { offset: received, lap: 0, extra } };
}
