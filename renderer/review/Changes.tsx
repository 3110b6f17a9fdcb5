import { type KeyboardEvent, useCallback, useEffect, useMemo, useState } from 'react';
import type { District } from '../../shared/district.ts';
import { canBeLeftOut } from '../../shared/leave-out.ts';
import type { ChangeLine, Hold, PlanSummary } from '../../shared/plan.ts';
import { RecordPanel } from '../lookup/RecordPanel.tsx';
import type { AskedRecord } from '../state/look-up.ts';
import { type Filters, useReview } from '../state/review.ts';
import { ChangeBadge } from '../ui/ChangeBadge.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { changesWord } from '../ui/format.ts';
import { DataGrid, type GridColumn } from '../ui/grid/DataGrid.tsx';
import { type PagedRows, usePagedRows } from '../ui/grid/use-paged-rows.ts';
import { announce } from '../ui/Live.tsx';
import { useSavedFile } from '../ui/use-saved-file.tsx';
import { effectWords, placeWord } from '../ui/words.ts';
import { ChangePanel } from './ChangePanel.tsx';
import styles from './Changes.module.css';
import { FilterBar } from './FilterBar.tsx';
import { HeldMark } from './HeldMark.tsx';
import { KindTabs } from './KindTabs.tsx';
import { LeaveOutDialog } from './LeaveOutDialog.tsx';
import { entityTabs } from './plan-numbers.ts';
import { ReleaseDialog } from './ReleaseDialog.tsx';

const columns: readonly GridColumn<ChangeLine>[] = [
  { id: 'kind', title: 'Change', track: '148px', cell: (line) => <ChangeBadge action={line.action} how={line.how} /> },
  { id: 'what', title: 'What', track: 'minmax(0, 3fr)', cell: (line) => <What line={line} />, hint: (line) => line.label },
  {
    id: 'school',
    title: 'School',
    track: 'minmax(0, 2fr)',
    cell: (line) => placeWord(line.schoolName),
    hint: (line) => line.schoolName,
  },
  { id: 'changes', title: 'What changes', track: 'minmax(0, 3fr)', cell: effect, hint: effect },
];

/** The opened change names its school; the room goes to the names. */
const besideDetails = columns.filter(({ id }) => id !== 'school');

function What({ line }: { readonly line: ChangeLine }) {
  const leftOut = useReview((state) => state.leftOut[line.seq] !== undefined);
  return (
    <>
      {leftOut ? <span className={styles.held}>Left out</span> : line.holds.length > 0 ? <HeldMark /> : null}
      {line.label}
    </>
  );
}

function effect({ entity, action, how, changed }: ChangeLine): string {
  return effectWords(entity, action, how, changed);
}

interface ChangesProps {
  readonly district: District;
  readonly plan: PlanSummary;
  /** It was applied: there is nothing left to decide. */
  readonly decided: boolean;
}

