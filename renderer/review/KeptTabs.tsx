import { Tab, TabList } from '@fluentui/react-components';
import type { PlanSummary } from '../../shared/plan.ts';
import { useKept } from '../state/kept.ts';
import { formatCount } from '../ui/format.ts';
import { caseOf } from '../ui/keys.ts';
import { entityKinds, entityNouns } from '../ui/words.ts';
import styles from './EntityTabs.module.css';
import { keptTotal } from './plan-numbers.ts';

/** One tab per kind that something is kept of, each with its number. */
export function KeptTabs({ plan }: { readonly plan: PlanSummary }) {
  const entity = useKept((state) => state.filters.entity);
  const filter = useKept((state) => state.filter);
  return (
    <TabList
      size="small"
      className={styles.tabs ?? ''}
      selectedValue={entity ?? 'all'}
      onTabSelect={(_, { value }) => filter({ entity: caseOf(entityKinds, value) })}
      aria-label="Kinds of kept records"
    >
      <Tab value="all">
        All <span className={styles.count}>{formatCount(keptTotal(plan))}</span>
      </Tab>
      {entityKinds
        .filter((kind) => plan.counts[kind].kept > 0)
        .map((kind) => (
          <Tab key={kind} value={kind}>
            {entityNouns[kind].title} <span className={styles.count}>{formatCount(plan.counts[kind].kept)}</span>
          </Tab>
        ))}
    </TabList>
  );
}
