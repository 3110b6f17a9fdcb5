import { Button } from '@fluentui/react-components';
import { ShieldCheckmark20Regular } from '@fluentui/react-icons/svg/shield-checkmark';
import { ShieldError20Filled } from '@fluentui/react-icons/svg/shield-error';
import { useState } from 'react';
import type { District } from '../../shared/district.ts';
import type { Hold, PlanSummary } from '../../shared/plan.ts';
import { HelpLink } from '../help/HelpLink.tsx';
import { helpForRule } from '../help/help-targets.ts';
import { visit } from '../state/navigation.ts';
import { noFilters, useReview } from '../state/review.ts';
import { useWork } from '../state/work.ts';
import { heldWord, plural } from '../ui/format.ts';
import styles from './Holds.module.css';
import { endsWith } from './hold-ends.ts';
import { ReleaseDialog } from './ReleaseDialog.tsx';

const shownAtFirst = 2;

/** Holds on top, each with its sentence, its numbers and its release. */
export function Holds({
  district,
  plan,
  decided,
  busy,
}: {
  readonly district: District;
  readonly plan: PlanSummary;
  readonly decided: boolean;
  readonly busy: boolean;
}) {
  const [all, setAll] = useState(false);
  const [releasing, setReleasing] = useState<Hold | null>(null);
  const planRemap = useWork((state) => state.planRemap);
  const remap = () => {
    void planRemap(district.id);
    visit({ name: 'overview' });
  };
  if (plan.holds.length === 0) return null;
  const shown = all ? plan.holds : plan.holds.slice(0, shownAtFirst);
  return (
    <section className={styles.holds} aria-label="Holds">
      <div className={styles.head}>
        <h2 className={styles.title}>{plural(plan.holds.length, 'hold', 'holds')} for safety</h2>
        {plan.holds.length > shownAtFirst ? (
          <Button size="small" appearance="subtle" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${plan.holds.length}`}
          </Button>
        ) : null}
      </div>
      <ul className={styles.list} data-all={all}>
        {shown.map((hold) => (
          <HoldItem
            key={hold.id}
            hold={hold}
            decided={decided}
            onRelease={() => setReleasing(hold)}
            onRemap={busy ? null : remap}
          />
        ))}
      </ul>
      <ReleaseDialog hold={releasing} onClose={() => setReleasing(null)} />
    </section>
  );
}

function HoldItem({
  hold,
  decided,
  onRelease,
  onRemap,
}: {
  readonly hold: Hold;
  readonly decided: boolean;
  readonly onRelease: () => void;
  /** Null while something else is under way. */
  readonly onRemap: (() => void) | null;
}) {
  const reason = useReview((state) => state.releases[hold.id]);
  const filter = useReview((state) => state.filter);
  const look = useReview((state) => state.look);
  const takeBack = useReview((state) => state.takeBack);
  const where = hold.schoolName || 'Whole district';
  const released = reason !== undefined;
  return (
    <li className={styles.hold}>
      {released ? (
        <ShieldCheckmark20Regular className={styles.released ?? ''} aria-hidden />
      ) : (
        <ShieldError20Filled className={styles.open ?? ''} aria-hidden />
      )}
      <div className={styles.words}>
        <p className={styles.message}>{hold.message}</p>
        <p className={styles.facts}>
          {where} · {hold.remap === true ? remapWord(hold) : heldWord(hold)} · rule {hold.rule}
          {hold.firstSight === true ? ' · seen for the first time, so a scheduled sync leaves it alone' : ''}
          {released ? (
            <>
              {' · '}
              <strong>Released: {reason}</strong>
            </>
          ) : null}
          {endsWith(hold)} · <HelpLink target={helpForRule(hold.rule)} about={`${where}, rule ${hold.rule}`} />
        </p>
      </div>
      <div className={styles.actions}>
        <Button
          size="small"
          appearance="subtle"
          disabled={hold.count === 0}
          onClick={() => {
            look('changes');
            filter({ ...noFilters, hold: hold.id });
          }}
        >
          Show these
          <span className="visually-hidden">
            : {where}, rule {hold.rule}
          </span>
        </Button>
        {hold.remap === true ? (
          <Button size="small" disabled={onRemap === null} onClick={() => onRemap?.()}>
            Make a remap plan
            <span className="visually-hidden">
              : {where}, rule {hold.rule}
            </span>
          </Button>
        ) : null}
        {hold.releasable && !decided ? (
          released ? (
            <Button size="small" onClick={() => takeBack(hold.id)}>
              Hold again
              <span className="visually-hidden">
                : {where}, rule {hold.rule}
              </span>
            </Button>
          ) : (
            <Button size="small" onClick={onRelease}>
              Release…
              <span className="visually-hidden">
                {' '}
                {where}, rule {hold.rule}
              </span>
            </Button>
          )
        ) : null}
      </div>
    </li>
  );
}

/** Often nothing of them would change at all. */
function remapWord({ count }: Hold): string {
  return count === 0 ? 'nothing else of them changes' : `${plural(count, 'change', 'changes')} of them held`;
}
