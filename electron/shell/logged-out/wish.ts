import type { Schedule } from '../../../shared/schedule.ts';

/** What an operating system's scheduler must be told of a district's schedule. */
export interface LoggedOutWish {
  readonly district: { readonly id: string; readonly name: string; readonly practice: boolean };
  readonly schedule: Schedule;
  readonly timeZone: string;
  readonly computer: {
    readonly platform: string;
    readonly timeZone: string;
    readonly user: string;
    readonly hasSystemdCreds: boolean;
  };
  /** What starts the app: in a checkout that is Electron, and the app's folder its first argument. */
  readonly program: string;
  readonly appFolder: readonly string[];
  /** Folders it was told to use. */
  readonly folders: readonly string[];
}

/** A file to be saved; `encoding` as its reader wants it. */
export interface DefinitionFile {
  readonly name: string;
  readonly text: string;
  readonly encoding: 'utf8' | 'utf16le';
}

/** Arguments of the headless sync; days off travel along, because no system's scheduler knows any. */
export function syncArguments({ district, schedule, appFolder, folders }: LoggedOutWish): string[] {
  const daysOff = schedule.blackouts.flatMap(({ from, to }) => ['--not-on', `${from}/${to}`]);
  return [...appFolder, '--headless', ...folders, '--district', district.id, 'sync', ...daysOff];
}

/** One time of the day with its days of the week, nights and daytime together. */
export interface WeeklyTime {
  readonly time: string;
  readonly days: readonly number[];
}

export function weeklyTimes({ nightly, intraday }: Schedule): WeeklyTime[] {
  const days = new Map<string, Set<number>>();
  const add = (time: string, on: readonly number[]) => {
    const known = days.get(time) ?? new Set();
    for (const day of on) known.add(day);
    days.set(time, known);
  };
  for (const time of nightly.times) add(time, nightly.days);
  if (intraday !== null) {
    const last = minutesOf(intraday.to);
    for (let m = minutesOf(intraday.from); m <= last; m += intraday.everyHours * 60) add(timeOf(m), intraday.days);
  }
  return [...days]
    .filter(([, on]) => on.size > 0)
    .map(([time, on]) => ({ time, days: [...on].sort() }))
    .sort((a, b) => a.time.localeCompare(b.time));
}

export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

export function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
