import type { ReactNode } from 'react';
import styles from './StatCard.module.css';

interface Props {
  readonly title: string;
  readonly value: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** One fact at a glance: its name, the fact, what belongs to it. */
export function StatCard({ title, value, children, action }: Props) {
  return (
    <section className={styles.card} aria-label={title}>
      <h2 className={styles.title}>{title}</h2>
      <div className={styles.value}>{value}</div>
      {children ? <div className={styles.more}>{children}</div> : null}
      {action ? <div className={styles.action}>{action}</div> : null}
    </section>
  );
}

export function StatRow({ children }: { readonly children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}
