import type { SettingGroup } from '../../shared/setting-words.ts';
import { settingGroupWords, settingsOf } from '../../shared/setting-words.ts';
import { useDistrictSettings } from '../state/district-settings.ts';
import { formatWhen } from '../ui/format.ts';
import { Notice } from '../ui/Notice.tsx';
import { SettingRows } from './SettingRows.tsx';
import styles from './settings.module.css';

/** One group of the district's settings. */
export function DistrictSection({ group }: { readonly group: SettingGroup }) {
  const counts = useDistrictSettings((state) => state.counts);
  const { title, lead } = settingGroupWords[group];
  return (
    <section className={styles.section} aria-label={title}>
      <header className={styles.sectionHead}>
        <h2 className={styles.sectionTitle}>{title}</h2>
        <p className={styles.quiet}>{lead}</p>
      </header>
      {counts?.schoolsUnread ? (
        <Notice tone="info" title="Some of these schools have not been looked into yet">
          The numbers of classes leave them out. After the next preview they are counted.
        </Notice>
      ) : null}
      <SettingRows settings={settingsOf(group)} />
      <p className={styles.quiet}>
        {counts === null
          ? ''
          : counts.takenAt === null
            ? 'Nothing was read from the SIS yet. After the first preview each setting shows what it yields.'
            : `Numbers as the SIS was read on ${formatWhen(counts.takenAt)}.`}
      </p>
    </section>
  );
}
