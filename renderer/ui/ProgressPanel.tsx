import { Button, ProgressBar } from '@fluentui/react-components';
import { useEffect } from 'react';
import type { Job } from '../state/work.ts';
import { formatCount, formatTimeLeft } from './format.ts';
import { announce } from './Live.tsx';
import styles from './ProgressPanel.module.css';

interface Props {
  readonly title: string;
  readonly job: Job;
  /** What cancelling means at this point. */
  readonly cancelNote: string;
  onCancel(): void;
}

/** Long work on screen: the step in words, a bar, counts, time left, and a way out. */
export function ProgressPanel({ title, job, cancelNote, onCancel }: Props) {
  const { progress } = job;
  const step = job.cancelling ? 'Stopping' : (progress?.step ?? 'Getting ready');
  useEffect(() => announce(step), [step]);
  const share = progress?.total ? Math.min(1, progress.done / progress.total) : undefined;
  const percent = share === undefined ? '' : `${Math.floor(share * 100)} %`;
  return (
    <section className={styles.panel} aria-label={title}>
      <div className={styles.head}>
        <div>
          <h2 className={styles.title}>{title}</h2>
          <p className={styles.step}>{step}…</p>
        </div>
        <Button onClick={onCancel} disabledFocusable={job.cancelling}>
          {job.cancelling ? 'Stopping…' : 'Cancel'}
        </Button>
      </div>
      <ProgressBar
        thickness="large"
        aria-label={step}
        {...(share === undefined ? {} : { value: share, 'aria-valuetext': `${percent}, ${countWords(job)}` })}
      />
      <div className={styles.foot}>
        <span>{countWords(job)}</span>
        <span>{[percent, formatTimeLeft(progress?.secondsLeft ?? null)].filter(Boolean).join(' · ')}</span>
      </div>
      <p className={styles.note}>{cancelNote}</p>
    </section>
  );
}

function countWords({ progress }: Job): string {
  if (!progress || (progress.total === null && progress.done === 0)) return '';
  if (progress.total === null) return `${formatCount(progress.done)} so far`;
  return `${formatCount(progress.done)} of ${formatCount(progress.total)}`;
}
