import { describe, expect, test } from 'vitest';
import { usualSchedule } from '../../../../shared/schedule.ts';
import { ScheduledWorld } from '../../../helpers/scheduled-world.ts';

const hourly = { intraday: { everyHours: 1, from: '08:00', to: '16:00', days: [1, 2, 3, 4, 5, 6, 7] } };

describe('the scheduler', () => {
  test('runs every night at the district’s time', async () => {
    const world = new ScheduledWorld('2026-01-15T12:00:00Z');
    await world.clock.runUntil('2026-01-18T12:00:00Z');
    expect(world.times).toEqual(['2026-01-16T09:00', '2026-01-17T09:00', '2026-01-18T09:00']);
    expect(world.memory()).toMatchObject({ next: '2026-01-19T09:00:00.000Z', running: null, missed: null, caughtUp: null });
  });

  test('switched off it runs nothing', async () => {
    const world = new ScheduledWorld('2026-01-15T12:00:00Z', { a: { on: false } });
    await world.clock.runUntil('2026-01-18T12:00:00Z');
    expect(world.times).toEqual([]);
    expect(world.memory().next).toBeNull();
  });

  test('both changes of the clocks: one run a night', async () => {
    const spring = new ScheduledWorld('2026-03-07T12:00:00Z', { a: { nightly: { times: ['02:30'], days: [6, 7, 1] } } });
    await spring.clock.runUntil('2026-03-09T12:00:00Z');
    expect(spring.times).toEqual(['2026-03-08T09:00', '2026-03-09T08:30']);
    const autumn = new ScheduledWorld('2026-10-31T12:00:00Z', { a: { nightly: { times: ['01:30'], days: [6, 7, 1] } } });
    await autumn.clock.runUntil('2026-11-02T12:00:00Z');
    expect(autumn.times).toEqual(['2026-11-01T07:30', '2026-11-02T08:30']);
  });

  test('asleep across the hour: caught up once after waking, and told', async () => {
    const world = new ScheduledWorld('2026-01-15T12:00:00Z');
    world.clock.sleepUntil('2026-01-18T15:00:00Z');
    await world.wake();
    await world.wake();
    await world.clock.runUntil('2026-01-19T10:00:00Z');
    expect(world.times).toEqual(['2026-01-18T15:00', '2026-01-19T09:00']);
    expect(world.memory().caughtUp).toEqual({ due: '2026-01-16T09:00:00.000Z', at: '2026-01-18T15:00:00.000Z' });
    expect(world.told.filter((text) => text.includes('caught up'))).toHaveLength(1);
  });

  test('a computer that does not tell that it woke is noticed within a quarter of an hour', async () => {
    const world = new ScheduledWorld('2026-01-15T12:00:00Z');
    world.clock.sleepUntil('2026-01-16T15:00:00Z');
    await world.clock.runUntil('2026-01-16T15:16:00Z');
    expect(world.times).toHaveLength(1);
  });

  test('power off over several nights: the restart catches up once', async () => {
    const world = new ScheduledWorld('2026-01-15T12:00:00Z');
    world.quit();
    world.clock.sleepUntil('2026-01-20T15:00:00Z');
    await world.startAgain();
    world.quit();
    expect(world.times).toEqual(['2026-01-20T15:00']);
  });

  test('a clock that is set back does not run twice, and the next night runs', async () => {
    const world = new ScheduledWorld('2026-01-15T12:00:00Z');
    await world.clock.runUntil('2026-01-16T10:00:00Z');
    world.clock.set('2026-01-16T07:00:00Z');
    await world.wake();
    await world.clock.runUntil('2026-01-17T10:00:00Z');
    expect(world.times).toEqual(['2026-01-16T09:00', '2026-01-17T09:00']);
  });

  test('a clock that was a year ahead and is put right runs again the next night', async () => {
    const world = new ScheduledWorld('2026-01-15T12:00:00Z');
    world.clock.set('2027-01-15T12:00:00Z');
    await world.clock.runUntil('2027-01-16T10:00:00Z');
    world.clock.set('2026-01-15T13:00:00Z');
    await world.wake();
    await world.clock.runUntil('2026-01-16T10:00:00Z');
    expect(world.times.at(-1)).toBe('2026-01-16T09:00');
  });

  test('days off: nothing begins, also nothing that was missed before them', async () => {
    const world = new ScheduledWorld('2026-12-19T12:00:00Z', {
      a: { blackouts: [{ name: 'Winter break', from: '2026-12-21', to: '2027-01-03' }] },
    });
    world.clock.sleepUntil('2026-12-22T15:00:00Z');
    await world.wake();
    expect(world.memory().missed).toEqual({ at: '2026-12-20T09:00:00.000Z', why: 'blackout' });
    await world.clock.runUntil('2027-01-04T10:00:00Z');
    expect(world.times).toEqual(['2027-01-04T09:00']);
  });

  test('paused until a day: nothing before it, what lay in between is not caught up', async () => {
    const world = new ScheduledWorld('2026-01-15T12:00:00Z');
    world.change({ paused: { until: '2026-01-17T12:00:00.000Z' } });
    await world.clock.runUntil('2026-01-18T10:00:00Z');
    expect(world.times).toEqual(['2026-01-18T09:00']);
    world.change({ paused: { until: null } });
    await world.clock.runUntil('2026-02-18T10:00:00Z');
    expect(world.times).toHaveLength(1);
    world.change({ paused: null });
    await world.clock.runUntil('2026-02-19T10:00:00Z');
    expect(world.times.at(-1)).toBe('2026-02-19T09:00');
  });

  test('paused while the computer sleeps: a missed run is given up and told', async () => {
    const world = new ScheduledWorld('2026-01-15T12:00:00Z');
    // The tray's pause is written down; the time it was due passed in the same moment.
    world.clock.sleepUntil('2026-01-16T09:30:00Z');
    world.schedules.set('a', { ...usualSchedule, on: true, paused: { until: '2026-01-17T00:00:00.000Z' } });
    await world.wake();
    expect(world.times).toEqual([]);
    expect(world.memory().missed).toEqual({ at: '2026-01-16T09:00:00.000Z', why: 'paused' });
  });

  test('a trigger while the run before is at work is skipped, and told', async () => {
    const world = new ScheduledWorld('2026-01-16T14:30:00Z', { a: hourly });
    world.minutes = 90;
    await world.clock.runUntil('2026-01-16T18:30:00Z');
    expect(world.times).toEqual(['2026-01-16T15:00', '2026-01-16T17:00']);
    expect(world.told.filter((text) => text.includes('was skipped'))).toHaveLength(2);
    expect(world.memory().missed).toEqual({ at: '2026-01-16T18:00:00.000Z', why: 'running' });
  });

  test('another process works in the district: the slot is its, and that is told', async () => {
    const world = new ScheduledWorld('2026-01-15T12:00:00Z');
    world.how = 'elsewhere';
    await world.clock.runUntil('2026-01-16T12:00:00Z');
    expect(world.times).toEqual(['2026-01-16T09:00']);
    expect(world.memory()).toMatchObject({ running: null, missed: { at: '2026-01-16T09:00:00.000Z', why: 'elsewhere' } });
  });

  test('quit during a run: the next start takes it up once, not the next night', async () => {
    const world = new ScheduledWorld('2026-01-15T12:00:00Z');
    world.endless = true;
    await world.clock.runUntil('2026-01-16T09:10:00Z');
    world.quit();
    await world.endRun();
    world.clock.sleepUntil('2026-01-16T09:20:00Z');
    await world.startAgain();
    expect(world.times).toEqual(['2026-01-16T09:00', '2026-01-16T09:20']);
    await world.endRun();
    expect(world.memory().running).toBeNull();
    world.quit();
    await world.startAgain();
    expect(world.times).toHaveLength(2);
  });

  test('a run that brings the computer down twice is not begun a third time', async () => {
    const world = new ScheduledWorld('2026-01-15T12:00:00Z');
    world.endless = true;
    await world.clock.runUntil('2026-01-16T09:10:00Z');
    for (const at of ['09:20', '09:30', '09:40']) {
      world.quit();
      world.clock.sleepUntil(`2026-01-16T${at}:00Z`);
      await world.startAgain();
    }
    expect(world.times).toEqual(['2026-01-16T09:00', '2026-01-16T09:20']);
    world.endless = false;
    await world.clock.runUntil('2026-01-17T10:00:00Z');
    expect(world.times.at(-1)).toBe('2026-01-17T09:00');
  });

  test('several districts queue: one at a time, each has its run', async () => {
    const world = new ScheduledWorld('2026-01-15T12:00:00Z', { a: {}, b: {}, c: {} });
    world.endless = true;
    await world.clock.runUntil('2026-01-16T09:30:00Z');
    expect(world.begun).toEqual(['a 2026-01-16T09:00']);
    await world.endRun('a');
    expect(world.begun.at(-1)).toBe('b 2026-01-16T09:30');
    await world.endRun('b');
    expect(world.begun.at(-1)).toBe('c 2026-01-16T09:30');
    await world.endRun('c');
    expect(world.memory('c')).toMatchObject({ running: null, missed: null });
  });

  test('without a network the slot stays due and is tried again', async () => {
    const world = new ScheduledWorld('2026-01-15T12:00:00Z');
    world.online = false;
    await world.clock.runUntil('2026-01-16T09:20:30Z');
    expect(world.times).toEqual([]);
    world.online = true;
    await world.clock.runUntil('2026-01-16T10:00:00Z');
    expect(world.times).toHaveLength(1);
    expect(Date.parse(`${world.times[0]}Z`)).toBeLessThanOrEqual(Date.parse('2026-01-16T09:22:00Z'));
  });

  test('a changed schedule counts from now on: what was due by the old one is not caught up', async () => {
    const world = new ScheduledWorld('2026-01-15T12:00:00Z');
    world.clock.sleepUntil('2026-01-16T15:00:00Z');
    world.change({ nightly: { times: ['23:00'], days: [1, 2, 3, 4, 5, 6, 7] } });
    await world.clock.runUntil('2026-01-17T12:00:00Z');
    expect(world.times).toEqual(['2026-01-17T06:00']);
  });
});
