import { Button, Spinner, useRestoreFocusTarget } from '@fluentui/react-components';
import { ChevronDown20Regular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronUp20Regular } from '@fluentui/react-icons/svg/chevron-up';
import { useEffect, useState } from 'react';
import type { District } from '../../shared/district.ts';
import type { Failure } from '../../shared/failure.ts';
import { canBeLeftOut } from '../../shared/leave-out.ts';
import type { Change, Hold, PlanSummary } from '../../shared/plan.ts';
import { HistoryList } from '../lookup/HistoryList.tsx';
import { WhyButton } from '../lookup/WhyButton.tsx';
import type { AskedRecord } from '../state/look-up.ts';
import { useReview } from '../state/review.ts';
import { ChangeBadge } from '../ui/ChangeBadge.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { SidePanel } from '../ui/SidePanel.tsx';
import styles from '../ui/side-panel.module.css';
import { changeSentence, entityNouns, placeWord, recordWord, waitingSentence } from '../ui/words.ts';
import { FieldList } from './FieldList.tsx';

interface Props {
  readonly district: District;
  readonly plan: PlanSummary;
  readonly seq: number;
  readonly takeFocus: boolean;
  onClose(): void;
  readonly onNext: (() => void) | null;
  readonly onPrevious: (() => void) | null;
  /** Null where nothing can be decided any more. */
  readonly decide: Decide | null;
  onAsk(record: AskedRecord): void;
}

/** What a person may decide about the change on screen. */
export interface Decide {
  leaveOut(line: Pick<Change, 'seq' | 'label'>): void;
  release(hold: Hold): void;
}

/** One change in full: fields was → now, why, where from, what holds it. */
export function ChangePanel({ district, plan, seq, takeFocus, onClose, onNext, onPrevious, onAsk, decide }: Props) {
  const { change, failure } = useChange(district.id, plan.number, seq);
  const tools = (
    <>
      <Button
        size="small"
        appearance="subtle"
        icon={<ChevronUp20Regular />}
        aria-label="Previous change"
        aria-keyshortcuts="Alt+ArrowUp"
        disabled={!onPrevious}
        onClick={() => onPrevious?.()}
      />
      <Button
        size="small"
        appearance="subtle"
        icon={<ChevronDown20Regular />}
        aria-label="Next change"
        aria-keyshortcuts="Alt+ArrowDown"
        disabled={!onNext}
        onClick={() => onNext?.()}
      />
    </>
  );
  return (
    <SidePanel label="Change in detail" title={change?.label ?? 'Change'} takeFocus={takeFocus} tools={tools} onClose={onClose}>
      {failure ? <FailureNotice failure={failure} /> : null}
      {change ? (
        <Detail district={district} change={change} plan={plan} onAsk={onAsk} decide={decide} />
      ) : failure ? null : (
        <Spinner size="small" label="Loading" />
      )}
    </SidePanel>
  );
}

function useChange(
  district: string,
  plan: number,
  seq: number,
): { readonly change: Change | null; readonly failure: Failure | null } {
  const [state, setState] = useState<{ change: Change | null; failure: Failure | null }>({ change: null, failure: null });
  useEffect(() => {
    let stopped = false;
    void window.rosterbridge.engine.change({ district, plan, seq }).then((answer) => {
      if (stopped) return;
      setState(answer.ok ? { change: answer.value, failure: null } : { change: null, failure: answer.failure });
    });
    return () => {
      stopped = true;
    };
  }, [district, plan, seq]);
  return state;
}

type DetailProps = { readonly change: Change } & Pick<Props, 'district' | 'plan' | 'onAsk' | 'decide'>;

function Detail({ district, change, plan, onAsk, decide }: DetailProps) {
  const releases = useReview((state) => state.releases);
  const takeBack = useReview((state) => state.takeBack);
  const restore = useRestoreFocusTarget();
  const holds = plan.holds.filter((hold) => change.holds.includes(hold.id));
  return (
    <>
      <div>
        <ChangeBadge action={change.action} how={change.how} />
        <p className={styles.sentence}>{changeSentence(change.entity, change.action, change.how)}</p>
        {decide ? <LeaveOut change={change} decide={decide} /> : null}
      </div>
      {holds.length > 0 ? (
        <section className={styles.part}>
          <h3>Held</h3>
          {holds.map((hold) => (
            <div key={hold.id} className={styles.held}>
              <p>
                {hold.message}
                {releases[hold.id] === undefined ? '' : ` Released: ${releases[hold.id]}`}
              </p>
              {decide && hold.releasable ? (
                <Button
                  {...restore}
                  size="small"
                  aria-keyshortcuts="R"
                  onClick={() => (releases[hold.id] === undefined ? decide.release(hold) : takeBack(hold.id))}
                >
                  {releases[hold.id] === undefined ? 'Release this hold…' : 'Hold again'}
                </Button>
              ) : null}
            </div>
          ))}
        </section>
      ) : null}
      <section className={styles.part}>
        <h3>{change.action === 'update' ? 'What changes' : 'Its values'}</h3>
        <FieldList change={change} />
      </section>
      <section className={styles.part}>
        <h3>Why</h3>
        <p>
          {change.reason.text} <span className={styles.quiet}>Rule {change.reason.rule}</span>
        </p>
        {change.waiting ? <p className={styles.held}>{waitingSentence}</p> : null}
        <WhyButton source={change.source} label={change.label} onAsk={onAsk} />
      </section>
      <section className={styles.part}>
        <h3>Where it comes from</h3>
        <p>{sourceWords(change)}</p>
        <p className={styles.quiet}>Belongs to: {placeWord(change.schoolName)}</p>
      </section>
      <HistoryList district={district.id} subject={{ entity: change.entity, key: change.key }} />
    </>
  );
}

/** Where a change stands alone it can be left out of this sync, and taken in again (shared/leave-out.ts). */
function LeaveOut({ change, decide }: { readonly change: Change; readonly decide: Decide }) {
  const reason = useReview((state) => state.leftOut[change.seq]);
  const restore = useRestoreFocusTarget();
  const takeIn = useReview((state) => state.takeIn);
  if (!canBeLeftOut(change)) return null;
  return (
    <div className={styles.part}>
      {reason === undefined ? null : <p className={styles.held}>Left out of this sync: {reason}</p>}
      <div>
        <Button
          {...restore}
          size="small"
          aria-keyshortcuts="L"
          onClick={() => (reason === undefined ? decide.leaveOut(change) : takeIn(change.seq))}
        >
          {reason === undefined ? 'Leave out…' : 'Take in again'}
        </Button>
      </div>
    </div>
  );
}

function sourceWords(change: Change): React.ReactNode {
  if (!change.source) return `There is no SIS record for this ${entityNouns[change.entity].one} any more.`;
  return (
    <>
      The {recordWord(change.source.collection)} record in the SIS with the number{' '}
      <span className={styles.number}>{change.source.sourcedId}</span>
    </>
  );
}
