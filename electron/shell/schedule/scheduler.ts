import type { Schedule } from '../../../shared/schedule.ts';
import { begin, changed, end, lookAtClock, skip } from './due.ts';
import type { ScheduleMemory } from './memory.ts';

/** Time as the scheduler may use it. */
export interface Clock {
  now(): number;
  /** Calls back once; the returned function takes it back. */
  after(ms: number, call: () => void): () => void;
}

/** A district with what says when it syncs. */
export interface Scheduled {
  readonly district: string;
  readonly schedule: Schedule;
  readonly timeZone: string;
}

export interface SchedulerParts {
  readonly clock: Clock;
  readonly districts: () => readonly Scheduled[];
  readonly memory: { read(district: string): ScheduleMemory; write(district: string, memory: ScheduleMemory): void };
  /** Whether a try has any chance now: without a network the slot stays due. */
  readonly mayStart: (district: string) => boolean;
  /** One sync to its end. `elsewhere`: another process works in this district. */
  readonly run: (district: string) => Promise<'ended' | 'elsewhere'>;
  readonly log: (level: 'info' | 'warning', text: string) => void;
  /** Something that is shown has changed. */
  readonly onChange: () => void;
}

export interface Scheduler {
  /** Looks at the clock, again and again from now on. What an earlier process left running was cut off. */
  start(): void;
  /** After sleep, a new clock: looks at once, or after a moment. */
  look(afterMs?: number): void;
  /** A schedule or a zone was changed. */
  changed(district: string): void;
  /** No further run, and whatever the one under way still says is not written down: it counts as cut off. */
  stop(): void;
}

/** Sleep and a changed clock are noticed without help: no wait is longer (codebase-models S7). */
const LONGEST_WAIT_MS = 15 * 60_000;
const OFFLINE_WAIT_MS = 60_000;
const SHORTEST_WAIT_MS = 50;

/** Runs what is due, one district after the other. All rules are in due.ts and slots.ts; here is the waiting. */
export function createScheduler(parts: SchedulerParts): Scheduler {
  const { clock, memory, log } = parts;
  const queue: string[] = [];
  let working: string | null = null;
  let state: 'new' | 'started' | 'stopped' = 'new';
  let takeBack: () => void = () => undefined;

  function look(): void {
    if (state !== 'started') return;
    const now = clock.now();
    let soonest = now + LONGEST_WAIT_MS;
    for (const one of parts.districts()) soonest = Math.min(soonest, lookAt(one, now));
    arm(soonest - now);
    parts.onChange();
    void work();
  }

  function arm(ms: number): void {
    takeBack();
    takeBack = clock.after(Math.max(SHORTEST_WAIT_MS, Math.min(ms, LONGEST_WAIT_MS)), look);
  }

  /** @returns when to look at this district again. */
  function lookAt(one: Scheduled, now: number): number {
    const { district, schedule, timeZone } = one;
    const before = memory.read(district);
    const own = working === district || queue.includes(district);
    // Our own run is not one that was cut off.
    const verdict = lookAtClock(schedule, timeZone, own ? { ...before, running: null } : before, now);
    const seen = own ? { ...verdict.memory, running: before.running } : verdict.memory;
    if (verdict.due === null) keep(district, seen, before);
    else if (own) {
      memory.write(district, skip(schedule, timeZone, seen, verdict.due.at, now, 'running'));
      log('warning', `schedule ${district}: a run of ${iso(verdict.due.at)} was skipped, the one before is still at work`);
    } else if (!parts.mayStart(district)) return now + OFFLINE_WAIT_MS;
    else {
      memory.write(district, begin(schedule, timeZone, seen, verdict.due.at, now));
      log('info', `schedule ${district}: the run of ${iso(verdict.due.at)}${verdict.due.late ? ' is caught up' : ''} begins`);
      queue.push(district);
    }
    const { next } = memory.read(district);
    return next === null ? Number.POSITIVE_INFINITY : Date.parse(next);
  }

  function keep(district: string, now: ScheduleMemory, before: ScheduleMemory): void {
    if (JSON.stringify(now) === JSON.stringify(before)) return;
    memory.write(district, now);
    if (now.missed !== null && now.missed.at !== before.missed?.at) {
      log('info', `schedule ${district}: nothing runs for ${now.missed.at} (${now.missed.why})`);
    }
  }

  async function work(): Promise<void> {
    if (working !== null) return;
    for (let district = queue.shift(); district !== undefined; district = queue.shift()) {
      working = district;
      const how = await parts.run(district).catch(() => 'ended' as const);
      working = null;
      if (stopped()) return;
      memory.write(district, end(memory.read(district), how === 'elsewhere'));
      parts.onChange();
    }
  }

  const stopped = () => state === 'stopped';

  return {
    start() {
      if (state !== 'new') return;
      state = 'started';
      look();
    },
    look: (afterMs = 0) => (afterMs === 0 ? look() : arm(afterMs)),
    changed(district) {
      const one = parts.districts().find((other) => other.district === district);
      if (one === undefined) return;
      const { schedule, timeZone } = one;
      memory.write(district, changed(schedule, timeZone, memory.read(district), clock.now()));
      look();
    },
    stop() {
      state = 'stopped';
      takeBack();
      queue.length = 0;
    },
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
