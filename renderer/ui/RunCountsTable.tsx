import type { RunCounts } from '../../shared/run.ts';
import { formatCount } from './format.ts';
import styles from './table.module.css';
import { entityKinds, entityNouns } from './words.ts';

const columns = [
  ['sent', 'Sent'],
  ['confirmed', 'Confirmed'],
  ['failed', 'Refused'],
  ['held', 'Held'],
] as const;

/** Counts of a run per entity. */
export function RunCountsTable({ counts }: { readonly counts: RunCounts }) {
  const rows = entityKinds.filter((entity) => columns.some(([key]) => counts[entity][key] > 0));
  if (rows.length === 0) return <p>No change was sent.</p>;
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">Changes of this run</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          {columns.map(([key, title]) => (
            <th key={key} scope="col" className={styles.number}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((entity) => (
          <tr key={entity}>
            <th scope="row">{entityNouns[entity].title}</th>
            {columns.map(([key]) => (
              <td key={key} className={styles.number}>
                {formatCount(counts[entity][key])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
