import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../../electron/net/http.ts';
import { createCookieJar, splitCookies } from '../../../electron/sis/cookies.ts';

const answer = (url: string, lines: readonly string[]): HttpAnswer => ({
  status: 200,
  url,
  body: new ArrayBuffer(0),
  header: () => undefined,
  headerLines: (name) => (name === 'set-cookie' ? lines : []),
});
const token = 'https://sis.example/token';

describe('cookies of a token', () => {
  it('go back to the same host, by name and value only', () => {
    const jar = createCookieJar();
    jar.keep(answer(token, ['route=a1; Path=/; HttpOnly; Secure', 'second=x=y; Expires=Wed, 21 Oct 2026 07:28:00 GMT']));
    expect(jar.headerFor('https://sis.example/ims/oneroster/v1p1/orgs')).toBe('route=a1; second=x=y');
    expect(jar.headerFor('https://elsewhere.example/orgs')).toBeNull();
    expect(jar.headerFor('https://sis.example:8443/orgs')).toBeNull();
  });

  it('are told apart when a network joined them by commas, dates included', () => {
    const joined = 'route=a1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/, second=b2; Path=/,third=c3';
    expect(splitCookies(joined)).toEqual([
      'route=a1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/',
      'second=b2; Path=/',
      'third=c3',
    ]);
    const jar = createCookieJar();
    jar.keep(answer(token, [joined]));
    expect(jar.headerFor(token)).toBe('route=a1; second=b2; third=c3');
  });

  it('are replaced, and forgotten when the server takes them back', () => {
    const jar = createCookieJar();
    jar.keep(answer(token, ['route=a1', 'other=b']));
    jar.keep(answer(token, ['route=a2', 'other=; Path=/']));
    expect(jar.headerFor(token)).toBe('route=a2');
    jar.keep(answer(token, ['route=gone; Max-Age=0']));
    expect(jar.headerFor(token)).toBeNull();
  });

  it('do not let a server fill the memory or smuggle a header', () => {
    const jar = createCookieJar();
    jar.keep(
      answer(
        token,
        Array.from({ length: 100 }, (_, n) => `c${n}=${'x'.repeat(10)}`),
      ),
    );
    jar.keep(answer(token, [`long=${'x'.repeat(5000)}`, 'no cookie at all', '=nameless']));
    const header = jar.headerFor(token) ?? '';
    expect(header.split('; ')).toHaveLength(20);
    expect(header).not.toContain('long=');
  });
});
