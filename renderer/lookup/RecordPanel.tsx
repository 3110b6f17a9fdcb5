import { Button, Spinner } from '@fluentui/react-components';
import { ArrowLeft20Regular } from '@fluentui/react-icons/svg/arrow-left';
import { useEffect, useState } from 'react';
import type { District } from '../../shared/district.ts';
import type { Explanation } from '../../shared/explain.ts';
import type { Failure } from '../../shared/failure.ts';
import type { AskedRecord } from '../state/look-up.ts';
import { useWork } from '../state/work.ts';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { announce } from '../ui/Live.tsx';
import { SidePanel } from '../ui/SidePanel.tsx';
import { Explained } from './Explained.tsx';
import { HistoryList } from './HistoryList.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import type { Place } from './removal.ts';

interface Props {
  readonly district: District;
  readonly record: AskedRecord;
  readonly takeFocus: boolean;
  readonly wide?: boolean;
  /** The way back to the change or kept record it was asked from. */
  readonly onBack?: () => void;
  onClose(): void;
}

/** "Why, and why not?" for one record, beside the list it was asked from. */
export function RecordPanel({ district, record, takeFocus, wide = false, onBack, onClose }: Props) {
  const { explanation, failure } = useExplanation(district.id, record);
  const [removing, setRemoving] = useState<Place | null>(null);
  const back = onBack ? (
    <Button size="small" appearance="subtle" icon={<ArrowLeft20Regular />} aria-label="Back to the change" onClick={onBack} />
  ) : null;
  return (
    <SidePanel
      label="Why, and why not"
      title={explanation?.record.label ?? record.label}
      takeFocus={takeFocus}
      wide={wide}
      tools={back}
      onClose={onClose}
    >
      {failure ? <FailureNotice failure={failure} /> : null}
      {explanation ? (
        <Explained explanation={explanation} inReview={onBack !== undefined} onRemove={setRemoving} />
      ) : failure ? null : (
        <Spinner size="small" label="Asking the SIS" />
      )}
      {explanation && onBack === undefined ? (
        <HistoryList district={district.id} subject={{ collection: record.collection, sourcedId: record.sourcedId }} />
      ) : null}
      {removing ? <RemoveDialog district={district} record={record} place={removing} onClose={() => setRemoving(null)} /> : null}
    </SidePanel>
  );
}

interface Answer {
  readonly explanation: Explanation | null;
  readonly failure: Failure | null;
}

const none: Answer = { explanation: null, failure: null };

function useExplanation(district: string, { collection, sourcedId }: AskedRecord): Answer {
  const [answer, setAnswer] = useState<Answer>(none);
  const ended = useWork((state) => state.ended);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever ended may have changed the answer
  useEffect(() => {
    let stopped = false;
    setAnswer(none);
    void window.rosterbridge.engine.explain({ district, collection, sourcedId }).then((given) => {
      if (stopped) return;
      setAnswer(given.ok ? { explanation: given.value, failure: null } : { explanation: null, failure: given.failure });
      if (given.ok) announce(`Explained: ${given.value.record.label}`);
    });
    return () => {
      stopped = true;
    };
  }, [district, collection, sourcedId, ended]);
  return answer;
}
