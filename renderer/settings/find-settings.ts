import { type SettingKey, settingGroupWords, settingKeys, wordsOf } from '../../shared/setting-words.ts';
import { fullLabel } from './value-words.ts';

/** Settings that hold every word, in their label, their explanation, their values or the title of their group. */
export function findSettings(text: string): readonly SettingKey[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  return settingKeys.filter((key) => {
    const { explanation, group, control } = wordsOf(key);
    const options = 'options' in control ? Object.values(control.options) : [];
    const all = [fullLabel(key), explanation, settingGroupWords[group].title, ...options].join(' ').toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
