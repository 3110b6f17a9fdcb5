/** Calendar arithmetic on `YYYY-MM-DD` strings; no time of day, no zone. */
const DAY = 86_400_000;

function utc(date: string): number {
  const ms = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new RangeError(`not a date: ${date}`);
  return ms;
}

/** The date `days` later (or earlier, when negative). */
export function addDays(date: string, days: number): string {
  return new Date(utc(date) + days * DAY).toISOString().slice(0, 10);
}

/** Whole days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((utc(to) - utc(from)) / DAY);
}

/** The first given weekday (0 Sunday … 6 Saturday) on or after a day of a month. */
export function weekdayFrom(year: number, month: number, day: number, weekday: number): string {
  const start = new Date(Date.UTC(year, month - 1, day));
  const wait = (weekday - start.getUTCDay() + 7) % 7;
  return addDays(start.toISOString().slice(0, 10), wait);
}

/** A UTC instant with milliseconds, as `dateLastModified` wants it (oneroster-1.1 §2.2): some second of the given day. */
export function instantOn(date: string, milliseconds: number): string {
  return new Date(utc(date) + milliseconds).toISOString();
}
