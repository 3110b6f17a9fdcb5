import { describe, expect, it } from 'vitest';
import { isSafeAddress, normaliseBaseUrl } from '../../../electron/sis/base-url.ts';

const base = 'https://district.focusschoolsoftware.com/focus/api/1.0/ims/oneroster/v1p1';
const root = 'https://district.focusschoolsoftware.com/focus/api/1.0';

function codeOf(typed: string): string {
  const result = normaliseBaseUrl(typed);
  return result.ok ? result.value.base : result.failure.code;
}

describe('the API URL as admins paste it', () => {
  it.each([
    ['the root', root],
    ['the root with a trailing slash', `${root}/`],
    ['the full base', base],
    ['the base with trailing slashes', `${base}//`],
    ['the base and an endpoint', `${base}/orgs`],
    ['an endpoint with a query', `${base}/users?limit=1#top`],
    ['spaces and quotes around it', `  "${root}" `],
    ['no scheme', root.slice('https://'.length)],
  ])('%s gives the same base', (_name, typed) => {
    expect(normaliseBaseUrl(typed)).toEqual({ ok: true, value: { base, root } });
  });

  it('http is refused with an explanation, except on this computer', () => {
    const refused = normaliseBaseUrl('http://sis.district.example/api');
    expect(refused.ok ? '' : refused.failure.message).toContain('unencrypted');
    expect(codeOf('http://sis.district.example/api')).toBe('sis.insecure-url');
    expect(codeOf('http://127.0.0.1:4711')).toBe('http://127.0.0.1:4711/ims/oneroster/v1p1');
    expect(codeOf('http://localhost:4711/')).toBe('http://localhost:4711/ims/oneroster/v1p1');
    expect(codeOf('http://[::1]:4711')).toBe('http://[::1]:4711/ims/oneroster/v1p1');
    expect(codeOf('http://127.0.0.1.evil.example')).toBe('sis.insecure-url');
  });

  it('a path that only begins like the base is not cut', () => {
    expect(codeOf('https://x.example/ims/oneroster/v1p10')).toBe('sis.other-version');
    expect(codeOf('https://x.example/ims/oneroster/rostering/v1p2/orgs')).toBe('sis.other-version');
    expect(codeOf('https://x.example/oneroster')).toBe('https://x.example/oneroster/ims/oneroster/v1p1');
  });

  it.each(['', '   ', 'not an address', 'ftp://x.example', 'https://', 'https://user:pw@x.example/api'])(
    '%j is no address',
    (typed) => {
      expect(codeOf(typed)).toBe('sis.bad-url');
    },
  );

  it('a password in the address is not repeated in the explanation', () => {
    expect(JSON.stringify(normaliseBaseUrl('https://user:hunter2@x.example/api'))).not.toContain('hunter2');
  });

  it('a secret may travel over https, or to this computer', () => {
    expect(isSafeAddress('https://sis.example/token')).toBe(true);
    expect(isSafeAddress('http://127.0.0.1:1/token')).toBe(true);
    expect(isSafeAddress('http://sis.example/token')).toBe(false);
    expect(isSafeAddress('token')).toBe(false);
  });
});
