import { CheckmarkCircle20Filled } from '@fluentui/react-icons/svg/checkmark-circle';
import { Info20Filled } from '@fluentui/react-icons/svg/info';
import { ShieldError20Filled } from '@fluentui/react-icons/svg/shield-error';
import { Warning20Filled } from '@fluentui/react-icons/svg/warning';
import type { ReactNode } from 'react';
import styles from './notice.module.css';

const icons = { info: Info20Filled, good: CheckmarkCircle20Filled, warning: Warning20Filled, held: ShieldError20Filled } as const;
export type Tone = keyof typeof icons;

interface Props {
  readonly tone: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** Something to know that is not an error. */
export function Notice({ tone, title, children, actions }: Props) {
  const Icon = icons[tone];
  return (
    <div className={styles.notice} data-tone={tone}>
      <Icon aria-hidden className={styles.icon ?? ''} />
      <div className={styles.body}>
        {title ? <p className={styles.title}>{title}</p> : null}
        {children ? <div className={styles.text}>{children}</div> : null}
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </div>
    </div>
  );
}