/** Tabs, filters and the grid, with one change opened at the side. */
export function Changes({ district, plan, decided }: ChangesProps) {
  const filters = useReview((state) => state.filters);
  const filter = useReview((state) => state.filter);
  const [open, setOpen] = useState<{ seq: number; index: number; focus: boolean } | null>(null);
  const [asked, setAsked] = useState<AskedRecord | null>(null);
  const [leavingOut, setLeavingOut] = useState<Pick<ChangeLine, 'seq' | 'label'> | null>(null);
  const [releasing, setReleasing] = useState<Hold | null>(null);
  const takeIn = useReview((state) => state.takeIn);
  const rows = useChangeRows(district, plan, filters);
  const saved = useSavedFile(() =>
    window.rosterbridge.shell.saveChanges({ district: district.id, query: { plan: plan.number, ...filters } }),
  );
  const { total, loading } = rows;
  useEffect(() => {
    if (total !== null && !loading) announce(`${changesWord(total)} shown`);
  }, [total, loading]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other filters show other rows, so the panel closes
  useEffect(() => setOpen(null), [filters]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a question is about the row that is open
  useEffect(() => setAsked(null), [open?.seq]);

  function close(): void {
    const index = open?.index;
    setOpen(null);
    document.querySelector<HTMLElement>(`[role="grid"] [data-row="${index}"]`)?.focus();
  }
  function step(by: number): void {
    if (!open) return;
    const index = open.index + by;
    const line = rows.rowAt(index);
    if (line) setOpen({ seq: line.seq, index, focus: false });
  }
  /** Keys of the change on screen: the next and the one before, leaving it out, releasing what holds it. */
  function onKeyDown(event: KeyboardEvent): void {
    const line = open ? rows.rowAt(open.index) : undefined;
    if (!line || isTyping(event.target)) return;
    const key = keyOf(event);
    if (key === null) return;
    event.preventDefault();
    if (key === 'next') return step(1);
    if (key === 'previous') return step(-1);
    if (decided) return;
    const { leftOut, releases } = useReview.getState();
    if (key === 'release') {
      const hold = plan.holds.find(({ id, releasable }) => releasable && line.holds.includes(id) && releases[id] === undefined);
      if (hold) setReleasing(hold);
    } else if (leftOut[line.seq] !== undefined) takeIn(line.seq);
    else if (canBeLeftOut(line)) setLeavingOut(line);
  }
  return (
    <section className={styles.changes} aria-label="Changes">
      <KindTabs
        label="Kinds of records"
        total={plan.changes}
        kinds={entityTabs(plan).map(({ entity, changes }) => ({ entity, count: changes }))}
        value={filters.entity}
        onChange={(entity) => filter({ entity })}
      />
      <FilterBar plan={plan} rows={rows} onSave={saved.start} />
      {saved.said}
      {rows.failure ? <FailureNotice failure={rows.failure} onRetry={rows.retry} /> : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the grid and the panel inside */}
      <div className={styles.split} onKeyDown={onKeyDown}>
        <DataGrid
          label="Changes"
          columns={open ? besideDetails : columns}
          rows={rows}
          rowId={(line) => String(line.seq)}
          selected={open ? String(open.seq) : null}
          onOpen={(line, index, by) => setOpen({ seq: line.seq, index, focus: by === 'keyboard' })}
          onMove={(line, index) => setOpen((now) => (now ? { seq: line.seq, index, focus: false } : now))}
          onEscape={close}
          empty={<NoMatch />}
        />
        {open && asked ? (
          <RecordPanel district={district} record={asked} takeFocus onBack={() => setAsked(null)} onClose={close} />
        ) : open ? (
          <ChangePanel
            district={district}
            plan={plan}
            seq={open.seq}
            takeFocus={open.focus}
            onAsk={setAsked}
            onClose={close}
            decide={decided ? null : { leaveOut: setLeavingOut, release: setReleasing }}
            onNext={rows.rowAt(open.index + 1) ? () => step(1) : null}
            onPrevious={open.index > 0 ? () => step(-1) : null}
          />
        ) : null}
      </div>
      <LeaveOutDialog line={leavingOut} onClose={() => setLeavingOut(null)} />
      <ReleaseDialog hold={releasing} onClose={() => setReleasing(null)} />
    </section>
  );
}

function isTyping(target: EventTarget): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

function keyOf({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): 'next' | 'previous' | 'leave-out' | 'release' | null {
  if (ctrlKey || metaKey) return null;
  if (altKey) return key === 'ArrowDown' ? 'next' : key === 'ArrowUp' ? 'previous' : null;
  return key === 'l' || key === 'L' ? 'leave-out' : key === 'r' || key === 'R' ? 'release' : null;
}

function useChangeRows(district: District, plan: PlanSummary, filters: Filters): PagedRows<ChangeLine> {
  const key = useMemo(() => JSON.stringify([district.id, plan.number, filters]), [district.id, plan.number, filters]);
  const fetchPage = useCallback(
    async (from: number, count: number) => {
      const query = { plan: plan.number, ...filters, from, count };
      const answer = await window.rosterbridge.engine.changes({ district: district.id, query });
      return answer.ok ? { ok: true as const, value: { total: answer.value.total, rows: answer.value.lines } } : answer;
    },
    [district.id, plan.number, filters],
  );
  return usePagedRows(key, fetchPage);
}

function NoMatch() {
  return <EmptyState title="No change matches">Clear a filter or search for something else.</EmptyState>;
}
