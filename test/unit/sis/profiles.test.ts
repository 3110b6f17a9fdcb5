import { describe, expect, it } from 'vitest';
import { profileFor, tokenUrlsOf, tokenVariantsOf } from '../../../electron/sis/profiles/profiles.ts';
import { sisProfileWords } from '../../../shared/sis-profile-words.ts';
import { sisProfileNames } from '../../../shared/sis-profiles.ts';

const at = (root: string) => ({ root, base: `${root}/ims/oneroster/v1p1` });

describe('the profile of a SIS', () => {
  it.each([
    ['https://evergreen.focusschoolsoftware.com/focus/api/1.0', 'focus'],
    ['https://sis.evergreen.example/focus/api/1.0', 'focus'],
    ['https://evergreen.example/campus/api', 'infinite-campus'],
    ['https://evergreen.aeries.net/aeries', 'aeries'],
    ['https://sis.example/aeries', 'aeries'],
    ['https://evergreen.classlink.example', 'classlink'],
    ['https://roster.evergreen.example', 'generic'],
    ['https://focustown.example', 'generic'],
    ['https://campusville.example', 'generic'],
  ])('is told by the address %s: %s', (root, name) => {
    expect(profileFor(undefined, at(root).base).name).toBe(name);
  });

  it('is the chosen one, whatever the address says', () => {
    expect(profileFor('generic', at('https://x.focusschoolsoftware.com/focus/api/1.0').base).name).toBe('generic');
  });

  it('Focus is asked at {base}/token first, in the body first, and signs with SHA1 first', () => {
    const focus = profileFor('focus', '');
    expect(tokenUrlsOf(focus, at('https://f.example/focus/api/1.0')).slice(0, 2)).toEqual([
      'https://f.example/focus/api/1.0/ims/oneroster/v1p1/token',
      'https://f.example/focus/api/1.0/token',
    ]);
    expect(tokenVariantsOf(focus)[0]).toEqual({ place: 'body', scope: 'named' });
    expect([focus.signatures[0], focus.pageSize]).toEqual(['HMAC-SHA1', 500]);
  });

  it('Infinite Campus gives tokens at its own place and takes no signature any more', () => {
    const campus = profileFor('infinite-campus', '');
    expect(tokenUrlsOf(campus, at('https://ic.example/campus/api'))[0]).toBe('https://ic.example/campus/oauth2/token');
    expect([campus.authOrder, campus.signatures]).toEqual([['oauth2'], []]);
  });

  it('ClassLink is signed to before any token is asked for', () => {
    expect(profileFor('classlink', '').authOrder).toEqual(['oauth1', 'oauth2']);
  });

  it('Aeries is never asked without a scope before it was asked with one, and its cookies are kept', () => {
    const aeries = profileFor('aeries', '');
    expect(tokenVariantsOf(aeries)[0]).toEqual({ place: 'basic', scope: 'named' });
    expect(aeries.cookies).toBe('keep');
  });

  it.each(sisProfileNames)('%s leaves no usual way out, and sends secrets to its own origin only', (name) => {
    const profile = profileFor(name, '');
    const urls = tokenUrlsOf(profile, at('https://sis.example/some/root'));
    expect(urls.every((url) => new URL(url).origin === 'https://sis.example' && !url.includes('{'))).toBe(true);
    expect(urls).toContain('https://sis.example/some/root/oauth2/token');
    expect(tokenVariantsOf(profile)).toHaveLength(6);
    expect(new Set(urls).size).toBe(urls.length);
  });

  it.each(sisProfileNames)('%s has words for set-up', (name) => {
    const { title, example, where } = sisProfileWords[name];
    expect(title.length * where.length).toBeGreaterThan(0);
    expect(new URL(example).protocol).toBe('https:');
  });
});
