import { describe, expect, it } from 'vitest';
import {
  findZones,
  isTimeZone,
  problemsOf,
  type SetupForm,
  stepOfDraft,
  tidyAddress,
  toDraft,
  toRequest,
  withChange,
} from '../../../renderer/state/setup-form.ts';

const form: SetupForm = {
  sis: 'focus',
  name: ' Springfield ',
  sisUrl: ' springfield.focusschoolsoftware.com/focus/api/1.0/ ',
  sisKey: ' key ',
  sisSecret: ' secret\n',
  sisAuth: 'auto',
  sisTokenUrl: '',
  canvasUrl: 'HTTPS://springfield.instructure.com',
  canvasWay: 'token',
  canvasToken: 'token ',
  clientId: '',
  clientSecret: '',
  redirectPort: '17829',
  signedIn: null,
  timeZone: 'America/Chicago',
};

describe('a developer key', () => {
  const signedIn = { grant: 'g', user: 'Ada' };
  const key: SetupForm = { ...form, canvasWay: 'key', clientId: ' 17 ', clientSecret: 's', signedIn };

  it('takes the place of the token, and names the sign-in instead of its secrets', () => {
    expect(problemsOf('canvas', key)).toEqual({});
    expect(toRequest(key)).toMatchObject({ canvasToken: '', canvasGrant: 'g' });
    expect(
      Object.keys(problemsOf('canvas', { ...key, clientId: '', clientSecret: '', redirectPort: '80', signedIn: null })),
    ).toEqual(['clientId', 'clientSecret', 'redirectPort', 'signedIn']);
  });

  it('another key or address is another sign-in, another token or name is not', () => {
    for (const change of [{ clientId: '18' }, { clientSecret: 't' }, { redirectPort: '17830' }, { canvasUrl: 'a.b' }]) {
      expect(withChange(key, change).signedIn, JSON.stringify(change)).toBeNull();
    }
    expect(withChange(key, { name: 'x' }).signedIn).toBe(signedIn);
  });
});

describe('a set-up that is left', () => {
  it('keeps no secret, and goes on where the first secret is missing', () => {
    const draft = toDraft({ ...form, clientSecret: 'key secret' }, 'test');
    expect(JSON.stringify(draft)).not.toMatch(/secret\\n|token |key secret/);
    expect(draft).not.toHaveProperty('sisSecret');
    expect(stepOfDraft({ ...form, sisSecret: '' }, 'test')).toBe('sis');
    expect(stepOfDraft({ ...form, canvasToken: '' }, 'test')).toBe('canvas');
    expect(stepOfDraft({ ...form, canvasToken: '' }, 'canvas')).toBe('canvas');
    expect(stepOfDraft(form, 'time')).toBe('time');
  });
});

describe('what is typed in set-up', () => {
  it('completes pasted addresses and drops blanks around secrets', () => {
    expect(toRequest(form)).toMatchObject({
      district: null,
      name: 'Springfield',
      sisUrl: 'https://springfield.focusschoolsoftware.com/focus/api/1.0',
      sisKey: 'key',
      sisSecret: 'secret',
      canvasUrl: 'HTTPS://springfield.instructure.com',
      canvasToken: 'token',
    });
  });

  it('leaves an empty address empty', () => {
    expect(tidyAddress('  ')).toBe('');
  });

  it('finds nothing wrong with a complete form', () => {
    for (const step of ['sis', 'canvas', 'time'] as const) expect(problemsOf(step, form)).toEqual({});
  });

  it('names every missing field of a step', () => {
    const empty = { ...form, name: ' ', sisUrl: '', sisKey: '', sisSecret: ' ' };
    expect(Object.keys(problemsOf('sis', empty))).toEqual(['name', 'sisUrl', 'sisKey', 'sisSecret']);
  });

  it('refuses an address that is none, is not encrypted, or carries a password', () => {
    for (const canvasUrl of [
      'canvas',
      'http://springfield.instructure.com',
      'https://me:pw@springfield.instructure.com',
      'https://a b',
    ]) {
      expect(problemsOf('canvas', { ...form, canvasUrl }).canvasUrl, canvasUrl).toBeTruthy();
    }
    expect(problemsOf('canvas', { ...form, canvasUrl: 'http://127.0.0.1:4010' })).toEqual({});
  });

  it('knows time zones and finds them by city', () => {
    expect(isTimeZone('America/Chicago')).toBe(true);
    expect(isTimeZone('America/Springfield')).toBe(false);
    expect(isTimeZone('')).toBe(false);
    expect(findZones(['America/New_York', 'America/Chicago', 'Europe/Berlin'], 'new york', 5)).toEqual(['America/New_York']);
    expect(findZones(['a', 'b', 'c'], '', 2)).toEqual(['a', 'b']);
  });
});
