import { Button, Spinner } from '@fluentui/react-components';
import { useEffect } from 'react';
import type { District } from '../../shared/district.ts';
import { useDistrictSettings } from '../state/district-settings.ts';
import { visit } from '../state/navigation.ts';
import { useOverview } from '../state/overview.ts';
import { isScheduleChanged, useSchedule } from '../state/schedule.ts';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { announce } from '../ui/Live.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page, PageHeader } from '../ui/PageHeader.tsx';
import { BackgroundPanel } from './BackgroundPanel.tsx';
import { ComingPanel } from './ComingPanel.tsx';
import { DaysOffPanel } from './DaysOffPanel.tsx';
import { LoggedOutPanel } from './LoggedOutPanel.tsx';
import styles from './schedule.module.css';
import { scheduleProblems } from './schedule-words.ts';
import { TimesPanel } from './TimesPanel.tsx';

/** When a district syncs by itself, and how the app lives without its window. */
export function ScheduleScreen({ district }: { readonly district: District }) {
  const { view, draft, failure, load } = useSchedule();
  useEffect(() => {
    void load(district.id);
  }, [district.id, load]);
  const shown = view?.district === district.id ? view : null;
  const changed = isScheduleChanged({ view, draft });
  return (
    <Page>
      <PageHeader
        title="Schedule"
        lead={`${district.name}: a sync by itself writes nothing while a safety limit is broken, unless you chose that the rest goes ahead`}
        actions={shown ? <SaveButtons changed={changed} /> : null}
      />
      {failure ? <FailureNotice failure={failure} onRetry={() => void load(district.id)} /> : null}
      {shown && draft ? (
        <>
          <Problems />
          <Restraints district={district} />
          <div className={styles.columns}>
            <div className={styles.column}>
              <TimesPanel draft={draft} />
              <DaysOffPanel blackouts={draft.blackouts} />
            </div>
            <div className={styles.column}>
              <ComingPanel view={shown} changed={changed} />
              <BackgroundPanel />
              <LoggedOutPanel district={district.id} />
            </div>
          </div>
        </>
      ) : failure ? null : (
        <Spinner label="Loading the schedule" />
      )}
    </Page>
  );
}

function SaveButtons({ changed }: { readonly changed: boolean }) {
  const { draft, save, discard, saving } = useSchedule();
  const problems = draft === null ? [] : scheduleProblems(draft);
  const keep = async () => {
    if (await save()) announce('Schedule saved');
  };
  return (
    <>
      {changed ? <Button onClick={discard}>Undo</Button> : null}
      <Button appearance="primary" disabled={!changed || problems.length > 0 || saving} onClick={() => void keep()}>
        Save schedule
      </Button>
    </>
  );
}

function Problems() {
  const draft = useSchedule((state) => state.draft);
  const problems = draft === null ? [] : scheduleProblems(draft);
  if (problems.length === 0) return null;
  return (
    <div role="status">
      <Notice tone="warning" title="This schedule cannot be saved yet">
        <ul className={styles.problems}>
          {[...new Set(problems)].map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}

/** What keeps scheduled syncs from doing all they find: the summer (D7) and additions-only mode are the district's own. */
function Restraints({ district }: { readonly district: District }) {
  const overview = useOverview((state) => (state.overview?.district.id === district.id ? state.overview : null));
  const settings = useDistrictSettings((state) => (state.of === district.id ? state.stored?.settings : undefined));
  useEffect(() => {
    void useOverview.getState().load(district.id);
    void useDistrictSettings.getState().load(district.id);
  }, [district.id]);
  const saved = overview?.lastPlan?.stays.savedUp ?? 0;
  return (
    <>
      {overview?.pause ? <Notice tone="info" title={overview.pause} /> : null}
      {settings?.additionsOnly ? (
        <Notice
          tone="info"
          title="Only additions are made"
          actions={<Button onClick={() => visit({ name: 'settings' })}>Open the settings</Button>}
        >
          {saved > 0 ? `Nobody is removed: ${saved.toLocaleString()} removals are saved up.` : 'Nobody is removed.'}
        </Notice>
      ) : null}
    </>
  );
}
