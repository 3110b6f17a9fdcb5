import { useRestoreFocusTarget } from '@fluentui/react-components';
import { type ColumnDef, tableFeatures, useTable } from '@tanstack/react-table';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import styles from './DataGrid.module.css';
import { rowForKey } from './scroll-scale.ts';
import type { PagedRows } from './use-paged-rows.ts';
import { useRowWindow } from './use-row-window.ts';

const features = tableFeatures({});
const rowHeight = 34;

export interface GridColumn<T> {
  readonly id: string;
  readonly title: string;
  /** CSS grid track: "120px", "minmax(140px, 2fr)". */
  readonly track: string;
  cell(row: T): ReactNode;
  /** Full text for a cell that may be cut short. */
  hint?(row: T): string;
}

interface Props<T> {
  readonly label: string;
  readonly columns: readonly GridColumn<T>[];
  readonly rows: PagedRows<T>;
  rowId(row: T): string;
  /** Row shown as selected, by id. */
  readonly selected: string | null;
  /** Enter, double click or click on a row. */
  onOpen?(row: T, index: number, by: 'keyboard' | 'pointer'): void;
  /** The keyboard moved on to this row. */
  onMove?(row: T, index: number): void;
  /** The space bar on a row; without it, it opens the row like Enter. */
  onTick?(row: T): void;
  onEscape?(): void;
  readonly empty: ReactNode;
}

