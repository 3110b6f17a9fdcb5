import { Button } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { Failure } from '../../shared/failure.ts';
import type { LoggedOutOffer } from '../../shared/logged-out.ts';
import { useSchedule } from '../state/schedule.ts';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { Panel } from '../ui/PageHeader.tsx';
import styles from './schedule.module.css';

/** A start by the operating system while nobody is signed in: how, or why not. */
export function LoggedOutPanel({ district }: { readonly district: string }) {
  const view = useSchedule((state) => state.view);
  const [offer, setOffer] = useState<LoggedOutOffer | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [folder, setFolder] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a saved schedule makes another definition
  useEffect(() => {
    void window.rosterbridge.shell.loggedOut({ district }).then((answer) => {
      if (answer.ok) setOffer(answer.value);
      else setFailure(answer.failure);
    });
  }, [district, view?.schedule]);
  const save = async () => {
    const answer = await window.rosterbridge.shell.saveLoggedOut({ district });
    if (answer.ok) setFolder(answer.value.folder);
    setFailure(answer.ok ? null : answer.failure);
  };
  if (offer === null) return failure ? <FailureNotice failure={failure} /> : null;
  return (
    <Panel title="When nobody is signed in">
      {failure ? <FailureNotice failure={failure} /> : null}
      <p className={styles.quiet}>{offer.why}</p>
      {offer.possible ? (
        <div className={styles.buttons}>
          <Button onClick={() => void save()}>Save the set-up files…</Button>
          {folder === null ? null : <p role="status">{`Saved in “${folder}”.`}</p>}
        </div>
      ) : null}
      {offer.steps.length > 0 ? (
        <ol className={styles.steps}>
          {offer.steps.map(({ words, command }) => (
            <li key={words}>
              {words}
              {command === null ? null : <code className={styles.command}>{command}</code>}
            </li>
          ))}
        </ol>
      ) : null}
    </Panel>
  );
}
