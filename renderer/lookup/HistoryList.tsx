import { Button, Link, Spinner } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { Failure } from '../../shared/failure.ts';
import type { History, HistoryEvent, HistorySubject } from '../../shared/history.ts';
import { visit } from '../state/navigation.ts';
import { useWork } from '../state/work.ts';
import { ChangeBadge } from '../ui/ChangeBadge.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { formatWhen } from '../ui/format.ts';
import panel from '../ui/side-panel.module.css';
import { changedWords, effectWords, outcomeWords } from '../ui/words.ts';
import styles from './lookup.module.css';

const shownAtFirst = 5;

/** One record's whole life: what every sync did to it, newest first, each with the way to its run. */
export function HistoryList({ district, subject }: { readonly district: string; readonly subject: HistorySubject }) {
  const asked = JSON.stringify(subject);
  // Another record begins anew: what is shown of one must never stand under the name of the next.
  return <Life key={`${district} ${asked}`} district={district} asked={asked} />;
}

function Life({ district, asked }: { readonly district: string; readonly asked: string }) {
  const { history, failure } = useHistory(district, asked);
  const [all, setAll] = useState(false);
  const events = history?.events ?? [];
  return (
    <section className={panel.part}>
      <h3>What happened to it</h3>
      {failure ? <FailureNotice failure={failure} /> : null}
      {history || failure ? null : <Spinner size="tiny" label="Looking through the sync log" />}
      {history && events.length === 0 ? <p className={panel.quiet}>No sync that is still kept has touched it.</p> : null}
      <ol className={styles.life} aria-label="What happened to it, newest first">
        {(all ? events : events.slice(0, shownAtFirst)).map((event) => (
          <Event key={`${event.run} ${event.seq}`} event={event} />
        ))}
      </ol>
      {events.length > shownAtFirst ? (
        <div>
          <Button size="small" appearance="subtle" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${events.length}`}
          </Button>
        </div>
      ) : null}
      {all && history?.more ? <p className={panel.quiet}>There is more in older runs of the sync log.</p> : null}
    </section>
  );
}

function Event({ event }: { readonly event: HistoryEvent }) {
  const { run, at, label, entity, action, how, changed, override, outcome, message } = event;
  const what = action === 'update' ? changedWords(changed, entity) : effectWords(entity, action, how, changed);
  return (
    <li className={styles.lived}>
      <Link as="button" onClick={() => visit({ name: 'log', run })}>
        {formatWhen(at)}
        <span className="visually-hidden">: open this run</span>
      </Link>
      <ChangeBadge action={action} how={how} />
      <span>
        {label}: {override ? `overwritten in Canvas, ${what}` : what}
      </span>
      <span className={panel.quiet}>
        {outcomeWords[outcome]}
        {message === null ? '' : `. ${message}`}
      </span>
    </li>
  );
}

interface Answer {
  readonly history: History | null;
  readonly failure: Failure | null;
}

/** @param asked the subject as one text, so that the same question is asked once. */
function useHistory(district: string, asked: string): Answer {
  const [answer, setAnswer] = useState<Answer>({ history: null, failure: null });
  const ended = useWork((state) => state.ended);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever ended may have added to it
  useEffect(() => {
    let stopped = false;
    const subject = JSON.parse(asked) as HistorySubject;
    void window.rosterbridge.engine.history({ district, subject }).then((given) => {
      if (stopped) return;
      setAnswer(given.ok ? { history: given.value, failure: null } : { history: null, failure: given.failure });
    });
    return () => {
      stopped = true;
    };
  }, [district, asked, ended]);
  return answer;
}
