import { Button, Link, Spinner } from '@fluentui/react-components';
import { type FormEvent, useEffect } from 'react';
import type { District } from '../../shared/district.ts';
import type { FitStep } from '../../shared/fit-steps.ts';
import type { SettingKey } from '../../shared/setting-words.ts';
import { scheduleSentence } from '../schedule/schedule-words.ts';
import { useSchoolNames } from '../settings/use-school-names.ts';
import { fullLabel, valueWords } from '../settings/value-words.ts';
import { useDistrictSettings } from '../state/district-settings.ts';
import { useFit } from '../state/fit.ts';
import { visit } from '../state/navigation.ts';
import { useSchedule } from '../state/schedule.ts';
import { useWork } from '../state/work.ts';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import styles from './FitSummary.module.css';
import { fitTitles, questionSettings } from './fit-words.ts';
import setup from './SetupScreen.module.css';

const asked = ['dates', 'schools', 'logins', 'courses', 'leads'] as const satisfies readonly FitStep[];

/** Everything that was answered on one page, and what comes next: the review of the first contact, or a preview. */
export function FitSummary({ district }: { readonly district: District }) {
  const { draft, failure, saving } = useDistrictSettings();
  const { view, load } = useSchedule();
  const { answer, go } = useFit();
  const makePlan = useWork((state) => state.makePlan);
  useEffect(() => {
    void load(district.id);
  }, [district.id, load]);
  if (draft === null) return <Spinner label="Loading" />;
  const schedule = view?.district === district.id ? view.schedule : null;
  const finish = async (next: 'overview' | 'contact') => {
    if (!(await answer())) return;
    // What was read for the questions was previewed with the answers of before.
    if (next === 'overview') void makePlan(district.id);
    visit({ name: next });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void finish('overview');
  };
  return (
    <form className={setup.form} onSubmit={submit} noValidate>
      <PageHeader
        title="This is how it will work"
        lead="Set-up writes nothing to Canvas. Every answer can be changed later under Settings and Schedule."
        windowTitle="Set-up: Summary"
      />
      <dl className={styles.answers}>
        {asked.map((step) => (
          <Answers key={step} step={step} onVisit={() => go(step)} />
        ))}
        <div className={styles.answer}>
          <dt>
            {fitTitles.schedule} <Change of={fitTitles.schedule} onVisit={() => go('schedule')} />
          </dt>
          <dd>
            {schedule === null ? '' : schedule.on ? scheduleSentence(schedule) : 'Off: nothing is synced unless you do it.'}
          </dd>
        </div>
      </dl>
      <p>
        Does anything live in this Canvas already? Then review the first contact next: it shows which courses and people there are
        the ones of your SIS. Until somebody has reviewed it, nothing is written to this Canvas.
      </p>
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className={setup.buttons}>
        <Button onClick={() => go('schedule')}>Back</Button>
        <Button disabledFocusable={saving} onClick={() => void finish('contact')}>
          Finish and review the first contact
        </Button>
        <Button type="submit" appearance="primary" disabledFocusable={saving}>
          Finish and preview
        </Button>
      </div>
    </form>
  );
}

function Answers({ step, onVisit }: { readonly step: (typeof asked)[number]; onVisit(): void }) {
  return (
    <div className={styles.answer}>
      <dt>
        {fitTitles[step]} <Change of={fitTitles[step]} onVisit={onVisit} />
      </dt>
      {questionSettings[step].map((setting) => (
        <Answer key={setting} setting={setting} />
      ))}
    </div>
  );
}

function Answer({ setting }: { readonly setting: SettingKey }) {
  const draft = useDistrictSettings((state) => state.draft);
  const names = useSchoolNames();
  if (draft === null) return null;
  return (
    <dd>
      {fullLabel(setting)}: <strong>{valueWords(setting, draft[setting], names)}</strong>
    </dd>
  );
}

function Change({ of, onVisit }: { readonly of: string; onVisit(): void }) {
  return (
    <Link as="button" type="button" onClick={onVisit}>
      Change<span className="visually-hidden"> {of}</span>
    </Link>
  );
}
