import type { z } from 'zod';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import { DistrictSettings } from '../../../shared/settings.ts';
import { isTimeZone } from '../../engine/connect/connect-district.ts';
import { unfitSetting, unknownSetting } from '../failures.ts';
import type { Report } from '../report.ts';
import type { Session } from '../session.ts';

type Key = keyof DistrictSettings;
const keys = Object.keys(DistrictSettings.shape) as Key[];
const defaults: Readonly<Record<string, unknown>> = { ...DistrictSettings.parse({ timeZone: 'UTC' }), timeZone: null };

export async function getSetting(key: string, { engine, district }: Session): Promise<Outcome<Report>> {
  if (!isKey(key)) return fail(unknownSetting(key, keys));
  const id = await district();
  if (!id.ok) return id;
  const settings = await engine.settings(id.value);
  return settings.ok ? succeed(settingReport(key, settings.value)) : settings;
}

export async function setSetting(key: string, value: string, { engine, district }: Session): Promise<Outcome<Report>> {
  if (!isKey(key)) return fail(unknownSetting(key, keys));
  const parsed = parseSetting(key, value);
  if (!parsed.ok) return parsed;
  const id = await district();
  if (!id.ok) return id;
  const settings = await engine.settings(id.value);
  if (!settings.ok) return settings;
  const changed = DistrictSettings.parse({ ...settings.value, [key]: parsed.value });
  const saved = await engine.saveSettings(id.value, changed);
  return saved.ok ? succeed(settingReport(key, changed)) : saved;
}

/** Reads a value as typed: text where the setting is text, else JSON, else a comma list. */
export function parseSetting(key: Key, value: string): Outcome<unknown> {
  const schema: z.ZodType = DistrictSettings.shape[key];
  const list = value === '' ? [] : value.split(',').map((part) => part.trim());
  for (const candidate of [value, jsonOf(value), list]) {
    if (candidate === undefined) continue;
    const parsed = schema.safeParse(candidate);
    if (!parsed.success) continue;
    if (key === 'timeZone' && !isTimeZone(value)) break;
    return succeed(parsed.data);
  }
  const why = schema.safeParse(jsonOf(value) ?? value).error?.issues[0]?.message ?? 'Give a time zone such as America/Chicago.';
  return fail(unfitSetting(key, value, why));
}

function settingReport(key: Key, settings: DistrictSettings): Report {
  const value = settings[key];
  return {
    code: 0,
    json: { key, value, default: defaults[key], locked: false },
    text: `${key} = ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isKey(key: string): key is Key {
  return Object.hasOwn(DistrictSettings.shape, key);
}
