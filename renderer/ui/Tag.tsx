import type { ReactNode } from 'react';
import styles from './Tag.module.css';

export type TagTone = 'neutral' | 'brand' | 'good' | 'warning' | 'bad';

/** A short word in a frame: a state, a property. The word says it; the colour only repeats it. */
export function Tag({
  tone = 'neutral',
  icon,
  children,
}: {
  readonly tone?: TagTone;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <span className={styles.tag} data-tone={tone}>
      {icon ? <span aria-hidden>{icon}</span> : null}
      {children}
    </span>
  );
}
