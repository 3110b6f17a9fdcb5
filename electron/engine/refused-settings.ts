import type { Failure } from '../../shared/failure.ts';
import { wordsOf } from '../../shared/setting-words.ts';
import { DistrictSettings } from '../../shared/settings.ts';
import { isTimeZone } from './connect/connect-district.ts';

/** Why these settings cannot be saved, null when they can. */
export function refusedSettings(settings: DistrictSettings): Failure | null {
  const read = DistrictSettings.safeParse(settings);
  const issue = read.error?.issues[0];
  if (issue !== undefined) return refused(labelOf(issue.path[0]), issue.message);
  if (!isTimeZone(settings.timeZone)) return refused(wordsOf('timeZone').label, 'Choose a time zone such as America/Chicago.');
  return null;
}

function labelOf(key: unknown): string {
  const known = Object.keys(DistrictSettings.shape).find((one) => one === key);
  return known === undefined ? 'A setting' : wordsOf(known as keyof DistrictSettings).label;
}

function refused(label: string, why: string): Failure {
  return {
    code: 'settings.unfit',
    message: `“${label}” cannot have this value. ${why}`,
    consequence: 'Nothing was saved; the settings are as they were.',
    remedy: 'Correct the value and save again.',
  };
}
