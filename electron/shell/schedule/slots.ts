import { DateTime } from 'luxon';
import type { Blackout, Schedule, TimeOfDay } from '../../../shared/schedule.ts';

/** One time at which the schedule wants a run. Its instant is its name: no two runs for one. */
export interface Slot {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** As asked for, on the district's clock. */
  readonly local: string;
  readonly clocks: 'usual' | 'skipped' | 'doubled';
}

/** Years of holidays in a row are no reason to look further. */
const LOOK_AHEAD_DAYS = 800;
const MINUTE = 60_000;

/** The next slots after an instant, by the rules alone: nobody asks here whether the schedule is on or paused. */
export function* slotsAfter(schedule: Schedule, timeZone: string, after: number): Generator<Slot> {
  if (!hasTimes(schedule)) return;
  let day = DateTime.fromMillis(after, { zone: timeZone }).startOf('day');
  for (let n = 0; n < LOOK_AHEAD_DAYS; n += 1) {
    if (blackoutOn(schedule.blackouts, dateOf(day)) === null) {
      for (const slot of slotsOf(schedule, day)) if (slot.at > after) yield slot;
    }
    // By the calendar, not by 24 hours.
    day = day.plus({ days: 1 }).startOf('day');
  }
}

function hasTimes({ nightly, intraday }: Schedule): boolean {
  return intraday !== null || (nightly.times.length > 0 && nightly.days.length > 0);
}

/** The blackout that an instant falls into, by the district's calendar. */
export function blackoutAt(schedule: Schedule, timeZone: string, now: number): Blackout | null {
  return blackoutOn(schedule.blackouts, dateOf(DateTime.fromMillis(now, { zone: timeZone })));
}

function blackoutOn(blackouts: readonly Blackout[], date: string): Blackout | null {
  return blackouts.find(({ from, to }) => from <= date && date <= to) ?? null;
}

function dateOf(day: DateTime): string {
  return day.toFormat('yyyy-MM-dd');
}

/** Slots of one local day in the order of their instants; times that fall together are one. */
function slotsOf({ nightly, intraday }: Schedule, day: DateTime): Slot[] {
  const times = new Set<TimeOfDay>(nightly.days.includes(day.weekday) ? nightly.times : []);
  if (intraday?.days.includes(day.weekday)) {
    for (let m = minutesOf(intraday.from); m <= minutesOf(intraday.to); m += intraday.everyHours * 60) times.add(timeOf(m));
  }
  const slots = new Map<number, Slot>();
  for (const time of [...times].sort()) {
    const slot = slotAt(day, time);
    const before = slots.get(slot.at);
    // A time that exists says more than one that was skipped into it.
    if (before === undefined || before.clocks === 'skipped') slots.set(slot.at, slot);
  }
  return [...slots.values()].sort((a, b) => a.at - b.at);
}

/**
 * A time of a local day as an instant. One that the clocks skip runs once, right after the gap; of one that comes twice the
 * first counts.
 */
function slotAt(day: DateTime, time: TimeOfDay): Slot {
  const minutes = minutesOf(time);
  const asked = day.set({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  const local = `${dateOf(day)}T${time}`;
  if (asked.toFormat("yyyy-MM-dd'T'HH:mm") !== local) return { at: endOfGap(asked), local, clocks: 'skipped' };
  const both = asked.getPossibleOffsets().map((one) => one.toMillis());
  return { at: Math.min(...both), local, clocks: both.length > 1 ? 'doubled' : 'usual' };
}

/** The instant at which the clocks jumped, near a local time that does not exist. */
function endOfGap(near: DateTime): number {
  let low = near.minus({ hours: 3 }).toMillis();
  let high = near.plus({ hours: 3 }).toMillis();
  const offsetAt = (at: number) => DateTime.fromMillis(at, { zone: near.zone }).offset;
  const after = offsetAt(high);
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
    if (offsetAt(middle) === after) high = middle;
    else low = middle;
  }
  return high;
}

function minutesOf(time: TimeOfDay): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function timeOf(minutes: number): TimeOfDay {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
