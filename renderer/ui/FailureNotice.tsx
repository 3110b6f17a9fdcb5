import { Button } from '@fluentui/react-components';
import { ErrorCircle20Filled } from '@fluentui/react-icons/svg/error-circle';
import type { ReactNode } from 'react';
import type { Failure } from '../../shared/failure.ts';
import { HelpLink } from '../help/HelpLink.tsx';
import { helpForFailure } from '../help/help-targets.ts';
import styles from './notice.module.css';

interface Props {
  readonly failure: Failure;
  readonly onRetry?: () => void;
  readonly retryLabel?: string;
  readonly children?: ReactNode;
}

/** Every error, everywhere: what happened, what it means for classrooms, what to do next (DESIGN §8). */
export function FailureNotice({ failure, onRetry, retryLabel = 'Try again', children }: Props) {
  return (
    <div role="alert" className={styles.notice} data-tone="error">
      <ErrorCircle20Filled aria-hidden className={styles.icon ?? ''} />
      <div className={styles.body}>
        <p className={styles.title}>{failure.message}</p>
        <dl className={styles.facts}>
          <dt>For classrooms</dt>
          <dd>{failure.consequence}</dd>
          <dt>What to do</dt>
          <dd>
            {failure.remedy} <HelpLink target={helpForFailure(failure.code)} about="this problem" />
          </dd>
        </dl>
        {failure.detail ? (
          <details className={styles.detail}>
            <summary>Details for support</summary>
            <p>{failure.detail}</p>
          </details>
        ) : null}
        {onRetry || children ? (
          <div className={styles.actions}>
            {onRetry ? <Button onClick={onRetry}>{retryLabel}</Button> : null}
            {children}
          </div>
        ) : null}
      </div>
    </div>
  );
}
