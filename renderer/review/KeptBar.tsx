import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { District } from '../../shared/district.ts';
import type { Failure } from '../../shared/failure.ts';
import type { PlanSummary } from '../../shared/plan.ts';
import { useKept } from '../state/kept.ts';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { announce } from '../ui/Live.tsx';
import { Notice } from '../ui/Notice.tsx';
import { PatientSearch } from '../ui/PatientSearch.tsx';
import styles from './FilterBar.module.css';
import kept from './Kept.module.css';
import { SchoolFilter } from './SchoolFilter.tsx';
import { useSchools } from './use-schools.ts';

interface Props {
  readonly district: District;
  readonly plan: PlanSummary;
  readonly total: number | null;
  readonly decided: boolean;
  onOverwrite(numbers: readonly number[]): void;
}

/** Search and school, and what is chosen: all that is shown, or ticked one by one. */
export function KeptBar({ district, plan, total, decided, onOverwrite }: Props) {
  const { filters, filter } = useKept();
  const schools = useSchools();
  return (
    <>
      <search className={styles.bar} aria-label="Filter kept records">
        <PatientSearch
          label="Search kept records"
          value={filters.search}
          onSearch={(search) => filter({ search })}
          className={styles.search ?? ''}
        />
        <SchoolFilter value={filters.school} schools={schools} onChange={(school) => filter({ school })} />
        <span className={styles.total}>{total === null ? '' : plural(total, 'kept record', 'kept records')}</span>
      </search>
      {decided || total === 0 ? null : <Choice district={district} plan={plan} onOverwrite={onOverwrite} />}
    </>
  );
}

/** What is ticked and what is decided, in numbers, with the ways on. */
function Choice({ district, plan, onOverwrite }: Pick<Props, 'district' | 'plan' | 'onOverwrite'>) {
  const { chosen, overrides, leaveAll } = useKept();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [cut, setCut] = useState<number | null>(null);
  const chooseAll = async () => {
    const { filters, choose } = useKept.getState();
    const answer = await window.rosterbridge.engine.keptNumbers({
      district: district.id,
      filter: { plan: plan.number, ...filters },
    });
    if (!answer.ok) return setFailure(answer.failure);
    const { numbers, total } = answer.value;
    choose(numbers);
    setFailure(null);
    setCut(total > numbers.length ? numbers.length : null);
    announce(`${plural(numbers.length, 'record', 'records')} ticked`);
  };
  return (
    <div className={kept.choice}>
      <p className={kept.words} role="status">
        {choiceWords(chosen.size, overrides.size)}
      </p>
      <Button size="small" onClick={() => void chooseAll()}>
        Tick all shown
      </Button>
      {chosen.size + overrides.size > 0 ? (
        <Button size="small" onClick={leaveAll}>
          Leave all as they are
        </Button>
      ) : null}
      <Button size="small" appearance="primary" disabled={chosen.size === 0} onClick={() => onOverwrite([...chosen])}>
        Overwrite in Canvas…
      </Button>
      {failure ? <FailureNotice failure={failure} /> : null}
      {cut === null ? null : (
        <Notice tone="info">
          {formatCount(cut)} is the most that can be overwritten at once. Apply these, preview again, and choose the rest.
        </Notice>
      )}
    </div>
  );
}

function choiceWords(ticked: number, decided: number): string {
  if (ticked === 0 && decided === 0) return 'All of these stay as they are in Canvas. Tick what the SIS should overwrite.';
  const parts = [
    ticked > 0 ? `${plural(ticked, 'record', 'records')} ticked` : '',
    decided > 0 ? `${plural(decided, 'record', 'records')} will be overwritten when you apply` : '',
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}
