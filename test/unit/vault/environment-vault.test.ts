import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { environmentVault } from '../../../electron/vault/environment-vault.ts';
import { fallbackVault } from '../../../electron/vault/fallback-vault.ts';
import type { Keyring } from '../../../electron/vault/keyring.ts';
import { sealedVault } from '../../../electron/vault/sealed-vault.ts';

const complete = {
  ROSTERBRIDGE_SIS_SECRET: 'the-sis-secret',
  ROSTERBRIDGE_CANVAS_TOKEN: 'the-canvas-token',
  ROSTERBRIDGE_STORE_KEY: 'AB'.repeat(32),
};
const secrets = { storeKey: 'ab'.repeat(32), sisSecret: 'the-sis-secret', canvasToken: 'the-canvas-token' };

describe('secrets from the environment', () => {
  test('are read for any district', async () => {
    expect(await environmentVault(complete).read('any')).toEqual({ ok: true, value: secrets });
  });

  test.each(Object.keys(complete))('%s missing or empty is an error that names it', async (name) => {
    for (const value of [undefined, '']) {
      const outcome = await environmentVault({ ...complete, [name]: value }).read('any');
      expect(outcome).toMatchObject({ ok: false, failure: { code: 'environment.missing' } });
      if (!outcome.ok) expect(outcome.failure.message).toContain(name);
    }
  });

  test.each(['ab'.repeat(31), `${'ab'.repeat(32)}0`, 'zz'.repeat(32), ' '.repeat(64)])(
    'the store key “%s” is refused, never repaired and never shown',
    async (key) => {
      const outcome = await environmentVault({ ...complete, ROSTERBRIDGE_STORE_KEY: key }).storeKey('any');
      expect(outcome).toMatchObject({ ok: false, failure: { code: 'environment.malformed' } });
      if (!outcome.ok) {
        expect(outcome.failure.message).toContain('ROSTERBRIDGE_STORE_KEY');
        expect(JSON.stringify(outcome.failure)).not.toContain(key);
      }
    },
  );

  test('a store key is never generated', async () => {
    expect((await environmentVault({}).storeKey('new')).ok).toBe(false);
  });
});

describe('in Electron without a window', () => {
  const keyring = (available: boolean): Keyring => ({
    backend: () => (available ? 'gnome_libsecret' : 'basic_text'),
    isAvailable: () => available,
    seal: (text) => Buffer.from(text),
    open: (sealed) => sealed.toString(),
  });

  test('the sealed vault comes first, the environment where no keyring opens', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rosterbridge-fallback-'));
    const file = join(folder, 'vault.json');
    const sealed = { ...secrets, sisSecret: 'sealed-one' };
    await sealedVault(file, keyring(true)).save('a', sealed, false);
    const open = fallbackVault(sealedVault(file, keyring(true)), environmentVault(complete));
    const closed = fallbackVault(sealedVault(file, keyring(false)), environmentVault(complete));
    expect(await open.read('a')).toEqual({ ok: true, value: sealed });
    expect(await closed.read('a')).toEqual({ ok: true, value: secrets });
    const bare = fallbackVault(sealedVault(file, keyring(false)), environmentVault({}));
    expect(await bare.read('a')).toMatchObject({ ok: false, failure: { code: 'environment.missing' } });
    expect(await bare.storeKey('new')).toMatchObject({ ok: false, failure: { code: 'environment.missing' } });
    rmSync(folder, { recursive: true, force: true });
  });

  test('a key of the environment is never written down, not even for practice', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rosterbridge-fallback-'));
    const file = join(folder, 'vault.json');
    const vault = fallbackVault(sealedVault(file, keyring(false)), environmentVault(complete));
    expect(await vault.save('practice-1a2b', secrets, true)).toEqual({ ok: true, value: undefined });
    expect(existsSync(file)).toBe(false);
    expect(await vault.read('practice-1a2b')).toEqual({ ok: true, value: secrets });
    rmSync(folder, { recursive: true, force: true });
  });
});
