import { numberParameter, parametersOf } from './query.ts';

/** What an answer says about its next page: nothing, an address of this SIS, or one elsewhere (never followed). */
export type NextLink =
  | { readonly kind: 'none' }
  | { readonly kind: 'here'; readonly url: string }
  | { readonly kind: 'elsewhere'; readonly host: string; readonly offset: boolean };

/**
 * The target of a relation (`next`, `last`) in a Link header. Servers in the field send relative and unencoded targets with a trailing
 * comma (recordings/oneroster/go-oneroster-1.1.json), so targets are taken as whatever stands between < and >.
 */
export function targetOfLink(header: string | undefined, rel: 'next' | 'last'): string | null {
  if (header === undefined) return null;
  for (const match of header.matchAll(/<([^>]*(?:>(?!\s*[;,]|\s*$)[^>]*)*)>([^<]*)/g)) {
    const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(match[2] ?? '');
    const names = (relation?.[1] ?? relation?.[2] ?? '').toLowerCase().split(/\s+/);
    if (names.includes(rel) && match[1] !== undefined && match[1].trim() !== '') return match[1].trim();
  }
  return null;
}

/**
 * Resolves a next link against the base and checks that it stays on the SIS' own origin (oneroster-1.1.md §3.1 step 2).
 * A path that lost the base's prefix behind a proxy gets it back; `http` on the same host becomes the base's scheme.
 */
export function resolveNext(target: string | null, base: string, requested: string): NextLink {
  if (target === null || target.trim() === '') return { kind: 'none' };
  const from = target.startsWith('?') ? requested : `${base}/`;
  if (!URL.canParse(target, from)) return { kind: 'none' };
  const url = new URL(target, from);
  const home = new URL(base);
  if (url.origin !== home.origin && url.hostname === home.hostname && url.protocol === 'http:' && url.port === '') {
    url.protocol = home.protocol;
    url.port = home.port;
  }
  if (url.origin !== home.origin) {
    const offset = parametersOf(url).some(([name]) => name.toLowerCase() === 'offset');
    return { kind: 'elsewhere', host: url.host, offset };
  }
  url.hash = '';
  url.username = '';
  url.password = '';
  const lost = /^\/ims\/oneroster\/v1p1(?=\/)/i.exec(url.pathname);
  if (lost !== null && !url.pathname.startsWith(`${home.pathname}/`))
    url.pathname = home.pathname + url.pathname.slice(lost[0].length);
  return { kind: 'here', url: url.href };
}

/** The row at which the last page begins, as `rel=last` has it; null when it names none. */
export function lastOffsetOf(header: string | undefined, requested: string): number | null {
  const target = targetOfLink(header, 'last');
  return target === null || !URL.canParse(target, requested) ? null : numberParameter(new URL(target, requested).href, 'offset');
}
