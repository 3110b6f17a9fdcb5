import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeFailure } from '../helpers/judge-failure.ts';
import { expectNothingLost, newSyncedWorld, type SyncedWorld, writtenSoFar } from '../helpers/judge-world.ts';

/** The key of the store, and the lock on every Canvas that is not the practice one (ROSTER-RULES G3). */
let world: SyncedWorld;
let before: unknown;
beforeAll(async () => {
  world = await newSyncedWorld();
  before = await writtenSoFar(world);
});
afterAll(() => world.close());

describe('the key of the store', () => {
  test.each([
    ['is missing', undefined, 'environment.missing', /ROSTERBRIDGE_STORE_KEY is not set/],
    ['is too short', 'c3c3', 'environment.malformed', /exactly 64 hexadecimal digits/],
    ['holds other letters', 'xy'.repeat(32), 'environment.malformed', /exactly 64 hexadecimal digits/],
    ['is another one', 'd4'.repeat(32), 'store.wrong-key', /cannot be opened with/],
  ])('%s: commands say so and touch nothing', async (_name, key, code, words) => {
    const app = world.app.with({ ROSTERBRIDGE_STORE_KEY: key });
    const every = [['plan'], ['apply'], ['sync', '--attended'], ['runs']];
    for (const command of code === 'environment.malformed' ? every.slice(0, 1) : every)
      expect(judgeFailure(await app.run(...command), code).message, command.join(' ')).toMatch(words);
    expect(await writtenSoFar(world)).toEqual(before);
  });

  test.each(['ROSTERBRIDGE_SIS_SECRET', 'ROSTERBRIDGE_CANVAS_TOKEN'])('%s is missing: the message names it', async (name) => {
    const error = judgeFailure(await world.app.with({ [name]: undefined }).run('plan'), 'environment.missing');
    expect(error.message).toContain(name);
  });
});

describe('a Canvas that does not prove itself to be the practice one', () => {
  test.each([
    ['knows nothing of such a question', { refuse: (_: string, path: string) => (path.includes('/prove') ? 404 : null) }],
    [
      'answers with a proof of an earlier question',
      {
        damageAnswer: ({ path, body }: { path: string; body: Buffer }) =>
          path.includes('/prove') ? Buffer.from(JSON.stringify({ proof: 'ab'.repeat(32) })) : body,
      },
    ],
  ])('and %s: apply and sync refuse it, a plan is still made', async (_name, ways) => {
    world.canvas.ways = ways;
    const planned = await world.app.run('plan');
    const apply = await world.app.run('apply');
    const sync = await world.app.run('sync', '--attended');
    const nightly = await world.app.run('sync');
    world.canvas.ways = {};
    // E11: the plan says first what stops all of it, and a schedule is held by it.
    expect(planned.code).toBe(3);
    expect(planned.json).toMatchObject({ holds: expect.arrayContaining([expect.objectContaining({ rule: 'E11' })]) });
    expect(nightly.code).toBe(3);
    for (const ended of [apply, sync]) {
      const error = judgeFailure(ended, 'canvas.locked');
      expect(error.message).toContain('was not reviewed yet');
      expect(error.consequence).toContain('Nothing was written to Canvas');
    }
    expect(await writtenSoFar(world)).toEqual(before);
  });
});

test('nothing was lost by all that', () => expectNothingLost(world));
