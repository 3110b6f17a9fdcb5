import type { Habits } from './habits.ts';

/** Another host of the same name space: a `Link` a careful reader must not follow (oneroster-1.1 §3.1 step 2). */
const FOREIGN = 'https://oneroster.elsewhere.example';

/** The addresses of neighbouring pages as a `Link` header: first, prev, next, last (oneroster-1.1 §3.1). */
export function linkHeader(url: URL, limit: number, offset: number, total: number, habits: Habits): string {
  const links: string[] = [];
  const add = (rel: string, at: number): void => {
    links.push(`<${pageAddress(url, limit, at, habits.linkStyle)}>; rel="${rel}"`);
  };
  if (habits.linkStyle === 'loop') add('next', offset);
  else if (offset + limit < total) add('next', offset + limit);
  if (offset > 0) add('prev', Math.max(0, offset - limit));
  add('first', 0);
  add('last', total === 0 ? 0 : Math.floor((total - 1) / limit) * limit);
  return links.join(', ');
}

/** The body's `pagination.next`: an address, empty on the last page (oneroster-1.1 §8). */
export function bodyNext(url: URL, limit: number, offset: number, total: number, style: 'absolute' | 'relative'): string {
  return offset + limit < total ? pageAddress(url, limit, offset + limit, style) : '';
}

function pageAddress(url: URL, limit: number, offset: number, style: Habits['linkStyle']): string {
  const next = new URL(url);
  next.searchParams.set('limit', String(limit));
  next.searchParams.set('offset', String(offset));
  // URLSearchParams writes spaces as +, which not every reader takes back (oneroster-1.1 §3.2).
  const path = `${next.pathname}?${next.searchParams.toString().replaceAll('+', '%20')}`;
  if (style === 'relative') return path;
  return `${style === 'foreign' ? FOREIGN : next.origin}${path}`;
}
