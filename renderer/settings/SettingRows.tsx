import type { SettingKey } from '../../shared/setting-words.ts';
import { useDistrictSettings } from '../state/district-settings.ts';
import { SettingRow } from './SettingRow.tsx';
import styles from './settings.module.css';
import { useSchoolNames } from './use-school-names.ts';

/** Some settings of the district on screen, as they would be saved. */
export function SettingRows({ settings }: { readonly settings: readonly SettingKey[] }) {
  const { stored, draft, counts, change } = useDistrictSettings();
  const names = useSchoolNames();
  if (stored === null || draft === null) return null;
  return (
    <div className={styles.rows}>
      {settings.map((setting) => (
        <SettingRow
          key={setting}
          setting={setting}
          value={draft[setting]}
          stored={stored.settings[setting]}
          counts={counts}
          names={names}
          onChange={(value) => change(setting, value)}
        />
      ))}
    </div>
  );
}
