import type { HttpAnswer } from '../net/http.ts';

/** Cookies of one host, for load balancers that keep a token on one of their servers (oneroster-1.1.md §4.2, Aeries). */
export interface CookieJar {
  /** Remembers what an answer sets; an empty value or `Max-Age=0` forgets it. */
  keep(answer: HttpAnswer): void;
  /** The Cookie header for an address, null when there is none for its host. */
  headerFor(url: string): string | null;
}

const MOST_COOKIES = 20;
const LONGEST = 4096;

export function createCookieJar(): CookieJar {
  const jars = new Map<string, Map<string, string>>();
  return {
    keep(answer) {
      const { host } = new URL(answer.url);
      const jar = jars.get(host) ?? new Map<string, string>();
      for (const line of answer.headerLines('set-cookie').flatMap(splitCookies)) {
        const cookie = /^\s*([^\s=;,]+)=([^;]*)(;.*)?$/.exec(line);
        const [, name, value, attributes] = cookie ?? [];
        if (name === undefined || value === undefined || line.length > LONGEST) continue;
        if (value.trim() === '' || /;\s*max-age\s*=\s*(?:0|-\d+)\s*(?:;|$)/i.test(attributes ?? '')) jar.delete(name);
        else if (jar.size < MOST_COOKIES || jar.has(name)) jar.set(name, value.trim());
      }
      jars.set(host, jar);
    },
    headerFor(url) {
      const jar = jars.get(new URL(url).host);
      if (jar === undefined || jar.size === 0) return null;
      return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    },
  };
}

/** Electron joins several Set-Cookie lines by commas; a comma inside a date is not followed by `name=`. */
export function splitCookies(line: string): string[] {
  return line.split(/,(?=\s*[^\s=;,]+=)/).map((part) => part.trim());
}
