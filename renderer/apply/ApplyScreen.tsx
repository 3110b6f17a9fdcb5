import { Button } from '@fluentui/react-components';
import { Send32Regular } from '@fluentui/react-icons/svg/send';
import { useEffect, useState } from 'react';
import type { District } from '../../shared/district.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Run, RunDetail } from '../../shared/run.ts';
import { visit } from '../state/navigation.ts';
import { useWork } from '../state/work.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { formatCount, formatDuration, plural } from '../ui/format.ts';
import { announce } from '../ui/Live.tsx';
import { Notice, type Tone } from '../ui/Notice.tsx';
import { Page, PageHeader, Panel } from '../ui/PageHeader.tsx';
import { ProblemList } from '../ui/ProblemList.tsx';
import { ProgressPanel } from '../ui/ProgressPanel.tsx';
import { RunCountsTable } from '../ui/RunCountsTable.tsx';
import { isCancelled, runTotals } from '../ui/run-words.ts';

/** Writing, live; then what came of it. */
export function ApplyScreen({ district }: { readonly district: District }) {
  const job = useWork((state) => state.jobs[district.id]);
  const end = useWork((state) => state.ends[district.id]);
  const cancel = useWork((state) => state.cancel);
  if (job?.kind === 'apply') {
    return (
      <Page>
        <PageHeader key="running" title="Applying changes" lead="You can leave this screen; the work goes on." />
        <ProgressPanel
          title="Writing to Canvas"
          job={job}
          cancelNote="Cancelling stops after the package that is on its way. What Canvas already took stays, and the sync log lists it."
          onCancel={() => void cancel(district.id)}
        />
      </Page>
    );
  }
  if (end?.kind === 'apply' && end.run) return <Result district={district} run={end.run} />;
  if (end?.kind === 'apply' && end.failure) return <Refused failure={end.failure} />;
  return (
    <Page>
      <PageHeader title="Applying changes" />
      <EmptyState
        icon={<Send32Regular />}
        title="Nothing is being written"
        actions={<Button onClick={() => visit({ name: 'review' })}>Go to review</Button>}
      >
        Changes are applied from the review.
      </EmptyState>
    </Page>
  );
}

/** The run did not even begin. */
function Refused({ failure }: { readonly failure: Failure }) {
  return (
    <Page>
      <PageHeader key="refused" title="Changes were not applied" />
      <FailureNotice failure={failure}>
        <Button onClick={() => visit({ name: 'review' })}>Back to review</Button>
      </FailureNotice>
    </Page>
  );
}

function Result({ district, run }: { readonly district: District; readonly run: Run }) {
  const makePlan = useWork((state) => state.makePlan);
  const [detail, setDetail] = useState<RunDetail | null>(null);
  useEffect(() => {
    let stopped = false;
    void window.rosterbridge.engine.run({ district: district.id, run: run.id }).then((answer) => {
      if (!stopped && answer.ok) setDetail(answer.value);
    });
    return () => {
      stopped = true;
    };
  }, [district.id, run.id]);
  const said = verdict(run);
  useEffect(() => announce(said.title), [said.title]);
  const again = () => {
    void makePlan(district.id);
    visit({ name: 'overview' });
  };
  return (
    <Page>
      <PageHeader
        key="result"
        title={said.heading}
        lead={`Took ${formatDuration(run.seconds)}`}
        actions={
          <>
            <Button onClick={() => visit({ name: 'log', run: run.id })}>See it in the sync log</Button>
            <Button appearance="primary" onClick={again}>
              Preview again
            </Button>
          </>
        }
      />
      {run.failure && !isCancelled({ run, failure: run.failure }) ? (
        <FailureNotice failure={run.failure} />
      ) : (
        <Notice tone={said.tone} title={said.title}>
          {said.text}
        </Notice>
      )}
      <Panel title="What was written">
        <RunCountsTable counts={run.counts} />
        {detail ? <Overwritten detail={detail} /> : null}
      </Panel>
      {detail && detail.problems.length > 0 ? (
        <Panel title="What needs a look">
          <ProblemList problems={detail.problems} />
        </Panel>
      ) : null}
    </Page>
  );
}

/** What a person chose to overwrite and Canvas shows (ROSTER-RULES F3). */
function Overwritten({ detail }: { readonly detail: RunDetail }) {
  const sent = detail.packages.reduce((sum, one) => sum + (one.override ? one.rows : 0), 0);
  const missed = detail.problems.filter(({ action, outcome }) => action === 'override' && outcome !== 'stale').length;
  if (sent === 0) return null;
  const done = sent - missed;
  return <p>{`${plural(done, 'record was', 'records were')} overwritten in Canvas, as you chose.`}</p>;
}

interface Said {
  readonly tone: Tone;
  readonly heading: string;
  readonly title: string;
  readonly text: string;
}

function verdict(run: Run): Said {
  const totals = runTotals(run.counts);
  const confirmed = `${formatCount(totals.confirmed)} of ${plural(totals.sent, 'change', 'changes')} sent were confirmed in Canvas.`;
  switch (run.state) {
    case 'done':
      return { tone: 'good', heading: 'Changes applied', title: 'Done', text: confirmed };
    case 'partial':
      return {
        tone: 'warning',
        heading: 'Changes applied, with problems',
        title: 'Done, but not everything arrived',
        text: `${confirmed} The rest is listed below; the next preview shows it again.`,
      };
    case 'held':
      return {
        tone: 'held',
        heading: totals.sent > 0 ? 'Changes applied, some held' : 'Held, nothing written',
        title: totals.sent > 0 ? 'The safe part was written' : 'A hold stopped this sync',
        text: `${confirmed} ${plural(totals.held, 'change', 'changes')} stayed held. Release the hold in the review, or mend the records in the SIS.`,
      };
    case 'cancelled':
      return {
        tone: 'info',
        heading: 'Sync cancelled',
        title: 'Stopped, as you asked',
        text: `${confirmed} What was not sent stays as it is.`,
      };
    case 'interrupted':
      return {
        tone: 'warning',
        heading: 'Sync interrupted',
        title: 'The sync was interrupted',
        text: `${confirmed} Preview again to see what is left.`,
      };
    default:
      return { tone: 'warning', heading: 'Sync ended', title: 'The sync did not finish', text: confirmed };
  }
}
