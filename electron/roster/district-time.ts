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

const DAY_MS = 24 * 60 * 60 * 1000;
const LAST_DATE = '9999-12-31';

/** The date `days` later (earlier when negative); '' stays ''. A date that means "for ever" stays one. */
export function addDays(date: string, days: number): string {
  const at = Date.parse(`${date}T00:00:00Z`) + days * DAY_MS;
  if (Number.isNaN(at)) return '';
  const text = new Date(at).toISOString();
  return text.startsWith('+') ? LAST_DATE : text.slice(0, 10);
}

/** A district has millions of end dates, and few different ones. */
const daysBefore = new Map<string, string>();
const MOST_KEPT = 5000;

/** The last day a SIS end date means (A2). */
export function lastDay(endDate: string, meaning: 'last-day' | 'day-after'): string {
  if (meaning === 'last-day' || endDate === '') return endDate;
  const known = daysBefore.get(endDate);
  if (known !== undefined) return known;
  if (daysBefore.size >= MOST_KEPT) daysBefore.clear();
  const day = addDays(endDate, -1);
  daysBefore.set(endDate, day);
  return day;
}

/** Days from `from` to `to`, both dates; NaN when one is none. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS;
}

const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** "10 August 2026". */
export function spokenDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${Number(day)} ${months[Number(month) - 1] ?? month} ${year}`;
}
