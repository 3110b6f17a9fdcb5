import type { Habits } from './habits.ts';
import type { Query } from './query.ts';

/** Another host of the same name space: a `Link` a careful reader must not follow (oneroster-1.1 §3.1 step 2). */
const FOREIGN = 'https://oneroster.elsewhere.example';

/** The addresses of neighbouring pages as a `Link` header: first, prev, next, last (oneroster-1.1 §3.1). */
export function linkHeader(url: URL, query: Query, total: number, habits: Habits): string {
  const { limit, offset, askedLimit } = query;
  const style = habits.linkStyle;
  const links: string[] = [];
  const add = (rel: string, at: number): void => {
    links.push(`<${pageAddress(url, askedLimit, at, style)}>; rel="${rel}"`);
  };
  const step = style === 'skipping' ? askedLimit : limit;
  const wanted = (rel: Habits['linkRels']): boolean => habits.linkRels === 'all' || habits.linkRels === rel;
  if (style === 'loop') add('next', offset);
  else if (wanted('next') && (style === 'always' || offset + limit < total)) add('next', offset + step);
  if (style === 'cursor' || style === 'foreign cursor') return links.join(', ');
  if (wanted('all') && offset > 0) add('prev', Math.max(0, offset - limit));
  if (wanted('all')) add('first', 0);
  if (wanted('last')) add('last', total === 0 ? 0 : Math.floor((total - 1) / limit) * limit);
  return style === 'unencoded' ? `${links.join(', ')},` : links.join(', ');
}

/** The body's `pagination.next`: an address, empty on the last page (oneroster-1.1 §8). */
export function bodyNext(url: URL, query: Query, total: number, style: 'absolute' | 'relative'): string {
  const { limit, offset, askedLimit } = query;
  return offset + limit < total ? pageAddress(url, askedLimit, offset + limit, style) : '';
}

/** Where a cursor of ours leads; undefined for somebody else's. */
export function cursorOffset(cursor: string): number | undefined {
  const [, offset] = /^rows-(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  return offset === undefined ? undefined : Number(offset);
}

function pageAddress(url: URL, limit: number, offset: number, style: Habits['linkStyle']): string {
  const next = new URL(url);
  next.searchParams.set('limit', String(limit));
  if (style === 'cursor' || style === 'foreign cursor') {
    next.searchParams.delete('offset');
    next.searchParams.set('cursor', Buffer.from(`rows-${offset}`).toString('base64url'));
  } else next.searchParams.set('offset', String(offset));
  if (style === 'unencoded')
    return `${next.pathname}?${[...next.searchParams].map(([name, value]) => `${name}=${value}`).join('&')}`;
  // URLSearchParams writes spaces as + and leaves signs alone, which not every reader takes back (oneroster-1.1 §3.2).
  const text = [...next.searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  const path = `${next.pathname}?${text}`;
  if (style === 'relative') return path;
  return `${style.startsWith('foreign') ? FOREIGN : next.origin}${path}`;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
