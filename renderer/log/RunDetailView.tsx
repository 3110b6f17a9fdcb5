import { Button, Spinner, Tab, TabList } from '@fluentui/react-components';
import { ArrowLeft20Regular } from '@fluentui/react-icons/svg/arrow-left';
import { useEffect, useState } from 'react';
import type { District } from '../../shared/district.ts';
import type { Run, RunDetail } from '../../shared/run.ts';
import { useLog } from '../state/log.ts';
import { visit } from '../state/navigation.ts';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { formatCount, formatDuration, formatWhen } from '../ui/format.ts';
import { Notice } from '../ui/Notice.tsx';
import { Page, PageHeader, Panel } from '../ui/PageHeader.tsx';
import { ProblemList } from '../ui/ProblemList.tsx';
import { RunCountsTable } from '../ui/RunCountsTable.tsx';
import { isCancelled } from '../ui/run-words.ts';
import { StateTag } from '../ui/StateTag.tsx';
import { runKindWord, triggerWords } from '../ui/words.ts';
import styles from './log.module.css';
import { Packages } from './Packages.tsx';
import { Receipts } from './Receipts.tsx';
import { Timeline } from './Timeline.tsx';

/** One run: what it was, what happened when, what was sent, what became of every change. */
export function RunDetailView({ district, id }: { readonly district: District; readonly id: string }) {
  const { detail, failure, loadRun } = useLog();
  useEffect(() => {
    void loadRun(district.id, id);
  }, [district.id, id, loadRun]);
  const back = (
    <Button icon={<ArrowLeft20Regular />} onClick={() => visit({ name: 'log', run: null })}>
      All runs
    </Button>
  );
  if (!detail || detail.run.id !== id) {
    return (
      <Page>
        <PageHeader title="Run" windowTitle="Sync log" actions={back} />
        {failure ? (
          <FailureNotice failure={failure} onRetry={() => void loadRun(district.id, id)} />
        ) : (
          <Spinner label="Loading the run" />
        )}
      </Page>
    );
  }
  const { run } = detail;
  return (
    <Page>
      <PageHeader
        key={id}
        title={`${runKindWord(run.kind)} of ${formatWhen(run.startedAt)}`}
        windowTitle="Sync log"
        actions={back}
      />
      <Outcome run={run} />
      <Panel title="In short">
        <Facts run={run} />
        {run.kind === 'apply' ? <RunCountsTable counts={run.counts} /> : <p>A preview only reads. Nothing was written.</p>}
      </Panel>
      {detail.problems.length > 0 ? (
        <Panel title="What needs a look">
          <ProblemList problems={detail.problems} />
        </Panel>
      ) : null}
      <Tabs district={district} detail={detail} />
    </Page>
  );
}

/** Why it did not end well; a run somebody stopped is no error. */
function Outcome({ run }: { readonly run: Run }) {
  if (isCancelled({ run, failure: run.failure })) {
    return (
      <Notice tone="info" title="This run was cancelled by a person">
        {run.kind !== 'apply' ? 'Nothing was written to Canvas.' : 'What was already sent stays; the rest was not sent.'}
      </Notice>
    );
  }
  return run.failure ? <FailureNotice failure={run.failure} /> : null;
}

function Facts({ run }: { readonly run: Run }) {
  return (
    <dl className={styles.facts}>
      <div>
        <dt>Result</dt>
        <dd>
          <StateTag state={run.state} />
        </dd>
      </div>
      <div>
        <dt>Started</dt>
        <dd>{formatWhen(run.startedAt)}</dd>
      </div>
      <div>
        <dt>Started by</dt>
        <dd>{triggerWords[run.trigger]}</dd>
      </div>
      <div>
        <dt>Took</dt>
        <dd>{formatDuration(run.seconds)}</dd>
      </div>
    </dl>
  );
}

function Tabs({ district, detail }: { readonly district: District; readonly detail: RunDetail }) {
  const [tab, setTab] = useState('timeline');
  const { packages, receipts, run } = detail;
  return (
    <Panel>
      <TabList
        size="small"
        selectedValue={tab}
        onTabSelect={(_, { value }) => setTab(String(value))}
        aria-label="Details of this run"
      >
        <Tab value="timeline">Timeline</Tab>
        {packages.length > 0 ? <Tab value="packages">Packages ({packages.length})</Tab> : null}
        {receipts.total > 0 ? <Tab value="receipts">Every change ({formatCount(receipts.total)})</Tab> : null}
      </TabList>
      <div role="tabpanel" aria-label="Details of this run">
        {tab === 'timeline' ? <Timeline events={detail.events} ended={run.endedAt !== null} /> : null}
        {tab === 'packages' ? <Packages packages={packages} /> : null}
        {tab === 'receipts' ? <Receipts district={district} run={run.id} plan={run.planNumber} /> : null}
      </div>
    </Panel>
  );
}
