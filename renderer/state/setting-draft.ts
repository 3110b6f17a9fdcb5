import type { SettingKey } from '../../shared/setting-words.ts';
import { wordsOf } from '../../shared/setting-words.ts';
import { DistrictSettings } from '../../shared/settings.ts';
import { isTimeZone } from './setup-form.ts';

/** A value as a control holds it: a number that is still being typed is text. */
export type SettingValue = string | number | boolean | readonly string[];
export type Draft = Readonly<Record<SettingKey, SettingValue>>;

const defaults: DistrictSettings = DistrictSettings.parse({ timeZone: 'UTC' });

/** The value a district begins with; null where there is none for everybody. */
export function defaultOf(key: SettingKey): SettingValue | null {
  return key === 'timeZone' ? null : (defaults[key] ?? null);
}

/** Why a value cannot be saved, in a sentence below its control; '' when it can. */
export function problemOf(key: SettingKey, value: SettingValue): string {
  const { control } = wordsOf(key);
  if (control.kind === 'zone') return isTimeZone(String(value)) ? '' : 'Choose the time zone of your district from the list.';
  if (DistrictSettings.shape[key].safeParse(value).success) return '';
  if (control.kind === 'source') return 'Enter the type or the name, as the SIS spells it.';
  if (control.kind !== 'number') return 'This value cannot be saved.';
  if (key === 'keepRunDays' || key === 'keepPreviewDays') return 'Enter a whole number from 30 to 36,500.';
  return control.unit === 'percent' ? 'Enter a number from 0 to 100.' : 'Enter a whole number from 0 to 1,000,000.';
}

/** A number as typed; text that is none stays text, so that nobody's typing is changed under their hands. */
export function typedNumber(text: string): SettingValue {
  const trimmed = text.trim().replaceAll(',', '');
  return trimmed !== '' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : text;
}
