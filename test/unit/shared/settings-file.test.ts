import { describe, expect, test } from 'vitest';
import { DistrictSettings } from '../../../shared/settings.ts';
import { readSettingsFile, settingsFileText } from '../../../shared/settings-file.ts';

const settings = DistrictSettings.parse({
  timeZone: 'America/Chicago',
  courseLeadDays: 30,
  noContact: ['amy.miller@example.org'],
  protectedPeople: ['principal'],
});
const text = settingsFileText('Springfield', settings, '2026-08-10T06:00:00.000Z');

describe('settings as a file', () => {
  test('come back as they were, without the lists that name people', () => {
    const { noContact, protectedPeople, ...shared } = settings;
    expect(readSettingsFile(text)).toEqual({ ok: true, settings: shared });
    expect(text).not.toContain('amy.miller');
    expect(text).not.toContain('principal');
  });

  test('a file may hold a few only, and never brings people', () => {
    const few = { format: 'rosterbridge-settings', version: 1, settings: { courseLeadDays: 5, noContact: ['x'] } };
    expect(readSettingsFile(`\ufeff${JSON.stringify(few)}`)).toEqual({ ok: true, settings: { courseLeadDays: 5 } });
  });

  test('what is no file of ours, is newer, or holds a value nobody knows, is refused as a whole', () => {
    const problem = (content: unknown) => {
      const read = readSettingsFile(typeof content === 'string' ? content : JSON.stringify(content));
      return read.ok ? 'taken' : `${read.problem} ${read.detail}`.trim();
    };
    const file = { format: 'rosterbridge-settings', version: 1 };
    expect(problem('{')).toBe('no-settings');
    expect(problem({ settings: {} })).toBe('no-settings');
    expect(problem({ ...file, version: 2, settings: {} })).toBe('newer');
    expect(problem({ ...file, settings: { courseLeadDays: -1, deletePercent: 5, constructor: 1, courseModel: 'each' } })).toBe(
      'values courseLeadDays, constructor, courseModel',
    );
  });
});