/** A windowed grid of plain cells: one tab stop, arrows, Home, End and Page keys move, Enter opens (electron-checklist §14). */
export function DataGrid<T extends object>({
  label,
  columns,
  rows,
  rowId,
  selected,
  onOpen,
  onMove,
  onTick,
  onEscape,
  empty,
}: Props<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const restore = useRestoreFocusTarget();
  const [active, setActive] = useState({ row: 0, column: -1 });
  const wanted = useRef<Place | null>(null);
  const total = rows.total ?? 0;
  const activeRow = Math.min(active.row, Math.max(0, total - 1));
  const view = useRowWindow(scroller, total, rowHeight, activeRow);

  const shown = view.items.map((item) => ({ item, row: rows.rowAt(item.index) }));
  const table = useTable({
    features,
    columns: useMemo<ColumnDef<typeof features, T>[]>(
      () => columns.map((column) => ({ id: column.id, header: column.title, cell: ({ row }) => column.cell(row.original) })),
      [columns],
    ),
    data: shown.flatMap(({ row }) => (row ? [row] : [])),
    getRowId: rowId,
  });
  const tableRows = new Map(table.getRowModel().rows.map((row) => [row.original, row]));

  const { first, last } = view;
  const { need } = rows;
  useEffect(() => {
    if (total === 0) return;
    const wait = setTimeout(() => need(first, last), view.scrolling ? 60 : 0);
    return () => clearTimeout(wait);
  }, [first, last, total, view.scrolling, need]);

  // Focus follows the keyboard as soon as the wanted row is mounted; rows still on their way are focused as they are.
  useLayoutEffect(() => {
    const target = wanted.current;
    const row = target && scroller.current?.querySelector<HTMLElement>(`[data-row="${target.row}"]`);
    if (!row) return;
    wanted.current = null;
    const cell = target.column < 0 ? row : row.children[target.column];
    if (cell instanceof HTMLElement) cell.focus({ preventScroll: true });
  });

  // Another list begins at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the list shown matters
  useLayoutEffect(() => {
    setActive({ row: 0, column: -1 });
    if (scroller.current) scroller.current.scrollTop = 0;
  }, [rows.shown]);

  function go(row: number, column: number): void {
    wanted.current = { row, column };
    setActive({ row, column });
    view.reveal(row);
    const target = rows.rowAt(row);
    if (target && row !== activeRow) onMove?.(target, row);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (total === 0 || event.altKey || event.metaKey) return;
    const place = keyTarget(event, { row: activeRow, column: active.column }, total, columns.length, view.pageRows);
    if (place) {
      event.preventDefault();
      go(place.row, place.column);
    } else if (event.key === 'Enter' || event.key === ' ') {
      const row = rows.rowAt(activeRow);
      if (!row) return;
      event.preventDefault();
      if (event.key === ' ' && onTick) onTick(row);
      else onOpen?.(row, activeRow, 'keyboard');
    } else if (event.key === 'Escape') {
      onEscape?.();
    }
  }

  const tracks = { gridTemplateColumns: columns.map((column) => column.track).join(' ') };
  return (
    <div className={styles.frame}>
      {total === 0 && !rows.loading ? <div className={styles.empty}>{empty}</div> : null}
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={total + 1}
        aria-colcount={columns.length}
        aria-busy={rows.loading}
        className={styles.grid}
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup" className={styles.head} style={{ paddingRight: view.scrollbar }}>
          {table.getHeaderGroups().map((group) => (
            <div key={group.id} role="row" tabIndex={-1} aria-rowindex={1} className={styles.row} style={tracks}>
              {group.headers.map((header, index) => (
                <div key={header.id} role="columnheader" tabIndex={-1} aria-colindex={index + 1} className={styles.headCell}>
                  <table.FlexRender header={header} />
                </div>
              ))}
            </div>
          ))}
        </div>
        <div ref={scroller} role="rowgroup" className={styles.body} data-loading={rows.loading}>
          <div role="presentation" style={{ height: view.height, position: 'relative' }}>
            {shown.map(({ item, row }) => {
              const isActive = item.index === activeRow;
              const tableRow = row && tableRows.get(row);
              const isSelected = row !== undefined && rowId(row) === selected;
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys of all its rows
                <div
                  {...restore}
                  key={item.key}
                  role="row"
                  data-row={item.index}
                  aria-rowindex={item.index + 2}
                  aria-selected={isSelected}
                  tabIndex={isActive && active.column < 0 ? 0 : -1}
                  className={styles.row}
                  data-odd={item.index % 2 === 1}
                  style={{
                    ...tracks,
                    height: rowHeight,
                    transform: `translateY(${view.topOf(item)}px)`,
                    position: 'absolute',
                    insetInline: 0,
                  }}
                  onFocus={(event) => {
                    const isRowOrTick = event.target === event.currentTarget || event.target instanceof HTMLInputElement;
                    if (isRowOrTick && !isActive) setActive({ row: item.index, column: -1 });
                  }}
                  onClick={() => {
                    setActive({ row: item.index, column: -1 });
                    if (row) onOpen?.(row, item.index, 'pointer');
                  }}
                >
                  {tableRow
                    ? tableRow.getAllCells().map((cell, index) => (
                        <div
                          key={cell.id}
                          role="gridcell"
                          aria-colindex={index + 1}
                          tabIndex={isActive && active.column === index ? 0 : -1}
                          className={styles.cell}
                          title={columns[index]?.hint?.(cell.row.original)}
                        >
                          <table.FlexRender cell={cell} />
                        </div>
                      ))
                    : columns.map((column, index) => (
                        <div key={column.id} role="gridcell" tabIndex={-1} aria-colindex={index + 1} className={styles.cell}>
                          <span className={styles.bone}>
                            <span className="visually-hidden">{index === 0 ? 'Loading' : ''}</span>
                          </span>
                        </div>
                      ))}
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}

interface Place {
  readonly row: number;
  /** −1 is the row as a whole. */
  readonly column: number;
}

function keyTarget(event: KeyboardEvent, at: Place, total: number, columns: number, pageRows: number): Place | null {
  if (event.key === 'ArrowRight') return { row: at.row, column: Math.min(columns - 1, at.column + 1) };
  if (event.key === 'ArrowLeft') return { row: at.row, column: Math.max(-1, at.column - 1) };
  if (event.key === 'Home') return at.column > 0 && !event.ctrlKey ? { row: at.row, column: 0 } : { row: 0, column: at.column };
  if (event.key === 'End')
    return at.column >= 0 && !event.ctrlKey ? { row: at.row, column: columns - 1 } : { row: total - 1, column: at.column };
  const row = rowForKey(event.key, at.row, total, pageRows);
  return row === null ? null : { row, column: at.column };
}
