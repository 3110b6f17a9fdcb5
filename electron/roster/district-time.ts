import { DateTime } from 'luxon';

/**
 * Local dates of a district (ROSTER-RULES A1, A2). A date is `YYYY-MM-DD`, '' means none. "Today" is an input of every
 * rule, so that a plan does not depend on the zone of the computer it is made on.
 */
export interface DistrictTime {
  readonly today: string;
  /** 00:00:00 local of a date as UTC `…Z`, '' for ''. */
  startOf(date: string): string;
  /** 23:59:59 local of a date as UTC `…Z`, '' for ''. */
  endOf(date: string): string;
}

/** @param now milliseconds since the epoch. @throws when the zone is not an IANA zone (settings are checked on saving). */
export function districtTime(timeZone: string, now: number): DistrictTime {
  const today = DateTime.fromMillis(now, { zone: timeZone }).toISODate();
  if (today === null) throw new Error(`Not a time zone: ${timeZone}`);
  const known = new Map<string, string>();
  const instant = (date: string, time: string) => {
    if (date === '') return '';
    const text = `${date}T${time}`;
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = DateTime.fromISO(text, { zone: timeZone }).toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
    known.set(text, made);
    return made;
  };
  return { today, startOf: (date) => instant(date, '00:00:00'), endOf: (date) => instant(date, '23:59:59') };
}

/** The date `days` later (earlier when negative); '' stays ''. */
export function addDays(date: string, days: number): string {
  if (date === '') return '';
  return DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toISODate() ?? '';
}

/** The last day a SIS end date means (A2). */
export function lastDay(endDate: string, meaning: 'last-day' | 'day-after'): string {
  return meaning === 'day-after' ? addDays(endDate, -1) : endDate;
}

/** Days from `from` to `to`, both local dates. */
export function daysBetween(from: string, to: string): number {
  return DateTime.fromISO(to, { zone: 'utc' }).diff(DateTime.fromISO(from, { zone: 'utc' }), 'days').days;
}
