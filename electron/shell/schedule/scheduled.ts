import { z } from 'zod';
import { Schedule } from '../../../shared/schedule.ts';
import { ScheduleMemory } from './memory.ts';

/** What preferences keep of a district's schedule. The zone is the district's setting, noted here so that it is known while the engine sleeps. */
export const Scheduled = z.object({ schedule: Schedule, timeZone: z.string().min(1), memory: ScheduleMemory });
export type Scheduled = z.infer<typeof Scheduled>;
