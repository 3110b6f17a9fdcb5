import type { Receipt } from '../../shared/run.ts';
import styles from './table.module.css';
import { actionWord, entityNouns, outcomeWords } from './words.ts';

/** Changes that did not end confirmed, in plain words. */
export function ProblemList({ problems }: { readonly problems: readonly Receipt[] }) {
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">Changes that did not end confirmed</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Change</th>
          <th scope="col">What happened</th>
          <th scope="col">Canvas says</th>
        </tr>
      </thead>
      <tbody>
        {problems.map((receipt) => (
          <tr key={receipt.seq}>
            <th scope="row">{receipt.label}</th>
            <td>
              {entityNouns[receipt.entity].one}, {actionWord(receipt.action).toLowerCase()}
            </td>
            <td>{outcomeWords[receipt.outcome]}</td>
            <td>{receipt.message ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
