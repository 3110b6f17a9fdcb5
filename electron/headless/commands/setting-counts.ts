import { type Outcome, succeed } from '../../../shared/outcome.ts';
import type { SettingCount } from '../../../shared/setting-counts.ts';
import { settingGroups, settingGroupWords, settingsOf, wordsOf } from '../../../shared/setting-words.ts';
import type { Report } from '../report.ts';
import type { Session } from '../session.ts';

/** What every mapping setting yields, and what its other values would, from the newest complete read of the SIS. */
export async function settingCounts({ engine, district }: Session): Promise<Outcome<Report>> {
  const id = await district();
  if (!id.ok) return id;
  const settings = await engine.settings(id.value);
  if (!settings.ok) return settings;
  const counted = await engine.settingCounts(id.value);
  if (!counted.ok) return counted;
  const { takenAt, schoolsUnread, schools } = counted.value;
  const names = new Map(schools.map(({ sourcedId, name }) => [sourcedId, name]));
  const lines: string[] = [];
  const counts: Record<string, unknown> = {};
  for (const group of settingGroups) {
    const told: string[] = [];
    for (const key of settingsOf(group)) {
      const count = counted.value.counts[key];
      if (count === undefined) continue;
      const value = settings.value[key];
      counts[key] = { value, ...count };
      told.push(`  ${wordsOf(key).label} (${key} = ${typeof value === 'string' ? value : JSON.stringify(value)})`);
      if (count.now !== null) told.push(`    ${sentence(count.now)}`);
      for (const [option, one] of Object.entries(count.options))
        if (option !== value) told.push(`    · ${names.get(option) ?? option}: ${sentence(one)}`);
    }
    if (told.length > 0) lines.push(settingGroupWords[group].title, ...told, '');
  }
  const head =
    takenAt === null
      ? 'Nothing was read from the SIS yet: run `plan` first.'
      : `As the SIS was read at ${takenAt}.${schoolsUnread ? ' Some chosen schools were not looked into then: run `plan` again.' : ''}`;
  return succeed({ code: 0, json: { takenAt, schoolsUnread, counts }, text: [head, '', ...lines].join('\n').trimEnd() });
}

function sentence({ text, warn }: SettingCount): string {
  return warn ? `! ${text}` : text;
}
