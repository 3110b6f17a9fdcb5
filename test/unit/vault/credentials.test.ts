import { describe, expect, test } from 'vitest';
import { withCredentials } from '../../../electron/vault/credentials.ts';

describe('credentials of a systemd service', () => {
  const files: Readonly<Record<string, string>> = {
    '/run/c/ROSTERBRIDGE_SIS_SECRET': 'sis\n',
    '/run/c/ROSTERBRIDGE_STORE_KEY': 'ab',
  };
  const read = (folder: string, name: string) => files[`${folder}/${name}`] ?? null;

  test('stand in for variables that are not set', () => {
    const env = { CREDENTIALS_DIRECTORY: '/run/c', ROSTERBRIDGE_CANVAS_TOKEN: 'token', ROSTERBRIDGE_STORE_KEY: 'cd' };
    expect(withCredentials(env, read)).toEqual({ ...env, ROSTERBRIDGE_SIS_SECRET: 'sis' });
  });

  test('without a service nothing is read', () => {
    const env = { ROSTERBRIDGE_SIS_SECRET: '' };
    expect(withCredentials(env, () => 'x')).toEqual(env);
  });
});
