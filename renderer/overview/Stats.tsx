import { Link } from '@fluentui/react-components';
import { useEffect } from 'react';
import type { Overview } from '../../shared/district.ts';
import { nextRunWords } from '../schedule/schedule-words.ts';
import { visit } from '../state/navigation.ts';
import { useSchedule } from '../state/schedule.ts';
import { changesWord, formatCount, formatWhen } from '../ui/format.ts';
import { runTotals } from '../ui/run-words.ts';
import { StatCard, StatRow } from '../ui/StatCard.tsx';
import { StateTag } from '../ui/StateTag.tsx';
import { runKindWord, triggerWords } from '../ui/words.ts';

/** Last preview, last run, what waits for the admin. */
export function Stats({ overview }: { readonly overview: Overview }) {
  return (
    <StatRow>
      <WaitingCard overview={overview} />
      <PlanCard overview={overview} />
      <RunCard overview={overview} />
      <NextCard district={overview.district.id} />
    </StatRow>
  );
}

function WaitingCard({ overview: { lastPlan } }: { readonly overview: Overview }) {
  const waits = lastPlan && !lastPlan.applied && lastPlan.changes > 0 ? lastPlan : null;
  return (
    <StatCard title="Waiting for you" value={waits ? changesWord(waits.changes) : 'Nothing'}>
      {waits && waits.held > 0
        ? `${formatCount(waits.held)} of them held for safety`
        : waits
          ? 'Review and apply them when you are ready'
          : 'No change waits for a decision'}
    </StatCard>
  );
}

/** When it runs by itself next; the schedule's own screen has the rest. */
function NextCard({ district }: { readonly district: string }) {
  const { view, load } = useSchedule();
  useEffect(() => {
    void load(district);
  }, [district, load]);
  const own = view?.district === district ? view : null;
  return (
    <StatCard
      title="Next run"
      value={own === null ? '…' : nextRunWords(own)}
      action={
        <Link as="button" onClick={() => visit({ name: 'schedule' })}>
          Open the schedule
        </Link>
      }
    >
      {own?.schedule.on === false ? 'Nothing is synced unless you do it' : 'On the clock of the district'}
    </StatCard>
  );
}

function PlanCard({ overview: { lastPlan } }: { readonly overview: Overview }) {
  if (!lastPlan)
    return (
      <StatCard title="Last preview" value="Never">
        Previews only read; they write nothing
      </StatCard>
    );
  return (
    <StatCard title="Last preview" value={formatWhen(lastPlan.createdAt)}>
      {lastPlan.changes === 0 ? 'Found nothing to change' : `Found ${changesWord(lastPlan.changes)}`}
      {lastPlan.applied ? ', applied' : ''}
    </StatCard>
  );
}

function RunCard({ overview: { lastRun } }: { readonly overview: Overview }) {
  if (!lastRun)
    return (
      <StatCard title="Last run" value="Never">
        The sync log will list every run
      </StatCard>
    );
  const totals = runTotals(lastRun.counts);
  return (
    <StatCard
      title="Last run"
      value={formatWhen(lastRun.endedAt ?? lastRun.startedAt)}
      action={
        <Link as="button" onClick={() => visit({ name: 'log', run: lastRun.id })}>
          See what it did
        </Link>
      }
    >
      <StateTag state={lastRun.state} />
      <div>
        {runKindWord(lastRun.kind)}, started by {triggerWords[lastRun.trigger].toLowerCase()}
        {lastRun.kind === 'apply' ? `: ${formatCount(totals.confirmed)} confirmed` : ''}
        {totals.failed > 0 ? `, ${formatCount(totals.failed)} refused` : ''}
      </div>
    </StatCard>
  );
}
