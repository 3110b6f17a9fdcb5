import { describe, expect, it } from 'vitest';
import { fullLabel, valueWords } from '../../../renderer/settings/value-words.ts';
import { changedKeys } from '../../../renderer/state/district-settings.ts';
import { defaultOf, problemOf, typedNumber } from '../../../renderer/state/setting-draft.ts';
import { settingKeys } from '../../../shared/setting-words.ts';
import { DistrictSettings } from '../../../shared/settings.ts';

const settings = DistrictSettings.parse({ timeZone: 'America/Chicago' });
const stored = { settings, version: 1, at: '2026-11-24T17:00:00Z', by: 'ada', setUp: null };
const names = new Map([['s-1', 'Lincoln High']]);

describe('settings on screen', () => {
  it('takes numbers as people type them, and leaves alone what is none', () => {
    expect(typedNumber(' 1,200 ')).toBe(1200);
    expect(typedNumber('0')).toBe(0);
    for (const text of ['', ' ', 'two weeks', '1e', '-']) expect(typedNumber(text)).toBe(text);
  });

  it('says in words what cannot be saved', () => {
    expect(problemOf('deletePercent', 101)).toContain('from 0 to 100');
    expect(problemOf('dropGraceDays', 1.5)).toContain('whole number');
    expect(problemOf('dropGraceDays', '')).toContain('whole number');
    expect(problemOf('timeZone', 'Nowhere')).toContain('time zone');
    for (const key of settingKeys) expect(problemOf(key, settings[key]), key).toBe('');
  });

  it('finds what a draft changes, in the order of the screen, and nothing that is as before', () => {
    expect(changedKeys(stored, settings)).toEqual([]);
    expect(changedKeys(stored, { ...settings, dropGraceDays: 20, schools: ['s-1'], classFilters: [] })).toEqual([
      'schools',
      'dropGraceDays',
    ]);
  });

  it('says values in words: units, names of schools, the usual for what is empty', () => {
    expect(valueWords('dropGraceDays', 1, names)).toBe('1 day');
    expect(valueWords('deletePercent', 10, names)).toBe('10 %');
    expect(valueWords('schools', [], names)).toBe('Every school');
    expect(valueWords('schools', ['s-1', 'gone'], names)).toBe('Lincoln High and gone');
    expect(valueWords('additionsOnly', true, names)).toBe('On');
    expect(valueWords('classFilters', ['lunch'], names)).toBe('Lunch');
    expect(valueWords('parentAccount', '', names)).toBe('The root account');
  });

  it('names a setting that continues the one before it in full, for whoever hears it alone', () => {
    expect(fullLabel('deleteFloor')).toBe('Removals at a school and more than');
    expect(fullLabel('classesFloor')).toBe('Such classes at a school and more than');
    expect(fullLabel('courseModel')).toBe('Courses');
    expect(new Set(settingKeys.map(fullLabel)).size).toBe(settingKeys.length);
  });

  it('knows what a district begins with, but no time zone for everybody', () => {
    expect(defaultOf('timeZone')).toBeNull();
    expect(defaultOf('dropGraceDays')).toBe(14);
  });
});
