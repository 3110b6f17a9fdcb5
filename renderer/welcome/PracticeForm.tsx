import { Button, Field, Radio, RadioGroup, SpinButton } from '@fluentui/react-components';
import { useState } from 'react';
import { usePractice } from '../state/practice.ts';
import { CheckList } from '../ui/CheckList.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { Notice } from '../ui/Notice.tsx';
import { PageHeader, Panel } from '../ui/PageHeader.tsx';
import styles from './WelcomeScreen.module.css';

const fewest = 20;
const most = 50_000;

/** How large and how messy the practice district shall be. */
export function PracticeForm({ onBack }: { readonly onBack: () => void }) {
  const { start, failure, checks } = usePractice();
  const [students, setStudents] = useState('500');
  const [census, setCensus] = useState('tidy');
  const size = Number(students);
  const valid = Number.isInteger(size) && size >= fewest && size <= most;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (valid) void start({ students: size, clean: census === 'tidy' });
  };
  return (
    <>
      <PageHeader
        title="Practice district"
        lead="Rosterbridge makes up a district and starts its SIS and its Canvas on this computer. Everything works as with a real one."
      />
      {failure ? <FailureNotice failure={failure} /> : null}
      {checks.length > 0 ? (
        <>
          <Notice tone="warning" title="The practice district started, but did not pass its checks">
            Start it again. If it fails once more, restart Rosterbridge.
          </Notice>
          <Panel>
            <CheckList checks={checks} />
          </Panel>
        </>
      ) : null}
      <form className={styles.form} onSubmit={submit} noValidate>
        <Field
          label="Number of students"
          hint={`Between ${fewest} and ${most.toLocaleString()}`}
          {...(valid ? {} : { validationMessage: `Enter a whole number between ${fewest} and ${most.toLocaleString()}.` })}
        >
          <SpinButton
            style={{ maxWidth: 160 }}
            value={valid ? size : null}
            displayValue={students}
            min={fewest}
            max={most}
            step={100}
            onChange={(_, { value, displayValue }) => setStudents(displayValue ?? String(value ?? ''))}
          />
        </Field>
        <Field label="How tidy is its data?">
          <RadioGroup value={census} onChange={(_, { value }) => setCensus(value)}>
            <Radio value="tidy" label="Tidy district" />
            <Radio value="messy" label="As messy as a real one" />
          </RadioGroup>
        </Field>
        <div className={styles.buttons}>
          <Button type="submit" appearance="primary" disabled={!valid}>
            Start the practice district
          </Button>
          <Button onClick={onBack}>Back</Button>
        </div>
      </form>
    </>
  );
}
