import { nothingRemembered, type ScheduleMemory } from '../../electron/shell/schedule/memory.ts';
import { createScheduler, type Scheduler } from '../../electron/shell/schedule/scheduler.ts';
import { type Schedule, usualSchedule } from '../../shared/schedule.ts';
import { FakeClock, settled } from './fake-clock.ts';

/** The app's scheduler over a fake clock, with syncs that take as long as the test says, through restarts of the app. */
export class ScheduledWorld {
  readonly clock: FakeClock;
  /** Begun runs: `district instant`. */
  readonly begun: string[] = [];
  readonly told: string[] = [];
  readonly schedules = new Map<string, Schedule>();
  readonly #memory = new Map<string, ScheduleMemory>();
  #scheduler: Scheduler;
  #ends = new Map<string, (how: 'ended' | 'elsewhere') => void>();
  minutes = 1;
  online = true;
  /** What the next runs say at their end. */
  how: 'ended' | 'elsewhere' = 'ended';
  /** Runs go on until the test ends them. */
  endless = false;
  timeZone = 'America/Denver';

  constructor(start: string, schedules: Record<string, Partial<Schedule>> = { a: {} }) {
    this.clock = new FakeClock(start);
    for (const [district, schedule] of Object.entries(schedules)) {
      this.schedules.set(district, { ...usualSchedule, on: true, ...schedule });
    }
    this.#scheduler = this.#make();
    for (const district of this.schedules.keys()) this.#scheduler.changed(district);
    this.#scheduler.start();
  }

  #make(): Scheduler {
    return createScheduler({
      clock: this.clock,
      districts: () => [...this.schedules].map(([district, schedule]) => ({ district, schedule, timeZone: this.timeZone })),
      memory: {
        read: (district) => this.#memory.get(district) ?? nothingRemembered,
        write: (district, memory) => void this.#memory.set(district, structuredClone(memory)),
      },
      mayStart: () => this.online,
      run: (district) => this.#run(district),
      log: (_level, text) => this.told.push(text),
      onChange: () => undefined,
    });
  }

  #run(district: string): Promise<'ended' | 'elsewhere'> {
    this.begun.push(`${district} ${new Date(this.clock.now()).toISOString().slice(0, 16)}`);
    return new Promise((resolve) => {
      if (this.endless) this.#ends.set(district, resolve);
      else this.clock.after(this.minutes * 60_000, () => resolve(this.how));
    });
  }

  get times(): string[] {
    return this.begun.map((one) => one.split(' ')[1] ?? '');
  }

  memory(district = 'a'): ScheduleMemory {
    return this.#memory.get(district) ?? nothingRemembered;
  }

  async endRun(district = 'a', how: 'ended' | 'elsewhere' = 'ended'): Promise<void> {
    this.#ends.get(district)?.(how);
    await settled();
  }

  change(schedule: Partial<Schedule>, district = 'a'): void {
    this.schedules.set(district, { ...usualSchedule, on: true, ...this.schedules.get(district), ...schedule });
    this.#scheduler.changed(district);
  }

  quit(): void {
    this.#scheduler.stop();
  }

  async startAgain(): Promise<void> {
    this.#scheduler = this.#make();
    this.#scheduler.start();
    await settled();
  }

  async wake(): Promise<void> {
    this.#scheduler.look();
    await settled();
  }
}
