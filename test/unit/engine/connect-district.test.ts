import { describe, expect, test, vi } from 'vitest';
import { isLoopback, sameAddress } from '../../../electron/engine/connect/address.ts';
import { connectDistrict, type SecretKeeper } from '../../../electron/engine/connect/connect-district.ts';
import { chooseDataDir } from '../../../electron/engine/connect/data-dir.ts';
import { newDistrictId } from '../../../electron/engine/connect/district-id.ts';
import type { Connection, ConnectRequest, District } from '../../../shared/district.ts';
import { fail, succeed } from '../../../shared/outcome.ts';

const connection: Connection = {
  sisUrl: 'https://sis.example.org/ims/oneroster/v1p1',
  sisKey: 'key',
  sisAuth: 'oauth2',
  sisTokenUrl: 'https://sis.example.org/token',
  canvasUrl: 'https://canvas.example.org',
};
const request: ConnectRequest = {
  ...connection,
  district: null,
  name: 'Springfield',
  timeZone: 'America/Chicago',
  sisSecret: 'new-secret',
  canvasToken: 'new-token',
};
const district: District = {
  id: 'springfield-0000',
  name: 'Springfield',
  practice: false,
  connection,
  createdAt: '2026-08-01T08:00:00.000Z',
};
const kept = { storeKey: 'cd'.repeat(32), sisSecret: 'old-secret', canvasToken: 'old-token' };
const refused = { code: 'store.full', message: 'm', consequence: 'c', remedy: 'r' };

/** A vault in memory. */
function keeper(
  entries: Record<string, typeof kept> = {},
  maySeal = true,
): SecretKeeper & { entries: Record<string, typeof kept> } {
  return {
    entries,
    mayKeep: (practice) => (practice || maySeal ? succeed(undefined) : fail({ ...refused, code: 'vault.no-keyring' })),
    read: async (id) => (entries[id] === undefined ? fail(refused) : succeed(entries[id])),
    storeKey: async (id) => succeed(entries[id]?.storeKey ?? 'ef'.repeat(32)),
    async save(id, secrets) {
      entries[id] = secrets;
      return succeed(undefined);
    },
    async remove(id) {
      delete entries[id];
      return succeed(undefined);
    },
  };
}

function parts(vault: SecretKeeper, known: District[], practice = false) {
  const test = vi.fn(async () => succeed({ checks: [], ok: true, connection, practice, timeZone: null }));
  const saveDistrict = vi.fn(async (one: District) => succeed(one) as ReturnType<typeof succeed<District>>);
  return { vault, known, engine: { test, saveDistrict }, now: () => Date.parse('2026-08-10T06:00:00Z'), random: () => 0 };
}

