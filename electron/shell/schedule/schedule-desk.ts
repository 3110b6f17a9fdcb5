import { DateTime } from 'luxon';
import { type PauseWish, type Schedule, type ScheduleView, usualSchedule } from '../../../shared/schedule.ts';
import type { Preferences } from '../preferences.ts';
import { changed, comingRuns, isPaused } from './due.ts';
import { nothingRemembered, type ScheduleMemory } from './memory.ts';
import type { Scheduled } from './scheduled.ts';
import { blackoutAt } from './slots.ts';

/** Runs shown on the screen. */
const SHOWN = 5;
/** When "until tomorrow morning" ends, on the district's clock. */
const MORNING_HOUR = 6;

/** The schedules of all districts, as preferences keep them. */
export interface ScheduleDesk {
  find(district: string): Scheduled | null;
  /** Districts that have a schedule, on or off. */
  all(): { readonly district: string; readonly scheduled: Scheduled }[];
  view(district: string, timeZone: string): ScheduleView;
  /** What was due by the old schedule is not caught up. */
  save(district: string, schedule: Schedule, timeZone: string): void;
  /** The district's zone, as its settings have it now. */
  noteZone(district: string, timeZone: string): void;
  remember(district: string, memory: ScheduleMemory): void;
  /** Districts without a schedule have nothing to pause. */
  pause(district: string, wish: PauseWish): void;
  /** Districts that are gone take their schedules along. */
  keepOnly(districts: readonly string[]): void;
}

export function scheduleDesk(preferences: Pick<Preferences, 'read' | 'change'>, now: () => number): ScheduleDesk {
  const find = (district: string) => preferences.read().schedules[district] ?? null;

  function write(district: string, scheduled: Scheduled): void {
    preferences.change({ schedules: { ...preferences.read().schedules, [district]: scheduled } });
  }

  function all() {
    return Object.entries(preferences.read().schedules).flatMap(([district, scheduled]) =>
      scheduled === null ? [] : [{ district, scheduled }],
    );
  }

  function save(district: string, schedule: Schedule, timeZone: string): void {
    const memory = find(district)?.memory ?? nothingRemembered;
    write(district, { schedule, timeZone, memory: changed(schedule, timeZone, memory, now()) });
  }

  return {
    find,
    all,
    save,
    view(district, timeZone) {
      const known = find(district);
      const schedule = currentOf(known?.schedule ?? usualSchedule, now());
      const memory = known?.memory ?? nothingRemembered;
      return {
        district,
        schedule,
        timeZone,
        coming: comingRuns(schedule, timeZone, memory, now(), SHOWN),
        blackout: schedule.on ? (blackoutAt(schedule, timeZone, now())?.name ?? null) : null,
        missed: memory.missed,
        caughtUp: memory.caughtUp,
      };
    },
    noteZone(district, timeZone) {
      const known = find(district);
      if (known !== null && known.timeZone !== timeZone) save(district, known.schedule, timeZone);
    },
    remember(district, memory) {
      const known = find(district);
      // A district that was removed during its run is not brought back.
      if (known !== null) write(district, { ...known, memory });
    },
    pause(district, wish) {
      const known = find(district);
      if (known === null || !known.schedule.on) return;
      const { schedule, timeZone } = known;
      save(district, { ...schedule, paused: pauseOf(wish, timeZone, now()) }, timeZone);
    },
    keepOnly(districts) {
      const { schedules, standings, tokenEnds } = preferences.read();
      const only = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
        Object.fromEntries(Object.entries(record).filter(([district]) => districts.includes(district)));
      if ([schedules, standings, tokenEnds].flatMap(Object.keys).every((one) => districts.includes(one))) return;
      preferences.change({ schedules: only(schedules), standings: only(standings), tokenEnds: only(tokenEnds) });
    },
  };
}

/** A pause that is over is none. */
function currentOf(schedule: Schedule, now: number): Schedule {
  return schedule.paused !== null && !isPaused(schedule, now) ? { ...schedule, paused: null } : schedule;
}

function pauseOf(wish: PauseWish, timeZone: string, now: number): Schedule['paused'] {
  if (wish === 'none') return null;
  if (wish === 'until-resumed') return { until: null };
  const until =
    wish === 'tomorrow'
      ? DateTime.fromMillis(now, { zone: timeZone }).plus({ days: 1 }).set({ hour: MORNING_HOUR }).startOf('hour')
      : DateTime.fromISO(wish.day, { zone: timeZone }).startOf('day');
  return { until: new Date(until.toMillis()).toISOString() };
}
