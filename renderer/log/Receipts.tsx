import { Dropdown, Option } from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import type { District } from '../../shared/district.ts';
import type { Receipt } from '../../shared/run.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { changesWord } from '../ui/format.ts';
import { DataGrid, type GridColumn } from '../ui/grid/DataGrid.tsx';
import { usePagedRows } from '../ui/grid/use-paged-rows.ts';
import { caseOf } from '../ui/keys.ts';
import { announce } from '../ui/Live.tsx';
import { PatientSearch } from '../ui/PatientSearch.tsx';
import { actionWord, entityNouns, outcomeWords, receiptOutcomes } from '../ui/words.ts';
import styles from './log.module.css';

const columns: readonly GridColumn<Receipt>[] = [
  { id: 'what', title: 'What', track: 'minmax(0, 3fr)', cell: (one) => one.label, hint: (one) => one.label },
  { id: 'change', title: 'Change', track: 'minmax(0, 1.4fr)', cell: changeOf, hint: changeOf },
  {
    id: 'outcome',
    title: 'What happened',
    track: 'minmax(0, 1.6fr)',
    cell: (one) => outcomeWords[one.outcome],
    hint: (one) => outcomeWords[one.outcome],
  },
  {
    id: 'message',
    title: 'Canvas says',
    track: 'minmax(0, 3fr)',
    cell: (one) => one.message ?? '–',
    hint: (one) => one.message ?? '',
  },
];

function changeOf(receipt: Receipt): string {
  return `${entityNouns[receipt.entity].one}, ${actionWord(receipt.action).toLowerCase()}`;
}

const every = 'every';

/** What became of every single change: searched, narrowed, paged. */
export function Receipts({ district, run }: { readonly district: District; readonly run: string }) {
  const [search, setSearch] = useState('');
  const [outcome, setOutcome] = useState<Receipt['outcome'] | null>(null);
  const fetchPage = useCallback(
    async (from: number, count: number) => {
      const answer = await window.rosterbridge.engine.receipts({
        district: district.id,
        query: { run, search, outcome, from, count },
      });
      return answer.ok ? { ok: true as const, value: { total: answer.value.total, rows: answer.value.receipts } } : answer;
    },
    [district.id, run, search, outcome],
  );
  const rows = usePagedRows(JSON.stringify([district.id, run, search, outcome]), fetchPage);
  const { total, loading } = rows;
  useEffect(() => {
    if (total !== null && !loading) announce(`${changesWord(total)} shown`);
  }, [total, loading]);
  return (
    <div className={styles.receipts}>
      <search className={styles.filters} aria-label="Filter changes of this run">
        <PatientSearch label="Search this run" value={search} onSearch={setSearch} className={styles.search ?? ''} />
        <Dropdown
          inlinePopup
          size="small"
          aria-label="What happened"
          selectedOptions={[outcome ?? every]}
          value={outcome ? outcomeWords[outcome] : 'Every outcome'}
          onOptionSelect={(_, { optionValue }) => setOutcome(caseOf(receiptOutcomes, optionValue))}
        >
          <Option value={every}>Every outcome</Option>
          {receiptOutcomes.map((one) => (
            <Option key={one} value={one}>
              {outcomeWords[one]}
            </Option>
          ))}
        </Dropdown>
        <span className={styles.total}>{total === null ? '' : changesWord(total)}</span>
      </search>
      {rows.failure ? <FailureNotice failure={rows.failure} onRetry={rows.retry} /> : null}
      <DataGrid
        label="Changes of this run"
        columns={columns}
        rows={rows}
        rowId={(one) => String(one.seq)}
        selected={null}
        empty={<EmptyState title="No change matches">Clear the search or choose another outcome.</EmptyState>}
      />
    </div>
  );
}
