import type { Kept } from '../../shared/kept.ts';
import { useKept } from '../state/kept.ts';
import styles from './Kept.module.css';

/** The tick of a row: to be overwritten or not. The grid's space bar does the same. */
export function KeptTick({ row }: { readonly row: Kept }) {
  const ticked = useKept((state) => state.chosen.has(row.number) || state.overrides.has(row.number));
  const isDecided = useKept((state) => state.overrides.has(row.number));
  if (row.obstacle !== '') return <span className={styles.waits}>waits</span>;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: it only keeps the click from opening the row; the grid takes the keys
    <label className={styles.tick} onClick={(event) => event.stopPropagation()}>
      <input type="checkbox" tabIndex={-1} checked={ticked} onChange={() => toggle(row)} aria-label={`Overwrite ${row.label}`} />
      {isDecided ? <span className={styles.decided}>decided</span> : null}
    </label>
  );
}

/** Ticks a row, or takes its tick back. */
export function toggle(row: Kept): void {
  const { chosen, overrides, choose, leave } = useKept.getState();
  if (row.obstacle !== '') return;
  if (chosen.has(row.number) || overrides.has(row.number)) leave([row.number]);
  else choose([row.number]);
}
