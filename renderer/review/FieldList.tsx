import type { Change } from '../../shared/plan.ts';
import styles from './FieldList.module.css';
import { type FieldRow, fieldRows } from './field-rows.ts';

/** Field by field: "was … now …" for what changes, plain values for the rest. */
export function FieldList({ change }: { readonly change: Change }) {
  const rows = fieldRows(change);
  if (rows.length === 0) return <p>Nothing but the record itself.</p>;
  const differing = rows.filter((row) => row.differs);
  const same = rows.filter((row) => !row.differs);
  return (
    <>
      <dl className={styles.fields}>
        {(differing.length > 0 ? differing : same).map((row) => (
          <Row key={row.field} row={row} />
        ))}
      </dl>
      {differing.length > 0 && same.length > 0 ? (
        <details className={styles.same}>
          <summary>Unchanged values ({same.length})</summary>
          <dl className={styles.fields}>
            {same.map((row) => (
              <Row key={row.field} row={row} />
            ))}
          </dl>
        </details>
      ) : null}
    </>
  );
}

function Row({ row }: { readonly row: FieldRow }) {
  return (
    <div className={styles.row}>
      <dt>{row.word}</dt>
      {row.was !== null && row.now !== null && row.differs ? (
        <dd>
          <del>
            <span className={styles.label}>was</span> {row.was}
          </del>
          <ins>
            <span className={styles.label}>now</span> {row.now}
          </ins>
        </dd>
      ) : (
        <dd>{row.now ?? row.was}</dd>
      )}
    </div>
  );
}
