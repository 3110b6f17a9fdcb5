import { describe, expect, it } from 'vitest';
import { settingGroups, settingGroupWords, settingKeys, settingsOf, wordsOf } from '../../../shared/setting-words.ts';
import { DistrictSettings } from '../../../shared/settings.ts';

const defaults = DistrictSettings.parse({ timeZone: 'America/Chicago' });

describe('words of the settings', () => {
  it('has a line for every setting, each in one group of the screen', () => {
    expect([...settingKeys].sort()).toEqual(Object.keys(DistrictSettings.shape).sort());
    expect(settingGroups.flatMap((group) => settingsOf(group)).sort()).toEqual([...settingKeys].sort());
    for (const group of settingGroups) expect(settingsOf(group), settingGroupWords[group].title).not.toEqual([]);
  });

  it('names every value a setting can have, and nothing else', () => {
    for (const key of settingKeys) {
      const { control } = wordsOf(key);
      if (control.kind !== 'choice' && control.kind !== 'ticks') continue;
      for (const value of Object.keys(control.options)) {
        const given = control.kind === 'ticks' ? [value] : value;
        expect(DistrictSettings.safeParse({ ...defaults, [key]: given }).success, `${key} = ${value}`).toBe(true);
      }
      if (control.kind === 'choice') expect(Object.keys(control.options), key).toContain(defaults[key]);
    }
  });

  it('speaks an admin’s words, never a field’s name', () => {
    for (const key of settingKeys) {
      const { label, explanation } = wordsOf(key);
      expect(`${label} ${explanation}`, key).not.toMatch(/_|sourcedId|userId|enrollmentEndDate/);
      expect(explanation, key).toMatch(/[.!?]$/);
    }
  });
});
