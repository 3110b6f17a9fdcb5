import type { CountKey, PlanSummary } from '../../shared/plan.ts';
import { CountTable } from '../ui/CountTable.tsx';
import { Panel } from '../ui/PageHeader.tsx';
import styles from '../ui/table.module.css';
import { entityKinds } from '../ui/words.ts';

const nothing = 'There is nothing else in Canvas or in the SIS.';

interface Reason {
  readonly key: CountKey;
  readonly title: string;
  readonly text: string;
}

const reasons: readonly Reason[] = [
  { key: 'unchanged', title: 'Up to date', text: 'Canvas has what the SIS says.' },
  { key: 'kept', title: 'Kept as edited', text: 'Somebody changed it in Canvas after a sync; it stays until you overwrite it.' },
  {
    key: 'alreadyThere',
    title: 'Was there already',
    text: 'The SIS names it and Canvas has it, but Rosterbridge did not make it: it is neither changed nor ever removed.',
  },
  {
    key: 'notOurs',
    title: 'Not from the SIS',
    text: 'Only Canvas knows it: made by hand or by another tool, and none of our business.',
  },
  { key: 'frozen', title: 'Ended', text: 'Its class or term is over, or the SIS no longer names it: it stays as it was.' },
  { key: 'early', title: 'Not due yet', text: 'It is made when its day comes.' },
  { key: 'filtered', title: 'Left out', text: 'Your filters leave it out.' },
];

/** Everything a plan does not change, by kind and reason, with what the reason means. */
export function StayTable({ plan }: { readonly plan: PlanSummary }) {
  const used = reasons.filter(({ key }) => entityKinds.some((entity) => plan.counts[entity][key] > 0));
  if (used.length === 0) return <p>{nothing}</p>;
  return (
    <Panel title="What this preview does not change">
      <CountTable
        caption="Records that stay as they are, by kind and reason"
        counts={plan.counts}
        columns={used}
        empty={nothing}
      />
      <dl className={styles.meanings}>
        {used.map(({ key, title, text }) => (
          <div key={key}>
            <dt>{title}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
