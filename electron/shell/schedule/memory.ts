import { z } from 'zod';
import { Missed } from '../../../shared/schedule.ts';

const Instant = z.iso.datetime();

/** What the scheduler must not forget over a restart: it tells what is due, what was done, and what was cut off. */
export const ScheduleMemory = z.object({
  /** The slot waited for. Once it lies in the past it is due, however the computer spent the time since. */
  next: Instant.nullable(),
  /** Slots that had their run, newest last: a clock that is set back meets them again. */
  done: z.array(Instant),
  /** The run under way. Found at a start, it was cut off. */
  running: z.object({ due: Instant, tries: z.int() }).nullable(),
  missed: Missed.nullable(),
  caughtUp: z.object({ due: Instant, at: Instant }).nullable(),
});
export type ScheduleMemory = z.infer<typeof ScheduleMemory>;

export const nothingRemembered: ScheduleMemory = { next: null, done: [], running: null, missed: null, caughtUp: null };
