import { Button } from '@fluentui/react-components';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { type SetupStep, setupSteps } from '../../shared/setup-draft.ts';
import { useSetup } from '../state/setup.ts';
import { type Problems, problemsOf } from '../state/setup-form.ts';
import { PageHeader } from '../ui/PageHeader.tsx';
import { ProblemSummary } from './ProblemSummary.tsx';
import styles from './SetupScreen.module.css';

interface Props {
  readonly step: 'sis' | 'canvas' | 'time';
  readonly title: string;
  readonly lead: string;
  /** Gets the problems to show, by field; none before the first try to go on. */
  children(problems: Problems): ReactNode;
}

/** One page of the wizard: heading, fields, back and next, and what is still missing. */
export function StepForm({ step, title, lead, children }: Props) {
  const form = useSetup((state) => state.form);
  const go = useSetup((state) => state.visit);
  const [tried, setTried] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  const problems = tried ? problemsOf(step, form) : {};
  const index = setupSteps.indexOf(step);
  const previous: SetupStep | undefined = setupSteps[index - 1];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(problemsOf(step, form)).length === 0) go(setupSteps[index + 1] ?? 'test');
    else requestAnimationFrame(() => summary.current?.focus());
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <PageHeader key={step} title={title} lead={lead} windowTitle={`Set-up: ${title}`} />
      <ProblemSummary ref={summary} problems={problems} />
      {children(problems)}
      <div className={styles.buttons}>
        {previous ? <Button onClick={() => go(previous)}>Back</Button> : null}
        <Button type="submit" appearance="primary">
          Next
        </Button>
      </div>
    </form>
  );
}
