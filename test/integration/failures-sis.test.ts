import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectArgs, newInstallation } from '../helpers/headless-process.ts';
import { listImports } from '../helpers/judge-canvas.ts';
import { judgeFailure } from '../helpers/judge-failure.ts';
import { expectNothingLost, newSyncedWorld, type SyncedWorld, writtenSoFar } from '../helpers/judge-world.ts';
import { type PracticeProcess, startPracticeProcess } from '../helpers/practice-process.ts';

/** A SIS that is wrong, away, lying or dying: a plain sentence with the next step, exit 1, nothing written, nothing lost. */

describe.concurrent('connecting', () => {
  let practice: PracticeProcess;
  beforeAll(async () => {
    practice = await startPracticeProcess({ students: 20, seed: 3 });
  });
  afterAll(() => practice.stop());

  const elsewhere: readonly (readonly [string, (sis: URL) => void, RegExp])[] = [
    ['of another service on the same server', (url) => (url.pathname = '/portal'), /no OneRoster 1.1 API at this address/],
    ['with a mistyped host', (url) => (url.hostname = 'focus.schools.invalid'), /No server named focus\.schools\.invalid/],
    ['of a server that is down', (url) => (url.port = '1'), /could not be reached|refuses connections/],
    ['of another OneRoster version', (url) => (url.pathname = '/ims/oneroster/rostering/v1p2'), /another OneRoster version/],
  ];
  test.each(elsewhere)('with the address %s', async (_name, change, words) => {
    const url = new URL(practice.sis.url);
    change(url);
    // Without https a server elsewhere would be refused before anything is tried.
    if (url.hostname !== '127.0.0.1') url.protocol = 'https:';
    const app = newInstallation(practice);
    const sis = { ...practice.sis, url: url.href };
    const error = judgeFailure(await app.run(...connectArgs({ ...practice, sis })), 'connect.failed');
    expect(error.message).toMatch(words);
    expect(error.consequence).toContain('nothing was stored');
    expect((await app.run('plan')).json).toMatchObject({ error: { code: 'district.none' } });
    app.remove();
  });

  test.each([
    ['secret', { ROSTERBRIDGE_SIS_SECRET: 'not-the-secret' }, {}],
    ['key', {}, { key: 'not-the-key' }],
  ])('with a wrong %s', async (_name, env, key) => {
    const app = newInstallation(practice).with(env);
    const sis = { ...practice.sis, ...key };
    const error = judgeFailure(await app.run(...connectArgs({ ...practice, sis })), 'connect.failed');
    expect(error.message).toContain('does not accept this client key or secret');
    expect(error.remedy).toContain('Copy key and secret again');
    app.remove();
  });
});

describe('a SIS that answers badly while it is read', () => {
  let world: SyncedWorld;
  let before: unknown;
  beforeAll(async () => {
    world = await newSyncedWorld();
    before = await writtenSoFar(world);
  });
  afterAll(() => world.close());

  const troubles: readonly (readonly [string, Record<string, unknown>, string, RegExp])[] = [
    ['with a web page', { html: { collection: 'enrollments' } }, 'sis.html', /While reading enrollments .* web page instead/],
    ['with an answer cut short', { truncateJson: { collection: 'users' } }, 'sis.not-json', /people .*damaged or was cut off/],
    ['without its list', { noWrapper: { collection: 'academicSessions' } }, 'sis.no-wrapper', /without the list of terms/],
    ['with 403 for people', { denyCollection: ['users'] }, 'sis.forbidden', /does not allow reading people/],
    [
      'with a total that is wrong',
      { lyingTotal: { collection: 'enrollments', difference: 7 } },
      'sis.drift',
      /announced .* but sent/,
    ],
    [
      'with half of the enrollments, named in the total',
      { truncatedFeed: { collection: 'enrollments', rows: 20, honest: false } },
      'sis.drift',
      /announced .* but sent 20/,
    ],
    [
      'with no enrollments at all, and says so',
      { truncatedFeed: { collection: 'enrollments', rows: 0, honest: true } },
      'pull.emptied',
      /without any enrollments, though it had/,
    ],
    [
      'with no people at all',
      { truncatedFeed: { collection: 'users', rows: 0, honest: true } },
      'pull.emptied',
      /without any people/,
    ],
  ];
  test.each(troubles)('%s', async (_name, habit, code, words) => {
    await world.practice.habits(habit);
    const ended = await world.app.run('sync', '--attended');
    await world.practice.habits(Object.fromEntries(Object.keys(habit).map((name) => [name, null])));
    expect(judgeFailure(ended, code).message).toMatch(words);
    expect(await writtenSoFar(world)).toEqual(before);
  });

  test('a secret that was replaced since is named, by plan and by doctor', async () => {
    const app = world.app.with({ ROSTERBRIDGE_SIS_SECRET: 'replaced' });
    judgeFailure(await app.run('plan'), 'sis.credentials');
    const doctor = await app.run('doctor');
    expect(doctor.code).toBe(1);
    expect(doctor.json).toMatchObject({ ok: false });
    expect(await writtenSoFar(world)).toEqual(before);
  });

  test('and nothing is lost by all that', () => expectNothingLost(world));
});

describe.concurrent('a SIS that goes away', () => {
  async function within<T>(work: (world: SyncedWorld) => Promise<T>): Promise<T> {
    const world = await newSyncedWorld();
    try {
      return await work(world);
    } finally {
      await world.close();
    }
  }

  test.each([
    ['a 503 storm', { status503: { collection: 'enrollments' } }, 'sis.server-error', /overloaded or down for maintenance/],
    [
      'connections cut in the middle of a page',
      { cutConnection: { collection: 'enrollments' } },
      'sis.connection-lost',
      /closed the connection/,
    ],
  ])('in %s', async (_name, habit, code, words) => {
    await within(async (world) => {
      const before = await writtenSoFar(world);
      await world.practice.habits(habit);
      const error = judgeFailure(await world.app.run('sync', '--attended'), code);
      expect(error.message).toMatch(words);
      expect(error.consequence).toContain('thrown away');
      expect(await writtenSoFar(world)).toEqual(before);
      await world.practice.habits(Object.fromEntries(Object.keys(habit).map((name) => [name, null])));
      await expectNothingLost(world);
    });
  });

  test('in the middle of a pull, for good', async () => {
    await within(async (world) => {
      const before = await listImports(world.practice);
      await world.practice.habits({ delayMs: 150 });
      const running = world.app.start('sync', '--attended');
      await running.shows('Reading ');
      await world.sis.die();
      const error = judgeFailure(await running.ended, 'sis.down');
      expect(error.message).toMatch(/While reading .* refuses connections/);
      expect(await listImports(world.practice)).toEqual(before);
      judgeFailure(await world.app.run('plan'), 'sis.down');
      // What was planned before needs no SIS.
      expect((await world.app.run('apply', '--plan', world.plan)).code).toBe(0);
    });
  });
});
