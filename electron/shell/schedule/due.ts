import type { ComingRun, Missed, Schedule } from '../../../shared/schedule.ts';
import type { ScheduleMemory } from './memory.ts';
import { blackoutAt, type Slot, slotsAfter } from './slots.ts';

/** Later than this a run counts as caught up. */
const LATE_MS = 2 * 60_000;
/** A cut-off run is begun once more, and no third time: it may be the run that brings the computer down. */
const MOST_TRIES = 2;
/** Slots of more than a week, at one an hour. */
const MOST_DONE = 200;

/** What a look at the clock leads to. */
export interface Verdict {
  /** The slot to run now; null is to wait. */
  readonly due: { readonly at: number; readonly late: boolean } | null;
  readonly memory: ScheduleMemory;
}

/**
 * Reads the clock. A slot that has passed is due once, however many passed with it; on a day off and while paused it is
 * given up, and told. Where the clock was set back, what had its run does not come again.
 */
export function lookAtClock(schedule: Schedule, timeZone: string, memory: ScheduleMemory, now: number): Verdict {
  const waited = memory.next === null ? null : Date.parse(memory.next);
  const due = memory.running === null ? waited : Date.parse(memory.running.due);
  const next = { next: isoOf(nextSlot(schedule, timeZone, memory, now)?.at ?? null) };
  if (due === null || due > now || !schedule.on) {
    const running = schedule.on ? memory.running : null;
    return { due: null, memory: { ...memory, ...next, running } };
  }
  const why = hindrance(schedule, timeZone, now);
  if (why !== null) return { due: null, memory: { ...memory, ...next, running: null, missed: { at: isoOf(due), why } } };
  if (memory.running !== null && memory.running.tries >= MOST_TRIES) {
    return { due: null, memory: { ...memory, ...next, running: null } };
  }
  return { due: { at: due, late: now - due > LATE_MS }, memory };
}

/** The run of a due slot begins: all slots that passed meanwhile are served by it. */
export function begin(schedule: Schedule, timeZone: string, memory: ScheduleMemory, due: number, now: number): ScheduleMemory {
  const served: string[] = [isoOf(due)];
  for (const slot of slotsAfter(schedule, timeZone, due)) {
    if (slot.at > now || served.length >= MOST_DONE) break;
    served.push(isoOf(slot.at));
  }
  const known = memory.done.filter((one) => !served.includes(one));
  const tries = (memory.running?.tries ?? 0) + 1;
  const settled = { ...memory, done: [...known, ...served].slice(-MOST_DONE), running: { due: isoOf(due), tries } };
  const late = now - due > LATE_MS ? { caughtUp: { due: isoOf(due), at: isoOf(now) } } : {};
  return { ...settled, ...late, next: isoOf(nextSlot(schedule, timeZone, settled, now)?.at ?? null) };
}

/** The slot is over without a run of its own: another one was under way, here or in another process. */
export function skip(
  schedule: Schedule,
  timeZone: string,
  memory: ScheduleMemory,
  due: number,
  now: number,
  why: Missed['why'],
): ScheduleMemory {
  const begun = begin(schedule, timeZone, { ...memory, running: null }, due, now);
  return { ...begun, running: memory.running, caughtUp: memory.caughtUp, missed: { at: isoOf(due), why } };
}

/** The run ended, in whatever way. */
export function end(memory: ScheduleMemory, elsewhere: boolean): ScheduleMemory {
  const at = memory.running?.due;
  const missed: Missed | null = elsewhere && at !== undefined ? { at, why: 'elsewhere' } : memory.missed;
  return { ...memory, running: null, missed };
}

/** Another schedule, or another zone: what was due by the old one is not caught up. */
export function changed(schedule: Schedule, timeZone: string, memory: ScheduleMemory, now: number): ScheduleMemory {
  const next = schedule.on ? nextSlot(schedule, timeZone, memory, now) : null;
  return { ...memory, next: isoOf(next?.at ?? null) };
}

/** The next runs, as the screen lists them. */
export function comingRuns(
  schedule: Schedule,
  timeZone: string,
  memory: ScheduleMemory,
  now: number,
  count: number,
): ComingRun[] {
  const runs: ComingRun[] = [];
  for (const slot of openSlots(schedule, timeZone, memory, now)) {
    if (runs.push({ at: isoOf(slot.at), local: slot.local, clocks: slot.clocks }) >= count) break;
  }
  return runs;
}

function nextSlot(schedule: Schedule, timeZone: string, memory: ScheduleMemory, now: number): Slot | null {
  for (const slot of openSlots(schedule, timeZone, memory, now)) return slot;
  return null;
}

function* openSlots(schedule: Schedule, timeZone: string, memory: ScheduleMemory, now: number): Generator<Slot> {
  const from = startsAgain(schedule, now);
  if (!schedule.on || from === null) return;
  const done = new Set(memory.done);
  for (const slot of slotsAfter(schedule, timeZone, from)) if (!done.has(isoOf(slot.at))) yield slot;
}

/** From when on slots count; null while it is paused without an end. */
function startsAgain({ paused }: Schedule, now: number): number | null {
  if (paused === null) return now;
  // A slot at the very end of the pause counts.
  return paused.until === null ? null : Math.max(now, Date.parse(paused.until) - 1);
}

function hindrance(schedule: Schedule, timeZone: string, now: number): Missed['why'] | null {
  if (isPaused(schedule, now)) return 'paused';
  return blackoutAt(schedule, timeZone, now) === null ? null : 'blackout';
}

export function isPaused({ paused }: Schedule, now: number): boolean {
  return paused !== null && (paused.until === null || Date.parse(paused.until) > now);
}

function isoOf(at: number): string;
function isoOf(at: number | null): string | null;
function isoOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
