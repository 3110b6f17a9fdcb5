import { Tab, TabList } from '@fluentui/react-components';
import type { PlanSummary } from '../../shared/plan.ts';
import { useReview } from '../state/review.ts';
import { formatCount } from '../ui/format.ts';
import { caseOf } from '../ui/keys.ts';
import { entityKinds, entityNouns } from '../ui/words.ts';
import styles from './EntityTabs.module.css';
import { entityTabs } from './plan-numbers.ts';

/** One tab per entity, each with its number of changes. */
export function EntityTabs({ plan }: { readonly plan: PlanSummary }) {
  const entity = useReview((state) => state.filters.entity);
  const filter = useReview((state) => state.filter);
  return (
    <TabList
      size="small"
      className={styles.tabs ?? ''}
      selectedValue={entity ?? 'all'}
      onTabSelect={(_, { value }) => filter({ entity: caseOf(entityKinds, value) })}
      aria-label="Kinds of records"
    >
      <Tab value="all">
        All <Count value={plan.changes} />
      </Tab>
      {entityTabs(plan).map((tab) => (
        <Tab key={tab.entity} value={tab.entity}>
          {entityNouns[tab.entity].title} <Count value={tab.changes} />
        </Tab>
      ))}
    </TabList>
  );
}

function Count({ value }: { readonly value: number }) {
  return <span className={styles.count}>{formatCount(value)}</span>;
}
