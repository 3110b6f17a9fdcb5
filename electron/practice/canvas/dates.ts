/** Dates as imports write them and as reports show them (§1.13, §6). */

/** blank: no date in the cell; bad: a date that cannot be. */
export type ParsedDate = { kind: 'date'; value: string } | { kind: 'blank' } | { kind: 'bad' };

const SHAPE = /(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?/i;

/** Without an offset the time is UTC; text without any date in it reads as blank. */
export function parseDate(text: string | undefined): ParsedDate {
  const found = text === undefined ? null : SHAPE.exec(text);
  if (found === null) return { kind: 'blank' };
  const [, year, month, day, hour = '0', minute = '0', second = '0', zone] = found;
  const parts = [Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)] as const;
  const at = new Date(Date.UTC(parts[0], parts[1] - 1, parts[2], parts[3], parts[4], parts[5]));
  const real = at.getUTCFullYear() === parts[0] && at.getUTCMonth() === parts[1] - 1 && at.getUTCDate() === parts[2];
  if (!real || parts[3] > 24 || parts[4] > 59 || parts[5] > 59) return { kind: 'bad' };
  return { kind: 'date', value: isoSeconds(new Date(at.getTime() - offsetMs(zone))) };
}

function offsetMs(zone: string | undefined): number {
  const found = zone === undefined ? null : /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (found === null) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return (found[1] === '-' ? -minutes : minutes) * 60_000;
}

/** Canvas answers in whole seconds: 2026-08-10T04:00:00Z. */
export function isoSeconds(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** A formatter for report cells: 2026-08-10T00:00:00-04:00 in the account's zone, blank for null. */
export function zonedFormatter(timeZone: string): (value: string | null) => string {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  });
  const utc = timeZone === 'UTC' || timeZone === 'Etc/UTC';
  const seen = new Map<string, string>();
  return (value) => {
    if (value === null) return '';
    const known = seen.get(value);
    if (known !== undefined) return known;
    const part: Record<string, string> = {};
    for (const { type, value: text } of format.formatToParts(new Date(value))) part[type] = text;
    const offset = utc ? 'Z' : (part.timeZoneName ?? 'GMT').replace('GMT', '') || '+00:00';
    const shown = `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}${offset}`;
    seen.set(value, shown);
    return shown;
  };
}
