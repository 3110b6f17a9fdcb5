import { CheckmarkCircle24Filled } from '@fluentui/react-icons/svg/checkmark-circle';
import { ErrorCircle24Filled } from '@fluentui/react-icons/svg/error-circle';
import { Info24Filled } from '@fluentui/react-icons/svg/info';
import { ShieldError24Filled } from '@fluentui/react-icons/svg/shield-error';
import { Warning24Filled } from '@fluentui/react-icons/svg/warning';
import styles from './HealthBanner.module.css';
import type { Health } from './health.ts';

const icons = {
  good: CheckmarkCircle24Filled,
  info: Info24Filled,
  warning: Warning24Filled,
  held: ShieldError24Filled,
  bad: ErrorCircle24Filled,
} as const;

const words = {
  good: 'All is well',
  info: 'For you',
  warning: 'Please look',
  held: 'Held for safety',
  bad: 'Needs you',
} as const;

/** Health in one sentence, with a word beside its icon. */
export function HealthBanner({ health }: { readonly health: Health }) {
  const Icon = icons[health.tone];
  return (
    <section className={styles.banner} data-tone={health.tone} aria-label="Health">
      <Icon aria-hidden className={styles.icon ?? ''} />
      <div>
        <p className={styles.word}>{words[health.tone]}</p>
        <p className={styles.sentence}>{health.sentence}</p>
      </div>
    </section>
  );
}
