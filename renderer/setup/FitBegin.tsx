import { Button } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { District } from '../../shared/district.ts';
import { useDistrictSettings } from '../state/district-settings.ts';
import { useFit } from '../state/fit.ts';
import { visit } from '../state/navigation.ts';
import { useWork } from '../state/work.ts';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { formatWhen } from '../ui/format.ts';
import { NameField } from '../ui/NameField.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { ProgressPanel } from '../ui/ProgressPanel.tsx';
import styles from './SetupScreen.module.css';

/** Reads the SIS once, so that every answer has its numbers beside it; a district that was read goes on where it was left. */
export function FitBegin({ district }: { readonly district: District }) {
  const { by, next, name, go } = useFit();
  const counts = useDistrictSettings((state) => state.counts);
  const job = useWork((state) => state.jobs[district.id]);
  const end = useWork((state) => state.ends[district.id]);
  const { makePlan, cancel } = useWork();
  const [missing, setMissing] = useState(false);
  const read = counts !== null && counts.takenAt !== null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (by.trim() === '') return setMissing(true);
    if (!read) await makePlan(district.id);
    await useDistrictSettings.getState().load(district.id);
    if (useDistrictSettings.getState().counts?.takenAt) go(next);
  };
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <PageHeader
        title="Fit it to your district"
        lead="A few questions. Beside each answer you see what it would mean for your schools, people and classes."
        windowTitle="Set-up: Fit it to your district"
      />
      <div className={styles.fields}>
        <NameField
          value={by}
          missing={missing}
          hint="Kept with your answers, so that others know whom to ask."
          onChange={(value) => {
            name(value);
            setMissing(false);
          }}
        />
      </div>
      <p>
        {read
          ? `The SIS was read on ${formatWhen(counts.takenAt ?? '')}. You can go on.`
          : 'First the SIS and Canvas are read once, as for every preview. Nothing is written to either.'}
      </p>
      {job ? (
        <ProgressPanel
          title="Reading"
          job={job}
          cancelNote="This only reads. Nothing is written to Canvas."
          onCancel={() => void cancel(district.id)}
        />
      ) : null}
      {end?.failure && !job ? <FailureNotice failure={end.failure} /> : null}
      <div className={styles.buttons}>
        <Button disabledFocusable={job !== undefined} onClick={() => visit({ name: 'overview' })}>
          Answer later
        </Button>
        <Button type="submit" appearance="primary" disabledFocusable={job !== undefined || counts === null}>
          {read ? 'Go on' : 'Read and begin'}
        </Button>
      </div>
    </form>
  );
}
