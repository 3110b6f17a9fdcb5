import { Button, ProgressBar } from '@fluentui/react-components';
import { HeartPulse24Regular } from '@fluentui/react-icons/svg/heart-pulse';
import { useEffect } from 'react';
import type { Check, District, DoctorReport } from '../../shared/district.ts';
import { useDoctor } from '../state/doctor.ts';
import { CheckList } from '../ui/CheckList.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { formatWhen, plural } from '../ui/format.ts';
import { announce } from '../ui/Live.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page, PageHeader, Panel } from '../ui/PageHeader.tsx';
import { SupportLetter } from './SupportLetter.tsx';

/** Examines both connections and says, line by line, what works, what deserves a look and what to do about problems. */
export function DoctorScreen({ district }: { readonly district: District }) {
  const { of, checking, report, failure, check } = useDoctor();
  const own = of === district.id;
  const busy = own && checking;
  const shown = own && !checking ? report : null;
  useEffect(() => {
    if (shown) announce(verdictOf(shown));
  }, [shown]);
  const go = () => {
    announce('Checking both connections');
    void check(district.id);
  };
  return (
    <Page>
      <PageHeader
        title="Check the connection"
        lead={shown ? `Checked ${formatWhen(shown.at)}` : 'Asks your SIS and Canvas a few questions. Nothing is written.'}
        actions={
          <Button appearance="primary" disabledFocusable={busy} onClick={go}>
            {shown ? 'Check again' : 'Check now'}
          </Button>
        }
      />
      {busy ? (
        <Panel>
          <p>Asking your SIS and Canvas, at most 25 questions each. Nothing is written.</p>
          <ProgressBar thickness="large" aria-label="Checking both connections" />
        </Panel>
      ) : null}
      {own && failure ? <FailureNotice failure={failure} onRetry={go} /> : null}
      {shown ? <Report report={shown} /> : null}
      {busy || shown || (own && failure) ? null : (
        <EmptyState icon={<HeartPulse24Regular />} title="Not checked yet">
          The check looks at sign-in, permissions, paging, dates, logins and other programs that write to Canvas, and says what to
          do about whatever it finds.
        </EmptyState>
      )}
    </Page>
  );
}

function Report({ report }: { readonly report: DoctorReport }) {
  const { problems, warnings } = tally(report.checks);
  return (
    <>
      <Notice tone={problems > 0 || warnings > 0 ? 'warning' : 'good'} title={verdictOf(report)}>
        {problems + warnings > 0 ? 'They stand first in each list, with what to do.' : null}
      </Notice>
      <Panel>
        <CheckList checks={worstFirst(report.checks)} />
      </Panel>
      <SupportLetter letter={report.letter} />
    </>
  );
}

function tally(checks: readonly Check[]): { readonly problems: number; readonly warnings: number } {
  const of = (level: Check['level']) => checks.filter((check) => check.level === level).length;
  return { problems: of('problem'), warnings: of('warning') };
}

function verdictOf({ checks }: DoctorReport): string {
  const { problems, warnings } = tally(checks);
  const parts = [
    problems > 0 ? plural(problems, 'problem', 'problems') : '',
    warnings > 0 ? `${plural(warnings, 'thing', 'things')} to look at` : '',
  ].filter(Boolean);
  return parts.length === 0 ? 'Everything works' : `Found ${parts.join(' and ')}`;
}

const order: Readonly<Record<Check['level'], number>> = { problem: 0, warning: 1, ok: 2 };

function worstFirst(checks: readonly Check[]): readonly Check[] {
  return [...checks].sort((a, b) => order[a.level] - order[b.level]);
}
