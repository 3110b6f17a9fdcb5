import { z } from 'zod';
import { DistrictSettings } from './settings.ts';

/** Lists that name people: they belong to one district and into no file that is sent around. */
const personal = ['noContact', 'protectedPeople'] as const satisfies readonly (keyof DistrictSettings)[];
type Shared = Omit<DistrictSettings, (typeof personal)[number]>;
export type SharedSettings = Partial<Shared>;

const VERSION = 1;
const Envelope = z.object({
  format: z.literal('rosterbridge-settings'),
  version: z.int(),
  settings: z.record(z.string(), z.unknown()),
});

/** Why a file cannot be taken over. */
export type FileProblem = 'no-settings' | 'newer' | 'values';
export type ReadSettings =
  | { readonly ok: true; readonly settings: SharedSettings }
  | { readonly ok: false; readonly problem: FileProblem; readonly detail: string };

/** Settings of a district as a file: no secret, no address, nobody's name. */
export function settingsFileText(district: string, settings: DistrictSettings, at: string): string {
  const shown = Object.fromEntries(Object.entries(settings).filter(([key]) => !isPersonal(key)));
  return `${JSON.stringify({ format: 'rosterbridge-settings', version: VERSION, district, savedAt: at, settings: shown }, null, 2)}\n`;
}

/** What a file holds, each value checked; one that cannot be understood refuses the whole file. */
export function readSettingsFile(text: string): ReadSettings {
  const envelope = Envelope.safeParse(parsed(text));
  if (!envelope.success) return { ok: false, problem: 'no-settings', detail: '' };
  if (envelope.data.version > VERSION) return { ok: false, problem: 'newer', detail: '' };
  const found: Record<string, unknown> = {};
  const wrong: string[] = [];
  for (const [key, value] of Object.entries(envelope.data.settings)) {
    if (isPersonal(key)) continue;
    const field = Object.hasOwn(DistrictSettings.shape, key) ? DistrictSettings.shape[key as keyof DistrictSettings] : null;
    const checked = field?.safeParse(value);
    if (checked?.success) found[key] = checked.data;
    else wrong.push(key.slice(0, 60));
  }
  if (wrong.length > 0) return { ok: false, problem: 'values', detail: wrong.slice(0, 10).join(', ') };
  return { ok: true, settings: found as SharedSettings };
}

function isPersonal(key: string): boolean {
  return personal.some((one) => one === key);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return null;
  }
}
