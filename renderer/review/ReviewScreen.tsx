import { Button, Link, Spinner, useRestoreFocusTarget } from '@fluentui/react-components';
import { Checkmark32Regular } from '@fluentui/react-icons/svg/checkmark';
import { ClipboardTaskListLtr24Regular } from '@fluentui/react-icons/svg/clipboard-task-list-ltr';
import { useEffect, useState } from 'react';
import type { District } from '../../shared/district.ts';
import type { PlanSummary } from '../../shared/plan.ts';
import { choiceFor, useKept } from '../state/kept.ts';
import { visit } from '../state/navigation.ts';
import { useReview } from '../state/review.ts';
import { useWork } from '../state/work.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { changesWord, formatCount, formatWhen, plural } from '../ui/format.ts';
import { Notice } from '../ui/Notice.tsx';
import { Page, PageHeader } from '../ui/PageHeader.tsx';
import { ApplyDialog } from './ApplyDialog.tsx';
import { Changes } from './Changes.tsx';
import { Holds } from './Holds.tsx';
import { KeptRows } from './KeptRows.tsx';
import { PlanNotes } from './PlanNotes.tsx';
import { PlanViews } from './PlanViews.tsx';
import { isRemap, keptTotal } from './plan-numbers.ts';
import { StayTable } from './StayTable.tsx';
import { Waiting } from './Waiting.tsx';

/** The heart: every change before anything is written, holds on top, and the one button that applies exactly this. */
export function ReviewScreen({ district }: { readonly district: District }) {
  const { loaded, plan, failure, load, of } = useReview();
  const job = useWork((state) => state.jobs[district.id]);
  const ended = useWork((state) => state.ended);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever ended may have made a new plan
  useEffect(() => {
    void load(district.id);
  }, [district.id, ended, load]);
  if (failure) {
    return (
      <Page>
        <PageHeader title="Review changes" />
        <FailureNotice failure={failure} onRetry={() => void load(district.id)} />
      </Page>
    );
  }
  if (!loaded || of !== district.id) {
    return (
      <Page>
        <PageHeader title="Review changes" />
        <Spinner label="Loading the preview" />
      </Page>
    );
  }
  if (!plan) return <NoPlan district={district} busy={job !== undefined} />;
  if (plan.changes === 0 && plan.holds.length === 0 && keptTotal(plan) === 0) return <NothingToDo plan={plan} />;
  return <Plan key={`${district.id} ${plan.number}`} district={district} plan={plan} busy={job !== undefined} />;
}

function Plan({ district, plan, busy }: { readonly district: District; readonly plan: PlanSummary; readonly busy: boolean }) {
  const { applied, view } = useReview();
  const begin = useKept((state) => state.begin);
  useEffect(() => begin(district.id, plan.number), [begin, district.id, plan.number]);
  const overrides = useKept((state) => choiceFor(state, district.id, plan.number).overrides.size);
  const [confirming, setConfirming] = useState(false);
  const restore = useRestoreFocusTarget();
  return (
    <Page fill>
      <PageHeader
        title="Review changes"
        lead={
          <>
            Preview of {formatWhen(plan.createdAt)} · {changesWord(plan.changes)} <FindingsLink plan={plan} />
          </>
        }
        actions={
          applied ? (
            <Button onClick={() => visit({ name: 'overview' })}>Go to the overview</Button>
          ) : (
            <Button
              {...restore}
              appearance="primary"
              disabled={busy || plan.changes + overrides === 0}
              onClick={() => setConfirming(true)}
            >
              Apply these changes
            </Button>
          )
        }
      />
      {applied ? (
        <Notice tone="info" title="This preview was already applied">
          You can still read it here. To see what is open now, make a new preview from the overview.
        </Notice>
      ) : null}
      {plan.complete ? null : (
        <Notice tone="warning" title="Part of Canvas could not be read freshly">
          Some rows were compared with what Rosterbridge last wrote instead. They are checked again before anything is written.
        </Notice>
      )}
      {isRemap(plan) && !applied ? (
        <Notice tone="info" title="New ids in the SIS, the same people and classes">
          Nothing of this is written to Canvas, where everybody keeps their id, work and login. Applying it tells Rosterbridge
          which record in the SIS each one is by now. Take a look at the list first, then apply it and preview again.
        </Notice>
      ) : null}
      <PlanNotes plan={plan} />
      <Holds district={district} plan={plan} decided={applied} busy={busy} />
      {applied ? null : <Waiting plan={plan} />}
      <PlanViews plan={plan} />
      {view === 'changes' ? <Changes district={district} plan={plan} decided={applied} /> : null}
      {view === 'kept' ? <KeptRows district={district} plan={plan} decided={applied} /> : null}
      {view === 'stays' ? <StayTable plan={plan} /> : null}
      <ApplyDialog district={district} plan={plan} open={confirming} onClose={() => setConfirming(false)} />
    </Page>
  );
}

/** The way to the records that were left out or doubted; nothing when there are none. */
function FindingsLink({ plan }: { readonly plan: PlanSummary }) {
  const words = findings(plan);
  if (words === '') return null;
  return (
    <>
      ·{' '}
      <Link as="button" onClick={() => visit({ name: 'findings', plan: plan.number })}>
        {words}
      </Link>
    </>
  );
}

function findings({ findings: { dropped, warned, gone = 0 }, counts }: PlanSummary): string {
  const all = (key: 'early' | 'filtered') => Object.values(counts).reduce((sum, one) => sum + one[key], 0);
  const [early, filtered] = [all('early'), all('filtered')];
  const parts = [
    dropped > 0 ? `${plural(dropped, 'SIS record', 'SIS records')} left out` : '',
    warned > 0 ? `${plural(warned, 'warning', 'warnings')}` : '',
    early > 0 ? `${formatCount(early)} not due yet` : '',
    filtered > 0 ? `${formatCount(filtered)} left out by your filters` : '',
    gone > 0 ? `${formatCount(gone)} gone from the SIS and kept` : '',
  ].filter(Boolean);
  return parts.join(', ');
}

function NoPlan({ district, busy }: { readonly district: District; readonly busy: boolean }) {
  const makePlan = useWork((state) => state.makePlan);
  const preview = () => {
    void makePlan(district.id);
    visit({ name: 'overview' });
  };
  return (
    <Page>
      <PageHeader title="Review changes" />
      <EmptyState
        icon={<ClipboardTaskListLtr24Regular />}
        title="No preview yet"
        actions={
          <Button appearance="primary" disabled={busy} onClick={preview}>
            Preview changes
          </Button>
        }
      >
        A preview reads the SIS and Canvas and lists every difference. It writes nothing.
      </EmptyState>
    </Page>
  );
}

function NothingToDo({ plan }: { readonly plan: PlanSummary }) {
  return (
    <Page>
      <PageHeader
        title="Review changes"
        lead={
          <>
            Preview of {formatWhen(plan.createdAt)} <FindingsLink plan={plan} />
          </>
        }
      />
      <PlanNotes plan={plan} />
      <EmptyState
        icon={<Checkmark32Regular />}
        title="Nothing to do"
        actions={<Button onClick={() => visit({ name: 'overview' })}>Go to the overview</Button>}
      >
        Canvas already matches the SIS. There is no change to apply.
      </EmptyState>
    </Page>
  );
}
