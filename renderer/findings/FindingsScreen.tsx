import { Button, Dropdown, Option } from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import type { District } from '../../shared/district.ts';
import type { Collection } from '../../shared/entities.ts';
import type { FindingLevel, FindingPage } from '../../shared/finding.ts';
import { MOST_FINDINGS } from '../../shared/most-findings.ts';
import { WhyButton } from '../lookup/WhyButton.tsx';
import { type AskedRecord, useLookUp } from '../state/look-up.ts';
import { visit } from '../state/navigation.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { DataGrid, type GridColumn } from '../ui/grid/DataGrid.tsx';
import { usePagedRows } from '../ui/grid/use-paged-rows.ts';
import { announce } from '../ui/Live.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page, PageHeader } from '../ui/PageHeader.tsx';
import { useSavedFile } from '../ui/use-saved-file.tsx';
import { recordWord } from '../ui/words.ts';
import styles from './findings.module.css';

type Listed = FindingPage['findings'][number];
const levels: Readonly<Record<FindingLevel, string>> = {
  dropped: 'Left out',
  warned: 'Doubtful',
  noted: 'By a rule',
};
const levelNames = Object.keys(levels) as FindingLevel[];
const kinds: Readonly<Record<Collection, string>> = {
  orgs: 'Schools',
  academicSessions: 'Sessions',
  courses: 'Courses',
  classes: 'Classes',
  users: 'People',
  enrollments: 'Enrollments',
};
const collections = Object.keys(kinds) as Collection[];
const every = 'every';

const columns: readonly GridColumn<Listed>[] = [
  { id: 'result', title: 'Result', track: '92px', cell: (one) => levels[one.level] },
  { id: 'record', title: 'Record', track: 'minmax(0, 1.6fr)', cell: recordOf, hint: recordOf },
  { id: 'what', title: 'What was found', track: 'minmax(0, 3fr)', cell: (one) => one.message, hint: (one) => one.message },
  { id: 'remedy', title: 'What to do', track: 'minmax(0, 3fr)', cell: (one) => one.remedy, hint: (one) => one.remedy },
];

function recordOf({ collection, sourcedId }: Listed): string {
  return sourcedId === '' ? `a ${recordWord(collection)} without identifier` : `${recordWord(collection)} ${sourcedId}`;
}

/** Which SIS records a preview left out or doubted, and what to do about each (DESIGN §8). */
export function FindingsScreen({ district, plan }: { readonly district: District; readonly plan: number }) {
  const [level, setLevel] = useState<FindingLevel | null>(null);
  const [collection, setCollection] = useState<Collection | null>(null);
  const [selected, setSelected] = useState<Listed | null>(null);
  const fetchPage = useCallback(
    async (from: number, count: number) => {
      const answer = await window.rosterbridge.engine.findings({
        district: district.id,
        query: { plan, level, collection, from, count },
      });
      return answer.ok ? { ok: true as const, value: { total: answer.value.total, rows: answer.value.findings } } : answer;
    },
    [district.id, plan, level, collection],
  );
  const rows = usePagedRows(JSON.stringify([district.id, plan, level, collection]), fetchPage);
  const { total, loading } = rows;
  useEffect(() => {
    if (total !== null && !loading) announce(`${plural(total, 'record', 'records')} shown`);
  }, [total, loading]);
  const saved = useSavedFile(() => window.rosterbridge.shell.saveFindings({ district: district.id, plan, level, collection }));
  const look = (record: AskedRecord) => {
    useLookUp.getState().ask(district.id, record);
    visit({ name: 'look-up' });
  };
  return (
    <Page fill>
      <PageHeader
        title="SIS records to look at"
        lead="Left out: the record cannot be used. Doubtful: one of its values was dropped or guessed. By a rule: it waits for its day, or your settings leave it out."
        actions={
          <>
            <Button disabled={!total} onClick={saved.start}>
              Save as a file…
            </Button>
            <Button onClick={() => visit({ name: 'review' })}>Back to the changes</Button>
          </>
        }
      />
      <search className={styles.filters} aria-label="Filter records">
        <Dropdown
          inlinePopup
          size="small"
          aria-label="Result"
          selectedOptions={[level ?? every]}
          value={level ? levels[level] : 'Every result'}
          onOptionSelect={(_, { optionValue }) => setLevel(levelNames.find((one) => one === optionValue) ?? null)}
        >
          <Option value={every}>Every result</Option>
          {levelNames.map((one) => (
            <Option key={one} value={one}>
              {levels[one]}
            </Option>
          ))}
        </Dropdown>
        <Dropdown
          inlinePopup
          size="small"
          aria-label="Kind of record"
          selectedOptions={[collection ?? every]}
          value={collection ? kinds[collection] : 'Every kind'}
          onOptionSelect={(_, { optionValue }) => setCollection(collections.find((one) => one === optionValue) ?? null)}
        >
          <Option value={every}>Every kind</Option>
          {collections.map((one) => (
            <Option key={one} value={one}>
              {kinds[one]}
            </Option>
          ))}
        </Dropdown>
        <span className={styles.total}>{total === null ? '' : plural(total, 'record', 'records')}</span>
      </search>
      {total !== null && total >= MOST_FINDINGS ? (
        <Notice tone="info">The first {formatCount(MOST_FINDINGS)} are kept; the preview counts all of them.</Notice>
      ) : null}
      {saved.said}
      {rows.failure ? <FailureNotice failure={rows.failure} onRetry={rows.retry} /> : null}
      <DataGrid
        label="SIS records to look at"
        columns={columns}
        rows={rows}
        rowId={(one) => String(one.number)}
        selected={selected === null ? null : String(selected.number)}
        onOpen={(one) => setSelected(one)}
        onMove={(one) => setSelected((before) => (before === null ? null : one))}
        onEscape={() => setSelected(null)}
        empty={<EmptyState title="No such record">Every record of this kind could be used as it is.</EmptyState>}
      />
      {selected ? (
        <Notice
          tone="info"
          title={`${levels[selected.level]}: ${recordOf(selected)}`}
          actions={<WhyButton source={selected.sourcedId === '' ? null : selected} label={recordOf(selected)} onAsk={look} />}
        >
          {selected.message} {selected.remedy}
        </Notice>
      ) : null}
    </Page>
  );
}
