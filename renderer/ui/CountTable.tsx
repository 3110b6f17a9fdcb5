import type { EntityKind } from '../../shared/entities.ts';
import { formatCount } from './format.ts';
import styles from './table.module.css';
import { entityKinds, entityNouns } from './words.ts';

interface Props<K extends string> {
  /** For who hears the screen. */
  readonly caption: string;
  readonly counts: Readonly<Record<EntityKind, Readonly<Record<K, number>>>>;
  readonly columns: readonly { readonly key: K; readonly title: string }[];
  /** Instead of a table of nothing. */
  readonly empty: string;
}

/** Numbers per kind of record; kinds without any are left out. */
export function CountTable<K extends string>({ caption, counts, columns, empty }: Props<K>) {
  const rows = entityKinds.filter((entity) => columns.some(({ key }) => counts[entity][key] > 0));
  if (rows.length === 0) return <p>{empty}</p>;
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          {columns.map(({ key, title }) => (
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
            {columns.map(({ key }) => (
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
