import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import type { District } from '../../shared/district.ts';
import type { PlanSummary } from '../../shared/plan.ts';
import { choiceFor, overridesOf, useKept } from '../state/kept.ts';
import { visit } from '../state/navigation.ts';
import { leftOutOf, useReview } from '../state/review.ts';
import { useWork } from '../state/work.ts';
import styles from '../ui/dialog.module.css';
import { changesWord, formatCount, plural } from '../ui/format.ts';
import { Notice } from '../ui/Notice.tsx';
import { actionWords, entityNouns } from '../ui/words.ts';
import { entityTabs, isRemap, type Verdict, verdictOf } from './plan-numbers.ts';

interface Props {
  readonly district: District;
  readonly plan: PlanSummary;
  readonly open: boolean;
  onClose(): void;
}

const columns = ['create', 'update', 'delete', 'restore', 'adopt', 'remap', 'held'] as const;
const titles = { ...actionWords, held: 'Of these held' } as const;

/** Says in numbers what will be written and what stays, before anything is. */
export function ApplyDialog({ district, plan, open, onClose }: Props) {
  const releases = useReview((state) => state.releases);
  const kept = useKept();
  const { overrides, chosen } = choiceFor(kept, district.id, plan.number);
  const apply = useWork((state) => state.apply);
  const leftOut = useReview((state) => state.leftOut);
  const spared = Object.keys(leftOut).length;
  const verdict = verdictOf(plan, releases);
  const start = () => {
    onClose();
    const given = Object.entries(releases).map(([hold, reason]) => ({ hold, reason }));
    void apply(district.id, {
      plan: plan.number,
      releases: given,
      ...(overrides.size === 0 ? {} : { overrides: overridesOf(overrides) }),
      ...(spared === 0 ? {} : { leaveOut: leftOutOf(leftOut) }),
    });
    // Sent, so it must not go along a second time.
    kept.leaveAll();
    visit({ name: 'apply' });
  };
  return (
    <Dialog open={open} onOpenChange={(_, data) => (data.open ? undefined : onClose())}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{isRemap(plan) ? 'Take over these new ids?' : 'Apply these changes to Canvas?'}</DialogTitle>
          {/* Scrolls in small windows, so the keyboard must reach it. */}
          <DialogContent className={styles.content ?? ''} tabIndex={0} role="group" aria-label="What will be written">
            <p>{sentence(plan, verdict, spared)}</p>
            {plan.changes > 0 ? <Numbers plan={plan} /> : null}
            {spared > 0 ? (
              <Notice tone="info" title={`${changesWord(spared)} left out`}>
                The table counts {spared === 1 ? 'it' : 'them'}, but Canvas stays as it is there. The next preview shows{' '}
                {spared === 1 ? 'it' : 'them'} again.
              </Notice>
            ) : null}
            {overrides.size > 0 ? (
              <Notice tone="warning" title={`${plural(overrides.size, 'record', 'records')} overwritten in Canvas`}>
                What people edited there is replaced by what the SIS says, as you chose. These records go in an import of their
                own.
              </Notice>
            ) : null}
            {chosen.size > 0 ? (
              <Notice tone="info" title={`${plural(chosen.size, 'ticked record', 'ticked records')} not decided`}>
                They stay as they are in Canvas. To overwrite them, give a reason first.
              </Notice>
            ) : null}
            {verdict.open.length > 0 ? (
              <Notice tone="held" title="Held changes stay as they are">
                What a hold stops is not written. It shows up again in the next preview.
              </Notice>
            ) : null}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>Not yet</Button>
            <Button appearance="primary" onClick={start}>
              Apply now
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

/** @param spared changes left out by name; what holds them too is counted twice, so that is said as a bound. */
function sentence(plan: PlanSummary, { held, heldIsUpperBound }: Verdict, spared: number): string {
  if (isRemap(plan))
    return `${plural(plan.changes, 'record is', 'records are')} known by the new id from now on, exactly as shown. Nothing is written to Canvas.`;
  if (plan.changes === 0) return 'Nothing else would change in Canvas.';
  const changes = plan.changes - spared;
  if (held === 0) return `${changesWord(changes)} will be written to Canvas, exactly as shown.`;
  const written = changesWord(Math.max(0, changes - held));
  if (heldIsUpperBound || spared > 0)
    return `At least ${written} will be written to Canvas, exactly as shown. Up to ${formatCount(held)} are held and stay out.`;
  return `${written} will be written to Canvas, exactly as shown. ${formatCount(held)} more ${held === 1 ? 'is held and stays' : 'are held and stay'} out.`;
}

function Numbers({ plan }: { readonly plan: PlanSummary }) {
  const rows = entityTabs(plan).filter(({ entity, changes }) => changes > 0 || plan.counts[entity].held > 0);
  const used = columns.filter((column) => rows.some(({ entity }) => plan.counts[entity][column] > 0));
  return (
    <table className={styles.numbers}>
      <caption className="visually-hidden">Changes of this preview</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          {used.map((column) => (
            <th key={column} scope="col">
              {titles[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ entity }) => (
          <tr key={entity}>
            <th scope="row">{entityNouns[entity].title}</th>
            {used.map((column) => (
              <td key={column}>{formatCount(plan.counts[entity][column])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
