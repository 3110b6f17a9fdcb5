import { describe, expect, it } from 'vitest';
import {
  entityCount,
  formatCalendarDay,
  formatDuration,
  formatTimeLeft,
  formatWhen,
  joinWords,
  plural,
} from '../../../renderer/ui/format.ts';

describe('numbers and times in words', () => {
  it('counts in singular and plural', () => {
    expect(plural(1, 'change', 'changes')).toBe('1 change');
    expect(entityCount(1, 'user')).toBe('1 person');
    expect(entityCount(0, 'user')).toBe('0 people');
  });

  it('a day of a calendar is the same day in every time zone', () => {
    const before = process.env.TZ;
    for (const TZ of ['Pacific/Honolulu', 'Pacific/Auckland']) {
      process.env.TZ = TZ;
      expect(formatCalendarDay('2026-08-10')).toMatch(/\b10\b/);
    }
    process.env.TZ = before;
  });

  it('says how long something took', () => {
    expect(formatDuration(0.2)).toBe('less than a second');
    expect(formatDuration(1)).toBe('1 second');
    expect(formatDuration(134)).toBe('2 min 14 s');
    expect(formatDuration(3900)).toBe('1 h 05 min');
  });

  it('rounds the time left, so that it does not twitch, and says nothing while it is unknown', () => {
    expect(formatTimeLeft(null)).toBe('');
    expect(formatTimeLeft(Number.POSITIVE_INFINITY)).toBe('');
    expect(formatTimeLeft(3)).toBe('a few seconds left');
    expect(formatTimeLeft(31)).toBe('about 40 seconds left');
    expect(formatTimeLeft(60)).toBe('about 1 minute left');
    expect(formatTimeLeft(7200)).toBe('about 2 hours left');
  });

  it('keeps an unreadable instant as it is instead of an invalid date', () => {
    expect(formatWhen('soon')).toBe('soon');
  });

  it('joins words as a sentence does', () => {
    expect(joinWords(['a', 'b', 'c'])).toBe('a, b and c');
    expect(joinWords([])).toBe('');
  });
});
