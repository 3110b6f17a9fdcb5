import { describe, expect, test } from 'vitest';
import type { Remembered } from '../../../../electron/shell/preferences.ts';
import { scheduleDesk } from '../../../../electron/shell/schedule/schedule-desk.ts';
import { usualSchedule } from '../../../../shared/schedule.ts';

const ZONE = 'America/Denver';

function desk(now = '2026-11-27T20:00:00Z') {
  let remembered = { schedules: {}, standings: {}, tokenEnds: {} } as unknown as Remembered;
  const clock = { now: Date.parse(now) };
  const preferences = {
    read: () => remembered,
    change(part: Partial<Remembered>) {
      remembered = { ...remembered, ...part };
    },
  };
  return { desk: scheduleDesk(preferences, () => clock.now), clock, preferences };
}
const on = { ...usualSchedule, on: true };

describe('the schedules that preferences keep', () => {
  test('a district without one is shown the usual, switched off', () => {
    expect(desk().desk.view('a', ZONE)).toMatchObject({ schedule: usualSchedule, coming: [], timeZone: ZONE });
  });

  test('saved, the next five are listed and the next one is remembered for a restart', () => {
    const { desk: one, preferences } = desk();
    one.save('a', on, ZONE);
    expect(one.view('a', ZONE).coming.map(({ local }) => local)).toEqual(
      ['28', '29', '30'].map((day) => `2026-11-${day}T02:00`).concat(['2026-12-01T02:00', '2026-12-02T02:00']),
    );
    expect(preferences.read().schedules.a?.memory.next).toBe('2026-11-28T09:00:00.000Z');
  });

  test('paused till tomorrow morning it skips the night; till a day it begins with that day; resumed it goes on', () => {
    const { desk: one, clock } = desk();
    one.save('a', on, ZONE);
    one.pause('a', 'tomorrow');
    expect(one.view('a', ZONE)).toMatchObject({
      schedule: { paused: { until: '2026-11-28T13:00:00.000Z' } },
      coming: [{ local: '2026-11-29T02:00' }, {}, {}, {}, {}],
    });
    one.pause('a', { day: '2026-12-01' });
    expect(one.view('a', ZONE).coming[0]?.local).toBe('2026-12-01T02:00');
    one.pause('a', 'until-resumed');
    expect(one.view('a', ZONE).coming).toEqual([]);
    one.pause('a', 'none');
    expect(one.view('a', ZONE).coming[0]?.local).toBe('2026-11-28T02:00');
    one.pause('a', 'tomorrow');
    clock.now = Date.parse('2026-11-28T14:00:00Z');
    expect(one.view('a', ZONE).schedule.paused).toBeNull();
  });

  test('another time zone in the settings moves the next run', () => {
    const { desk: one } = desk();
    one.save('a', on, ZONE);
    one.noteZone('a', 'America/New_York');
    expect(one.find('a')).toMatchObject({ timeZone: 'America/New_York', memory: { next: '2026-11-28T07:00:00.000Z' } });
  });

  test('a district that was removed takes its schedule along, and its last run does not bring it back', () => {
    const { desk: one } = desk();
    one.save('a', on, ZONE);
    one.save('b', on, ZONE);
    const memory = one.find('a')?.memory;
    one.keepOnly(['b']);
    if (memory !== undefined) one.remember('a', memory);
    expect(one.all().map(({ district }) => district)).toEqual(['b']);
  });
});
