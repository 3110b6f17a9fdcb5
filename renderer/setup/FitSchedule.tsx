import { Button, Spinner } from '@fluentui/react-components';
import { type FormEvent, useEffect, useState } from 'react';
import type { District } from '../../shared/district.ts';
import { scheduleProblems } from '../schedule/schedule-words.ts';
import { TimesPanel } from '../schedule/TimesPanel.tsx';
import { useDistrictSettings } from '../state/district-settings.ts';
import { useFit } from '../state/fit.ts';
import { isScheduleChanged, useSchedule } from '../state/schedule.ts';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { Notice } from '../ui/Notice.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import styles from './SetupScreen.module.css';

/** When it syncs by itself. Off is a good answer for the first days: somebody looks at every preview then. */
export function FitSchedule({ district }: { readonly district: District }) {
  const { view, draft, failure, load, save, saving } = useSchedule();
  const settings = useDistrictSettings();
  const { go, answer } = useFit();
  const [tried, setTried] = useState(false);
  useEffect(() => {
    void load(district.id);
  }, [district.id, load]);
  if (view?.district !== district.id || draft === null) {
    return failure ? <FailureNotice failure={failure} onRetry={() => void load(district.id)} /> : <Spinner label="Loading" />;
  }
  const problems = scheduleProblems(draft);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problems.length > 0) return;
    if (isScheduleChanged({ view, draft }) && !(await save())) return;
    await answer();
  };
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <PageHeader
        title="When does it sync by itself?"
        lead="A sync by itself writes nothing while a safety limit is broken, unless you chose that the rest goes ahead. What only lacks something waits alone. Leave it off until you have looked at a few previews, and switch it on under Schedule then."
        windowTitle="Set-up: Schedule"
      />
      <h2 className="visually-hidden">Your answer</h2>
      {tried && problems.length > 0 ? (
        <div role="alert">
          <Notice tone="warning" title={problems[0]} />
        </div>
      ) : null}
      <TimesPanel draft={draft} />
      {failure ? <FailureNotice failure={failure} /> : null}
      {settings.failure ? <FailureNotice failure={settings.failure} /> : null}
      <div className={styles.buttons}>
        <Button onClick={() => go('leads')}>Back</Button>
        <Button type="submit" appearance="primary" disabledFocusable={saving || settings.saving}>
          Save and go on
        </Button>
      </div>
    </form>
  );
}
