import { Spinner } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { District } from '../../shared/district.ts';
import type { Change } from '../../shared/plan.ts';
import type { Receipt } from '../../shared/run.ts';
import { HistoryList } from '../lookup/HistoryList.tsx';
import { FieldList } from '../review/FieldList.tsx';
import { formatWhen } from '../ui/format.ts';
import { SidePanel } from '../ui/SidePanel.tsx';
import styles from '../ui/side-panel.module.css';
import { actionWord, entityNouns, outcomeWords } from '../ui/words.ts';

interface Props {
  readonly district: District;
  readonly plan: number | null;
  readonly receipt: Receipt;
  readonly takeFocus: boolean;
  onClose(): void;
}

/** One change of a run: what became of it, what it wrote and why, and what else ever happened to the record. */
export function ReceiptPanel({ district, plan, receipt, takeFocus, onClose }: Props) {
  const { seq, entity, action, label, outcome, message, importId, at } = receipt;
  const change = useChangeOf(district.id, plan, seq);
  return (
    <SidePanel label="Change in detail" title={label} takeFocus={takeFocus} onClose={onClose}>
      <section className={styles.part}>
        <h3>What happened</h3>
        <p>
          {outcomeWords[outcome]}: {entityNouns[entity].one}, {actionWord(action).toLowerCase()}
        </p>
        {message === null ? null : <p className={styles.held}>{message}</p>}
        <p className={styles.quiet}>
          {formatWhen(at)}
          {importId === null ? '' : ` · import ${importId} in Canvas`}
        </p>
      </section>
      {change === 'loading' ? <Spinner size="small" label="Loading" /> : null}
      {change === 'gone' ? (
        <p className={styles.quiet}>The preview behind it is no longer kept, or this row was overwritten.</p>
      ) : null}
      {typeof change === 'object' ? (
        <>
          <section className={styles.part}>
            <h3>{change.action === 'update' ? 'What was changed' : 'Its values'}</h3>
            <FieldList change={change} />
          </section>
          <section className={styles.part}>
            <h3>Why</h3>
            <p>
              {change.reason.text} <span className={styles.quiet}>Rule {change.reason.rule}</span>
            </p>
          </section>
          <HistoryList district={district.id} subject={{ entity: change.entity, key: change.key }} />
        </>
      ) : null}
    </SidePanel>
  );
}

function useChangeOf(district: string, plan: number | null, seq: number): Change | 'loading' | 'gone' {
  const [change, setChange] = useState<Change | 'loading' | 'gone'>('loading');
  useEffect(() => {
    let stopped = false;
    if (plan === null) return setChange('gone');
    setChange('loading');
    void window.rosterbridge.engine.change({ district, plan, seq }).then((answer) => {
      if (!stopped) setChange(answer.ok ? answer.value : 'gone');
    });
    return () => {
      stopped = true;
    };
  }, [district, plan, seq]);
  return change;
}
