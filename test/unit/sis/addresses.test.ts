import { describe, expect, it } from 'vitest';
import { resolveNext, targetOfLink } from '../../../electron/sis/link.ts';
import { followingPage } from '../../../electron/sis/next-page.ts';
import { oauth1Header, signatureBase } from '../../../electron/sis/oauth1.ts';
import { encode, numberParameter, parametersOf, queryOf, withParameter } from '../../../electron/sis/query.ts';

describe('queries', () => {
  it('every reserved sign is written with percent, also those JavaScript leaves alone', () => {
    expect(encode("role='teacher' AND x>*(1)!")).toBe('role%3D%27teacher%27%20AND%20x%3E%2A%281%29%21');
    expect(queryOf({ limit: 1, filter: "a='b c'" })).toBe('limit=1&filter=a%3D%27b%20c%27');
  });

  it('one parameter is replaced, the others stay what they mean', () => {
    expect(withParameter("https://x/orgs?Offset=0&filter=a='b+c'&", 'offset', 100)).toBe(
      'https://x/orgs?filter=a%3D%27b%2Bc%27&offset=100',
    );
    expect(numberParameter('https://x/orgs?OFFSET=25', 'offset')).toBe(25);
    expect(numberParameter('https://x/orgs?offset=-1', 'offset')).toBeNull();
    expect(parametersOf(new URL('https://x/?a=%zz&b'))).toEqual([
      ['a', '%zz'],
      ['b', ''],
    ]);
  });
});

describe('OAuth 1.0a signatures', () => {
  // RFC 5849 §3.4.1.1 with the body's and the token's parameters as further OAuth pairs.
  it("gives the RFC's own signature base string", () => {
    const base = signatureBase('POST', 'http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b', [
      ['oauth_consumer_key', '9djdj82h48djs9d2'],
      ['oauth_token', 'kkk9d7dh3k39sjv7'],
      ['oauth_signature_method', 'HMAC-SHA1'],
      ['oauth_timestamp', '137131201'],
      ['oauth_nonce', '7d8f3e4a'],
      ['c2', ''],
      ['a3', '2 q'],
    ]);
    expect(base).toBe(
      'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26' +
        'oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26' +
        'oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
    );
  });

  // Made with: printf '%s' "$BASE" | openssl dgst -sha1|-sha256 -hmac 'kd94hf93k423kf44&' -binary | base64
  it.each([
    ['HMAC-SHA1', 'II/g2KY2rpVp3pxQoTtcwHnYEu0='],
    ['HMAC-SHA256', 'Rqke/ITW2hjuDIx6W3iduIa9G1uLeuolvt3qMzZ8Rdk='],
  ] as const)('%s over a filter with space, quote and > is what openssl computes', (algorithm, signature) => {
    const header = oauth1Header({
      method: 'GET',
      url: 'https://sis.example:443/ims/oneroster/v1p1/users?filter=role%3D%27teacher%27%20AND%20dateLastModified%3E%272026-01-01%27&limit=2',
      key: 'dpf43f3p2l4k3l03',
      secret: 'kd94hf93k423kf44',
      algorithm,
      timestamp: 1191242096,
      nonce: 'kllo9940pd9333jh',
    });
    expect(decodeURIComponent(/oauth_signature="([^"]+)"/.exec(header)?.[1] ?? '')).toBe(signature);
  });

  it('an id with percent signs is encoded once on the wire and once more in the base string', () => {
    const base = signatureBase('GET', `https://sis.example/users/${encode('s+12/3 %')}`, []);
    expect(base).toBe('GET&https%3A%2F%2Fsis.example%2Fusers%2Fs%252B12%252F3%2520%2525&');
  });
});

describe('next links', () => {
  const base = 'https://sis.example/focus/api/1.0/ims/oneroster/v1p1';
  const page = `${base}/orgs?limit=2&offset=0`;

  it.each([
    ['</a?offset=2>; rel="next"', '/a?offset=2'],
    ['<b>; rel="prev", <c>; rel="next",', 'c'],
    ['</e?filter=dateLastModified>\'2026-01-01\'&>; rel="next",', "/e?filter=dateLastModified>'2026-01-01'&"],
    ['<d>; title="x"; rel=next', 'd'],
    ['<d>; rel="last next"', 'd'],
    ['<d>; rel="nextish"', null],
    ['', null],
    [undefined, null],
  ])('of the header %j is %j', (header, next) => {
    expect(targetOfLink(header, 'next')).toBe(next);
  });

  it.each([
    ['an absolute address', `${base}/orgs?offset=2`, `${base}/orgs?offset=2`],
    ['a path', '/focus/api/1.0/ims/oneroster/v1p1/orgs?offset=2', `${base}/orgs?offset=2`],
    ['a path that lost its prefix behind a proxy', '/ims/oneroster/v1p1/orgs?offset=2', `${base}/orgs?offset=2`],
    ['a relative name', 'orgs?offset=2', `${base}/orgs?offset=2`],
    ['only a query', '?offset=2', `${base}/orgs?offset=2`],
    ['http on the same host', `http://sis.example/focus/api/1.0/ims/oneroster/v1p1/orgs?offset=2`, `${base}/orgs?offset=2`],
  ])('%s is resolved', (_name, target, url) => {
    expect(resolveNext(target, base, page)).toEqual({ kind: 'here', url });
  });

  it.each([
    'https://evil.example/orgs?offset=2',
    '//evil.example/orgs',
    'https://sis.example:8443/orgs',
    'http://sis.example:81/orgs',
  ])('%s is elsewhere', (target) => {
    expect(resolveNext(target, base, page).kind).toBe('elsewhere');
  });

  it('a link that names another offset than the rows received is corrected', () => {
    const next = followingPage(`${base}/orgs?limit=9&offset=1000&snapshot=a`, page, 100, 0, new Set());
    expect(next).toEqual({ kind: 'page', request: { offset: 100, lap: 0, extra: { snapshot: 'a' } } });
  });
});
