import { Button } from '@fluentui/react-components';
import { PeopleCommunity24Regular } from '@fluentui/react-icons/svg/people-community';
import { useEffect, useState } from 'react';
import type { Evaluation } from '../../shared/conversion.ts';
import type { District } from '../../shared/district.ts';
import { useContact } from '../state/contact.ts';
import { visit } from '../state/navigation.ts';
import { useWork } from '../state/work.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { formatWhen, plural } from '../ui/format.ts';
import { Notice } from '../ui/Notice.tsx';
import { Page, PageHeader } from '../ui/PageHeader.tsx';
import { ProgressPanel } from '../ui/ProgressPanel.tsx';
import { betterSchemes, linksIn, undecidedIn } from './contact-words.ts';
import { FinishDialog } from './FinishDialog.tsx';
import { Matches } from './Matches.tsx';

/** What lives in Canvas already: found, decided, linked, before anything is written (ROSTER-RULES G1, G2). */
export function ContactScreen({ district }: { readonly district: District }) {
  const { of, evaluation, failure, load } = useContact();
  const job = useWork((state) => state.jobs[district.id]);
  const end = useWork((state) => state.ends[district.id]);
  const ended = useWork((state) => state.ended);
  const evaluate = useWork((state) => state.evaluate);
  const cancel = useWork((state) => state.cancel);
  const [finishing, setFinishing] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever ended may have changed what is shown
  useEffect(() => {
    void load(district.id);
  }, [district.id, ended, load]);
  const shown = of === district.id ? evaluation : undefined;
  const open = shown && shown.reviewed === null;
  const look = () => void evaluate(district.id);
  return (
    <Page fill>
      <PageHeader
        title="First contact"
        lead={
          shown
            ? `Looked through Canvas ${formatWhen(shown.at)}`
            : 'Finds what the SIS names and Canvas has already, so that nothing is made twice. Nothing is written.'
        }
        actions={
          <>
            <Button appearance={shown ? 'secondary' : 'primary'} disabledFocusable={job !== undefined} onClick={look}>
              {shown ? 'Look again' : 'Look through Canvas'}
            </Button>
            {open ? (
              <Button
                appearance="primary"
                disabled={job !== undefined || undecidedIn(shown) > 0}
                onClick={() => setFinishing(true)}
              >
                Finish the review
              </Button>
            ) : null}
          </>
        }
      />
      {failure ? <FailureNotice failure={failure} onRetry={() => void load(district.id)} /> : null}
      {end?.kind === 'evaluate' && end.failure && !job ? <FailureNotice failure={end.failure} onRetry={look} /> : null}
      {job?.kind === 'evaluate' ? (
        <ProgressPanel
          title="Comparing the SIS with what lives in Canvas"
          job={job}
          cancelNote="This only reads. Nothing is written to Canvas."
          onCancel={() => void cancel(district.id)}
        />
      ) : null}
      {shown && !job ? (
        <>
          <Standing evaluation={shown} />
          <Matches district={district} evaluation={shown} />
        </>
      ) : null}
      {shown === null && !job ? (
        <EmptyState icon={<PeopleCommunity24Regular />} title="Canvas was not looked through yet">
          People have worked in most Canvases for years: schools, courses and people made by hand or by another program.
          Rosterbridge matches them with the SIS and asks you about each kind, before it writes anything.
        </EmptyState>
      ) : null}
      {shown && finishing ? <FinishDialog district={district} evaluation={shown} onClose={() => setFinishing(false)} /> : null}
    </Page>
  );
}

/** Where the review stands, and whether another way to make ids would fit this Canvas better. */
function Standing({ evaluation }: { readonly evaluation: Evaluation }) {
  const open = undecidedIn(evaluation);
  const links = linksIn(evaluation);
  const better = evaluation.reviewed === null ? betterSchemes(evaluation.schemes) : [];
  return (
    <>
      {better.length > 0 ? (
        <Notice
          tone="warning"
          title="Other ids fit this Canvas better"
          actions={<Button onClick={() => visit({ name: 'settings' })}>Open the settings</Button>}
        >
          {better.join(' ')} Change the settings first, then look again: fewer things have to be linked.
        </Notice>
      ) : null}
      {evaluation.reviewed ? (
        <Notice tone="good" title={`Reviewed by ${evaluation.reviewed.by}, ${formatWhen(evaluation.reviewed.at)}`}>
          The review is finished.{' '}
          {links > 0 ? `${plural(links, 'link was', 'links were')} decided; apply them from the review of changes.` : ''}
        </Notice>
      ) : (
        <Notice
          tone={open > 0 ? 'held' : 'good'}
          title={open > 0 ? `${plural(open, 'match waits', 'matches wait')} for you` : 'Everything is decided'}
        >
          {open > 0
            ? 'Nothing is written to this Canvas before you have decided about each of them.'
            : 'Finish the review to see what will be linked.'}
        </Notice>
      )}
    </>
  );
}
