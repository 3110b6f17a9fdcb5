import { useCallback, useEffect, useMemo, useState } from 'react';
import type { District } from '../../shared/district.ts';
import type { Kept } from '../../shared/kept.ts';
import type { PlanSummary } from '../../shared/plan.ts';
import { RecordPanel } from '../lookup/RecordPanel.tsx';
import { type KeptFilters, useKept } from '../state/kept.ts';
import type { AskedRecord } from '../state/look-up.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { plural } from '../ui/format.ts';
import { DataGrid, type GridColumn } from '../ui/grid/DataGrid.tsx';
import { type PagedRows, usePagedRows } from '../ui/grid/use-paged-rows.ts';
import { keptWhyWords, sideWords } from '../ui/kept-words.ts';
import { announce } from '../ui/Live.tsx';
import { placeWord } from '../ui/words.ts';
import styles from './Changes.module.css';
import { KeptBar } from './KeptBar.tsx';
import { KeptPanel } from './KeptPanel.tsx';
import { KeptTick, toggle } from './KeptTick.tsx';
import { KindTabs } from './KindTabs.tsx';
import { OverrideDialog } from './OverrideDialog.tsx';
import { keptTabs, keptTotal } from './plan-numbers.ts';

const what: GridColumn<Kept> = {
  id: 'what',
  title: 'What',
  track: 'minmax(0, 3fr)',
  cell: (row) => row.label,
  hint: (row) => row.label,
};
const sides: readonly GridColumn<Kept>[] = [
  {
    id: 'canvas',
    title: 'In Canvas',
    track: 'minmax(0, 2.4fr)',
    cell: (row) => sideWords(row, row.inCanvas),
    hint: (row) => sideWords(row, row.inCanvas, 9),
  },
  {
    id: 'sis',
    title: 'In the SIS',
    track: 'minmax(0, 2.4fr)',
    cell: (row) => sideWords(row, row.inSis),
    hint: (row) => sideWords(row, row.inSis, 9),
  },
];
const school: GridColumn<Kept> = {
  id: 'school',
  title: 'School',
  track: 'minmax(0, 1.6fr)',
  cell: (row) => placeWord(row.schoolName),
  hint: (row) => row.schoolName,
};
const why: GridColumn<Kept> = { id: 'why', title: 'Why', track: '176px', cell: (row) => keptWhyWords[row.why] };

/** What a plan leaves as people edited it in Canvas: both values side by side, and the choice to overwrite (ROSTER-RULES F3). */
export function KeptRows({
  district,
  plan,
  decided,
}: {
  readonly district: District;
  readonly plan: PlanSummary;
  readonly decided: boolean;
}) {
  const filter = useKept((state) => state.filter);
  const filters = useKept((state) => state.filters);
  const [open, setOpen] = useState<{ row: Kept; index: number; focus: boolean } | null>(null);
  const [asked, setAsked] = useState<AskedRecord | null>(null);
  /** The rows whose reason is asked for. */
  const [asking, setAsking] = useState<readonly number[] | null>(null);
  const rows = useKeptRows(district, plan, filters);
  const { total, loading } = rows;
  useEffect(() => {
    if (total !== null && !loading) announce(`${plural(total, 'kept record', 'kept records')} shown`);
  }, [total, loading]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other filters show other rows, so the panel closes
  useEffect(() => setOpen(null), [filters]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a question is about the row that is open
  useEffect(() => setAsked(null), [open?.row.number]);
  const columns = useMemo(() => {
    const tick: GridColumn<Kept> = { id: 'tick', title: 'Overwrite', track: '84px', cell: (row) => <KeptTick row={row} /> };
    return [...(decided ? [] : [tick]), what, ...sides, ...(open ? [] : [school]), why];
  }, [decided, open]);

  function close(): void {
    const index = open?.index;
    setOpen(null);
    document.querySelector<HTMLElement>(`[role="grid"] [data-row="${index}"]`)?.focus();
  }
  return (
    <section className={styles.changes} aria-label="Kept as edited in Canvas">
      <KindTabs
        label="Kinds of kept records"
        total={keptTotal(plan)}
        kinds={keptTabs(plan)}
        value={filters.entity}
        onChange={(entity) => filter({ entity })}
      />
      <KeptBar district={district} plan={plan} total={total} decided={decided} onOverwrite={setAsking} />
      {rows.failure ? <FailureNotice failure={rows.failure} onRetry={rows.retry} /> : null}
      <div className={styles.split}>
        <DataGrid
          label="Kept as edited in Canvas"
          columns={columns}
          rows={rows}
          rowId={(row) => String(row.number)}
          selected={open ? String(open.row.number) : null}
          onOpen={(row, index, by) => setOpen({ row, index, focus: by === 'keyboard' })}
          onMove={(row, index) => setOpen((now) => (now ? { row, index, focus: false } : now))}
          {...(decided ? {} : { onTick: toggle })}
          onEscape={close}
          empty={
            <EmptyState title="Nothing is kept here">Nobody edited such a record in Canvas, or a filter hides it.</EmptyState>
          }
        />
        {open && asked ? (
          <RecordPanel district={district} record={asked} takeFocus onBack={() => setAsked(null)} onClose={close} />
        ) : open ? (
          <KeptPanel
            row={open.row}
            takeFocus={open.focus}
            decided={decided}
            onOverwrite={() => setAsking([open.row.number])}
            onAsk={setAsked}
            onClose={close}
          />
        ) : null}
      </div>
      <OverrideDialog numbers={asking} rowAt={(number) => knownRow(rows, number)} onClose={() => setAsking(null)} />
    </section>
  );
}

/** A row among those on screen. */
function knownRow(rows: PagedRows<Kept>, number: number): Kept | undefined {
  for (let index = 0; index < Math.min(rows.total ?? 0, 300); index += 1) {
    const row = rows.rowAt(index);
    if (row?.number === number) return row;
  }
  return undefined;
}

function useKeptRows(district: District, plan: PlanSummary, filters: KeptFilters): PagedRows<Kept> {
  const fetchPage = useCallback(
    async (from: number, count: number) => {
      const query = { plan: plan.number, ...filters, from, count };
      const answer = await window.rosterbridge.engine.kept({ district: district.id, query });
      return answer;
    },
    [district.id, plan.number, filters],
  );
  return usePagedRows(JSON.stringify([district.id, plan.number, filters]), fetchPage);
}
