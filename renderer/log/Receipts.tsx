import { Button, Dropdown, Option } from '@fluentui/react-components';
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
import { useSavedFile } from '../ui/use-saved-file.tsx';
import { actionWord, entityNouns, outcomeWords, receiptOutcomes } from '../ui/words.ts';
import styles from './log.module.css';
import { ReceiptPanel } from './ReceiptPanel.tsx';

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

interface Props {
  readonly district: District;
  readonly run: string;
  /** The plan it applied, whose changes its receipts are about. */
  readonly plan: number | null;
}

/** What became of every single change: searched, narrowed, paged. */
export function Receipts({ district, run, plan }: Props) {
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
  const saved = useSavedFile(() => window.rosterbridge.shell.saveRun({ district: district.id, query: { run, search, outcome } }));
  const [open, setOpen] = useState<{ readonly receipt: Receipt; readonly index: number; readonly focus: boolean } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list shows other rows, so the panel closes
  useEffect(() => setOpen(null), [run, search, outcome]);
  const close = () => {
    setOpen(null);
    document.querySelector<HTMLElement>(`[role="grid"] [data-row="${open?.index}"]`)?.focus();
  };
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
        <span className={styles.total}>
          <span>{total === null ? '' : changesWord(total)}</span>
          <Button size="small" appearance="subtle" disabled={!total} onClick={saved.start}>
            Save as a file…
          </Button>
        </span>
      </search>
      {saved.said}
      {rows.failure ? <FailureNotice failure={rows.failure} onRetry={rows.retry} /> : null}
      <div className={styles.split}>
        <DataGrid
          label="Changes of this run"
          columns={open ? columns.slice(0, 3) : columns}
          rows={rows}
          rowId={(one) => String(one.seq)}
          selected={open ? String(open.receipt.seq) : null}
          onOpen={(receipt, index, by) => setOpen({ receipt, index, focus: by === 'keyboard' })}
          onMove={(receipt, index) => setOpen((now) => (now ? { receipt, index, focus: false } : now))}
          onEscape={close}
          empty={<EmptyState title="No change matches">Clear the search or choose another outcome.</EmptyState>}
        />
        {open ? (
          <ReceiptPanel district={district} plan={plan} receipt={open.receipt} takeFocus={open.focus} onClose={close} />
        ) : null}
      </div>
    </div>
  );
}
