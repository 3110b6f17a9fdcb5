import { describe, expect, it } from 'vitest';
import { findZones, isTimeZone, problemsOf, type SetupForm, tidyAddress, toRequest } from '../../../renderer/state/setup-form.ts';

const form: SetupForm = {
  sis: 'focus',
  name: ' Springfield ',
  sisUrl: ' springfield.focusschoolsoftware.com/focus/api/1.0/ ',
  sisKey: ' key ',
  sisSecret: ' secret\n',
  sisAuth: 'auto',
  sisTokenUrl: '',
  canvasUrl: 'HTTPS://springfield.instructure.com',
  canvasToken: 'token ',
  timeZone: 'America/Chicago',
};

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
