import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Keyring } from '../../../electron/vault/keyring.ts';
import { sealedVault } from '../../../electron/vault/sealed-vault.ts';

const secrets = { storeKey: 'ab'.repeat(32), sisSecret: 'the-sis-secret', canvasToken: 'the-canvas-token' };

/** A keyring that seals by reversing, and opens only what its own user sealed. */
function fakeKeyring(backend: string, options: { available?: boolean; user?: string } = {}): Keyring {
  const { available = true, user = 'ana' } = options;
  return {
    backend: () => backend,
    isAvailable: () => available,
    seal(text) {
      if (!available) throw new Error('locked');
      return Buffer.from(`${user}:${[...text].reverse().join('')}`);
    },
    open(sealed) {
      const [owner, ...rest] = sealed.toString().split(':');
      if (owner !== user) throw new Error('not yours');
      return [...rest.join(':')].reverse().join('');
    },
  };
}

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rosterbridge-vault-'));
  file = join(folder, 'vault.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a vault on a real keyring', () => {
  test('gives back what it sealed, unreadable on disk and for its owner only', async () => {
    const vault = sealedVault(file, fakeKeyring('gnome_libsecret'));
    expect(await vault.save('springfield-1a2b', secrets, false)).toEqual({ ok: true, value: undefined });
    expect(await vault.read('springfield-1a2b')).toEqual({ ok: true, value: secrets });
    const content = readFileSync(file, 'utf8');
    for (const secret of Object.values(secrets)) expect(content).not.toContain(secret);
    expect(content).toContain('"backend": "gnome_libsecret"');
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test('a developer key is sealed whole, in place of a token', async () => {
    const vault = sealedVault(file, fakeKeyring('gnome_libsecret'));
    const canvasKey = {
      origin: 'https://a.instructure.com',
      clientId: '17',
      clientSecret: 'key secret',
      refreshToken: 'r',
      port: 17829,
    };
    const signedIn = { ...secrets, canvasToken: '', canvasKey };
    await vault.save('a', signedIn, false);
    expect(await vault.read('a')).toEqual({ ok: true, value: signedIn });
    expect(readFileSync(file, 'utf8')).not.toContain('key secret');
  });

  test('makes a new random store key for a new district and keeps it for a known one', async () => {
    const vault = sealedVault(file, fakeKeyring('gnome_libsecret'));
    const [one, other] = [await vault.storeKey('a'), await vault.storeKey('b')];
    expect(one.ok && other.ok && one.value !== other.value).toBe(true);
    expect(one.ok && /^[0-9a-f]{64}$/.test(one.value)).toBe(true);
    await vault.save('a', secrets, false);
    expect(await vault.storeKey('a')).toEqual({ ok: true, value: secrets.storeKey });
  });

  test('forgets a removed district wholly, also in the copy it keeps', async () => {
    const vault = sealedVault(file, fakeKeyring('gnome_libsecret'));
    await vault.save('a', secrets, false);
    await vault.save('b', secrets, false);
    await vault.remove('a');
    expect(await vault.read('a')).toMatchObject({ ok: false, failure: { code: 'vault.missing' } });
    expect((await vault.read('b')).ok).toBe(true);
    expect(() => statSync(`${file}.previous`)).toThrow();
  });
});

describe('a keyring that protects nothing', () => {
  test.each([
    ['basic_text', true],
    ['basic_text', false],
    ['unknown', false],
    ['gnome_libsecret', false],
  ])('%s (answers: %s) is refused, in words, and nothing is stored', async (backend, available) => {
    const vault = sealedVault(file, fakeKeyring(backend, { available }));
    expect(vault.keyring().available).toBe(false);
    expect(vault.mayKeep(false)).toMatchObject({ ok: false, failure: { code: 'vault.no-keyring' } });
    const saved = await vault.save('a', secrets, false);
    expect(saved).toMatchObject({ ok: false, failure: { code: 'vault.no-keyring' } });
    if (!saved.ok) expect(saved.failure.remedy).toMatch(/[Kk]eyring/);
    expect(() => statSync(file)).toThrow();
  });

  test('still keeps a practice district, marked as such', async () => {
    const vault = sealedVault(file, fakeKeyring('basic_text'));
    expect(vault.mayKeep(true).ok).toBe(true);
    await vault.save('practice-1a2b', secrets, true);
    expect(await vault.read('practice-1a2b')).toEqual({ ok: true, value: secrets });
    expect(readFileSync(file, 'utf8')).toContain('"kind": "practice"');
  });
});

describe('trouble on reading is explained and nothing is wiped', () => {
  test.each([
    ['another keyring than the one that sealed', fakeKeyring('kwallet6'), 'vault.backend-changed'],
    ['a locked keyring', fakeKeyring('gnome_libsecret', { available: false }), 'vault.closed'],
    ['no keyring any more', fakeKeyring('basic_text'), 'vault.closed'],
    ['another user or computer', fakeKeyring('gnome_libsecret', { user: 'ben' }), 'vault.unreadable'],
  ])('%s', async (_what, keyring, code) => {
    await sealedVault(file, fakeKeyring('gnome_libsecret')).save('a', secrets, false);
    const before = readFileSync(file, 'utf8');
    expect(await sealedVault(file, keyring).read('a')).toMatchObject({ ok: false, failure: { code } });
    expect(await sealedVault(file, keyring).storeKey('a')).toMatchObject({ ok: false });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test('a newer KWallet opens what an older one sealed', async () => {
    await sealedVault(file, fakeKeyring('kwallet5')).save('a', secrets, false);
    expect(await sealedVault(file, fakeKeyring('kwallet6')).read('a')).toEqual({ ok: true, value: secrets });
  });

  test.each([
    ['damaged', '{"version":1,"districts":{', 'vault.file-unreadable'],
    ['of another shape', '{"version":1,"districts":{"a":{"kind":"odd"}}}', 'vault.file-unreadable'],
    ['from a newer version', '{"version":2,"districts":{}}', 'vault.newer-file'],
  ])('a file that is %s', async (_what, content, code) => {
    writeFileSync(file, content);
    const vault = sealedVault(file, fakeKeyring('gnome_libsecret'));
    expect(await vault.read('a')).toMatchObject({ ok: false, failure: { code } });
    expect(await vault.save('a', secrets, false)).toMatchObject({ ok: false, failure: { code } });
    expect(readFileSync(file, 'utf8')).toBe(content);
  });
});
