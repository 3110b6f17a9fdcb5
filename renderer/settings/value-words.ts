import type { Control, SettingKey } from '../../shared/setting-words.ts';
import { settingKeys, wordsOf } from '../../shared/setting-words.ts';
import type { SettingValue } from '../state/setting-draft.ts';
import { zoneLabel } from '../state/setup-form.ts';
import { joinWords, plural } from '../ui/format.ts';

const units: Readonly<Record<'days' | 'percent' | 'rows' | 'runs', readonly [one: string, many: string]>> = {
  days: ['day', 'days'],
  percent: ['%', '%'],
  rows: ['', ''],
  runs: ['sync', 'syncs'],
};

export function unitWord(unit: keyof typeof units, value: SettingValue): string {
  return units[unit][value === 1 ? 0 : 1];
}

/** A value in words: "30 days", "Username", "3 schools". @param names of schools by their number in the SIS. */
export function valueWords(key: SettingKey, value: SettingValue, names: ReadonlyMap<string, string>): string {
  const { control } = wordsOf(key);
  if (Array.isArray(value)) return listWords(control, value as readonly string[], names);
  switch (control.kind) {
    case 'number':
      return `${value} ${unitWord(control.unit, value as number)}`.trim();
    case 'switch':
      return value === true ? 'On' : 'Off';
    case 'choice':
      return control.options[String(value)] ?? String(value);
    case 'source':
      return sourceWords(String(value), control.options);
    case 'zone':
      return zoneLabel(String(value), new Date());
    default:
      return value === '' ? ('empty' in control && control.empty) || 'nothing' : String(value);
  }
}

function listWords(control: Control, values: readonly string[], names: ReadonlyMap<string, string>): string {
  if (values.length === 0) return 'empty' in control ? (control.empty ?? 'nothing') : 'None';
  if (values.length > 4) return plural(values.length, 'entry', 'entries');
  return joinWords(values.map((value) => (control.kind === 'ticks' ? control.options[value] : names.get(value)) ?? value));
}

/** The label for whoever hears it alone: "… and more than" follows the setting before it. */
export function fullLabel(key: SettingKey): string {
  const { label, group } = wordsOf(key);
  if (!label.startsWith('…')) return label;
  const before = settingKeys.slice(0, settingKeys.indexOf(key)).filter((one) => wordsOf(one).group === group);
  const lead = before.findLast((one) => !wordsOf(one).label.startsWith('…'));
  return `${lead === undefined ? '' : wordsOf(lead).label} ${label.slice(1).trim()}`.trim();
}

/** A source of ids and the name the district gave it, '' where it needs none: "userIds:Fed" → userIds, Fed. */
export function sourceParts(value: string): { readonly field: string; readonly name: string } {
  const cut = value.indexOf(':');
  return cut < 0 ? { field: value, name: '' } : { field: value.slice(0, cut), name: value.slice(cut + 1) };
}

function sourceWords(value: string, options: Readonly<Record<string, string>>): string {
  const { field, name } = sourceParts(value);
  if (field === 'userIds') return `Number of the type “${name}”`;
  return field === 'metadata' ? `Field “${name}”` : (options[field] ?? value);
}
