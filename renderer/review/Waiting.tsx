import { Button } from '@fluentui/react-components';
import { type PlanSummary, WAITING } from '../../shared/plan.ts';
import { noFilters, useReview } from '../state/review.ts';
import { plural } from '../ui/format.ts';
import { Notice } from '../ui/Notice.tsx';
import { waitingTotal } from './plan-numbers.ts';

/** The removals the SIS only left out once (ROSTER-RULES D5): what they wait for, and the way to them. */
export function Waiting({ plan }: { readonly plan: PlanSummary }) {
  const look = useReview((state) => state.look);
  const filter = useReview((state) => state.filter);
  const shown = useReview((state) => state.filters.hold === WAITING);
  const count = waitingTotal(plan);
  if (count === 0) return null;
  return (
    <Notice
      tone="info"
      title={`${plural(count, 'removal waits', 'removals wait')} to be seen again`}
      actions={
        shown ? null : (
          <Button
            size="small"
            onClick={() => {
              look('changes');
              filter({ ...noFilters, hold: WAITING });
            }}
          >
            Show what waits
          </Button>
        )
      }
    >
      The SIS left {count === 1 ? 'it' : 'them'} out for the first time. A scheduled sync removes {count === 1 ? 'it' : 'them'}{' '}
      when the next complete read agrees; if you apply, {count === 1 ? 'it goes' : 'they go'} now.
    </Notice>
  );
}
