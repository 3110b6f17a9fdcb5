import { describe, expect, test, vi } from 'vitest';
import type { EngineClient } from '../../../electron/engine/host/engine-client.ts';
import type { Remembered } from '../../../electron/shell/preferences.ts';
import { syncDesk } from '../../../electron/shell/sync-desk.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import type { Run } from '../../../shared/run.ts';

const run = (state: Run['state'], kind: Run['kind'] = 'apply') =>
  ({ id: 'r', kind, state, holds: [], failure: null }) as unknown as Run;
const progress = (state: Run['state']) => ({ district: 'a', run: 'r', state, step: '', done: 0, total: null, secondsLeft: null });
const failed = (code: string) => fail({ code, message: '', consequence: '', remedy: '' });

function world(answer: () => Promise<Outcome<unknown>>) {
  let remembered = { districts: [{ id: 'a', name: 'Evergreen' }], standings: {}, tokenEnds: {} } as unknown as Remembered;
  const asked: (readonly unknown[] | string)[] = [];
  const awake: boolean[] = [];
  const notify = vi.fn();
  const clock = { now: Date.parse('2026-11-28T09:00:00Z') };
  const token: { endsAt: string | null } = { endsAt: null };
  const desk = syncDesk({
    engine: {
      wake: async () => void asked.push('wake'),
      call: (async (name: string, args: unknown) => {
        asked.push([name, args]);
        return name === 'tokenEnd' ? succeed(token.endsAt) : answer();
      }) as EngineClient['call'],
    },
    preferences: {
      read: () => remembered,
      change(part) {
        remembered = { ...remembered, ...part };
      },
    },
    notify,
    keepAwake: (on) => void awake.push(on),
    onChange: () => undefined,
    now: () => clock.now,
  });
  return { clock, token, desk, asked, awake, notify, standing: () => remembered.standings.a };
}

describe('a sync that nobody watches', () => {
  test('wakes the engine, asks for a sync by the schedule, and notes how it ended', async () => {
    const { desk, asked, standing, notify } = world(async () =>
      succeed({ run: run('planned', 'plan'), applied: run('done'), plan: null, pause: null }),
    );
    expect(await desk.sync('a', 'schedule')).toBe('ended');
    expect(asked.slice(0, 2)).toEqual(['wake', ['sync', { district: 'a', trigger: 'schedule' }]]);
    expect(standing()).toMatchObject({ state: 'well' });
    expect(notify).not.toHaveBeenCalled();
  });

  test('another process has the district: said so, and no failure of it', async () => {
    const { desk, standing, notify } = world(async () => failed('district.busy'));
    expect(await desk.sync('a', 'schedule')).toBe('elsewhere');
    expect(standing()).toBeUndefined();
    expect(notify).not.toHaveBeenCalled();
  });

  test('what needs a person is told once', async () => {
    const { desk, notify } = world(async () => failed('canvas.down'));
    await desk.sync('a', 'schedule');
    await desk.sync('a', 'schedule');
    expect(notify.mock.calls).toEqual([['a', expect.objectContaining({ kind: 'failed', screen: 'overview' })]]);
  });

  test('an engine that ended under a sync is noted and told', async () => {
    const { desk, standing, notify } = world(async () => failed('engine.stopped'));
    await desk.sync('a', 'schedule');
    expect(standing()).toMatchObject({ state: 'failed', code: 'engine.stopped' });
    expect(notify.mock.calls).toEqual([['a', expect.objectContaining({ kind: 'failed' })]]);
  });

  test('a sync that quitting ended says nothing of its district', async () => {
    let release: () => void = () => undefined;
    const { desk, standing, notify, asked } = world(
      () => new Promise((resolve) => (release = () => resolve(failed('engine.stopped')))),
    );
    const under = desk.sync('a', 'schedule');
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    desk.stop();
    release();
    await under;
    expect(standing()).toBeUndefined();
    expect(notify).not.toHaveBeenCalled();
  });

  test('asked again while it runs, it does not run twice', async () => {
    let release: () => void = () => undefined;
    const { desk, asked } = world(
      () =>
        new Promise(
          (resolve) =>
            (release = () => resolve(succeed({ run: run('planned', 'plan'), applied: null, plan: null, pause: null }))),
        ),
    );
    const first = desk.sync('a', 'person');
    await Promise.resolve();
    await Promise.resolve();
    await desk.sync('a', 'schedule');
    release();
    await first;
    expect(asked.filter(([name]) => name === 'sync')).toHaveLength(1);
  });

  test('the computer is kept awake while a run writes, and not while it reads', async () => {
    const { desk, awake } = world(async () => failed('canvas.down'));
    desk.hear('progressed', progress('pulling'));
    desk.hear('progressed', progress('comparing'));
    expect(awake.at(-1)).toBe(false);
    expect(desk.working('a')).toBe('reading');
    desk.hear('progressed', progress('sending'));
    desk.hear('progressed', progress('confirming'));
    expect(awake.at(-1)).toBe(true);
    expect(desk.working('a')).toBe('writing');
    desk.hear('runEnded', { district: 'a', run: run('done') });
    expect(awake.at(-1)).toBe(false);
    expect(desk.working('a')).toBeNull();
    desk.hear('progressed', progress('sending'));
    desk.forgetRuns();
    expect(awake.at(-1)).toBe(false);
  });

  test('a Canvas token that ends soon is told once for its distance; Canvas is asked once a day', async () => {
    const { desk, asked, notify, clock, token } = world(async () =>
      succeed({ run: run('planned', 'plan'), applied: null, plan: null, pause: null }),
    );
    const asks = () => asked.filter(([name]) => name === 'tokenEnd').length;
    token.endsAt = '2026-12-10T09:00:00.000Z';
    await desk.sync('a', 'schedule');
    expect(notify.mock.calls).toEqual([
      ['a', expect.objectContaining({ kind: 'token-ends', title: 'Evergreen: the Canvas token ends in 12 days' })],
    ]);
    clock.now += 3_600_000;
    await desk.sync('a', 'schedule');
    expect(asks()).toBe(1);
    clock.now += 86_400_000;
    await desk.sync('a', 'schedule');
    expect(asks()).toBe(2);
    expect(notify).toHaveBeenCalledOnce();
    // A new token has distances of its own.
    token.endsAt = '2026-12-11T09:00:00.000Z';
    clock.now += 86_400_000;
    await desk.sync('a', 'schedule');
    expect(notify).toHaveBeenCalledTimes(2);
  });

  test('a run that a person watched is noted, and not told', () => {
    const { desk, standing, notify } = world(async () => failed('x'));
    desk.hear('runEnded', { district: 'a', run: run('held') });
    expect(standing()).toMatchObject({ state: 'held' });
    desk.hear('runEnded', { district: 'a', run: run('failed', 'plan') });
    expect(standing()).toMatchObject({ state: 'held' });
    expect(notify).not.toHaveBeenCalled();
  });
});
