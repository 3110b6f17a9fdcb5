import { Button, Spinner } from '@fluentui/react-components';
import { type FormEvent, useRef } from 'react';
import type { SettingCounts } from '../../shared/setting-counts.ts';
import { SettingRows } from '../settings/SettingRows.tsx';
import { useDistrictSettings } from '../state/district-settings.ts';
import { fitPlaces, useFit } from '../state/fit.ts';
import { problemOf } from '../state/setting-draft.ts';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { type QuestionStep, questionSettings } from './fit-words.ts';
import styles from './SetupScreen.module.css';

interface Question {
  title(counts: SettingCounts): string;
  readonly lead: string;
}

const questions: Readonly<Record<QuestionStep, Question>> = {
  dates: {
    title: dateQuestion,
    lead: 'Products differ in what they write as an end date. A wrong reading closes classes a day early, or a day late.',
  },
  schools: {
    title: () => 'Which schools come to Canvas?',
    lead: 'You may begin with a few, and add the others later.',
  },
  logins: {
    title: () => 'What do people sign in with?',
    lead: 'It must be what they type at your sign-in page. SIS ids are given once and stay, so choose them before the first sync.',
  },
  courses: {
    title: () => 'How do classes become courses?',
    lead: 'A class is a section in Canvas. It may have a course of its own, or share one.',
  },
  leads: {
    title: () => 'When do courses and people come?',
    lead: 'Teachers want their courses some weeks before school begins; students see them later, once schedules are settled.',
  },
};

/** A2: "Semester 1 ends Friday, 18 December 2026. Right?" */
function dateQuestion({ counts }: SettingCounts): string {
  const example = counts.sessionEndDate?.now?.text;
  return example === undefined ? 'What does the SIS mean by an end date?' : `${example} Right?`;
}

/** One question of set-up: its settings, each value with what it yields. */
export function FitQuestion({ step }: { readonly step: QuestionStep }) {
  const { stored, draft, counts, failure, saving } = useDistrictSettings();
  const { go, answer } = useFit();
  const box = useRef<HTMLDivElement>(null);
  if (stored === null || draft === null || counts === null) return <Spinner label="Counting" />;
  const { title, lead } = questions[step];
  const settings = questionSettings[step];
  const previous = fitPlaces[fitPlaces.indexOf(step) - 1];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (settings.some((key) => problemOf(key, draft[key]) !== '')) return box.current?.querySelector('input')?.focus();
    await answer();
  };
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <PageHeader title={title(counts)} lead={lead} windowTitle={`Set-up: ${step === 'dates' ? 'End dates' : title(counts)}`} />
      <h2 className="visually-hidden">Your answers</h2>
      <div ref={box}>
        <SettingRows settings={settings} />
      </div>
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className={styles.buttons}>
        {previous ? <Button onClick={() => go(previous)}>Back</Button> : null}
        <Button type="submit" appearance="primary" disabledFocusable={saving}>
          Save and go on
        </Button>
      </div>
    </form>
  );
}
