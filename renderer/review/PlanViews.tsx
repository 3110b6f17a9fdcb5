import { Tab, TabList } from '@fluentui/react-components';
import type { PlanSummary } from '../../shared/plan.ts';
import { planViews, useReview } from '../state/review.ts';
import { formatCount } from '../ui/format.ts';
import styles from './KindTabs.module.css';
import { keptTotal } from './plan-numbers.ts';

/** Which part of a plan is looked at. */
export function PlanViews({ plan }: { readonly plan: PlanSummary }) {
  const view = useReview((state) => state.view);
  const look = useReview((state) => state.look);
  return (
    <TabList
      className={styles.tabs ?? ''}
      selectedValue={view}
      onTabSelect={(_, { value }) => look(planViews.find((one) => one === value) ?? 'changes')}
      aria-label="Parts of the preview"
    >
      <Tab value="changes">
        Will change <span className={styles.count}>{formatCount(plan.changes)}</span>
      </Tab>
      <Tab value="kept">
        Kept as edited in Canvas <span className={styles.count}>{formatCount(keptTotal(plan))}</span>
      </Tab>
      <Tab value="stays">Stays as it is</Tab>
    </TabList>
  );
}
