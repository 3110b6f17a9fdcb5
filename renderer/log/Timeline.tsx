import { ErrorCircle16Regular } from '@fluentui/react-icons/svg/error-circle';
import { Info16Regular } from '@fluentui/react-icons/svg/info';
import { Warning16Regular } from '@fluentui/react-icons/svg/warning';
import type { RunEvent } from '../../shared/run.ts';
import { formatTime } from '../ui/format.ts';
import styles from './log.module.css';

const levels = {
  info: { word: 'Step', icon: <Info16Regular /> },
  warning: { word: 'Warning', icon: <Warning16Regular /> },
  error: { word: 'Problem', icon: <ErrorCircle16Regular /> },
} as const;

/** What happened when, oldest first. */
export function Timeline({ events, ended }: { readonly events: readonly RunEvent[]; readonly ended: boolean }) {
  if (events.length === 0 && ended)
    return <p>What this run did line by line is no longer kept. The settings say how long it is (Sync log).</p>;
  if (events.length === 0) return <p>Nothing was noted for this run yet.</p>;
  return (
    <ol className={styles.events}>
      {events.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events have no id, never move, and are only added at the end
        <li key={index} className={styles.event}>
          <time dateTime={event.at} className={styles.time}>
            {formatTime(event.at)}
          </time>
          <span className={styles.level} data-level={event.level}>
            <span aria-hidden>{levels[event.level].icon}</span>
            {levels[event.level].word}
          </span>
          <span>{event.text}</span>
        </li>
      ))}
    </ol>
  );
}
