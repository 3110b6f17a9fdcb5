import { LockClosed16Regular } from '@fluentui/react-icons/svg/lock-closed';
import styles from './Changes.module.css';

/** Says that a hold stops this change. */
export function HeldMark() {
  return (
    <span className={styles.held}>
      <LockClosed16Regular aria-hidden />
      Held
    </span>
  );
}
