import { describe, expect, test, vi } from 'vitest';
import type { SignedIn } from '../../../electron/engine/connect/canvas-sign-in.ts';
import type { EngineClient } from '../../../electron/engine/host/engine-client.ts';
import { districtSetup } from '../../../electron/shell/district-setup.ts';
import type { Remembered } from '../../../electron/shell/preferences.ts';
import type { DistrictSecrets, Vault } from '../../../electron/vault/vault.ts';
import type { District } from '../../../shared/district.ts';
import { fail, succeed } from '../../../shared/outcome.ts';

const failure = { code: 'x', message: 'm', consequence: 'c', remedy: 'r' };
const addresses = {
  sis: { url: 'http://127.0.0.1:4001', key: 'k', secret: 'practice-secret' },
  canvas: { url: 'http://127.0.0.1:4002', token: 'practice-token' },
  control: { url: 'http://127.0.0.1:4003' },
};
const connection = {
  sisUrl: addresses.sis.url,
  sisKey: 'k',
  sisAuth: 'oauth2' as const,
  sisTokenUrl: '',
  canvasUrl: addresses.canvas.url,
};
const old: District = {
  id: 'practice-old',
  name: 'Practice district',
  practice: true,
  connection,
  createdAt: '2026-08-01T08:00:00.000Z',
};

function signedInAt(origin: string): SignedIn {
  const key = { origin, clientId: '1', clientSecret: 's', refreshToken: 'r', port: 8321 };
  return { key, first: { accessToken: 'access-token', endsAt: 0, refreshToken: 'r', userName: 'Ada' } };
}

/** The shell around set-up, with what each part was asked. */
function shell(options: { districts?: District[]; fresh?: boolean; found?: District[]; signedInAt?: string } = {}) {
  let remembered = { districts: options.districts ?? [] } as unknown as Remembered;
  const entries = new Map<string, DistrictSecrets>();
  const vault: Vault = {
    keyring: () => ({ available: false, backend: 'basic_text', explanation: '' }),
    mayKeep: (practice) => (practice ? succeed(undefined) : fail(failure)),
    read: async (id) => {
      const kept = entries.get(id);
      return kept === undefined ? fail(failure) : succeed(kept);
    },
    storeKey: async () => succeed('ab'.repeat(32)),
    save: async (id, secrets) => succeed(void entries.set(id, secrets)),
    remove: async (id) => succeed(void entries.delete(id)),
  };
  const asked: string[] = [];
  const call = vi.fn(async (name: string, args: { district?: District | string }) => {
    asked.push(typeof args.district === 'string' ? `${name} ${args.district}` : name);
    if (name === 'test') return succeed({ checks: [], ok: true, connection, practice: true, timeZone: null });
    if (name === 'saveDistrict') return succeed(args.district);
    if (name === 'districts') return succeed(options.found ?? []);
    return succeed(null);
  });
  const practice = {
    start: vi.fn(async () => succeed({ addresses, fresh: options.fresh ?? true })),
    resume: vi.fn(async () => undefined),
    forget: vi.fn(async () => undefined),
    stop: vi.fn(async () => undefined),
    running: () => addresses,
  };
  const announce = vi.fn();
  const learn = vi.fn();
  const setup = districtSetup({
    engine: { call } as unknown as Pick<EngineClient, 'call'>,
    vault,
    preferences: {
      read: () => remembered,
      change(part) {
        remembered = { ...remembered, ...part };
      },
    },
    practice,
    signIns: {
      find: () => (options.signedInAt === undefined ? fail(failure) : succeed(signedInAt(options.signedInAt))),
      token: async () => (options.signedInAt === undefined ? fail(failure) : succeed('access-token')),
      forget: () => undefined,
    },
    announce,
    learn,
    now: () => Date.parse('2026-08-10T06:00:00Z'),
    random: () => 0,
    timeZone: 'America/Chicago',
  });
  return { setup, entries, asked, practice, announce, learn, listed: () => remembered.districts.map(({ id }) => id) };
}

describe('“Try it with a practice district”', () => {
  test('starts the servers, connects them, lists the district and announces it', async () => {
    const world = shell();
    const outcome = await world.setup.startPractice({ students: 500, clean: true });
    expect(outcome).toMatchObject({ ok: true, value: { district: { id: 'practice-district-0000', practice: true } } });
    expect(world.asked).toEqual(['test', 'saveDistrict']);
    expect(world.listed()).toEqual(['practice-district-0000']);
    expect(world.announce).toHaveBeenLastCalledWith([expect.objectContaining({ id: 'practice-district-0000' })]);
    expect(world.entries.get('practice-district-0000')?.sisSecret).toBe('practice-secret');
  });

  test('takes up the same district when the same servers still run', async () => {
    const world = shell({ districts: [old], fresh: false });
    const outcome = await world.setup.startPractice({ students: 500, clean: true });
    expect(outcome).toMatchObject({ ok: true, value: { district: { id: old.id } } });
    expect(world.listed()).toEqual([old.id]);
  });

  test('replaces the old practice district when another one was made', async () => {
    const world = shell({ districts: [old], fresh: true });
    await world.setup.startPractice({ students: 900, clean: false });
    expect(world.asked).toEqual([`removeDistrict ${old.id}`, 'test', 'saveDistrict']);
    expect(world.listed()).toEqual(['practice-district-0000']);
  });
});

describe('a sign-in with a developer key', () => {
  const request = { side: 'canvas' as const, canvasToken: '', canvasGrant: 'grant' };

  test('its access token goes to the Canvas that gave it', async () => {
    const world = shell({ signedInAt: 'https://district.instructure.com' });
    expect(await world.setup.testSide({ ...request, canvasUrl: 'district.instructure.com' })).toMatchObject({ ok: true });
    expect(world.asked).toEqual(['testSide']);
  });

  test('and to no other, whatever address the page names', async () => {
    const world = shell({ signedInAt: 'https://district.instructure.com' });
    expect(await world.setup.testSide({ ...request, canvasUrl: 'https://evil.example' })).toMatchObject({ ok: false });
    expect(world.asked).toEqual([]);
  });
});

describe('removing a district', () => {
  test('removes store, secrets and list entry, and ends the practice servers with the last practice district', async () => {
    const world = shell({ districts: [old] });
    expect(await world.setup.remove(old.id)).toEqual(succeed({}));
    expect(world.asked).toEqual([`removeDistrict ${old.id}`]);
    expect(world.listed()).toEqual([]);
    expect(world.practice.forget).toHaveBeenCalledOnce();
  });

  test('leaves the practice servers alone when another district goes', async () => {
    const real = { ...old, id: 'real', practice: false };
    const world = shell({ districts: [old, real] });
    await world.setup.remove('real');
    expect(world.listed()).toEqual([old.id]);
    expect(world.practice.forget).not.toHaveBeenCalled();
  });
});

test('what was typed is made known to the log before anybody else sees it', async () => {
  const world = shell();
  const request = {
    ...connection,
    district: null,
    name: '',
    timeZone: 'UTC',
    sisSecret: 'typed-secret',
    canvasToken: 'typed-token',
  };
  await world.setup.test(request);
  expect(world.learn.mock.calls.flat()).toEqual(['typed-secret', 'typed-token']);
});

test('a district that cannot be opened now keeps its place in the list', async () => {
  const other = { ...old, id: 'found-new' };
  const world = shell({ districts: [{ ...old, id: 'locked' }, old], found: [{ ...old, name: 'Renamed' }, other] });
  await world.setup.refresh();
  expect(world.listed()).toEqual(['locked', old.id, 'found-new']);
});
