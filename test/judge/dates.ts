/** Calendar days are `YYYY-MM-DD`, compared as text; instants are UTC to the second, as Canvas shows them. */
const DAY = 86_400_000;

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** A1: the instant at which a wall clock in `zone` shows this day and time. */
export function instantOf(day: string, time: string, zone: string): string {
  const wanted = Date.parse(`${day}T${time}Z`);
  let guess = wanted;
  // Twice, because the offset may change between the guess and the instant itself.
  for (let round = 0; round < 2; round++) guess = wanted - (wallClock(guess, zone) - guess);
  return `${new Date(guess).toISOString().slice(0, 19)}Z`;
}

/** What the clocks in `zone` show at an instant, as if it were UTC. */
function wallClock(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '00';
  return Date.parse(`${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}Z`);
}

export function least(days: readonly string[]): string | undefined {
  return days.length === 0 ? undefined : days.reduce((a, b) => (a < b ? a : b));
}

export function latest(days: readonly string[]): string | undefined {
  return days.length === 0 ? undefined : days.reduce((a, b) => (a > b ? a : b));
}