describe('connecting', () => {
  test('a new district makes an id and a key, and keeps what was typed', async () => {
    const vault = keeper();
    const world = parts(vault, []);
    const outcome = await connectDistrict(request, world);
    expect(outcome).toMatchObject({ ok: true, value: { district: { id: 'springfield-0000', practice: false } } });
    expect(vault.entries['springfield-0000']).toEqual({
      storeKey: 'ef'.repeat(32),
      sisSecret: 'new-secret',
      canvasToken: 'new-token',
    });
  });

  test('the same two servers again updates the district and keeps its key', async () => {
    const vault = keeper({ [district.id]: kept });
    const world = parts(vault, [district]);
    const outcome = await connectDistrict({ ...request, canvasUrl: 'https://CANVAS.example.org/' }, world);
    expect(outcome).toMatchObject({ ok: true, value: { district: { id: district.id, createdAt: district.createdAt } } });
    expect(vault.entries[district.id]).toEqual({ ...kept, sisSecret: 'new-secret', canvasToken: 'new-token' });
  });

  test('where nothing can be sealed stores nothing anywhere', async () => {
    const vault = keeper({}, false);
    const world = parts(vault, []);
    expect(await connectDistrict(request, world)).toMatchObject({ ok: false, failure: { code: 'vault.no-keyring' } });
    expect(world.engine.saveDistrict).not.toHaveBeenCalled();
    expect(vault.entries).toEqual({});
  });

  test('a server that only says it is a practice one is not believed unless it is on this computer', async () => {
    const vault = keeper({}, false);
    expect(await connectDistrict(request, parts(vault, [], true))).toMatchObject({
      ok: false,
      failure: { code: 'vault.no-keyring' },
    });
    const local = { ...request, sisUrl: 'http://127.0.0.1:4001', canvasUrl: 'http://localhost:4002' };
    expect(await connectDistrict(local, parts(vault, [], true))).toMatchObject({
      ok: true,
      value: { district: { practice: true } },
    });
  });

  test('with a store that refuses leaves the secrets as they were', async () => {
    const vault = keeper({ [district.id]: kept });
    const world = parts(vault, [district]);
    const engine = { ...world.engine, saveDistrict: async () => fail<District>(refused) };
    expect(await connectDistrict(request, { ...world, engine })).toMatchObject({ ok: false, failure: { code: 'store.full' } });
    expect(vault.entries).toEqual({ [district.id]: kept });
    const empty = keeper();
    await connectDistrict(request, { ...parts(empty, []), engine });
    expect(empty.entries).toEqual({});
  });

  test('a district that is not there is refused before anybody is asked', async () => {
    const world = parts(keeper(), [district]);
    expect(await connectDistrict({ ...request, district: 'gone' }, world)).toMatchObject({
      ok: false,
      failure: { code: 'district.unknown' },
    });
    expect(world.engine.test).not.toHaveBeenCalled();
  });
});

test.each([
  ['https://a.example.org', 'https://A.example.org/', true],
  ['https://a.example.org:443/ims/', 'https://a.example.org/ims', true],
  ['a.example.org', 'https://a.example.org', true],
  ['https://a.example.org/one', 'https://a.example.org/two', false],
  ['http://a.example.org', 'https://a.example.org', false],
  ['http://127.0.0.1:1', 'http://127.0.0.1:2', false],
])('%s and %s are the same server: %s', (one, other, same) => {
  expect(sameAddress(one, other)).toBe(same);
});

test.each([
  ['http://127.0.0.1:4001/x', true],
  ['http://127.9.9.9', true],
  ['http://localhost:1', true],
  ['http://[::1]:1', true],
  ['http://127.0.0.1.example.org', false],
  ['https://localhost.example.org', false],
  ['http://127.0.0.1@example.org', false],
  ['http://10.0.0.1', false],
])('%s is this computer: %s', (address, local) => {
  expect(isLoopback(address)).toBe(local);
});

test.each([
  ['Oak Park & River Forest', 'oak-park-river-forest-iiii'],
  ['Écoles de Montréal', 'ecoles-de-montreal-iiii'],
  ['学区', 'district-iiii'],
  ['sis.example.org', 'sis-example-org-iiii'],
  ['x'.repeat(200), `${'x'.repeat(40)}-iiii`],
])('“%s” gets the id %s', (name, id) => {
  expect(newDistrictId(name, () => 0.5)).toBe(id);
});

test.each([
  ['linux', {}, '/home/ana/.local/share/rosterbridge'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/rosterbridge'],
  ['darwin', {}, '/home/ana/Library/Application Support/Rosterbridge'],
])('on %s with %j everything lives in %s', (platform, env, dir) => {
  expect(chooseDataDir(null, platform, env, '/home/ana')).toBe(dir);
  expect(chooseDataDir('/asked', platform, env, '/home/ana')).toBe('/asked');
});

test('on Windows everything lives in the local, not the roaming profile', () => {
  expect(chooseDataDir(null, 'win32', { LOCALAPPDATA: '/l', APPDATA: '/r' }, '/home/ana')).toBe('/l/Rosterbridge');
});
