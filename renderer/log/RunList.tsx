import { Button, Link, Spinner } from '@fluentui/react-components';
import { History32Regular } from '@fluentui/react-icons/svg/history';
import { useEffect } from 'react';
import type { District } from '../../shared/district.ts';
import type { Run } from '../../shared/run.ts';
import { runsPerPage, useLog } from '../state/log.ts';
import { visit } from '../state/navigation.ts';
import { useWork } from '../state/work.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { formatCount, formatDuration, formatWhen, plural } from '../ui/format.ts';
import { Page, PageHeader, Panel } from '../ui/PageHeader.tsx';
import { runTotals } from '../ui/run-words.ts';
import { StateTag } from '../ui/StateTag.tsx';
import table from '../ui/table.module.css';
import { runKindWord, triggerWords } from '../ui/words.ts';
import styles from './log.module.css';

/** Every run of the district, newest first. */
export function RunList({ district }: { readonly district: District }) {
  const { of, from, total, runs, failure, loadRuns } = useLog();
  const ended = useWork((state) => state.ended);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever ended is a new line here
  useEffect(() => {
    void loadRuns(district.id, 0);
  }, [district.id, ended, loadRuns]);
  const loaded = of === district.id && total !== null;
  return (
    <Page>
      <PageHeader title="Sync log" lead={loaded ? plural(total, 'run', 'runs') : undefined} />
      {failure ? <FailureNotice failure={failure} onRetry={() => void loadRuns(district.id, from)} /> : null}
      {!loaded && !failure ? <Spinner label="Loading the sync log" /> : null}
      {loaded && total === 0 ? (
        <EmptyState
          icon={<History32Regular />}
          title="No run yet"
          actions={<Button onClick={() => visit({ name: 'overview' })}>Go to the overview</Button>}
        >
          Every preview and every sync is kept here, with what it did.
        </EmptyState>
      ) : null}
      {loaded && total > 0 ? (
        <Panel>
          <Runs runs={runs} />
          {total > runsPerPage ? <Pager from={from} total={total} onGo={(next) => void loadRuns(district.id, next)} /> : null}
        </Panel>
      ) : null}
    </Page>
  );
}

function Runs({ runs }: { readonly runs: readonly Run[] }) {
  return (
    <table className={table.table}>
      <caption className="visually-hidden">Runs, newest first</caption>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">What</th>
          <th scope="col">Result</th>
          <th scope="col">Started by</th>
          <th scope="col" className={table.number}>
            Confirmed
          </th>
          <th scope="col" className={table.number}>
            Refused
          </th>
          <th scope="col" className={table.number}>
            Took
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </tbody>
    </table>
  );
}

function RunRow({ run }: { readonly run: Run }) {
  const totals = runTotals(run.counts);
  const wrote = run.kind === 'apply';
  return (
    <tr>
      <th scope="row">
        <Link as="button" className={styles.when ?? ''} onClick={() => visit({ name: 'log', run: run.id })}>
          {formatWhen(run.startedAt)}
        </Link>
      </th>
      <td>{runKindWord(run.kind)}</td>
      <td>
        <StateTag state={run.state} />
      </td>
      <td>{triggerWords[run.trigger]}</td>
      <td className={table.number}>{wrote ? formatCount(totals.confirmed) : '–'}</td>
      <td className={table.number}>{wrote ? formatCount(totals.failed) : '–'}</td>
      <td className={table.number}>{formatDuration(run.seconds)}</td>
    </tr>
  );
}

function Pager({ from, total, onGo }: { readonly from: number; readonly total: number; onGo(from: number): void }) {
  return (
    <nav aria-label="Pages of the sync log" className={styles.pager}>
      <Button size="small" disabled={from === 0} onClick={() => onGo(Math.max(0, from - runsPerPage))}>
        Newer
      </Button>
      <span>
        {formatCount(from + 1)} to {formatCount(Math.min(total, from + runsPerPage))} of {formatCount(total)}
      </span>
      <Button size="small" disabled={from + runsPerPage >= total} onClick={() => onGo(from + runsPerPage)}>
        Older
      </Button>
    </nav>
  );
}
