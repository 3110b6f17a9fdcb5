import { type SettingKey, settingGroups, settingGroupWords, settingsOf } from '../../shared/setting-words.ts';
import { plural } from '../ui/format.ts';
import { SettingRows } from './SettingRows.tsx';
import styles from './settings.module.css';

/** Settings whose words hold what is searched for, under their groups. */
export function FoundSettings({ found }: { readonly found: readonly SettingKey[] }) {
  return (
    <section className={styles.section} aria-label="Found settings">
      <p className={styles.quiet} role="status">
        {found.length === 0 ? 'No setting is about this. Try another word.' : plural(found.length, 'setting', 'settings')}
      </p>
      {settingGroups.map((group) => {
        const own = settingsOf(group).filter((key) => found.includes(key));
        if (own.length === 0) return null;
        return (
          <div key={group}>
            <h2 className={styles.sectionTitle}>{settingGroupWords[group].title}</h2>
            <SettingRows settings={own} />
          </div>
        );
      })}
    </section>
  );
}
