import type { EntityKind } from '../../shared/entities.ts';
import type { Hold } from '../../shared/plan.ts';
import { entityNouns } from './words.ts';

/** 12345 → "12,345" in the computer's locale. */
export function formatCount(value: number): string {
  return value.toLocaleString();
}

export function plural(value: number, one: string, many: string): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}

export function changesWord(value: number): string {
  return plural(value, 'change', 'changes');
}

/** "3 courses", "1 person". */
export function entityCount(value: number, entity: EntityKind): string {
  const noun = entityNouns[entity];
  return plural(value, noun.one, noun.many);
}

/** ISO instant → "12 Nov 2026, 07:12" in the computer's locale; an unreadable one stays as it is. */
export function formatWhen(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

const calendarDay = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' });

/** A day of a calendar, `2026-08-10`, which is the same wherever this computer is. */
export function formatCalendarDay(date: string): string {
  return calendarDay.format(new Date(`${date}T00:00:00Z`));
}

export function formatDay(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
}

export function formatTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/** Seconds → "4 seconds", "2 min 14 s", "1 h 05 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  const whole = Math.round(seconds);
  if (whole < 60) return plural(whole, 'second', 'seconds');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** What is left of a step, rounded so that it does not twitch; '' while unknown. */
export function formatTimeLeft(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return '';
  if (seconds < 5) return 'a few seconds left';
  if (seconds < 60) return `about ${Math.ceil(seconds / 10) * 10} seconds left`;
  if (seconds < 90 * 60) return `about ${plural(Math.round(seconds / 60), 'minute', 'minutes')} left`;
  return `about ${plural(Math.round(seconds / 3600), 'hour', 'hours')} left`;
}

export function formatBytes(bytes: number): string {
  if (bytes < 1000) return plural(bytes, 'byte', 'bytes');
  if (bytes < 1_000_000) return `${(bytes / 1000).toLocaleString(undefined, { maximumFractionDigits: 1 })} KB`;
  return `${(bytes / 1_000_000).toLocaleString(undefined, { maximumFractionDigits: 1 })} MB`;
}

/** ["a", "b", "c"] → "a, b and c". */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** How much a hold stops: "12 enrollments", or "30 changes" where it stops every kind. */
export function heldWord({ count, entity, everything }: Pick<Hold, 'count' | 'entity' | 'everything'>): string {
  return everything === true ? changesWord(count) : entityCount(count, entity);
}
