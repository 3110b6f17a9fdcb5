import { Warning12Filled } from '@fluentui/react-icons/svg/warning';
import type { SettingCount } from '../../shared/setting-counts.ts';
import styles from './settings.module.css';

/** What a value yields, in the newest numbers; what deserves a look has a sign beside its words. */
export function CountLine({ count }: { readonly count: SettingCount | null }) {
  if (count === null) return null;
  return (
    <span className={styles.count} data-warn={count.warn}>
      {count.warn ? <Warning12Filled aria-hidden /> : null}
      {count.warn ? <span className="visually-hidden">Worth a look: </span> : null}
      {count.text}
    </span>
  );
}
