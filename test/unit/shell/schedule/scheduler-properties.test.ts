import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { slotsAfter } from '../../../../electron/shell/schedule/slots.ts';
import { Schedule } from '../../../../shared/schedule.ts';
import { ScheduledWorld } from '../../../helpers/scheduled-world.ts';

const zones = ['America/Denver', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'];
const START = Date.parse('2026-03-01T00:00:00Z');
const hours = (n: number) => new Date(START + n * 3_600_000).toISOString();

const time = fc
  .record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.constantFrom(0, 15, 30, 59) })
  .map(({ hour, minute }) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const days = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 });
const date = fc.integer({ min: 0, max: 40 }).map((n) => new Date(START + n * 86_400_000).toISOString().slice(0, 10));
const blackout = fc.tuple(date, date).map(([a, b]) => ({ name: 'Days off', from: a < b ? a : b, to: a < b ? b : a }));
const intraday = fc
  .record({ everyHours: fc.integer({ min: 1, max: 6 }), times: fc.tuple(time, time), days })
  .map(({ everyHours, times, days: on }) => {
    const [from = '', to = ''] = [...times].sort();
    return { everyHours, from, to, days: on };
  });
const schedule = fc.record({
  on: fc.constant(true),
  nightly: fc.record({ times: fc.uniqueArray(time, { maxLength: 3 }), days }),
  intraday: fc.option(intraday),
  blackouts: fc.array(blackout, { maxLength: 2 }),
  paused: fc.constant(null),
});
/** What may happen to a computer in a month, in hours. */
const fate = fc.record({
  kind: fc.constantFrom('awake', 'awake', 'asleep', 'off', 'set-back'),
  hours: fc.integer({ min: 1, max: 60 }),
  runMinutes: fc.integer({ min: 1, max: 200 }),
});

async function live(made: Schedule, timeZone: string, fates: readonly { kind: string; hours: number; runMinutes: number }[]) {
  const world = new ScheduledWorld(hours(0), {});
  world.timeZone = timeZone;
  world.change(made);
  let at = 0;
  for (const { kind, hours: length, runMinutes } of fates) {
    world.minutes = runMinutes;
    if (kind === 'set-back') {
      at = Math.max(0, at - length);
      world.clock.set(hours(at));
      await world.wake();
      continue;
    }
    at += length;
    if (kind === 'awake') await world.clock.runUntil(hours(at));
    else if (kind === 'asleep') world.clock.sleepUntil(hours(at));
    else {
      world.quit();
      world.clock.sleepUntil(hours(at));
      await world.startAgain();
    }
    await world.wake();
  }
  world.quit();
  return world;
}

describe('whatever happens to the computer', () => {
  test('no slot has two runs that ended', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, fc.constantFrom(...zones), fc.array(fate, { maxLength: 12 }), async (made, zone, fates) => {
        const served = new Map<string, number>();
        const world = await live(made, zone, fates);
        // Every run that ended leaves its slots in `done`, once each.
        for (const slot of world.memory().done) served.set(slot, (served.get(slot) ?? 0) + 1);
        expect([...served.values()].filter((count) => count > 1)).toEqual([]);
        const begun = world.told.flatMap((text) => /the run of (\S+)/.exec(text)?.[1] ?? []);
        const interrupted = fates.filter(({ kind }) => kind === 'off').length;
        expect(begun.length - new Set(begun).size).toBeLessThanOrEqual(interrupted);
        for (const slot of new Set(begun)) expect(begun.filter((one) => one === slot).length).toBeLessThanOrEqual(2);
        if (interrupted === 0) expect(new Set(begun).size).toBe(begun.length);
      }),
      { numRuns: 40 },
    );
  });

  test('no run begins on a day off', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, fc.constantFrom(...zones), fc.array(fate, { maxLength: 12 }), async (made, zone, fates) => {
        const world = await live(made, zone, fates);
        for (const begun of world.times) {
          const day = DateTime.fromISO(`${begun}:00Z`, { zone }).toISODate() ?? '';
          expect(made.blackouts.filter(({ from, to }) => from <= day && day <= to)).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('every local time of a day has exactly one slot, in order, within three hours of its time', () => {
    fc.assert(
      fc.property(schedule, fc.constantFrom(...zones), fc.integer({ min: 0, max: 8760 }), (made, zone, from) => {
        const parsed = Schedule.parse({ ...made, blackouts: [] });
        let last = START + from * 3_600_000;
        let n = 0;
        for (const slot of slotsAfter(parsed, zone, last)) {
          expect(slot.at).toBeGreaterThan(last);
          last = slot.at;
          const shown = DateTime.fromMillis(slot.at, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");
          if (slot.clocks !== 'skipped') expect(shown).toBe(slot.local);
          else expect(shown > slot.local).toBe(true);
          if (++n === 30) break;
        }
      }),
      { numRuns: 200 },
    );
  });

  test('awake all the time, every slot has its run', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, fc.constantFrom(...zones), async (made, zone) => {
        const world = await live(made, zone, [{ kind: 'awake', hours: 24 * 9, runMinutes: 1 }]);
        const wanted: string[] = [];
        for (const { at } of slotsAfter(made, zone, START)) {
          if (at > START + 9 * 86_400_000) break;
          wanted.push(new Date(at).toISOString().slice(0, 16));
        }
        // Slots closer than a run is long are skipped, and told; a minute's run leaves all others.
        const close = wanted.filter((one, n) => n > 0 && Date.parse(`${one}Z`) - Date.parse(`${wanted[n - 1]}Z`) <= 60_000);
        expect(world.times).toEqual(wanted.filter((one) => !close.includes(one)));
      }),
      { numRuns: 15 },
    );
  });
});
