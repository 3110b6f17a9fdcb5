import { Button, Skeleton, SkeletonItem } from '@fluentui/react-components';
import { useEffect } from 'react';
import type { District, Overview } from '../../shared/district.ts';
import { useFit } from '../state/fit.ts';
import { visit } from '../state/navigation.ts';
import { useOverview } from '../state/overview.ts';
import { type Job, type JobEnd, type JobKind, useWork } from '../state/work.ts';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { changesWord } from '../ui/format.ts';
import { announce } from '../ui/Live.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page, PageHeader, Panel } from '../ui/PageHeader.tsx';
import { ProgressPanel } from '../ui/ProgressPanel.tsx';
import { isCancelled } from '../ui/run-words.ts';
import { runKindWord } from '../ui/words.ts';
import { HealthBanner } from './HealthBanner.tsx';
import { HistoryChart } from './HistoryChart.tsx';
import { healthOf } from './health.ts';
import { Stats } from './Stats.tsx';
import { StaysPanel } from './StaysPanel.tsx';
import { TokenNotice } from './TokenNotice.tsx';
import { UnpublishedPanel } from './UnpublishedPanel.tsx';

/** At a glance: is it healthy, when did it last run, what waits for me, what changed over the last runs. */
export function OverviewScreen({ district }: { readonly district: District }) {
  const { overview, failure, load } = useOverview();
  const job = useWork((state) => state.jobs[district.id]);
  const end = useWork((state) => state.ends[district.id]);
  const ended = useWork((state) => state.ended);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever ended may have changed what is shown
  useEffect(() => {
    void load(district.id);
  }, [district.id, ended, load]);
  const shown = overview?.district.id === district.id ? overview : null;
  const next = shown ? healthOf(shown).next : 'preview';
  return (
    <Page>
      <PageHeader
        title="Overview"
        lead={shown ? `${district.name}: SIS to Canvas` : undefined}
        actions={<Actions district={district} job={job} next={next} ready={shown !== null} />}
      />
      {failure ? <FailureNotice failure={failure} onRetry={() => void load(district.id)} /> : null}
      {job ? <JobPanel district={district} job={job} /> : null}
      {end && !job ? <EndNotice district={district} end={end} overview={shown} /> : null}
      {shown ? <Facts overview={shown} busy={job !== undefined} /> : failure ? null : <Waiting />}
    </Page>
  );
}

interface ActionsProps {
  readonly district: District;
  readonly job: Job | undefined;
  readonly next: 'preview' | 'review' | 'nothing';
  readonly ready: boolean;
}

function Actions({ district, job, next, ready }: ActionsProps) {
  const makePlan = useWork((state) => state.makePlan);
  const preview = () => {
    announce('Preparing the preview');
    void makePlan(district.id);
  };
  const review = next === 'review';
  return (
    <>
      <Button appearance={review ? 'secondary' : 'primary'} disabledFocusable={job !== undefined || !ready} onClick={preview}>
        Preview changes
      </Button>
      {review ? (
        <Button appearance="primary" disabledFocusable={job !== undefined} onClick={() => visit({ name: 'review' })}>
          Review changes
        </Button>
      ) : null}
    </>
  );
}

const jobTitles: Readonly<Record<JobKind, string>> = {
  plan: 'Preparing the preview',
  apply: 'Writing the approved changes',
  evaluate: 'Comparing the SIS with what lives in Canvas',
};

function JobPanel({ district, job }: { readonly district: District; readonly job: Job }) {
  const cancel = useWork((state) => state.cancel);
  const reads = job.kind !== 'apply';
  return (
    <ProgressPanel
      title={jobTitles[job.kind]}
      job={job}
      cancelNote={
        reads ? 'This only reads. Nothing is written to Canvas.' : 'Cancelling stops after the package that is on its way.'
      }
      onCancel={() => void cancel(district.id)}
    />
  );
}

/** How the last job ended; stays until the next one starts. */
function EndNotice({
  district,
  end,
  overview,
}: {
  readonly district: District;
  readonly end: JobEnd;
  readonly overview: Overview | null;
}) {
  const makePlan = useWork((state) => state.makePlan);
  const changes = overview?.lastPlan?.changes ?? null;
  const planned = end.kind === 'plan' && !end.failure && end.run?.state === 'planned';
  useEffect(() => {
    if (planned && changes !== null)
      announce(changes === 0 ? 'Preview ready. Nothing to do.' : `Preview ready. ${changesWord(changes)}.`);
  }, [planned, changes]);
  if (isCancelled(end)) {
    return (
      <Notice tone="info" title={`${runKindWord(end.kind)} cancelled`}>
        {end.kind !== 'apply' ? 'Nothing was written to Canvas.' : 'What was already sent stays; the sync log shows it.'}
      </Notice>
    );
  }
  if (!end.failure) return null;
  return (
    <FailureNotice
      failure={end.failure}
      retryLabel="Preview again"
      {...(end.kind === 'plan' ? { onRetry: () => void makePlan(district.id) } : {})}
    />
  );
}

function Facts({ overview, busy }: { readonly overview: Overview; readonly busy: boolean }) {
  return (
    <>
      {busy ? null : <HealthBanner health={healthOf(overview)} />}
      {busy ? null : <SetUpNotice overview={overview} />}
      {busy ? null : <TokenNotice district={overview.district} />}
      <Stats overview={overview} />
      <UnpublishedPanel unpublished={overview.unpublished} />
      <StaysPanel overview={overview} />
      <Panel title="Changes per sync">
        <HistoryChart history={overview.history} />
      </Panel>
    </>
  );
}

/** Set-up was left before its last question. */
function SetUpNotice({ overview: { district, setUp } }: { readonly overview: Overview }) {
  const open = useFit((state) => state.open);
  if (setUp === null) return null;
  return (
    <Notice
      tone="info"
      title="Set-up is not finished"
      actions={<Button onClick={() => open(district.id, setUp)}>Go on with set-up</Button>}
    >
      A few questions about end dates, schools, sign-in, courses, first days and the schedule are open, each with what the answers
      mean here. Until then the usual answers count.
    </Notice>
  );
}

function Waiting() {
  return (
    <Skeleton aria-label="Loading the overview">
      <div style={{ display: 'grid', gap: 16 }}>
        <SkeletonItem size={64} />
        <SkeletonItem size={96} />
        <SkeletonItem size={128} />
      </div>
    </Skeleton>
  );
}
